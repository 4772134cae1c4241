#pragma once

#include <oms/core/secret.hpp>

#include <cstring>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

// Writes through a volatile pointer are not optimised away, also before the memory is freed.
OMS_DECL void overwrite(char* chars, std::size_t size) noexcept
{
    volatile char* const target = chars;
    for (std::size_t i = 0; i != size; ++i)
        target[i] = 0;
}

} // namespace detail

OMS_DECL secret::secret(std::string_view text)
{
    if (text.empty())
        return;
    chars_ = std::make_unique<char[]>(text.size());
    std::memcpy(chars_.get(), text.data(), text.size());
    size_ = text.size();
}

OMS_DECL secret::secret(const secret& other) : secret(other.reveal()) {}

OMS_DECL secret::secret(secret&& other) noexcept : chars_(std::move(other.chars_)), size_(std::exchange(other.size_, 0))
{
}

OMS_DECL secret& secret::operator=(const secret& other)
{
    if (this != &other)
        *this = secret(other);
    return *this;
}

OMS_DECL secret& secret::operator=(secret&& other) noexcept
{
    if (this != &other) {
        clear();
        chars_ = std::move(other.chars_);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

OMS_DECL secret::~secret()
{
    clear();
}

OMS_DECL void secret::wipe(std::string& text) noexcept
{
    text.resize(text.capacity());
    detail::overwrite(text.data(), text.size());
    text.clear();
}

OMS_DECL bool secret::equals(const secret& other) const noexcept
{
    if (size_ != other.size_)
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i != size_; ++i)
        difference |= static_cast<unsigned>(chars_[i] ^ other.chars_[i]);
    return difference == 0;
}

OMS_DECL void secret::clear() noexcept
{
    detail::overwrite(chars_.get(), size_);
    chars_.reset();
    size_ = 0;
}

}} // namespace oms::v0_1
