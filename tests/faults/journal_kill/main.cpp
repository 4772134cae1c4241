// Executes quotes, one keyed transaction each, until all are done. It may be killed at any moment: the next run settles
// what the one before had begun, and goes on. The service is told by the environment.
//
//     journal_kill JOURNAL LOG QUOTES MOST
//
// At most MOST operations are begun in this run; then it stands still, unless all are done. QUOTES has one quote id a
// line; the operation on line n has the key kill-n. LOG is appended to: what was begun, how it ended, what was
// recovered. Standard output gets a line for each operation that ended.
#include <oms/client/make_client.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/journal/file_journal.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <unistd.h>

namespace {

/// A file whose lines survive the end of the program, whatever end that is.
class event_log {
public:
    explicit event_log(const std::string& path)
        : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600))
    {
        if (file_ < 0)
            throw std::runtime_error("no log");
    }
    void write(const std::string& line) const
    {
        const std::string bytes = line + '\n';
        if (::write(file_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("no log");
    }

private:
    int file_;
};

struct work {
    work(const std::string& log_path, const std::string& quotes_path) : log(log_path)
    {
        std::ifstream lines(log_path);
        std::string what, key, how;
        for (std::string line; std::getline(lines, line);) {
            std::istringstream(line) >> what >> key >> how;
            if ((what == "ended" || what == "recovered") && how == "applied")
                done.insert(key);
        }
        std::ifstream ids(quotes_path);
        for (std::string id; std::getline(ids, id);)
            quotes.push_back(id);
    }

    void ended(const std::string& key, const std::string& how)
    {
        log.write("ended " + key + ' ' + how);
        if (how == "applied")
            done.insert(key);
        std::cout << "ended " << ++count << '\n' << std::flush;
    }

    event_log log;
    std::vector<std::string> quotes;
    std::set<std::string> done;
    std::size_t next = 0;
    int most = 0;
    int count = 0;
};

boost::asio::awaitable<void> recover(oms::client client, work& all)
{
    const oms::recovery_report report = co_await client.recover();
    for (const oms::recovered_operation& each : report.operations) {
        const std::string how(to_string(each.delivery));
        all.log.write("recovered " + each.idempotency_key + ' ' + how);
        if (each.delivery == oms::delivery::applied)
            all.done.insert(each.idempotency_key);
    }
    all.log.write("corrupted " + std::to_string(report.corrupted.size()));
    std::cout << "recovered\n" << std::flush;
}

boost::asio::awaitable<void> execute(oms::client client, work& all)
{
    while (all.next < all.quotes.size() && all.most > 0) {
        const oms::quote_id quote = oms::quote_id::from_storage(all.quotes[all.next]);
        const std::string key = "kill-" + std::to_string(all.next++);
        if (all.done.count(key))
            continue;
        --all.most;
        all.log.write("begun " + key);
        auto call =
            client.transactions().execute<oms::crypto_to_crypto>(quote, oms::call_options().idempotency_key(key));
        const auto outcome = co_await oms::as_result(std::move(call));
        if (outcome)
            all.ended(key, "applied");
        else
            all.ended(key, std::string(to_string(outcome.error().delivery())));
    }
    if (all.next < all.quotes.size()) {
        boost::asio::steady_timer never(co_await boost::asio::this_coro::executor,
                                        boost::asio::steady_timer::time_point::max());
        co_await never.async_wait(boost::asio::use_awaitable);
    }
}

boost::asio::awaitable<void> run(oms::client client, work& all)
{
    co_await recover(client, all);
    const auto executor = co_await boost::asio::this_coro::executor;
    for (int i = 0; i < 16; ++i)
        boost::asio::co_spawn(executor, execute(client, all), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::cerr << "usage: journal_kill JOURNAL LOG QUOTES MOST\n";
        return 2;
    }
    boost::asio::io_context io;
    boost::asio::thread_pool disk(1);
    oms::client_config config = oms::client_config::from_environment();
    config.journal = std::make_shared<oms::file_journal>(argv[1], disk.get_executor(),
                                                         oms::file_journal_options().compact_at(16 * 1024));
    const oms::client client = oms::make_client(io.get_executor(), config);
    work all(argv[2], argv[3]);
    all.most = std::atoi(argv[4]);
    boost::asio::co_spawn(io, run(client, all), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
    std::cout << (all.done.size() == all.quotes.size() ? "finished\n" : "not finished\n");
    return all.done.size() == all.quotes.size() ? 0 : 1;
}
