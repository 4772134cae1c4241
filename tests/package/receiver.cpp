// What a program that receives webhooks needs of the package: one header, and 0 when a wrong signature is refused.
#include <oms/webhook/receive.hpp>

int main()
{
    const oms::webhook_verifier verifier{
        oms::webhook_secret{"whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"}};
    oms::webhook_request request{"POST", "{}"};
    request.header("Content-Type", "application/json").header("Webhook-Signature", "t=0,v1=00");
    return oms::receive(verifier, request).status == 400 ? 0 : 1;
}
