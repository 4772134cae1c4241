#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

// Forms of the signature header, each with the one verdict of contract section 12.4. Wherever a row has a time that can
// be signed, the signature beside it is the right one for those very digits: a reader that is too lenient would accept,
// one that is too strict would refuse.

namespace {

using namespace std::string_literals;
using enum oms::errc;

constexpr oms::errc ok{}; // no error

struct form {
    std::string header;
    oms::errc verdict;
    std::string why;
    std::int64_t now = fixture::standing_now;
};

/// The 64 digits that sign the body under this time, whatever its text is.
std::string code_at(const std::string& t)
{
    return oms::detail::to_hexadecimal(oms::detail::signature_of(fixture::secret(), t, fixture::sample_body));
}

/// A header with this time, rightly signed.
std::string of(const std::string& t)
{
    return "t=" + t + ",v1=" + code_at(t);
}

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string repeated(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

/// A header that is `size` bytes long.
std::string filled(const std::string& header, std::size_t size, char with)
{
    return header + std::string(size - header.size(), with);
}

std::vector<form> forms()
{
    const std::string now = std::to_string(fixture::standing_now);
    const std::string t = "t=" + now;
    const std::string hex = code_at(now);
    const std::string v1 = "v1=" + hex;
    const std::string good = t + "," + v1;
    const std::string wrong(64, '0');
    const std::string full_width_t = "\xef\xbd\x94";   // U+FF54
    const std::string full_width_one = "\xef\xbc\x91"; // U+FF11
    const std::string arabic_one = "\xd9\xa1";         // U+0661
    const std::string no_break_space = "\xc2\xa0";     // U+00A0
    const std::string mark = "\xef\xbb\xbf";           // U+FEFF
    const std::string nul(1, '\0');

    return {
        // order and repeats
        {good, ok, "as the contract writes it"},
        {v1 + "," + t, ok, "the order is free"},
        {t + ",v1=" + wrong + "," + v1, ok, "any v1 may be the right one: the second"},
        {good + ",v1=" + wrong, ok, "any v1 may be the right one: the first"},
        {good + "," + v1, ok, "the same v1 twice"},
        {"v1=" + wrong + "," + t + "," + v1, ok, "v1 on both sides of t"},
        {t + ",v1=" + wrong, signature_mismatch, "no v1 is right"},
        {t + ",v1=" + wrong + ",v1=" + wrong, signature_mismatch, "two v1, none right"},
        {t + "," + t + "," + v1, malformed_header, "t twice, though equal"},
        {"t=1," + good, malformed_header, "two times, the right one last"},
        {good + ",t=1", malformed_header, "two times, the right one first"},
        {good + ",t=soon", malformed_header, "two times, one no number"},
        {good + ",t=", malformed_header, "two times, one empty"},
        {good + ", " + good, malformed_header, "the whole header twice, joined as HTTP joins"},
        {good + "," + of("1"), malformed_header, "two headers joined"},
        // spaces and tabs
        {"  " + good + "  ", ok, "spaces around the header"},
        {"\t" + good + "\t", ok, "tabs around the header"},
        {t + " \t , \t " + v1, ok, "spaces and tabs around an element"},
        {"t =" + now + "," + v1, malformed_header, "a space before =: the name is not t"},
        {"t= " + now + "," + v1, malformed_header, "a space after =: not digits alone"},
        {t + ",v1 =" + hex, malformed_header, "a space before =: the name is not v1"},
        {t + ",v1= " + hex, signature_mismatch, "a space after =: not 64 digits"},
        {"t=" + now.substr(0, 5) + " " + now.substr(5) + "," + v1, malformed_header, "a space among the digits of t"},
        {t + ",v1=" + hex.substr(0, 32) + " " + hex.substr(32), signature_mismatch, "a space among the digits of v1"},
        {t + ",v 1=" + hex, malformed_header, "a space in the name"},
        {t + no_break_space + "," + v1, malformed_header, "a no-break space is no space"},
        {t + "\v," + v1, malformed_header, "a vertical tab is no space"},
        {t + "\f," + v1, malformed_header, "a form feed is no space"},
        // case
        {t + ",v1=" + upper(hex), ok, "upper-case digits"},
        {t + ",v1=" + upper(hex.substr(0, 32)) + hex.substr(32), ok, "mixed case"},
        {t + ",V1=" + hex, malformed_header, "V1 is another name"},
        {"T=" + now + "," + v1, malformed_header, "T is another name"},
        {upper(good), malformed_header, "all in upper case"},
        // names
        {t + ",v0=" + hex, malformed_header, "v0 alone"},
        {t + ",v2=" + hex, malformed_header, "v2 alone"},
        {t + ",v01=" + hex, malformed_header, "v01 is not v1"},
        {t + ",v10=" + hex, malformed_header, "v10 is not v1"},
        {t + ",v1.0=" + hex, malformed_header, "v1.0 is not v1"},
        {t + ",xv1=" + hex, malformed_header, "xv1 is not v1"},
        {"ts=" + now + "," + v1, malformed_header, "ts is not t"},
        {"at=" + now + "," + v1, malformed_header, "at is not t"},
        {t + ",v0=" + wrong + "," + v1, ok, "v0 is ignored beside v1"},
        {good + ",v2=" + wrong + ",k=1", ok, "unknown names are ignored"},
        {good + ",v1", ok, "v1 without = is another element"},
        {good + ",t", ok, "t without = is another element"},
        {t + ",v1", malformed_header, "v1 without = is no v1"},
        {"t," + v1, malformed_header, "t without = is no t"},
        {v1, malformed_header, "no t"},
        {t, malformed_header, "no v1"},
        {full_width_t + "=" + now + "," + v1, malformed_header, "a full-width t"},
        {t + ",v" + full_width_one + "=" + hex, malformed_header, "a full-width 1 in the name"},
        // separators
        {"", malformed_header, "empty"},
        {" ", malformed_header, "a space alone"},
        {",", malformed_header, "a comma alone"},
        {"=", malformed_header, "an equals sign alone"},
        {",,,=,=", malformed_header, "separators alone"},
        {"not a signature", malformed_header, "words"},
        {"," + good, ok, "a comma first"},
        {good + ",", ok, "a comma last"},
        {t + ",,," + v1, ok, "empty elements between"},
        {" , \t," + good + ", ,", ok, "blank elements around"},
        {good + ",=", ok, "an element without name and value"},
        {good + ",=" + hex, ok, "an element without a name"},
        {t + ";" + v1, malformed_header, "a semicolon belongs to the value"},
        {t + " " + v1, malformed_header, "a space parts nothing"},
        {t + "&" + v1, malformed_header, "an ampersand parts nothing"},
        {t + "\xef\xbc\x8c" + v1, malformed_header, "a full-width comma parts nothing"},
        {t + ",v1:" + hex, malformed_header, "a colon is no equals sign"},
        {"t==" + now + "," + v1, malformed_header, "cut at the first =: the value begins with ="},
        {t + ",v1==" + hex, signature_mismatch, "cut at the first =: the value begins with ="},
        {t + "=," + v1, malformed_header, "an = after the digits of t"},
        {t + ",v1=" + hex + "=", signature_mismatch, "an = after the digits of v1"},
        {t + ",v1=a=" + hex, signature_mismatch, "several ="},
        {"\"" + good + "\"", malformed_header, "in quotes"},
        {t + ",v1=\"" + hex + "\"", signature_mismatch, "v1 in quotes"},
        {"t=\"" + now + "\"," + v1, malformed_header, "t in quotes"},
        {"Webhook-Signature: " + good, malformed_header, "the header's name is no part of its value"},
        {"{\"t\":" + now + ",\"v1\":\"" + hex + "\"}", malformed_header, "JSON"},
        {"sha256=" + hex, malformed_header, "another scheme"},
        {"v1," + hex, malformed_header, "Standard Webhooks"},
        // digits of the time
        {of("00" + now), ok, "leading zeros, signed as sent"},
        {"t=00" + now + "," + v1, signature_mismatch, "leading zeros that were not signed"},
        {of(std::string(300, '0') + now), ok, "300 leading zeros"},
        {of("007"), ok, "leading zeros at the time 7", 7},
        {of("007"), timestamp_out_of_tolerance, "leading zeros, long ago"},
        {of("0"), ok, "the time 0 at the time 0", 0},
        {of("0"), timestamp_out_of_tolerance, "the time 0, long ago"},
        {of("9223372036854775807"), timestamp_out_of_tolerance, "2^63 - 1 is a time"},
        {of("09223372036854775807"), timestamp_out_of_tolerance, "2^63 - 1 with a zero"},
        {of("9223372036854775808"), malformed_header, "2^63"},
        {of("18446744073709551615"), malformed_header, "2^64 - 1"},
        {of("18446744073709551616"), malformed_header, "2^64"},
        {of("18446744075491085816"), malformed_header, "2^64 + now"},
        {of(std::string(1000, '9')), malformed_header, "1000 digits"},
        {of(""), malformed_header, "no digits"},
        {of("+" + now), malformed_header, "a plus"},
        {of("-" + now), malformed_header, "a minus"},
        {of("-0"), malformed_header, "minus zero", 0},
        {of(now + ".0"), malformed_header, "a fraction"},
        {of(now + "."), malformed_header, "a point"},
        {of("1e9"), malformed_header, "an exponent", 1'000'000'000},
        {of("0x6A300CF8"), malformed_header, "hexadecimal"},
        {of(now + "s"), malformed_header, "a unit"},
        {of("1'781'534'200"), malformed_header, "digit groups"},
        {of("1_781_534_200"), malformed_header, "digit groups"},
        {of("2026-06-15T14:36:40Z"), malformed_header, "a date"},
        {of("NaN"), malformed_header, "no number"},
        {of("soon"), malformed_header, "a word"},
        {of(full_width_one + now.substr(1)), malformed_header, "a full-width digit"},
        {of(arabic_one + now.substr(1)), malformed_header, "an Arabic digit"},
        {of("\xc2\xb9" + now.substr(1)), malformed_header, "a superscript digit"},
        {of(now + "000"), timestamp_out_of_tolerance, "milliseconds"},
        // the window
        {of(std::to_string(fixture::standing_now - 300)), ok, "300 s old"},
        {of(std::to_string(fixture::standing_now - 301)), timestamp_out_of_tolerance, "301 s old"},
        {of(std::to_string(fixture::standing_now + 300)), ok, "300 s ahead"},
        {of(std::to_string(fixture::standing_now + 301)), timestamp_out_of_tolerance, "301 s ahead"},
        {"t=1,v1=" + wrong, timestamp_out_of_tolerance, "old and wrong: the time is judged first"},
        {"t=1,v1=zz", timestamp_out_of_tolerance, "old and unreadable: the time is judged first"},
        {"t=1,t=1,v1=" + wrong, malformed_header, "malformed, old and wrong: the form is judged first"},
        // digits of the signature
        {t + ",v1=", signature_mismatch, "no digits"},
        {t + ",v1=,v1=" + hex, ok, "an empty v1 beside the right one"},
        {t + ",v1=" + hex.substr(0, 63), signature_mismatch, "63 digits, the beginning of the right one"},
        {t + ",v1=" + hex + "0", signature_mismatch, "65 digits, beginning with the right one"},
        {t + ",v1=" + hex + "00", signature_mismatch, "66 digits, beginning with the right one"},
        {t + ",v1=" + hex + hex, signature_mismatch, "the right one twice in one"},
        {t + ",v1=" + hex.substr(0, 2), signature_mismatch, "2 digits"},
        {t + ",v1=0x" + hex, signature_mismatch, "0x before 64 digits"},
        {t + ",v1=0x" + hex.substr(2), signature_mismatch, "0x within 64 characters"},
        {t + ",v1=+" + hex, signature_mismatch, "a plus before the digits"},
        {t + ",v1=+" + hex.substr(1), signature_mismatch, "a plus within 64 characters"},
        {t + ",v1=-" + hex.substr(1), signature_mismatch, "a minus within 64 characters"},
        {t + ",v1=g" + hex.substr(1), signature_mismatch, "g is no digit"},
        {t + ",v1=" + hex.substr(0, 63) + "G", signature_mismatch, "G is no digit"},
        {t + ",v1=sha256=" + hex, signature_mismatch, "an algorithm before the digits"},
        {t + ",v1=" + std::string(43, 'A') + "=", signature_mismatch, "base64"},
        {t + ",v1=" + full_width_one + hex.substr(3), signature_mismatch, "a full-width digit within 64 bytes"},
        {t + ",v1=%" + hex.substr(1), signature_mismatch, "percent-encoding"},
        // control characters and other bytes
        {good + "\r\n", signature_mismatch, "CR LF at the end belongs to v1"},
        {good + "\n", signature_mismatch, "LF at the end belongs to v1"},
        {v1 + "," + t + "\r\n", malformed_header, "CR LF at the end belongs to t"},
        {t + "\r\n," + v1, malformed_header, "CR LF after t"},
        {t + ",\r\n " + v1, malformed_header, "a folded line: LF belongs to the name"},
        {good + nul, signature_mismatch, "NUL at the end belongs to v1"},
        {good + nul + "x", signature_mismatch, "what follows a NUL counts"},
        {good + "," + nul, ok, "NUL is another element"},
        {t + nul + "," + v1, malformed_header, "NUL after t"},
        {nul + good, malformed_header, "NUL before t"},
        {t + ",v1=" + hex.substr(0, 63) + nul, signature_mismatch, "NUL as the last digit"},
        {good + "\x7f", signature_mismatch, "DEL at the end"},
        {"\x01" + good, malformed_header, "a control character before t"},
        {mark + good, malformed_header, "a byte order mark before t"},
        {mark + "," + good, ok, "a byte order mark as another element"},
        {good + ",\xff\xfe=\x80", ok, "bytes that are no UTF-8 in another element"},
        {good + ",name=\xc3\xa9", ok, "non-ASCII in another element"},
        {good + "\xe2\x80\x8b", signature_mismatch, "a zero-width space at the end"},
        // limits
        {good + repeated(",x", 62), ok, "64 elements"},
        {good + repeated(",x", 63), malformed_header, "65 elements"},
        {repeated("x,", 62) + good, ok, "64 elements, the right ones last"},
        {repeated("x,", 63) + good, malformed_header, "65 elements, the right ones last"},
        {t + repeated(",v1=" + wrong, 62) + "," + v1, ok, "63 signatures, the last one right"},
        {t + repeated(",v1=" + wrong, 63) + "," + v1, malformed_header, "64 signatures are the 65th element"},
        {good + repeated(",", 1000), ok, "1000 empty elements"},
        {good + repeated(" ,", 1000), ok, "1000 blank elements"},
        {filled(good, 8192, ' '), ok, "8 KiB exactly"},
        {filled(good, 8193, ' '), malformed_header, "8 KiB and a byte"},
        {filled(good + ",", 8192, 'x'), ok, "8 KiB exactly, one long element"},
        {filled(good, 8192, ','), ok, "8 KiB exactly, of commas"},
        {filled(good, 1'000'000, ' '), malformed_header, "1 MB of spaces"},
        {filled(good, 1'000'000, ','), malformed_header, "1 MB of commas"},
        {filled("t=1", 1'000'000, '1'), malformed_header, "1 MB of digits"},
        {t + repeated("," + v1, 10'000), malformed_header, "10 000 right signatures"},
        {repeated(t + ",", 10'000) + v1, malformed_header, "10 000 times"},
    };
}

oms::errc verdict_on(const form& given)
{
    const oms::webhook_verifier verifier{fixture::secret(), fixture::options_at(given.now)};
    const auto checked = verifier.check(given.header, fixture::sample_body);
    if (checked)
        return ok;
    for (const oms::errc reason : {malformed_header, timestamp_out_of_tolerance, signature_mismatch})
        if (checked.error().code() == reason)
            return reason;
    FAIL("a verdict that the contract does not have: " << checked.error().what());
    return ok;
}

} // namespace

TEST_CASE("F89 F90 F91 F92 Each form of the signature header gets the one verdict of contract section 12.4 "
          "(G2, G3, G6, X18, X24)")
{
    const auto table = forms();
    REQUIRE(table.size() >= 90);
    std::set<std::string> headers;
    for (const form& given : table) {
        INFO(given.why << ": " << given.header.substr(0, 200));
        CHECK(verdict_on(given) == given.verdict);
        CHECK(headers.insert(given.header + '@' + std::to_string(given.now)).second); // no row twice
    }
    for (const oms::errc each : {ok, malformed_header, timestamp_out_of_tolerance, signature_mismatch})
        CHECK(std::any_of(table.begin(), table.end(), [each](const form& row) { return row.verdict == each; }));
}
