#pragma once

#include <oms/client/impl/answer_record.hpp>
#include <oms/core/secret.hpp>
#include <oms/net/exchange_limits.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// One thing that a call sends or keeps beyond its typed arguments, and those that were added before it. Never changed
/// once it is made, so options that were copied share what they had then.
class call_addition {
public:
    enum class kind : unsigned char { field, parameter, answer, bearer, connect, first_byte, idle_read, pool_wait };
    using pointer = std::shared_ptr<const call_addition>;

    call_addition(kind what, std::string_view its_name, std::string_view its_value, pointer others)
        : before(std::move(others)), type(what), name(its_name), value(its_value)
    {
    }
    call_addition(std::shared_ptr<answer_record> into, pointer others)
        : before(std::move(others)), type(kind::answer), answer(std::move(into))
    {
    }

    call_addition(secret token, pointer others)
        : before(std::move(others)), type(kind::bearer), bearer(std::move(token))
    {
    }

    call_addition(kind phase, std::chrono::milliseconds at_most, pointer others)
        : before(std::move(others)), type(phase), time(at_most)
    {
    }

    /// Puts the times for the phases that were given last, of `first` and those before it, into `limits`.
    static void limit(const call_addition* first, exchange_limits& limits) noexcept
    {
        for (; first; first = first->before.get()) {
            if (std::chrono::milliseconds* const place = first->place_in(limits); place && *place < place->zero())
                *place = first->time;
        }
    }

    /// The times for phases among `first` and those before it, put before `rest`.
    static pointer phases_of(const call_addition* first, pointer rest)
    {
        exchange_limits found;
        for (; first; first = first->before.get()) {
            std::chrono::milliseconds* const place = first->place_in(found);
            if (!place || *place >= place->zero())
                continue;
            *place = first->time;
            rest.reset(new call_addition(first->type, first->time, std::move(rest)));
        }
        return rest;
    }

    /// The bearer token that was given last, of `first` and those before it; null when none.
    static const secret* bearer_of(const call_addition* first) noexcept
    {
        while (first && first->type != kind::bearer)
            first = first->before.get();
        return first ? &first->bearer : nullptr;
    }

    /// The answer that was to be kept last, of `first` and those before it; null when none.
    static std::shared_ptr<answer_record> answer_of(const call_addition* first) noexcept
    {
        while (first && !first->answer)
            first = first->before.get();
        return first ? first->answer : nullptr;
    }

    pointer before;
    kind type;
    std::string name;                      ///< of a parameter; of a field its path, with dots between the names
    std::string value;                     ///< of a parameter its text, of a field its JSON
    std::shared_ptr<answer_record> answer; ///< where to keep the answer
    std::chrono::milliseconds time{};      ///< for a phase of each exchange
    secret bearer;                         ///< a token in place of the client's

private:
    std::chrono::milliseconds* place_in(exchange_limits& limits) const noexcept
    {
        switch (type) {
        case kind::connect:
            return &limits.connect;
        case kind::first_byte:
            return &limits.first_byte;
        case kind::idle_read:
            return &limits.idle_read;
        case kind::pool_wait:
            return &limits.pool_wait;
        default:
            return nullptr;
        }
    }
};

}}} // namespace oms::v0_1::detail
