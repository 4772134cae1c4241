#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace oms { inline namespace v0_1 { namespace detail {

/// What a guard on a file remembers: keys that are claimed, and the newest value of each that was confirmed. Of the
/// confirmed it forgets those that changed longest ago, but none that is claimed. Pure: knows no file and no mutex.
class guard_entries {
public:
    /// What a confirmation needs, made when the claim is: after a handler has run nothing may fail for want of memory.
    struct prepared {
        std::string value;
        std::list<std::string> record; ///< one, for the file
    };
    struct entry {
        std::string key;
        std::string value; ///< of a key that was confirmed
        bool confirmed = false;
        bool claimed = false;
        std::unique_ptr<prepared> next; ///< of a claim that was not confirmed
    };

    explicit guard_entries(std::size_t capacity) : capacity_(capacity) {}

    /// Null when the key is neither claimed nor confirmed.
    const entry* find(std::string_view key) const;

    /// After an exception all is as it was.
    void claim(std::string_view key, std::unique_ptr<prepared> next);
    /// Whether `confirm` has something to do.
    bool can_confirm(std::string_view key) const;
    /// Makes what was prepared the value of the key, and gives the record. The claim goes on. Allocates nothing.
    std::list<std::string> confirm(std::string_view key) noexcept;
    /// Takes over what was confirmed earlier, without a claim.
    void restore(std::string_view key, std::string value);
    /// Ends a claim; a key that was confirmed stays so.
    void release(std::string_view key) noexcept;

private:
    using place = std::list<entry>::iterator;

    place at(std::string_view key);
    void put(place where, std::string value) noexcept;
    void forget(place where) noexcept;
    void forget_oldest() noexcept;

    std::size_t capacity_;
    std::list<entry> confirmed_;                         ///< those that changed longest ago first
    std::list<entry> new_;                               ///< claimed, never confirmed
    std::unordered_map<std::string_view, place> by_key_; // views of what the lists hold
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/guard_entries.ipp>
#endif
