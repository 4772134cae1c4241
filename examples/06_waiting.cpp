// 06_waiting.cpp: wait for the end of a transaction, at most for as long as you want to.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> wait_for(oms::client client, oms::transaction_id id, std::chrono::seconds at_most)
{
    // Ends in any terminal state: "failed" is an answer, too. A webhook handed to client.notify() wakes it at once.
    const auto ended = co_await oms::as_result(client.transactions().wait_outcome(id, at_most));
    if (ended.has_value()) {
        std::cout << "ended as " << oms::status_of(ended.value()) << '\n';
    } else if (ended.error().code() == oms::errc::wait_expired) {
        std::cout << "not yet: " << ended.error().what() << '\n'; // nothing is lost: wait again, or let a webhook tell
    } else {
        throw ended.error();
    }
}

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: 06_waiting txn_... SECONDS\n";
        return 2;
    }
    try {
        asio::io_context io;
        const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
        const std::chrono::seconds at_most{std::atoi(argv[2])};
        asio::co_spawn(io, wait_for(client, oms::transaction_id{argv[1]}, at_most), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
        io.run();
    } catch (const oms::error& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
