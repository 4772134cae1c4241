// any_server.cpp: verify and read a webhook in any server framework. No Asio.
#include <oms/webhook/verifier.hpp>
#include <iostream>

int receive(const oms::webhook_verifier& verifier, std::string_view signature_header, std::string_view raw_body)
{
    const oms::result<oms::event> event = verifier.verify(signature_header, raw_body);   // raw bytes, constant time
    if (!event)
        return 400;
    std::visit(oms::overloaded{
        [](const oms::transaction_event& e) { std::cout << e.name << ' ' << oms::id_of(e.transaction) << '\n'; },
        [](const oms::endorsement_event& e) { std::cout << e.name << ' ' << e.customer.id << '\n'; },
        [](const oms::cash_in_event& e)     { std::cout << e.name << ' ' << e.cash_in.id << '\n'; },
        [](const oms::wallet_event& e)      { std::cout << e.name << ' ' << e.wallet.id << '\n'; },
        [](const oms::unknown_event& e)     { std::cout << e.name << '\n'; }}, event->payload);
    return 204;
}

int main()
{
    const oms::webhook_verifier verifier{oms::webhook_secret{"whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"}};
    return receive(verifier, "t=0,v1=00", "{}") == 400 ? 0 : 1;
}
