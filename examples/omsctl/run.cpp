#include "run.hpp"

#include "completion.hpp"
#include "connect.hpp"
#include "env_file.hpp"
#include "errors.hpp"
#include "help.hpp"
#include "session.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>

namespace omsctl {

namespace {

namespace asio = boost::asio;

int help(const arguments& given)
{
    if (given.what) {
        std::cout << help_of(*given.what);
        return done;
    }
    for (const group& each : groups())
        if (!given.topic.empty() && each.name == given.topic) {
            std::cout << help_of(each);
            return done;
        }
    std::cout << help_of_all();
    return done;
}

/// What a command ends with that failed.
int broken_off(const session& on, const std::exception_ptr& why)
{
    try {
        std::rethrow_exception(why);
    } catch (const oms::error& failure) {
        const advice next = on.begun.empty() ? advice_for(failure, on.given.line, on.key) : advice{time_over, on.begun};
        std::cerr << report(failure, next);
        return next.code;
    } catch (const boost::system::system_error& failure) {
        // Ctrl-C between two calls: the second is not begun.
        if (failure.code() != asio::error::operation_aborted)
            throw;
        std::cerr << "omsctl: interrupted\n" << (on.begun.empty() ? "" : "next: " + on.begun + '\n');
        return on.begun.empty() ? interrupted : time_over;
    }
}

/// One command against the service. The first Ctrl-C cancels it, a second one ends the program.
int call(const arguments& given)
{
    take_env_file(given);
    asio::io_context io(1);
    session on(connect(io.get_executor(), given), base_url_of(given), given);
    asio::signal_set signals(io, SIGINT, SIGTERM);
    asio::cancellation_signal cancel;
    signals.async_wait([&](const boost::system::error_code& failure, int) {
        if (failure)
            return;
        signals.async_wait([](const boost::system::error_code& other, int number) {
            if (!other && number == SIGINT)
                std::_Exit(interrupted);
        });
        cancel.emit(asio::cancellation_type::terminal);
    });
    int code = came_to_nothing;
    std::exception_ptr failure;
    const auto end = [&](std::exception_ptr thrown, int given_code) {
        failure = thrown;
        code = given_code;
        on.client.close();
        signals.cancel();
    };
    asio::co_spawn(io, given.what->run(on), asio::bind_cancellation_slot(cancel.slot(), end));
    io.run();
    return failure ? broken_off(on, failure) : code;
}

int outcome_of(const std::vector<std::string>& words)
{
    std::string line;
    try {
        if (!words.empty() && words[0] == "complete")
            return complete({words.begin() + 1, words.end()});
        const arguments given = parse(words);
        if (given.help)
            return help(given);
        line = given.line;
        return given.what->run_here ? given.what->run_here(given) : call(given);
    } catch (const usage_error& mistake) {
        std::cerr << "omsctl: " << printable(mistake.what()) << '\n';
        return usage;
    } catch (const oms::error& failure) {
        const advice next = advice_for(failure, line);
        std::cerr << report(failure, next);
        return next.code;
    } catch (const std::exception& failure) {
        std::cerr << "omsctl: " << printable(failure.what()) << '\n';
        return came_to_nothing;
    }
}

} // namespace

int run(const std::vector<std::string>& words)
{
    const int code = outcome_of(words);
    if (std::cout.flush())
        return code;
    std::cerr << "omsctl: what came of it could not be written to standard output\n";
    return code == done ? came_to_nothing : code;
}

} // namespace omsctl
