// A file of a program that receives webhooks. Only compiled, by compile_cost.py.
#include <oms/webhook/verifier.hpp>

bool is_from_oms(const oms::webhook_verifier& verifier, std::string_view signature, std::string_view body)
{
    const oms::result<oms::event> event = verifier.verify(signature, body);
    return event.has_value();
}
