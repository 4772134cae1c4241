#pragma once

#include "common/program.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace test {

/// What Prism wrote down. Operations are `POST /customers/*/wallets`: a star for each id.
struct prism_report {
    std::set<std::string> documented;                        ///< all operations of the document
    std::set<std::string> called;                            ///< those that were called
    std::map<std::string, std::set<std::string>> parameters; ///< of the query, by operation; a proxy's only
    std::vector<std::string> complaints;                     ///< violations and errors, behind the call they are about
};

/// Prism, an OpenAPI server by others, on a free port of loopback with the contract's document. The variable OMS_PRISM
/// says where its program is.
class prism {
public:
    /// Answers with the examples of the document.
    static prism mock();
    /// Passes requests on to this URL and answers back, and holds both against the document.
    static prism proxy(const std::string& upstream);

    /// For a client. Prism takes the paths of the document without their version.
    const std::string& base_url() const { return base_url_; }

    /// Ends it.
    prism_report stop();

private:
    explicit prism(const std::vector<std::string>& arguments);

    std::unique_ptr<background_program> program_;
    std::string base_url_;
};

} // namespace test
