#pragma once

// Stands for the header of that name where a client is compiled that nobody can look at: `unwatched` in ../README.md.

#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

class exchange_watch {
public:
    static void leased(bool) noexcept {}
};

}}} // namespace oms::v0_1::detail

/// Holds none, in no time.
template <>
class std::unique_ptr<oms::detail::exchange_watch> {
public:
    constexpr explicit operator bool() const noexcept { return false; }
    constexpr oms::detail::exchange_watch* operator->() const noexcept { return nullptr; }
};
