#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace oms { inline namespace v0_1 { namespace detail {

/// Remembers under which key which request was sent, so that one key never goes out with two (contract section 1.4),
/// and whether it may have had its effect.
///
/// A key is remembered for its scope, which is the key with method and path, as the service does. Requests are told
/// apart by a number made of all their bytes: equal requests never differ. Bounded: of more than `capacity` scopes the
/// oldest are forgotten. Thread-safe.
class key_memory {
public:
    static constexpr std::size_t default_capacity = 4096;

    explicit key_memory(std::size_t capacity = default_capacity) : capacity_(capacity) {}
    key_memory(const key_memory&) = delete;
    key_memory& operator=(const key_memory&) = delete;

    /// The name of a scope.
    static std::string scope_of(std::string_view method, std::string_view path, std::string_view key);
    /// The number of a request.
    static std::uint64_t number_of(std::string_view target, std::string_view body) noexcept;

    /// A call with this request begins. Its claim; zero, and nothing is remembered, when the scope has another request.
    std::uint64_t claim(const std::string& scope, std::uint64_t request);

    /// Whether an earlier call with that request ended so that it may have had its effect, and none since settled it.
    bool in_doubt(const std::string& scope, std::uint64_t claim) const noexcept;
    /// A call that had claimed the scope ended, and left it in doubt or settled it.
    void note_doubt(const std::string& scope, std::uint64_t claim, bool in_doubt) noexcept;

    /// A call that had claimed the scope ended, and nothing of it was sent: when that is so for all that claimed it,
    /// the scope is forgotten. Of no effect when it was forgotten before, whoever claimed it since.
    void withdraw(const std::string& scope, std::uint64_t claim) noexcept;

    std::size_t size() const noexcept;

private:
    struct entry {
        std::uint64_t request = 0;
        std::uint64_t age = 0; ///< tells it from an earlier one of the same scope
        std::size_t claims = 0;
        bool in_doubt = false;
    };
    void drop_oldest() noexcept;

    const std::size_t capacity_;
    mutable std::mutex mutex_; // guards what follows
    std::unordered_map<std::string, entry> entries_;
    std::map<std::uint64_t, std::string> oldest_first_; ///< the scopes by age
    std::uint64_t youngest_ = 0;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/key_memory.ipp>
#endif
