#pragma once

#include <oms/client/impl/key_source.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL idempotency_key key_source::next()
{
    if (!here_.in_its_process())
        return idempotency_key::generate();
    const std::lock_guard lock(mutex_);
    if (left_ == 0) {
        fill_with_random(&bits_[0][0], sizeof bits_);
        left_ = batch;
    }
    return idempotency_key::from_random(bits_[--left_]);
}

}}} // namespace oms::v0_1::detail
