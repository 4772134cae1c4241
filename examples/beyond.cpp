// beyond.cpp: what the typed calls do not cover: any path, fields that are not documented yet, answers as they came.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> beyond(oms::client client)
{
    // Any path of the service, with the same token, keys, retries, limits and errors.
    const oms::raw_answer webhooks = co_await client.raw().get("/webhooks?limit=1");
    std::cout << webhooks.status() << ' ' << webhooks.body() << '\n';

    // A typed call that keeps its answer as it came.
    oms::raw_answer answer;
    oms::call_options options;
    options.keep_answer(answer);
    const oms::customer alice = co_await client.customers().create(oms::new_customer().first_name("Alice"), options);
    std::cout << alice.id << ": status " << answer.status() << ", sent " << answer.attempts()
              << " time(s) with the key " << answer.idempotency_key() << '\n';

    // A member that this version of the SDK does not know. The emulator, as strict as the contract, refuses it.
    oms::call_options hinted;
    hinted.extra_field("riskHint", oms::json_text("7"));
    const auto refused = co_await oms::as_result(client.customers().create(oms::new_customer(), hinted));
    if (!refused)
        std::cout << refused.error().what() << '\n';
}

int main()
{
    asio::io_context io;
    const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
    asio::co_spawn(io, beyond(client), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
}
