#include "fixture.hpp"

#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"
#include "common/freed_memory.hpp"

#include <string>
#include <string_view>

// What OpenSSL takes for itself is not counted here.

TEST_CASE("A good verdict takes no memory, also while a secret is rotated (G4)")
{
    const oms::webhook_secret first{"whsec_first"};
    const oms::webhook_secret second{"whsec_second"};
    const oms::webhook_verifier verifier{{first, second}, fixture::options_at(fixture::standing_now)};
    const std::string of_first = oms::sign(first, fixture::standing_now, fixture::sample_body);
    const std::string of_second = oms::sign(second, fixture::standing_now, fixture::sample_body);
    const std::string of_both = of_first + of_second.substr(of_second.find(','));
    const std::string_view nobody = "nobody";
    for (const std::string& header : {of_first, of_second, of_both}) {
        bool good = false;
        {
            const test::freed_memory watch{nobody};
            good = verifier.check(header, fixture::sample_body).has_value();
        }
        CHECK(good);
        CHECK(test::freed_memory::blocks() == 0);
    }
}
