#pragma once

#include <oms/core/error.hpp>

#include <boost/system/error_code.hpp>

/// The code of the error that `call` throws; none if it throws none.
template <class Call>
boost::system::error_code code_of(Call call)
{
    try {
        call();
    } catch (const oms::error& failure) {
        return failure.code();
    }
    return {};
}
