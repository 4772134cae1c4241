// onboard.cpp: create a customer with the whole identifying set, so that USD and cash are open to them.
//
// Needs OMS_API_KEY and OMS_API_SECRET, and for another place than the sandbox OMS_BASE_URL or OMS_ENVIRONMENT.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> onboard(oms::client client, std::string external_id)
{
    oms::residential_address home;
    home.line1("548 Market Street").line2("Apt 12").city("San Francisco").state("CA").country("US").zip_code("94104");

    // The number is an oms::secret from here to the socket: nothing can print it.
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret("987654321"));

    oms::new_customer alice;
    alice.first_name("Alice").last_name("Example").email("alice@example.com").phone("+12125550123");
    alice.birth_date("1990-04-12").nationality("US").ip_address("203.0.113.24").signed_agreement(true);
    alice.residential_address(home).identifying_information(document);
    alice.endorsement(oms::endorsement_name::crypto_custody).endorsement(oms::endorsement_name::usd);
    alice.external_id(external_id); // your own id of the user: finds them again if this answer is lost

    // The same key for the same user: calling this twice makes one customer.
    const oms::call_options once = oms::call_options().idempotency_key("onboard-" + external_id);
    const oms::customer created = co_await client.customers().create(alice, once);
    std::cout << "created " << created.id << '\n';

    const oms::customer customer = co_await client.customers().get(created.id);
    for (const oms::endorsement& endorsement : customer.endorsements)
        std::cout << endorsement.name << ' ' << endorsement.status << '\n';
}

int main(int argc, char** argv)
{
    if (argc > 2) {
        std::cerr << "usage: onboard [EXTERNAL_ID]\n";
        return 2;
    }
    const std::string external_id = argc == 2 ? argv[1] : "usr_12345";
    try {
        asio::io_context io;
        const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
        asio::co_spawn(io, onboard(client, external_id), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
        io.run();
        return 0;
    } catch (const oms::error& failure) {
        std::cerr << "onboard: " << failure.what() << '\n';
        return 1;
    }
}
