#pragma once

#include <oms/core/text.hpp>

#include <concepts>

namespace oms { inline namespace v0_1 {

/// An enumeration whose set of values may grow (contract 1.7, "open enum").
///
/// The known values are constants of the derived class. Any other text is kept, printed and sent back unchanged.
/// A default-constructed value is empty, which is what an absent field reads as. Values are compared by their text,
/// with regard to case. Distinct values may be used from several threads; one value as any plain object.
///
/// A derived class looks like this:
///
///     class asset : public open_enum<asset> {
///     public:
///         using open_enum::open_enum;
///         static const asset usd, usdc;
///         static constexpr std::string_view known_values[] = {"usd", "usdc"};
///     };
///     inline constexpr asset asset::usd{"usd"};
///     inline constexpr asset asset::usdc{"usdc"};
template <class Derived>
class open_enum {
public:
    /// The enumeration itself; marks a class as an open enum.
    using open_enum_of = Derived;

    /// The empty value.
    constexpr open_enum() noexcept = default;

    /// Any text, known or not. Does not fail but for memory.
    constexpr explicit open_enum(std::string_view text) : text_(text) {}

    /// The text; valid as long as this value lives and is not assigned to.
    constexpr std::string_view text() const noexcept { return text_.view(); }

    /// Whether there is no text at all.
    constexpr bool empty() const noexcept { return text_.empty(); }

    /// Whether this version of the library knows the value. Never read an unknown value as success.
    constexpr bool known() const noexcept { return place_of(text()) != unknown; }

    /// For `switch`: which of the known values this is, or `unknown`. The numbers mean nothing else, and change with
    /// versions of the library.
    ///
    ///     switch (transaction.status.which()) {
    ///     case oms::transaction_status::is("completed"): …
    ///     case oms::transaction_status::is("failed"): …
    ///     default: …                                          // other values, unknown ones too
    ///     }
    constexpr int which() const noexcept { return place_of(text()); }

    /// The number of a known value. A text that is none does not compile.
    static consteval int is(std::string_view value)
    {
        const int place = place_of(value);
        if (place == unknown)
            throw "this version of the library does not know the value";
        return place;
    }

    /// What `which()` is for every value that this version of the library does not know, and for the empty one.
    static constexpr int unknown = -1;

    friend constexpr bool operator==(const Derived& a, const Derived& b) noexcept { return a.text() == b.text(); }

    /// Orders by text, for ordered containers; the order has no meaning of its own.
    friend constexpr std::strong_ordering operator<=>(const Derived& a, const Derived& b) noexcept
    {
        return a.text() <=> b.text();
    }

    /// Prints the text.
    friend std::ostream& operator<<(std::ostream& out, const open_enum& value)
    {
        return detail::write_text(out, value.text());
    }

private:
    static constexpr int place_of(std::string_view text) noexcept
    {
        int place = 0;
        for (const std::string_view value : Derived::known_values) {
            if (value == text)
                return place;
            ++place;
        }
        return unknown;
    }

    detail::short_text text_;
};

}} // namespace oms::v0_1

template <class Enum>
    requires std::same_as<typename Enum::open_enum_of, Enum>
struct std::hash<Enum> {
    std::size_t operator()(const Enum& value) const noexcept { return oms::detail::hash_text(value.text()); }
};
