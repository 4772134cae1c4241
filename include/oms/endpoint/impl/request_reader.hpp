#pragma once

#include <oms/config.hpp>
#include <oms/webhook/receive.hpp>

#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// What a listener lets in.
struct request_rules {
    std::string path;
    std::size_t head_limit = 0;
    std::uint64_t body_limit = 0;
};

/// One request, as its bytes come in. Knows nothing of sockets and time.
class request_reader {
public:
    enum class stage { nothing, head, body, complete, refused };

    explicit request_reader(const request_rules& rules);
    request_reader(const request_reader&) = delete;
    request_reader& operator=(const request_reader&) = delete;

    /// Takes what belongs to this request out of the buffer; what is left there at the end belongs to the next one.
    void read(boost::beast::flat_buffer& received);

    stage at() const noexcept { return stage_; }

    /// Ends it, for a reason that is not in its bytes.
    void refuse(int status, std::string_view reason);

    /// When refused.
    int refusal() const noexcept { return refusal_; }
    std::string_view reason() const noexcept { return reason_; }

    /// Once, before the body: its sender waits for `100 Continue` (RFC 9110 section 10.1.1).
    bool take_expectation();

    /// Whether another request may follow on the connection.
    bool keep_alive() const;
    bool http_1_0() const;
    /// The answer goes without its body.
    bool is_head_request() const;

    /// When complete. Views this reader.
    webhook_request request();

private:
    void judge_head();
    /// Of bytes that are read only together, and were or wait to be.
    void check_size(std::size_t together);

    const request_rules& rules_;
    boost::beast::http::request_parser<boost::beast::http::string_body> parser_;
    stage stage_ = stage::nothing;
    std::size_t head_size_ = 0;
    bool expects_continue_ = false;
    int refusal_ = 0;
    std::string_view reason_;
    webhook_request request_;
};

/// Whether a line continues the one before it (RFC 9112 section 5.2).
OMS_DECL bool has_folded_field(std::string_view lines) noexcept;

/// Of each chunk of a body: Beast lets a bare LF pass in the quotes of an extension, where another reader may see the
/// end of a line.
OMS_DECL void refuse_control_characters(std::uint64_t size, boost::beast::string_view chunk_extension,
                                        boost::beast::error_code& failure);

/// The path of a request's target (RFC 9112 section 3.2), which may be a whole URL of HTTP; without the query. The
/// target itself when it has no path.
OMS_DECL std::string_view path_of_target(std::string_view target) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/request_reader.ipp>
#endif
