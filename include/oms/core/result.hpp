#pragma once

#include <oms/core/error.hpp>

#include <boost/system/result.hpp>

#include <concepts>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// A value or an error, for functions that do not throw: Boost.System's result.
///
/// Check it before use (`if (!outcome) ... outcome.error() ...`); value() throws the oms::error when there is no value.
template <class T>
using result = boost::system::result<T, error>;

/// What `result<T>::value()` does with an error: throws it. Found by Boost.System; not called directly.
[[noreturn]] inline void throw_exception_from_error(const error& failure, const boost::source_location&)
{
    throw failure;
}

namespace detail {

/// Reads values from text: decimals, timestamps, keys, JSON. Each has a private `bool read(text, error& why)`.
///
/// The public `parse` of these classes is a template for the sake of compile time: only files that call it compile
/// result<…> of that class. In the headers of the webhook room it is the same.
struct parser {
    template <class Value>
    static bool read(Value& value, std::string_view text, error& why)
    {
        return value.read(text, why);
    }

    template <class Value>
    static result<Value> parse(std::string_view text)
    {
        Value value;
        error why;
        if (!value.read(text, why))
            return why;
        return value;
    }

    template <class Value>
    static void read_or_throw(Value& value, std::string_view text)
    {
        error why;
        if (!value.read(text, why))
            throw why;
    }
};

} // namespace detail
}} // namespace oms::v0_1
