#pragma once

#include <oms/config.hpp>
#include <oms/http/headers.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// What a token stands for.
struct token_grant {
    std::string account;
    bool read_only = false;
    instant expires_at;
};

/// POST /auth/token.
OMS_DECL answer create_access_token(emulator& state, const call& request);

/// The grant behind `Authorization`, or 401 `unauthorized` or `token_expired`.
OMS_DECL const token_grant& authorized(const emulator& state, std::optional<std::string_view> authorization,
                                       instant at);

/// The value of a header field; empty when it is absent or there twice.
OMS_DECL std::string_view only_value(const http_headers& headers, std::string_view name);

/// A name of this machine that no name server gives away, with any port.
OMS_DECL bool is_own_name(std::string_view authority);

/// Whether a browser says that a script of another site asks: by an `Origin` that is none of this machine's own names,
/// or not the one that was asked for. Programs send none.
OMS_DECL bool is_of_another_origin(const http_headers& headers);

/// At most so many requests of an account in any window of time.
class rate_limit {
public:
    void set(int requests, std::chrono::milliseconds window);
    /// Counts the request, or says after how many whole seconds there is room again.
    std::optional<std::int64_t> admit(std::string_view account, instant at);

private:
    int requests_ = 0;
    std::chrono::milliseconds window_{1000};
    std::map<std::string, std::deque<instant>, std::less<>> admitted_;
};

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
