#pragma once

#include <oms/config.hpp>

#include <compare>
#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// An owning text of 40 bytes: up to 39 characters stand inside it, longer ones on the heap.
///
/// Ids, open enums and idempotency keys are made of it. A constant that fits inside can be `constexpr`, so the known
/// values of an open enum need no initialisation at run time. Copying a longer text may throw std::bad_alloc.
class short_text {
public:
    static constexpr std::size_t inside_capacity = 39;

    constexpr short_text() noexcept = default;

    constexpr explicit short_text(std::string_view text)
    {
        if (text.size() > inside_capacity) {
            put_on_heap(text);
            return;
        }
        if (std::is_constant_evaluated())
            std::char_traits<char>::copy(bytes_, text.data(), text.size());
        else
            put_inside(text);
        bytes_[inside_capacity] = static_cast<char>(text.size());
    }

    constexpr short_text(const short_text& other) : short_text(other.view()) {}

    constexpr short_text(short_text&& other) noexcept { take(other); }

    constexpr short_text& operator=(const short_text& other)
    {
        if (this != &other)
            *this = short_text(other);
        return *this;
    }

    constexpr short_text& operator=(short_text&& other) noexcept
    {
        if (this != &other) {
            clear();
            take(other);
        }
        return *this;
    }

    constexpr ~short_text() { clear(); }

    constexpr std::string_view view() const noexcept
    {
        return on_heap() ? heap_view() : std::string_view(bytes_, static_cast<std::size_t>(bytes_[inside_capacity]));
    }

    constexpr bool empty() const noexcept { return bytes_[inside_capacity] == 0; }

    friend constexpr bool operator==(const short_text& a, const short_text& b) noexcept { return a.view() == b.view(); }

    friend constexpr std::strong_ordering operator<=>(const short_text& a, const short_text& b) noexcept
    {
        return a.view() <=> b.view();
    }

private:
    // The last byte is the length of a text inside, or this mark; pointer and length of a text on the heap then stand
    // at the front. They are copied in and out, so the class needs no alignment and no union.
    static constexpr char heap_mark = 127;

    constexpr bool on_heap() const noexcept { return bytes_[inside_capacity] == heap_mark; }

    constexpr void clear() noexcept
    {
        if (on_heap())
            free_heap();
        bytes_[inside_capacity] = 0;
    }

    constexpr void take(short_text& other) noexcept
    {
        std::char_traits<char>::copy(bytes_, other.bytes_, sizeof bytes_);
        other.bytes_[inside_capacity] = 0;
    }

    void put_inside(std::string_view text) noexcept;
    void put_on_heap(std::string_view text);
    std::string_view heap_view() const noexcept;
    void free_heap() noexcept;

    char bytes_[inside_capacity + 1]{};
};

/// Hash of a text; the same for equal texts in one run of a program.
OMS_DECL std::size_t hash_text(std::string_view text) noexcept;

/// Writes a text to a stream, honouring its width and fill.
OMS_DECL std::ostream& write_text(std::ostream& out, std::string_view text);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/text.ipp>
#endif
