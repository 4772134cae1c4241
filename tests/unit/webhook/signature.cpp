#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/signature.hpp>

#include "common/catch.hpp"

#include <limits>
#include <string>
#include <vector>

namespace {

const std::string some_code(64, 'a');

bool well_formed(std::string_view header)
{
    const auto read = oms::detail::parse_signature_header(header);
    if (!read)
        CHECK(read.error().code() == oms::errc::malformed_header);
    return read.has_value();
}

std::size_t usable_signatures(std::string_view header)
{
    return oms::detail::parse_signature_header(header).value().signatures.size();
}

} // namespace

TEST_CASE("A signature header is written as the contract says, and reads back (G11)")
{
    const std::string header = oms::sign(fixture::secret(), 1781534200, "{}");
    CHECK(header == "t=1781534200,v1=25920f57cfe571c2aa09ed24f1010df030c0f9e45b4fb7bf000be924afbb4588");
    const auto read = oms::detail::parse_signature_header(header).value();
    CHECK(read.timestamp == 1781534200);
    CHECK(read.timestamp_digits == "1781534200");
    REQUIRE(read.signatures.size() == 1);
    CHECK(read.signatures[0] == oms::detail::signature_of(fixture::secret(), "1781534200", "{}"));
}

TEST_CASE("A time before 1970 cannot be signed")
{
    CHECK_THROWS_AS(oms::sign(fixture::secret(), -1, "{}"), oms::error);
}

TEST_CASE("F89 A header with two times is refused, also when one of them is no number (X24)")
{
    CHECK_FALSE(well_formed("t=1,t=2,v1=" + some_code));
    CHECK_FALSE(well_formed("t=1,t=1,v1=" + some_code));
    CHECK_FALSE(well_formed("t=1,v1=" + some_code + ",t=soon"));
    CHECK_FALSE(well_formed("t=,t=1,v1=" + some_code));
}

TEST_CASE("All signatures of a header are read, in their order, however many they are (G4)")
{
    std::string header = "t=1";
    std::vector<std::string> written;
    for (std::size_t count = 1; count <= 6; ++count) {
        written.push_back(std::string(63, '0') + std::to_string(count));
        header += ",v1=" + written.back();
        const auto read = oms::detail::parse_signature_header(header).value().signatures;
        REQUIRE(read.size() == count);
        for (std::size_t place = 0; place < count; ++place)
            CHECK(oms::detail::to_hexadecimal(read[place]) == written[place]);
        const oms::detail::signature_list copy = read;
        CHECK(copy == read);
        CHECK_FALSE(copy == oms::detail::parse_signature_header("t=1,v1=" + some_code).value().signatures);
    }
}

TEST_CASE("F90 Only 64 hexadecimal digits under exactly v1 are a signature")
{
    CHECK(usable_signatures("t=1,v1=" + some_code) == 1);
    CHECK(usable_signatures("t=1,v1=" + std::string(64, 'A')) == 1);
    CHECK(usable_signatures(" t=1\t,\tv1=" + some_code + " ,") == 1);

    CHECK(usable_signatures("t=1,v1=" + some_code + "00") == 0);
    CHECK(usable_signatures("t=1,v1=" + some_code.substr(1)) == 0);
    CHECK(usable_signatures("t=1,v1=0x" + some_code.substr(2)) == 0);
    CHECK(usable_signatures("t=1,v1=+" + some_code.substr(1)) == 0);
    CHECK(usable_signatures("t=1,v1= " + some_code.substr(1)) == 0);
    CHECK(usable_signatures("t=1,v1=" + some_code.substr(1) + "=") == 0);
    CHECK(usable_signatures("t=1,v1=") == 0);

    CHECK_FALSE(well_formed("t=1,V1=" + some_code));
    CHECK_FALSE(well_formed("t=1,v01=" + some_code));
    CHECK_FALSE(well_formed("t=1,v1 =" + some_code));
    CHECK_FALSE(well_formed("T=1,v1=" + some_code));
}

TEST_CASE("F91 A header with v0 or an unknown scheme alone is refused")
{
    CHECK_FALSE(well_formed("t=1,v0=" + some_code));
    CHECK_FALSE(well_formed("t=1,v2=" + some_code));
    CHECK_FALSE(well_formed("t=1"));
}

TEST_CASE("The time is decimal digits up to 2^63 - 1, kept as they were sent (X24)")
{
    CHECK(oms::detail::parse_signature_header("t=9223372036854775807,v1=" + some_code).value().timestamp ==
          std::numeric_limits<std::int64_t>::max());
    CHECK(oms::detail::parse_signature_header("t=007,v1=" + some_code).value().timestamp_digits == "007");
    for (const std::string t : {"9223372036854775808", "", "-1", "+1", "1.0", "1e3", "0x1", "1 2", "soon", "\xc2\xb2"})
        CHECK_FALSE(well_formed("t=" + t + ",v1=" + some_code));
}

TEST_CASE("F92 A huge header and a header of many elements are refused before anything is hashed")
{
    std::string many = "t=1";
    for (int i = 0; i < 10'000; ++i)
        many += ",v1=" + some_code;
    CHECK_FALSE(well_formed(many));
    CHECK_FALSE(well_formed("t=1,v1=" + some_code + std::string(1'000'000, ' ')));

    const std::string start = "t=1,v1=" + some_code;
    CHECK(well_formed(start + std::string(8 * 1024 - start.size(), ' ')));
    CHECK_FALSE(well_formed(start + std::string(8 * 1024 - start.size() + 1, ' ')));

    std::string elements = start;
    for (int i = 0; i < 62; ++i)
        elements += ",x";
    CHECK(well_formed(elements));
    CHECK_FALSE(well_formed(elements + ",x"));
    CHECK(well_formed(elements + ",,,")); // empty elements are ignored
}
