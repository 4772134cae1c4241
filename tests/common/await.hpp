#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <utility>

namespace test {

/// Runs a call to its end on a context of its own; gives its value or throws its exception.
template <class T>
T await(boost::asio::awaitable<T> call)
{
    boost::asio::io_context io;
    std::exception_ptr failure;
    T value{};
    boost::asio::co_spawn(io, std::move(call), [&](std::exception_ptr thrown, T given) {
        failure = thrown;
        value = std::move(given);
    });
    io.run();
    if (failure)
        std::rethrow_exception(failure);
    return value;
}

inline void await(boost::asio::awaitable<void> call)
{
    boost::asio::io_context io;
    std::exception_ptr failure;
    boost::asio::co_spawn(io, std::move(call), [&](std::exception_ptr thrown) { failure = thrown; });
    io.run();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace test
