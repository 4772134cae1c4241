#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/secret.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"

#include <string>
#include <type_traits>

namespace {

oms::error refusal(std::string_view text, oms::secret_form form)
{
    try {
        const oms::webhook_secret made{text, form};
    } catch (const oms::error& problem) {
        return problem;
    }
    FAIL("the secret was taken");
    return oms::error{};
}

template <class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };

} // namespace

TEST_CASE("F96 A secret that cannot be right is refused by the constructor (X19)")
{
    using enum oms::secret_form;
    const std::string digits(64, 'a');
    for (const auto form : {whole, after_prefix, decoded_hex}) {
        CHECK(refusal("", form).code() == oms::errc::invalid_argument);
        CHECK(refusal("whsec_", form).code() == oms::errc::invalid_argument);
        CHECK(refusal("whsec_" + digits + "\n", form).code() == oms::errc::invalid_argument);
        CHECK(refusal(" whsec_" + digits, form).code() == oms::errc::invalid_argument);
        CHECK(refusal("whsec_" + digits.substr(1) + std::string(1, '\0'), form).code() == oms::errc::invalid_argument);
    }
    CHECK(refusal(digits, after_prefix).code() == oms::errc::invalid_argument);
    CHECK(refusal(digits, decoded_hex).code() == oms::errc::invalid_argument);
    CHECK(refusal("whsec_" + digits.substr(1), decoded_hex).code() == oms::errc::invalid_argument);
    CHECK(refusal("whsec_" + digits + "a", decoded_hex).code() == oms::errc::invalid_argument);
    CHECK(refusal("whsec_z" + digits.substr(1), decoded_hex).code() == oms::errc::invalid_argument);
}

TEST_CASE("A refused secret is not in the text of the error")
{
    const std::string what = refusal("whsec_very\tprivate", oms::secret_form::whole).what();
    CHECK(what.find("very") == std::string::npos);
    CHECK(what.find("control character") != std::string::npos);
}

TEST_CASE("A secret is made from the secret of the create answer and signs the same")
{
    const oms::secret answered{fixture::secret_text};
    CHECK(oms::sign(oms::webhook_secret{answered}, 1, "{}") == oms::sign(fixture::secret(), 1, "{}"));
}

TEST_CASE(
    "The key of a secret is set up once: its copies, and the verifiers that hold them, share the keyed state (G4)")
{
    const oms::webhook_secret secret = fixture::secret();
    const oms::webhook_secret copy = oms::webhook_secret{secret}.id("copy");
    CHECK(&copy.hmac() == &secret.hmac());
    const oms::webhook_verifier verifier{secret};
    const oms::webhook_verifier another = verifier;
    CHECK(&another.secrets().front().hmac() == &secret.hmac());
}

TEST_CASE("The three forms of one secret are three keys")
{
    const oms::webhook_secret whole{fixture::secret_text};
    const oms::webhook_secret after_prefix{fixture::secret_text, oms::secret_form::after_prefix};
    const oms::webhook_secret decoded{fixture::secret_text, oms::secret_form::decoded_hex};
    CHECK(oms::sign(whole, 1, "{}") != oms::sign(after_prefix, 1, "{}"));
    CHECK(oms::sign(whole, 1, "{}") != oms::sign(decoded, 1, "{}"));
    CHECK(oms::sign(after_prefix, 1, "{}") != oms::sign(decoded, 1, "{}"));
}

TEST_CASE("A webhook secret cannot be printed and carries a name of the user's choice")
{
    STATIC_REQUIRE_FALSE(printable<oms::webhook_secret>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<oms::webhook_secret>);
    CHECK(fixture::secret().id().empty());
    CHECK(fixture::secret().id("spring").id() == "spring");
}
