#pragma once

#include <oms/core/text.hpp>

#include <cstring>
#include <ostream>

namespace oms { inline namespace v0_1 { namespace detail {

// Two blocks of a fixed size that may overlap cost less than a copy of any size.
OMS_DECL void short_text::put_inside(std::string_view text) noexcept
{
    const std::size_t size = text.size();
    const char* const from = text.data();
    if (size >= 16) {
        std::memcpy(bytes_, from, 16);
        if (size > 32)
            std::memcpy(bytes_ + 16, from + 16, 16);
        std::memcpy(bytes_ + size - 16, from + size - 16, 16);
    } else if (size >= 8) {
        std::memcpy(bytes_, from, 8);
        std::memcpy(bytes_ + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
        std::memcpy(bytes_, from, 4);
        std::memcpy(bytes_ + size - 4, from + size - 4, 4);
    } else {
        for (std::size_t i = 0; i != size; ++i)
            bytes_[i] = from[i];
    }
}

OMS_DECL void short_text::put_on_heap(std::string_view text)
{
    char* const chars = new char[text.size()];
    const std::size_t length = text.size();
    std::memcpy(chars, text.data(), length);
    std::memcpy(bytes_, &chars, sizeof chars);
    std::memcpy(bytes_ + sizeof chars, &length, sizeof length);
    bytes_[inside_capacity] = heap_mark;
}

OMS_DECL std::string_view short_text::heap_view() const noexcept
{
    const char* chars = nullptr;
    std::size_t length = 0;
    std::memcpy(&chars, bytes_, sizeof chars);
    std::memcpy(&length, bytes_ + sizeof chars, sizeof length);
    return {chars, length};
}

OMS_DECL void short_text::free_heap() noexcept
{
    delete[] heap_view().data();
}

OMS_DECL std::size_t hash_text(std::string_view text) noexcept
{
    return std::hash<std::string_view>()(text);
}

OMS_DECL std::ostream& write_text(std::ostream& out, std::string_view text)
{
    return out << text;
}

}}} // namespace oms::v0_1::detail
