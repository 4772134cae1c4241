#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/diagnosis.hpp>
#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/impl/body_before.hpp>
#include <oms/webhook/signature.hpp>

#include "common/catch.hpp"

#include <chrono>
#include <limits>
#include <string>
#include <vector>

namespace {

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using fixture::standing_now;
using std::chrono::seconds;

const std::string sent_body{fixture::sample_body};
const std::string byte_order_mark = "\xef\xbb\xbf";

std::string diagnosis(const std::string& header, const std::string& raw)
{
    return oms::diagnose(fixture::verifier(), header, raw);
}

std::string signed_by(const oms::webhook_secret& secret, const std::string& raw)
{
    return oms::sign(secret, standing_now, raw);
}

/// For what was signed as `original` and arrived as `arrived`.
std::string after_change(const std::string& original, const std::string& arrived)
{
    return diagnosis(signed_by(fixture::secret(), original), arrived);
}

/// A header for another text than `t.body`.
std::string signing(const std::string& text)
{
    return "t=" + std::to_string(standing_now) +
           ",v1=" + oms::detail::to_hexadecimal(fixture::secret().hmac().of({text}));
}

const oms::webhook_secret spring_secret{"whsec_" + std::string(64, '1')};
const oms::webhook_secret summer_secret{"whsec_" + std::string(64, '2')};

/// Of a subscription whose secret is being rotated.
oms::webhook_verifier rotating()
{
    return oms::webhook_verifier{
        {oms::webhook_secret{spring_secret}.id("spring"), oms::webhook_secret{summer_secret}.id("summer")},
        fixture::options_at(standing_now)};
}

} // namespace

TEST_CASE("A delivery that is accepted has no diagnosis")
{
    CHECK(after_change(sent_body, sent_body).empty());
}

TEST_CASE("F94 The diagnosis names what happened to a body on its way (G13)")
{
    CHECK_THAT(after_change(sent_body, sent_body + "\n"), ContainsSubstring("won a line end"));
    CHECK_THAT(after_change(sent_body, sent_body + "\r\n"), ContainsSubstring("won a line end"));
    CHECK_THAT(after_change(sent_body + "\r", sent_body + "\r\n"), ContainsSubstring("won a line end"));
    CHECK_THAT(after_change(sent_body + "\n", sent_body), ContainsSubstring("lost the line end"));
    CHECK_THAT(after_change(sent_body + "\r\n", sent_body), ContainsSubstring("lost the line end"));
    CHECK_THAT(after_change(sent_body, byte_order_mark + sent_body), ContainsSubstring("won a byte order mark"));
    CHECK_THAT(after_change(byte_order_mark + sent_body, sent_body), ContainsSubstring("lost its byte order mark"));
    CHECK_THAT(after_change("{\"a\":\"\n\n\"}", "{\"a\":\"\r\n\r\n\"}"), ContainsSubstring("made CR LF"));
    CHECK_THAT(after_change("{\"a\":\"\r\n\"}", "{\"a\":\"\n\"}"), ContainsSubstring("made LF"));
    CHECK_THAT(after_change(sent_body, sent_body + std::string(1, '\0')), ContainsSubstring("won a zero byte"));
    CHECK_THAT(after_change("{\"a\":\"\xc3\xa9\"}", "{\"a\":\"\xc3\x83\xc2\xa9\"}"), ContainsSubstring("ISO 8859-1"));
    CHECK_THAT(after_change(sent_body, ""), ContainsSubstring("the body is empty here"));
    CHECK_THAT(after_change(sent_body, "{ }"), ContainsSubstring("was changed on the way"));
}

TEST_CASE("F94 The diagnosis sees that a body was parsed and written again, by how it is laid out (G13)")
{
    const std::string compact = R"({"a":1,"b":[2,{"c":"x, \"y\": z"}],"d":{},"e":[]})";
    const std::string spaced = R"({"a": 1, "b": [2, {"c": "x, \"y\": z"}], "d": {}, "e": []})";
    const std::string indented =
        "{\n  \"a\": 1,\n  \"b\": [\n    2,\n    {\n      \"c\": \"x, \\\"y\\\": z\"\n    }\n  ],\n"
        "  \"d\": {},\n  \"e\": []\n}";
    for (const std::string& original : {compact, spaced, indented})
        for (const std::string& arrived : {compact, spaced, indented})
            if (original != arrived)
                CHECK_THAT(after_change(original, arrived), ContainsSubstring("parsed and written again"));

    // Escapes that a writer of JSON may add: PHP's of the slash, Python's of all that is not ASCII.
    const std::string plain = "{\"u\":\"http://x\",\"n\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"}";
    CHECK_THAT(after_change(plain, R"({"u":"http:\/\/x","n":"\u00e9\u20AC\ud83d\ude00"})"),
               ContainsSubstring("parsed and written again"));
    CHECK_THAT(after_change(plain, R"({"u": "http://x", "n": "\u00e9\u20ac\ud83d\ude00"})"),
               ContainsSubstring("parsed and written again"));
}

TEST_CASE("JSON laid out anew keeps its strings, and what is no JSON does no harm")
{
    using namespace oms::detail;
    CHECK(laid_out("{ \"a b\" : \"\\\" , \" }", json_layout::compact) == "{\"a b\":\"\\\" , \"}");
    CHECK(laid_out("[1,2]", json_layout::spaced) == "[1, 2]");
    CHECK(laid_out("", json_layout::indented).empty());
    CHECK(laid_out("}]\"\\", json_layout::compact) == "}]\"\\");
    const std::string deep = std::string(500, '[') + std::string(500, ',');
    CHECK(laid_out(deep, json_layout::indented) == deep); // would be a hundred times as long
    CHECK(with_plain_characters("\\\\/ \\u00 \\ud83d \\ude00 \\u0041 \\") == "\\\\/ \\u00 \\ud83d \\ude00 \\u0041 \\");
    CHECK(read_as_latin1("\xe2\x82\xac") == "\xe2\x82\xac"); // is not of ISO 8859-1
    CHECK(read_as_latin1("\xc3") == "\xc3");
}

TEST_CASE("The diagnosis names the form of the secret that the sender uses (G13)")
{
    const oms::webhook_secret decoded{fixture::secret_text, oms::secret_form::decoded_hex};
    const oms::webhook_secret after_prefix{fixture::secret_text, oms::secret_form::after_prefix};
    CHECK_THAT(diagnosis(signed_by(decoded, sent_body), sent_body), ContainsSubstring("the form decoded_hex"));
    CHECK_THAT(diagnosis(signed_by(after_prefix, sent_body), sent_body), ContainsSubstring("the form after_prefix"));
    CHECK_THAT(diagnosis(signed_by(after_prefix, sent_body), sent_body + "\n"),
               ContainsSubstring("won a line end at its end, and the sender uses"));

    const oms::webhook_verifier by_decoded{decoded, fixture::options_at(standing_now)};
    CHECK_THAT(oms::diagnose(by_decoded, signed_by(fixture::secret(), sent_body), sent_body),
               ContainsSubstring("the form whole"));

    const oms::webhook_verifier cut{oms::webhook_secret{fixture::secret_text.substr(6)},
                                    fixture::options_at(standing_now)};
    CHECK_THAT(oms::diagnose(cut, signed_by(fixture::secret(), sent_body), sent_body),
               ContainsSubstring("lacks its prefix") && ContainsSubstring("the form whole"));
    CHECK_THAT(oms::diagnose(cut, signed_by(decoded, sent_body), sent_body),
               ContainsSubstring("lacks its prefix") && ContainsSubstring("the form decoded_hex"));
}

TEST_CASE("The diagnosis names the secret that would have matched, by its number and its id (G4, G13)")
{
    CHECK_THAT(oms::diagnose(rotating(), signed_by(summer_secret, sent_body), sent_body + "\n"),
               ContainsSubstring("signed with secret 2 of 2 (summer)"));
    const oms::webhook_secret old_decoded{spring_secret.text(), oms::secret_form::decoded_hex};
    CHECK_THAT(oms::diagnose(rotating(), signed_by(old_decoded, sent_body), sent_body),
               ContainsSubstring("the form decoded_hex; signed with secret 1 of 2 (spring)"));
    CHECK_THAT(after_change(sent_body, sent_body + "\n"), ContainsSubstring("signed with secret 1 of 1"));
    CHECK_THAT(oms::diagnose(rotating(), signed_by(fixture::secret(), sent_body), sent_body),
               ContainsSubstring("the secret is another subscription's"));
}

TEST_CASE("The diagnosis sees a sender that puts time and body together in another way (G13)")
{
    const std::string t = std::to_string(standing_now);
    CHECK_THAT(diagnosis(signing(sent_body), sent_body), ContainsSubstring("the body alone"));
    CHECK_THAT(diagnosis(signing(t + sent_body), sent_body), ContainsSubstring("leaves out the dot"));
    CHECK_THAT(diagnosis(signing(sent_body + "." + t), sent_body), ContainsSubstring("the body before the time"));
}

TEST_CASE("The diagnosis says how far the clocks are apart, to which side, and whether the signature is good (G2, G13)")
{
    const auto at = [](std::int64_t stamp) {
        return diagnosis(oms::sign(fixture::secret(), stamp, sent_body), sent_body);
    };
    CHECK_THAT(at(standing_now - 301),
               StartsWith("signed too long ago: 301 s (5 min 1 s) before the clock here, and 300 s"));
    CHECK_THAT(at(standing_now + 301),
               StartsWith("signed in the future: 301 s (5 min 1 s) after the clock here, and 300 s"));
    CHECK_THAT(at(standing_now - 100'000), ContainsSubstring("100000 s (1 d 3 h) before"));
    CHECK_THAT(at(standing_now + 5000), ContainsSubstring("5000 s (1 h 23 min) after"));
    CHECK_THAT(at(standing_now - 301),
               ContainsSubstring("Apart from the time: the signature is good; signed with secret 1"));
    CHECK_THAT(at(std::numeric_limits<std::int64_t>::max()), ContainsSubstring("signed in the future"));

    CHECK_THAT(at(standing_now * 1000), ContainsSubstring("milliseconds"));
    CHECK_THAT(at(standing_now - 7200), ContainsSubstring("whole number of hours"));
    CHECK_THAT(at(standing_now + 7200 - 20), ContainsSubstring("whole number of hours"));
    CHECK_THAT(at(standing_now + 9000), !ContainsSubstring("whole number of hours"));

    const std::string old_and_changed =
        diagnosis(oms::sign(fixture::secret(), standing_now - 301, sent_body), sent_body + "\n");
    CHECK_THAT(old_and_changed, StartsWith("signed too long ago") && ContainsSubstring("won a line end"));
    const std::string forged = diagnosis("t=1,v1=" + std::string(64, 'a'), sent_body);
    CHECK_THAT(forged, StartsWith("signed too long ago") && ContainsSubstring("another subscription's"));

    auto options = fixture::options_at(standing_now);
    options.past_tolerance(seconds{10}).future_tolerance(seconds{0});
    const oms::webhook_verifier narrow{fixture::secret(), options};
    CHECK_THAT(oms::diagnose(narrow, oms::sign(fixture::secret(), standing_now - 11, sent_body), sent_body),
               ContainsSubstring("11 s before the clock here, and 10 s are tolerated"));
    CHECK_THAT(oms::diagnose(narrow, oms::sign(fixture::secret(), standing_now + 1, sent_body), sent_body),
               ContainsSubstring("1 s after the clock here, and 0 s are tolerated"));
}

TEST_CASE("The diagnosis of a malformed header says what is wrong with it (G13)")
{
    const std::string good = signed_by(fixture::secret(), sent_body);
    const std::string t = good.substr(0, good.find(','));
    const std::string v1 = good.substr(good.find(',') + 1);
    CHECK_THAT(diagnosis("junk", sent_body), ContainsSubstring("no t"));
    CHECK_THAT(diagnosis("", sent_body), ContainsSubstring("empty or was not there"));
    CHECK_THAT(diagnosis(good + ", " + good, sent_body), ContainsSubstring("given twice and joined"));
    CHECK_THAT(diagnosis(t, sent_body), ContainsSubstring("no v1"));
    CHECK_THAT(diagnosis("t=soon," + v1, sent_body), ContainsSubstring("not a number of seconds"));
    CHECK_THAT(diagnosis("Webhook-Signature: " + good, sent_body), ContainsSubstring("holds the header's name"));
    CHECK_THAT(diagnosis("\"" + good + "\"", sent_body), ContainsSubstring("in quotes"));
    CHECK_THAT(diagnosis(t + "\r\n," + v1, sent_body), ContainsSubstring("holds a line end"));
    CHECK_THAT(diagnosis("v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN", sent_body),
               ContainsSubstring("Standard Webhooks"));
    CHECK_THAT(diagnosis("t = 1, v1 = 2", sent_body), ContainsSubstring("space before an equals sign"));
    CHECK_THAT(diagnosis("T=1,V1=2", sent_body), ContainsSubstring("lower case"));
    CHECK_THAT(diagnosis(t + ";" + v1, sent_body), ContainsSubstring("parted by commas"));
    CHECK_THAT(diagnosis(good + std::string(9000, ' '), sent_body), ContainsSubstring("longer than 8 KiB"));
    CHECK_THAT(diagnosis(t + ",v1=ab", sent_body), ContainsSubstring("64 hexadecimal digits"));
    CHECK_THAT(diagnosis("junk", std::string(1024 * 1024 + 1, ' ')),
               ContainsSubstring("of 1048577 bytes is over the limit of 1048576"));
}

TEST_CASE("F94 A diagnosis holds nothing of the secret, the body and the header (X16)")
{
    const std::string private_body = R"({"name":"Ada Lovelace","note":"private"})";
    const std::string good = signed_by(fixture::secret(), private_body);
    const oms::webhook_secret stranger{"whsec_" + std::string(64, 'd')};
    for (const std::string& header :
         {good, std::string{"junk"}, good + "," + good, oms::sign(stranger, standing_now, private_body),
          oms::sign(fixture::secret(), 1, private_body), "t=Ada,v1=" + std::string(64, 'e'), std::string{}})
        for (const std::string& raw : {private_body, private_body + "\n", std::string{"{\"Ada\": 1}"}}) {
            const std::string words = diagnosis(header, raw);
            INFO(words);
            CHECK(words.find("whsec_0") == std::string::npos);
            CHECK(words.find("000102") == std::string::npos);
            CHECK(words.find("Ada") == std::string::npos);
            CHECK(words.find("private") == std::string::npos);
            CHECK(words.find("junk") == std::string::npos);
            CHECK(words.find(std::string(64, 'e')) == std::string::npos);
            CHECK(words.find(good.substr(good.size() - 64)) == std::string::npos);
        }
}

TEST_CASE("F94 A diagnosis ends, whatever the body and however many the secrets: it hashes 4 MiB at the most (G6, G13)")
{
    std::vector<oms::webhook_secret> secrets;
    for (int i = 0; i < 400; ++i)
        secrets.emplace_back("whsec_" + std::to_string(100'000 + i) + std::string(58, 'a'));
    const oms::webhook_verifier verifier{secrets, fixture::options_at(standing_now)};
    const std::string large = "{\"a\":\"" + std::string(1'000'000, 'x') + "\"}";
    CHECK_THAT(oms::diagnose(verifier, oms::sign(fixture::secret(), standing_now, large), large),
               ContainsSubstring("not every known mistake was tried"));
    CHECK_THAT(oms::diagnose(verifier, oms::sign(fixture::secret(), standing_now, sent_body), sent_body),
               !ContainsSubstring("not every known mistake was tried"));

    // Written again, a body is tried up to 64 KiB; a line end is looked for in larger ones, too.
    const auto spaced_and_compact = [](std::size_t size) {
        const std::string value(size, 'x');
        return after_change("{\"a\": \"" + value + "\"}", "{\"a\":\"" + value + "\"}");
    };
    CHECK_THAT(spaced_and_compact(60'000), ContainsSubstring("parsed and written again on its way"));
    CHECK_THAT(spaced_and_compact(70'000), ContainsSubstring("not every known mistake was tried"));
    CHECK_THAT(after_change(large, large + "\n"), ContainsSubstring("won a line end"));
}
