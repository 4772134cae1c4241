#pragma once

#include <oms/core/error.hpp>

#include <boost/system/result.hpp>

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

}} // namespace oms::v0_1
