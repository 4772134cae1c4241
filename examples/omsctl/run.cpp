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
#include <utility>

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

advice advice_on(const session& on, const oms::error& failure)
{
    const std::string given = on.given.text("--key");
    return advice_for(failure, on.given.line, on.key.empty() ? given : on.key, !given.empty());
}

/// What a command ends with that Ctrl-C ended before anything could be said of it.
int cut_off(const session& on, oms::delivery how)
{
    const oms::error cut = oms::error::builder(oms::errc::cancelled).delivery(how).build();
    const advice given = on.begun.empty() ? advice_on(on, cut) : advice{time_over, on.begun};
    std::cerr << "omsctl: interrupted\n" << (given.next.empty() ? "" : "next: " + given.next + '\n');
    return given.code;
}

/// What a command ends with that failed.
int broken_off(const session& on, const std::exception_ptr& why)
{
    try {
        std::rethrow_exception(why);
    } catch (const oms::error& failure) {
        const advice next = on.begun.empty() ? advice_on(on, failure) : advice{time_over, on.begun};
        std::cerr << report(failure, next);
        return next.code;
    } catch (const boost::system::system_error& failure) {
        // Ctrl-C between two calls: the second is not begun.
        if (failure.code() != asio::error::operation_aborted)
            throw;
        return cut_off(on, oms::delivery::not_sent);
    }
}

/// Whether nothing of the command could be in doubt.
bool only_reads(const arguments& given)
{
    const std::string_view name = given.what->name;
    for (const std::string_view each : {"get", "list", "balance", "transactions", "wait", "find", "schemas", "check"})
        if (name == each)
            return true;
    return (name == "raw" && given.text("METHOD") == "GET") || (name == "listen" && given.has("--secret-file"));
}

/// The first Ctrl-C or SIGTERM cancels the command, a second Ctrl-C stops waiting for its end.
class interruption {
public:
    explicit interruption(asio::io_context& of) : io_(of) { await_next(); }
    ~interruption()
    {
        // What became of the command is known: no late signal may put its own exit code in place of that.
        sigset_t late;
        ::sigemptyset(&late);
        ::sigaddset(&late, SIGINT);
        ::sigaddset(&late, SIGTERM);
        ::sigprocmask(SIG_BLOCK, &late, nullptr);
    }
    interruption(const interruption&) = delete;
    interruption& operator=(const interruption&) = delete;

    asio::cancellation_slot slot() { return cancel_.slot(); }
    void heed_no_more()
    {
        over_ = true; // one that has come already has its handler called
        signals_.cancel();
    }
    bool came_twice() const { return twice_; }

private:
    void await_next()
    {
        signals_.async_wait([this](const boost::system::error_code& failure, int number) {
            if (failure || over_)
                return;
            if (once_ && number == SIGINT) {
                twice_ = true;
                return io_.stop();
            }
            await_next();
            if (!std::exchange(once_, true))
                cancel_.emit(asio::cancellation_type::terminal);
        });
    }

    asio::io_context& io_;
    asio::signal_set signals_{io_, SIGINT, SIGTERM};
    asio::cancellation_signal cancel_;
    bool once_ = false;
    bool twice_ = false;
    bool over_ = false;
};

/// One command against the service.
int call(const arguments& given)
{
    take_env_file(given);
    // A thread of the other context, which resolves names, may still be there when its signals are back at their
    // defaults. These go after it.
    asio::io_context last;
    const asio::signal_set to_the_end(last, SIGINT, SIGTERM);
    asio::io_context io(1);
    interruption signals(io);
    session on(connect(io.get_executor(), given), base_url_of(given), given);
    bool ended = false;
    int code = came_to_nothing;
    std::exception_ptr failure;
    const auto end = [&](std::exception_ptr thrown, int given_code) {
        ended = true;
        failure = thrown;
        code = given_code;
        on.client.close();
        signals.heed_no_more();
    };
    asio::co_spawn(io, given.what->run(on), asio::bind_cancellation_slot(signals.slot(), end));
    io.run();
    if (!signals.came_twice())
        return failure ? broken_off(on, failure) : code;
    io.restart();
    io.poll(); // two at once: what the first has cancelled may be over, and then it is known what became of it
    const oms::delivery doubt = only_reads(given) ? oms::delivery::not_sent : oms::delivery::maybe_applied;
    const int left = !ended ? cut_off(on, doubt) : failure ? broken_off(on, failure) : code;
    std::cout.flush();
    std::_Exit(left);
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
        for (const std::string& hint : given.hints)
            std::cerr << "omsctl: " << printable(hint) << '\n';
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
