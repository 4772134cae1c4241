#pragma once

#include <oms/config.hpp>

#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {
// The return type of output that does not exist, so that the compiler prints the reason.
struct secrets_are_never_printed;

/// Overwrites memory with zeros, also where nobody reads it again.
OMS_DECL void overwrite(char* chars, std::size_t size) noexcept;
} // namespace detail

/// A text that must not be seen: an API secret, a webhook secret, the number of an identity document.
///
/// It opens by reveal() only, cannot be printed, and overwrites its memory when it is destroyed or assigned to. A
/// moved-from secret is empty and holds nothing of the text. Distinct objects may be used from several threads.
class secret {
public:
    /// No text.
    secret() noexcept = default;

    /// A copy of a text; the original is the caller's to wipe. Throws std::bad_alloc only.
    explicit secret(std::string_view text);

    /// Takes the text out of a string and overwrites the string. Throws std::bad_alloc only.
    template <std::same_as<std::string> String>
    explicit secret(String&& text) : secret(std::string_view(text))
    {
        wipe(text);
    }

    secret(const secret& other);
    secret(secret&& other) noexcept;
    secret& operator=(const secret& other);
    secret& operator=(secret&& other) noexcept;
    ~secret();

    /// The text; valid as long as this secret lives and is not assigned to or moved from. Do not log it.
    std::string_view reveal() const noexcept { return {chars_.get(), size_}; }

    /// Whether there is no text.
    bool empty() const noexcept { return size_ == 0; }

    /// Whether two texts are equal, in a time that depends on their lengths only.
    friend bool operator==(const secret& a, const secret& b) noexcept { return a.equals(b); }

    /// Overwrites a string with zeros, what it has reserved included, and empties it.
    static void wipe(std::string& text) noexcept;

    template <class Char, class Traits>
    friend detail::secrets_are_never_printed operator<<(std::basic_ostream<Char, Traits>&, const secret&) = delete;

private:
    bool equals(const secret& other) const noexcept;
    void clear() noexcept;

    // Always on the heap: a std::string keeps short texts inside itself, where a move leaves them behind.
    std::unique_ptr<char[]> chars_;
    std::size_t size_ = 0;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/secret.ipp>
#endif
