#pragma once

#include <oms/core/result.hpp>
#include <oms/core/text.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

/// A string literal as a template argument.
template <std::size_t Size>
struct fixed_text {
    consteval fixed_text(const char (&literal)[Size])
    {
        for (std::size_t i = 0; i != Size; ++i)
            chars[i] = literal[i];
    }

    constexpr std::string_view view() const noexcept { return {chars, Size - 1}; }

    char chars[Size]{};
};

/// Whether a character may stand in an id that is given from outside: visible ASCII that has no meaning in a path.
constexpr bool is_path_safe(char c) noexcept
{
    return c > 0x20 && c < 0x7f && c != '/' && c != '\\' && c != '?' && c != '#' && c != '%' && c != ';';
}

/// Whether a text is safe as one segment of a path: not empty, path-safe characters only, neither "." nor "..".
constexpr bool is_path_safe(std::string_view text) noexcept
{
    for (const char c : text)
        if (!is_path_safe(c))
            return false;
    return !text.empty() && text != "." && text != "..";
}

constexpr bool is_id(std::string_view text, std::string_view prefix) noexcept
{
    return text.size() > prefix.size() && text.starts_with(prefix) && is_path_safe(text);
}

OMS_DECL error not_an_id(std::string_view text, std::string_view prefix);
OMS_DECL error not_safe_in_a_path(std::string_view text);

// Never defined: their names are what the compiler prints about a literal that is not an id.
void the_text_of_this_id_literal_does_not_begin_with_the_prefix_of_its_kind();
void the_text_of_this_id_literal_is_longer_than_39_characters();
void the_text_of_this_id_literal_ends_after_its_prefix_or_has_a_character_that_is_not_safe_in_a_path();

// The return type of comparisons that do not exist, so that the compiler prints the reason.
struct ids_of_two_kinds_are_never_compared;

} // namespace detail

/// An id of one kind of resource (contract 1.8): `basic_id<"cst_">` is a customer's.
///
/// Ids are opaque: of what a user writes, the prefix is checked and that it is safe in a path; never length, alphabet
/// or case. Ids of two kinds neither convert into each other nor compare. Up to 39 characters are kept inside the
/// object. Safe in a path means: visible ASCII without `/ \ ? # % ;`, and neither `.` nor `..`.
template <detail::fixed_text Prefix>
class basic_id {
public:
    /// No id.
    basic_id() noexcept = default;

    /// An id that a user wrote. Throws errc::invalid_id unless it is the prefix and at least one more character, all
    /// safe in a path.
    explicit basic_id(std::string_view text) : text_(text)
    {
        if (!detail::is_id(text, prefix()))
            throw detail::not_an_id(text, prefix());
    }

    /// The same without throwing: errc::invalid_id.
    static result<basic_id> parse(std::string_view text)
    {
        if (!detail::is_id(text, prefix()))
            return detail::not_an_id(text, prefix());
        return from_answer(text);
    }

    /// An id out of the user's own storage, whatever its prefix, since answers may carry other prefixes than the
    /// contract says. Throws errc::invalid_id when it is empty or not safe in a path.
    static basic_id from_storage(std::string_view text)
    {
        if (!detail::is_path_safe(text))
            throw detail::not_safe_in_a_path(text);
        return from_answer(text);
    }

    /// An id out of an answer of the service, kept whatever it is. For the code that reads answers.
    static basic_id from_answer(std::string_view text)
    {
        basic_id id;
        id.text_ = detail::short_text(text);
        return id;
    }

    /// An id out of a literal of the source text; anything that is not an id of this kind does not compile.
    static consteval basic_id from_literal(std::string_view text)
    {
        if (!text.starts_with(prefix()))
            detail::the_text_of_this_id_literal_does_not_begin_with_the_prefix_of_its_kind();
        if (text.size() > detail::short_text::inside_capacity)
            detail::the_text_of_this_id_literal_is_longer_than_39_characters();
        if (!detail::is_id(text, prefix()))
            detail::the_text_of_this_id_literal_ends_after_its_prefix_or_has_a_character_that_is_not_safe_in_a_path();
        return basic_id(detail::short_text(text));
    }

    /// The prefix of this kind: `cst_`.
    static constexpr std::string_view prefix() noexcept { return Prefix.view(); }

    /// The text; valid as long as this id lives and is not assigned to.
    constexpr std::string_view view() const noexcept { return text_.view(); }

    std::string str() const { return std::string(view()); }

    /// Whether there is no id.
    constexpr bool empty() const noexcept { return text_.empty(); }

    friend constexpr bool operator==(const basic_id& a, const basic_id& b) noexcept { return a.text_ == b.text_; }

    /// Orders by text. Ids of one kind that carry a time in their text order by time; do not rely on it.
    friend constexpr std::strong_ordering operator<=>(const basic_id& a, const basic_id& b) noexcept
    {
        return a.text_ <=> b.text_;
    }

    /// Prints the text.
    friend std::ostream& operator<<(std::ostream& out, const basic_id& id)
    {
        return detail::write_text(out, id.view());
    }

private:
    constexpr explicit basic_id(detail::short_text text) noexcept : text_(static_cast<detail::short_text&&>(text)) {}

    detail::short_text text_;
};

/// Ids of two kinds do not compare.
template <detail::fixed_text A, detail::fixed_text B>
    requires(A.view() != B.view())
detail::ids_of_two_kinds_are_never_compared operator==(const basic_id<A>&, const basic_id<B>&) = delete;

/// Ids of two kinds do not compare.
template <detail::fixed_text A, detail::fixed_text B>
    requires(A.view() != B.view())
detail::ids_of_two_kinds_are_never_compared operator<=>(const basic_id<A>&, const basic_id<B>&) = delete;

}} // namespace oms::v0_1

template <oms::detail::fixed_text Prefix>
struct std::hash<oms::basic_id<Prefix>> {
    std::size_t operator()(const oms::basic_id<Prefix>& id) const noexcept { return oms::detail::hash_text(id.view()); }
};

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/basic_id.ipp>
#endif
