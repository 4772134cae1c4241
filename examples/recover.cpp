// recover.cpp: pay with a journal: what a crash interrupted is settled when the program starts again.
#include <oms/client/make_client.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/journal/file_journal.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

boost::asio::awaitable<void> pay(oms::client client, oms::quote_id quote)
{
    // First of all: what became of the operations that the last run did not see the end of?
    const oms::recovery_report report = co_await client.recover();
    for (const oms::recovered_operation& each : report.operations)
        std::cout << "recovered " << each.idempotency_key << ": " << each.delivery << '\n';
    for (const oms::corrupted_record& each : report.corrupted)
        std::cerr << "the journal is damaged at " << each.offset << ": " << each.reason << '\n';

    // A key of your own, one for each payment, makes it safe to ask again for the same one, in this run or a later one.
    const auto sent = co_await client.transactions().execute<oms::crypto_to_crypto>(
        quote, oms::call_options().idempotency_key("pay-" + quote.str()));
    std::cout << "sent " << sent.id << '\n';
}

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: recover JOURNAL qt_...\n";
        return 2;
    }
    boost::asio::io_context io;
    boost::asio::thread_pool disk(1); // writing to the disk blocks: not on the threads of io
    oms::client_config config = oms::client_config::from_environment();
    config.journal = std::make_shared<oms::file_journal>(argv[1], disk.get_executor());
    const oms::client client = oms::make_client(io.get_executor(), config);
    boost::asio::co_spawn(io, pay(client, oms::quote_id{argv[2]}), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
}
