#pragma once

#include <oms/client/impl/answer_record.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// One thing that a call sends or keeps beyond its typed arguments, and those that were added before it. Never changed
/// once it is made, so options that were copied share what they had then.
class call_addition {
public:
    enum class kind : unsigned char { field, parameter, answer };
    using pointer = std::shared_ptr<const call_addition>;

    call_addition(kind what, std::string_view its_name, std::string_view its_value, pointer others)
        : before(std::move(others)), type(what), name(its_name), value(its_value)
    {
    }
    call_addition(std::shared_ptr<answer_record> into, pointer others)
        : before(std::move(others)), type(kind::answer), answer(std::move(into))
    {
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
};

}}} // namespace oms::v0_1::detail
