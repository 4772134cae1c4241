#pragma once

#include <oms/core/text.hpp>

#include <cstring>
#include <ostream>

namespace oms { inline namespace v0_1 { namespace detail {

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
