// 02_typed_ids.cpp: an id knows what it is the id of. Nothing is sent.
#include <oms/oms.hpp>

#include <iostream>
#include <unordered_map>

using namespace oms::literals;

// Nobody can call this with a wallet and a customer the wrong way round: that does not compile.
void show(oms::customer_id owner, oms::wallet_id wallet)
{
    std::cout << owner << " owns " << wallet << '\n';
}

int main()
{
    show("cst_01H9Xa8F5dN6mP3q"_cst, "wlt_01H9Xb3K7nM2pQ4r"_wlt); // literals are checked by the compiler

    // What a user typed is checked when the program runs; parse does not throw.
    const oms::result<oms::customer_id> typed = oms::customer_id::parse("wlt_01H9Xb3K7nM2pQ4r");
    if (!typed.has_value())
        std::cout << "refused: " << typed.error().what() << '\n';

    // What comes out of your own database is taken as it was stored, whatever prefixes are in use by then.
    const oms::customer_id stored = oms::customer_id::from_storage("cust-from-2024");
    std::unordered_map<oms::customer_id, int> orders{{stored, 3}};
    std::cout << stored << " has " << orders.at(stored) << " orders\n";
}
