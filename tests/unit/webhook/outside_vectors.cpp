#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/core/hexadecimal_digit.hpp>
#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/hmac_sha256.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

// Vectors that others published. Where their scheme is ours (`t=…,v1=…`, HMAC-SHA256 of `t.body` in hexadecimal), the
// whole verifier judges them; where only the primitive is shared, the primitive. RFC 4231 is in hmac_sha256.cpp. Each
// was also computed with `openssl dgst -sha256 -hmac`.

namespace {

using fixture::code_of;

std::string bytes(std::string_view hex)
{
    std::string text;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        text +=
            static_cast<char>(oms::detail::hexadecimal_digit(hex[i]) * 16 + oms::detail::hexadecimal_digit(hex[i + 1]));
    return text;
}

/// As the verifier judges a `v1`.
bool matches(std::string_view v1, std::string_view key, std::string_view message)
{
    oms::detail::sha256_digest given{};
    return oms::detail::decode_hexadecimal(v1, given) &&
           oms::detail::equal_in_constant_time(given, oms::detail::hmac_sha256{key}.of({message}));
}

struct published {
    std::string_view source;
    std::string_view secret;
    std::int64_t time;
    std::string_view v1;
    std::string_view body;
};

// Mux: github.com/muxinc/mux-node-sdk, tests/api-resources/webhooks.test.ts (Apache-2.0). The first, says an older
// version of that test, comes from Mux's own servers.
//
// Stripe: github.com/stripe/stripe-dotnet, src/StripeTests/Services/Events/EventUtilityTest.cs and
// src/StripeTests/Resources/event_test_signature.json (Apache-2.0).
//
// Stripe: github.com/arlyon/async-stripe, test_webhook_construct_event in src/resources/webhook_events.rs of versions
// before 1.0 (MIT or Apache-2.0).
const std::vector<published> same_scheme{
    {"Mux", "SuperSecret123", 1565125718, "854ece4c22acef7c66b57d4e504153bc512595e8e9c772ece2a68150548c19a7",
     R"({"test":"body"})"},
    {"Mux, nested", "SuperSecret123", 1565125718, "bd315c24bce1c2b8ad325696f26530c8ef7d7d830afb7c1381903705d04607be",
     R"({"test":{"nested":{"nanos":718234, "seconds":1691711005}}})"},
    {"Stripe, stripe-dotnet", "webhook_secret", 1533204620,
     "2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
     R"({
  "id": "evt_123",
  "object": "event",
  "account": "acct_123",
  "api_version": "2017-05-25",
  "created": 1533204620,
  "data": {
    "object": {
      "id": "cus_123",
      "object": "customer",
      "created": 123456789,
      "email": "test@stripe.com",
      "livemode": false,
      "metadata": {}
    }
  },
  "livemode": false,
  "pending_webhooks": 1,
  "request": {
    "id": "req_123",
    "idempotency_key": "idempotency-key-123"
  },
  "type": "customer.created"
}
)"},
    {"Stripe, async-stripe", "webhook_secret", 1533204620,
     "82216eca827bcb7b34b8055eb2d2d9e6bc13b9ac39ded14a61e69f70c565f53a",
     R"({
  "id": "evt_123",
  "object": "event",
  "account": "acct_123",
  "api_version": "2017-05-25",
  "created": 1533204620,
  "data": {
    "object": {
      "id": "ii_123",
      "object": "invoiceitem",
      "amount": 1000,
      "currency": "usd",
      "customer": "cus_123",
      "date": 1533204620,
      "description": "Test Invoice Item",
      "discountable": false,
      "invoice": "in_123",
      "livemode": false,
      "metadata": {},
      "period": {
        "start": 1533204620,
        "end": 1533204620
      },
      "proration": false,
      "quantity": 3
    }
  },
  "livemode": false,
  "pending_webhooks": 1,
  "request": {
    "id": "req_123",
    "idempotency_key": "idempotency-key-123"
  },
  "type": "invoiceitem.created"
}
)"}};

struct mac_vector {
    int tc_id;
    std::string_view key;
    std::string_view message;
    std::string_view tag;
};

// github.com/C2SP/wycheproof, testvectors_v1/hmac_sha256_test.json (Apache-2.0): valid vectors of each size of key
// and tag, by their tcId.
const std::vector<mac_vector> wycheproof{
    {1, "1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779", "",
     "b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933"},
    {2, "8159fd15133cd964c9a6964c94f0ea269a806fd9f43f0da58b6cd1b33d189b2a", "77",
     "dfc5105d5eecf7ae7b8b8de3930e7659e84c4172f2555142f1e568fc1872ad93"},
    {5, "de8b5b5b2f09645be47ecb6407a4e1d9c6b33ae3c2d22517d3357da0357a3139", "cc021d65",
     "e87538eb167e62d7cb236690ff3f034a9c12d417aa8dfa694d7405f9e1f85fe8"},
    {16, "9f3fd61a105202648ecff6074c95e502c1c51acd32ec538a5cce89ef841f7989", "2a76f2acdace42e3b779724946912c",
     "0226ee13cc05e2340135b3f4b27a9da1a160f6170fe805dadd98a3711ec9c421"},
    {19, "383e7c5c13476a62268423ef0500479f9e86e236c5a081c6449189e6afdf2af5",
     "3202705af89f9555c540b0e1276911d01971abb2c35c78b2",
     "4e4901592ba46476408d758435c7d1b489d2689afd84ceaaee78bfb91fd9391d"},
    {20, "186e248ad824e1eb93329a7fdcd565b6cb4eaf3f85b90b910777128d8c538d27",
     "92ef9ff52f46eccc7e38b9ee19fd2de3b37726c8e6ce9e1b96db5dda4c317902",
     "3fc1d73dd4a8858c1fc3d8c4a3f33ed5ad0c70210038394a5902cb26fe287348"},
    {23, "69c50d5274358188cff4c0fae742243d4e8a5e5ba55d94ff40edd90f6a43dd10",
     "1ac5255aff052828d8ea21b376f1ebdd4bb879949913900405aebce83e48feb6813b5e9c89f94501a8ade41b26b815c521",
     "4b0b4d0416fa2e11586fbfa7fb11261e69991dfa34019b9893d69a2be8c1fc80"},
    {25, "7c9cc667cae175f448faa96647319633b2d48531373ae7d316c44ddd8b9f69cf",
     "9233c1d73b498c5106ff88951e07b9652cb0ddae740737ec205c9876d094978bfc947f7dc937119fd6a93915b19b625958a7a22363aa2ac33"
     "f"
     "b869ed16b303336ab740a0498a2df66a6599da710094481a7b544bd955b6f97135ba4673401db2db144a6e287041e47a51ed9b6ba956c1350"
     "8"
     "c1c0c25310105239ab73629e30",
     "ca1b80441d333909c2bb30769650055051ed20f17de8ee953cb9070af56c704f"},
    {163, "a349ac0a9f9f74e48e099cc3dbf9a9c9", "", "3a8437b877b75cc08a4d8d7559a8fc6869a58c713da63d1d4b350d59b597e30c"},
    {164, "ac686ba0f1a51b4ec4f0b30492b7f556", "2fa43a14ae500507deb95ab5bd32b0fe",
     "008532a53d0c0ab22027ae249023375374e2239b959609e8339b05a15742a675"},
    {165, "73ef9ef1a4225e51e3c1db3ace1fa24f", "ffad380d9aabb0acede5c1bf112925cdfc3d379fc2376a4fe2644490d0430ac3",
     "9c7cb9f7c207ec46d1e3c55764731c4ab5ddbae4e1401e52a895df0cff4787c9"},
    {166, "e34f15c7bd819930fe9d66e0c166e61c", "", "1d765ab9e29892f7bfec2975ad4bc2dc"},
    {168, "9bd3902ed0996c869b572272e76f3889", "a7ba19d49ee1ea02f098aa8e30c740d893a4456ccc294040484ed8a00a55f93e",
     "ac50adad9785a89c7282d8ab881dc615"},
    {169,
     "8a0c46eb8a2959e39865330079763341e7439dab149694ee57e0d61ec73d947e1d5301cd974e18a5e0d1cf0d2c37e8aadd9fd589d57ef32e4"
     "7"
     "024a99bc3f70c077",
     "", "f5bfb940561fb4db73ebba49bf2e4893bb0cca618a71b7ecf6aca38231e167ea"},
    {170,
     "2877ebb81f80334fd00516337446c5cf5ad4a3a2e197269e5b0ad1889dfe2b4b0aaa676fac55b36ce3affc7f1092ab89c53273a837bd5bc94"
     "d"
     "1a9d9e5b02e9856f",
     "ba448db88f154f775028fdecf9e6752d", "1690ed4180642899e0deb9ec2270374e8b0a484217f5a682c524316eca219b64"},
    {171,
     "21178e26bc28ffc27c06f762ba190a627075856d7ca6feab79ac63149b17126e34fd9e5590e0e90aac801df09505d8af2dd0a2703b352c573"
     "a"
     "c9d2cb063927f2af",
     "7d5f1d6b993452b1b53a4375760d10a20d46a0ab9ec3943fc4b07a2ce735e731",
     "e542ac8ac8f364bae4b7da8b7a0777df350f001de4e8cfa2d9ef0b15019496ec"},
};

/// The key of that file's altered tags, and its two messages with their right tags.
const std::string altered_key = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
const std::string altered_message = bytes("000102030405060708090a0b0c0d0e0f");

std::string hexadecimal(const oms::detail::sha256_digest& digest)
{
    return oms::detail::to_hexadecimal(digest);
}

} // namespace

TEST_CASE("Deliveries of Mux and Stripe, which sign as OMS does, verify with their published signatures (G1)")
{
    for (const published& vector : same_scheme) {
        INFO(vector.source);
        const oms::webhook_verifier verifier{oms::webhook_secret{vector.secret},
                                             fixture::options_at(vector.time + 100)};
        const std::string t = "t=" + std::to_string(vector.time);
        const std::string v1 = "v1=" + std::string{vector.v1};
        const std::string v0 = "v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef";
        CHECK(oms::sign(oms::webhook_secret{vector.secret}, vector.time, vector.body) == t + "," + v1);

        // The forms of their own tests.
        CHECK(verifier.check(t + "," + v1, vector.body).has_value());
        CHECK(verifier.check(t + "," + v1 + "," + v0, vector.body).has_value());
        CHECK(verifier.check(t + ",v1=invalid-sig," + v1, vector.body).has_value());
        CHECK(verifier.check(t + ",v2=" + std::string{vector.v1} + "," + v1, vector.body).has_value());
        CHECK_FALSE(verifier.check(t + ",v2=" + std::string{vector.v1}, vector.body).has_value());
        CHECK_FALSE(verifier.check(vector.v1, vector.body).has_value());
        CHECK_FALSE(verifier.check(t + "," + v1, std::string{vector.body} + " ").has_value());
        const oms::webhook_verifier later{oms::webhook_secret{vector.secret}, fixture::options_at(vector.time + 360)};
        CHECK(later.check(t + "," + v1, vector.body).error().code() == oms::errc::timestamp_out_of_tolerance);
    }
    CHECK(same_scheme.size() == 4);
}

TEST_CASE("The code is that of the examples of Slack and GitHub, who sign another text with it (G1)")
{
    // docs.slack.dev/authentication/verifying-requests-from-slack: `v0:` time `:` body.
    CHECK(code_of(
              "8f742231b10e8888abcd99yyyzzz85a5",
              "v0:1531420618:token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
              "G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
              "response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXa"
              "IFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c") ==
          "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    // docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries: the body alone.
    CHECK(code_of("It's a Secret to Everybody", "Hello, World!") ==
          "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
}

TEST_CASE("The code is that of Wycheproof for short and long keys and messages (G1)")
{
    for (const mac_vector& vector : wycheproof) {
        INFO("tcId " << vector.tc_id);
        const std::string tag = code_of(bytes(vector.key), bytes(vector.message));
        CHECK(tag.substr(0, vector.tag.size()) == vector.tag);
        // A signature is all of the tag: the published half of one is none.
        CHECK(matches(vector.tag, bytes(vector.key), bytes(vector.message)) == (vector.tag.size() == 64));
    }
}

TEST_CASE("F95 Tags altered as in Wycheproof never match: each bit, ends cut or added, all zeros, all ones (G1)")
{
    // tcIds 28 to 35 as they were published, in pairs for the two messages.
    for (const std::string_view tag : {"d28b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb",
                                       "d18b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb",
                                       "538b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb",
                                       "d38a42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"})
        CHECK_FALSE(matches(tag, altered_key, ""));
    for (const std::string_view tag : {"d9b99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e",
                                       "dab99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e",
                                       "58b99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e",
                                       "d8b89f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e"})
        CHECK_FALSE(matches(tag, altered_key, altered_message));

    // That file's kinds of alteration, and every bit where it has some.
    for (const std::string& message : {std::string{}, altered_message}) {
        const oms::detail::sha256_digest right = oms::detail::hmac_sha256{altered_key}.of({message});
        CHECK(hexadecimal(right) == (message.empty()
                                         ? "d38b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
                                         : "d8b99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e"));
        CHECK(matches(hexadecimal(right), altered_key, message));

        std::vector<std::string> altered;
        const auto alter = [&](auto change) {
            oms::detail::sha256_digest tag = right;
            change(tag);
            altered.push_back(hexadecimal(tag));
        };
        const auto flip = [](auto& tag, std::size_t bit) {
            tag[bit / 8] = static_cast<unsigned char>(tag[bit / 8] ^ (1U << bit % 8));
        };
        const auto mask = [](auto& tag, unsigned char by) {
            for (unsigned char& byte : tag)
                byte = static_cast<unsigned char>(byte ^ by);
        };
        for (std::size_t bit = 0; bit < 256; ++bit)
            alter([&](auto& tag) { flip(tag, bit); });
        for (const auto& [one, other] : {std::pair{0U, 64U}, {31U, 63U}, {63U, 127U}})
            alter([&, first = one, second = other](auto& tag) {
                flip(tag, first);
                flip(tag, second);
            });
        alter([&](auto& tag) { mask(tag, 0xff); }); // all bits flipped
        alter([&](auto& tag) { mask(tag, 0x80); }); // the highest bit of each byte
        alter([&](auto& tag) { mask(tag, 0x01); }); // the lowest
        alter([](auto& tag) { tag.fill(0x00); });
        alter([](auto& tag) { tag.fill(0xff); });
        const std::string whole = hexadecimal(right);
        for (std::size_t length = 0; length < whole.size(); ++length)
            altered.push_back(whole.substr(0, length));
        for (const std::string_view more : {"0", "00", "ff", "0000000000000000"})
            altered.push_back(whole + std::string{more});
        altered.push_back("00" + whole);
        altered.push_back(whole + whole);

        CHECK(altered.size() == 256 + 3 + 5 + 64 + 6);
        for (const std::string& tag : altered) {
            INFO(tag);
            CHECK_FALSE(matches(tag, altered_key, message));
        }
    }
}

TEST_CASE("F95 A delivery whose tag is altered as in Wycheproof is refused by the whole verifier (X16)")
{
    const std::string good = oms::sign(fixture::secret(), fixture::standing_now, fixture::sample_body);
    const std::string start = good.substr(0, good.size() - 64);
    for (const std::string& tag : {std::string(64, '0'), std::string(64, 'f'), good.substr(good.size() - 32),
                                   good.substr(start.size(), 32) + std::string(32, '0')})
        CHECK(fixture::verifier().check(start + tag, fixture::sample_body).error().code() ==
              oms::errc::signature_mismatch);
    CHECK(fixture::verifier().check(good, fixture::sample_body).has_value());
}
