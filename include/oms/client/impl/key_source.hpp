#pragma once

#include <oms/config.hpp>
#include <oms/core/idempotency_key.hpp>
#include <oms/net/process_mark.hpp>

#include <cstddef>
#include <mutex>

namespace oms { inline namespace v0_1 { namespace detail {

/// New idempotency keys. Random bits are fetched for many keys at a time, since OpenSSL's generator takes about as long
/// for one key as for all of them. No bit serves twice: not in one process, and not in two that a fork made of one.
/// Thread-safe.
class key_source {
public:
    /// Throws errc::not_available when there is no randomness.
    idempotency_key next();

private:
    static constexpr std::size_t batch = 32;

    const process_mark here_;
    std::mutex mutex_;
    unsigned char bits_[batch][16];
    std::size_t left_ = 0;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/key_source.ipp>
#endif
