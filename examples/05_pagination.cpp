// 05_pagination.cpp: walk through a list page by page, and add up money without mixing assets.
#include <oms/client/make_client.hpp>
#include <oms/model/amount.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>
#include <map>

namespace asio = boost::asio;

asio::awaitable<void> list_transactions(oms::client client)
{
    std::map<std::string, oms::amount> paid;
    auto pages = client.transactions().list(oms::transaction_filter().status(oms::transaction_status::completed));
    while (const auto page = co_await pages.next()) {
        for (const oms::any_transaction& any : page->data) {
            const oms::transaction_common& transaction = oms::common_of(any);
            if (!transaction.source.asset || !transaction.source.amount_gross)
                continue;
            const oms::amount gross{*transaction.source.amount_gross, *transaction.source.asset};
            const auto [total, first] = paid.try_emplace(std::string(gross.asset().text()), gross);
            if (!first)
                total->second = total->second + gross;
            std::cout << transaction.id << ' ' << transaction.type << ' ' << gross << '\n';
        }
    }
    for (const auto& [asset, total] : paid)
        std::cout << "in all " << total << '\n';
}

int main()
{
    try {
        asio::io_context io;
        const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
        asio::co_spawn(io, list_transactions(client), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
        io.run();
    } catch (const oms::error& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
