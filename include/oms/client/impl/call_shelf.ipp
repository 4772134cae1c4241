#pragma once

#include <oms/client/impl/call_shelf.hpp>

#include <oms/client/impl/prepared_call.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void call_deleter::operator()(prepared_call* ended) const noexcept
{
    home_->put(ended);
}

OMS_DECL call_shelf::call_shelf()
{
    spares_.reserve(most);
}

OMS_DECL call_shelf::~call_shelf()
{
    for (const spare& each : spares_)
        ::operator delete(each.memory);
}

OMS_DECL call_shelf::spare call_shelf::take() noexcept
{
    spare found;
    const std::lock_guard lock(mutex_);
    if (!spares_.empty()) {
        found = std::move(spares_.back());
        spares_.pop_back();
    }
    return found;
}

OMS_DECL call_ptr call_shelf::make(const std::shared_ptr<call_shelf>& shelf, const operation& what,
                                   const call_options& how, const call_defaults& otherwise)
{
    static_assert(alignof(prepared_call) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    const auto free = [](void* memory) {
        ::operator delete(memory);
    };
    spare found = shelf->take();
    std::unique_ptr<void, decltype(free)> memory(found.memory ? found.memory : ::operator new(sizeof(prepared_call)),
                                                 free);
    call_deleter back(shelf);
    prepared_call* const made = ::new (memory.get()) prepared_call(what, how, otherwise, std::move(found.request));
    memory.release();
    return call_ptr(made, std::move(back));
}

OMS_DECL void call_shelf::put(prepared_call* ended) noexcept
{
    spare left;
    left.memory = ended;
    http_request& request = ended->request;
    std::fill(request.body.begin(), request.body.end(), '\0'); // it may be kept for long, and may be anything
    if (request.target.capacity() <= longest && request.body.capacity() <= longest &&
        request.headers.capacity() <= longest)
        left.request = std::move(request);
    ended->~prepared_call();
    left.request.target.clear();
    left.request.headers.clear();
    left.request.body.clear();
    {
        const std::lock_guard lock(mutex_);
        if (spares_.size() < most) {
            spares_.push_back(std::move(left));
            return;
        }
    }
    ::operator delete(left.memory);
}

}}} // namespace oms::v0_1::detail
