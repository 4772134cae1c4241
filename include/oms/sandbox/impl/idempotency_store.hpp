#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The answer that a key is bound to.
struct stored_answer {
    std::string request_body;
    std::string request_id;
    emulation::answer answer;
    instant stored_at;
    instant running_until; ///< until then the request counts as still running
};

/// Contract 1.4. The scope of a key is account, method and path.
class idempotency_store {
public:
    /// 1 to 255 visible ASCII characters.
    static bool is_key(std::string_view text);
    /// Whether an answer is kept: 2xx, 403, 404 and 422.
    static bool keeps(int status);
    static std::string scope(std::string_view account, std::string_view method, std::string_view path,
                             std::string_view key);

    /// What is kept under the scope; throws 409 for another body and while the first request runs; null when the key
    /// is new or its time is over.
    const stored_answer* find(const std::string& scope, std::string_view body, instant at,
                              std::chrono::seconds retention);
    void keep(const std::string& scope, stored_answer answer);

private:
    std::unordered_map<std::string, stored_answer> answers_;
    std::deque<std::pair<instant, std::string>> by_age_;
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/idempotency_store.ipp>
#endif
