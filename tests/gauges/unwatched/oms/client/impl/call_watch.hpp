#pragma once

// Stands for the header of that name where a client is compiled that nobody can look at: `unwatched` in ../README.md.
// Each of its hooks is nothing.

#include <oms/client/impl/prepared_call.hpp>
#include <oms/http/url.hpp>
#include <oms/net/clock.hpp>
#include <oms/observe/observer.hpp>

#include <chrono>
#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

class client_watch {
public:
    client_watch(const std::shared_ptr<oms::observer>&, const base_url&, std::chrono::milliseconds,
                 const std::shared_ptr<clock>&) noexcept
    {
    }
    constexpr explicit operator bool() const noexcept { return false; }
};

class told_start {
public:
    told_start(const client_watch&, const prepared_call&) noexcept {}
};

class call_watch {
public:
    void wants_token() noexcept {}
    void waited_for_token() noexcept {}
    void has_token(const prepared_call&) noexcept {}
    void begins_attempt(const prepared_call&) noexcept {}
    void begins_again() noexcept {}
    void ends_attempt(const prepared_call&) noexcept {}
};

constexpr call_watch* watch_of(const prepared_call&) noexcept
{
    return nullptr;
}

class told_end {
public:
    explicit told_end(const prepared_call&) noexcept {}
};

}}} // namespace oms::v0_1::detail
