// Enough of the package to be compiled and linked.
#include <oms/webhook/signature.hpp>

int main()
{
    const oms::webhook_secret secret{"whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"};
    return oms::sign(secret, 1, "body").empty() ? 1 : 0;
}
