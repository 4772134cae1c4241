#include "fixture.hpp"

#include <oms/webhook/diagnosis.hpp>
#include <oms/webhook/signature.hpp>

#include "common/catch.hpp"

#include <string>

namespace {

using Catch::Matchers::ContainsSubstring;
using fixture::now;

const std::string sent{fixture::body};

std::string diagnosis(const std::string& header, const std::string& raw)
{
    return oms::diagnose(fixture::verifier(), header, raw);
}

/// For what was signed as `original` and arrived as `arrived`.
std::string after_change(const std::string& original, const std::string& arrived)
{
    return diagnosis(oms::sign(fixture::secret(), now, original), arrived);
}

} // namespace

TEST_CASE("A delivery that is accepted has no diagnosis")
{
    CHECK(after_change(sent, sent).empty());
}

TEST_CASE("F94 The diagnosis names what happened to a body on its way (G13)")
{
    CHECK_THAT(after_change(sent, sent + "\n"), ContainsSubstring("won a line end"));
    CHECK_THAT(after_change(sent, sent + "\r\n"), ContainsSubstring("won a line end"));
    CHECK_THAT(after_change(sent + "\n", sent), ContainsSubstring("lost the line end"));
    CHECK_THAT(after_change(sent, "\xef\xbb\xbf" + sent), ContainsSubstring("won a byte order mark"));
    CHECK_THAT(after_change("\xef\xbb\xbf" + sent, sent), ContainsSubstring("lost its byte order mark"));
    CHECK_THAT(after_change("{\n\n}", "{\r\n\r\n}"), ContainsSubstring("made CR LF"));
    CHECK_THAT(after_change("{\r\n\r\n}", "{\n\n}"), ContainsSubstring("made LF"));
    CHECK_THAT(after_change(sent, "{ }"), ContainsSubstring("parsed and written again"));
}

TEST_CASE("The diagnosis names the form of the secret that the sender uses (G13)")
{
    const oms::webhook_secret decoded{fixture::secret_text, oms::secret_form::decoded_hex};
    const oms::webhook_secret after_prefix{fixture::secret_text, oms::secret_form::after_prefix};
    CHECK_THAT(diagnosis(oms::sign(decoded, now, sent), sent), ContainsSubstring("the form decoded_hex"));
    CHECK_THAT(diagnosis(oms::sign(after_prefix, now, sent), sent), ContainsSubstring("the form after_prefix"));
    CHECK_THAT(diagnosis(oms::sign(after_prefix, now, sent), sent + "\n"),
               ContainsSubstring("won a line end at its end, and the sender uses"));
}

TEST_CASE("The diagnosis tells the mistakes of the time apart (G13)")
{
    CHECK_THAT(diagnosis(oms::sign(fixture::secret(), now - 301, sent), sent), ContainsSubstring("too long ago"));
    CHECK_THAT(diagnosis(oms::sign(fixture::secret(), now + 301, sent), sent), ContainsSubstring("in the future"));
    CHECK_THAT(diagnosis(oms::sign(fixture::secret(), now * 1000, sent), sent), ContainsSubstring("milliseconds"));
}

TEST_CASE("The diagnosis of a malformed header, a useless signature and a large body says so")
{
    CHECK_THAT(diagnosis("junk", sent), ContainsSubstring("no t"));
    CHECK_THAT(diagnosis("t=" + std::to_string(now) + ",v1=ab", sent), ContainsSubstring("64 hexadecimal digits"));
    CHECK_THAT(diagnosis("junk", std::string(1024 * 1024 + 1, ' ')), ContainsSubstring("over the limit of 1048576"));
}

TEST_CASE("A diagnosis holds nothing of the secret")
{
    for (const std::string& text : {after_change(sent, "{ }"), diagnosis("junk", sent)})
        CHECK(text.find("whsec_") == std::string::npos);
}
