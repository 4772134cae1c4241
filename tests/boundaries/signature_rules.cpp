#include "include_rules.hpp"
#include "source_tree.hpp"

#include "common/catch.hpp"

#include <regex>

// Signatures are compared in constant time and never as strings: a review that the text of the library passes each
// time.

namespace {

/// The lines of room webhook, without comments, that match.
std::vector<std::string> lines_of_webhook(const std::regex& expression)
{
    std::vector<std::string> found;
    for (const auto& [file, text] : our_headers()) {
        if (!file.starts_with("webhook/"))
            continue;
        for (const std::string_view line : lines_of(text))
            if (const std::string code{line.substr(0, line.find("//"))}; std::regex_search(code, expression))
                found.push_back(file + ": " + code);
    }
    return found;
}

} // namespace

TEST_CASE("Signatures are compared in one place, by OpenSSL's constant-time function, and nowhere as text (X16)")
{
    // One function compares, one asks it about each signature of a header; verifier and diagnosis ask that one.
    CHECK(lines_of_webhook(std::regex("CRYPTO_memcmp")).size() == 1);
    CHECK(lines_of_webhook(std::regex("equal_in_constant_time\\(given, expected\\)")).size() == 1);
    CHECK(lines_of_webhook(std::regex("\\(carries\\(|\\(detail::carries\\(")).size() == 2);

    // Nothing compares a digest, a signature or an expected value in another way, or finds one in a range.
    const std::string signature = "\\b(expected|digest|given|signatures?(\\[[^\\]]*\\]|\\.(front|back)\\(\\))|hmac)\\b";
    CHECK(joined(lines_of_webhook(std::regex(signature + "\\s*[=!<>]=\\s*[a-z]"))) == "");
    CHECK(joined(lines_of_webhook(std::regex("[a-z)]\\s*[=!]=\\s*" + signature + "(?![.(])"))) == "");
    CHECK(joined(lines_of_webhook(
              std::regex("memcmp\\((?!left\\.data)|strcmp|\\.compare\\(|std::equal\\((?!left\\.begin)|std::find\\("
                         "|lexicographical"))) == "");
}

TEST_CASE("The rule about signatures sees what it looks for")
{
    const std::regex compared("\\b(expected|digest)\\b\\s*[=!<>]=\\s*[a-z]");
    CHECK(std::regex_search("return digest == given;", compared));
    CHECK_FALSE(std::regex_search("const auto expected = of(given);", compared));
}
