#pragma once

#include <oms/core/errc.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

class raw_answer;

namespace detail {

/// The header fields of an answer, as files see them that only look at one: what holds them is behind door 2.
class received_fields {
public:
    received_fields() = default;
    received_fields(const received_fields&) = delete;
    received_fields& operator=(const received_fields&) = delete;
    virtual ~received_fields() = default;
    virtual std::string_view find(std::string_view name) const noexcept = 0;
};

/// What stands behind a `raw_answer`.
struct answer_record {
    int status = 0;
    int attempts = 0;
    boost::system::error_code last_cause;
    std::string request_id;
    std::string key;
    std::string body;
    std::shared_ptr<const received_fields> fields;

    static const std::shared_ptr<answer_record>& behind(const raw_answer& answer) noexcept;
};

} // namespace detail
}} // namespace oms::v0_1
