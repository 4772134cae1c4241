#include "fixture.hpp"

#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/hmac_sha256.hpp>

#include "common/catch.hpp"

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using fixture::code_of;

TEST_CASE("HMAC-SHA256 gives the codes of all seven cases of RFC 4231 (G1)")
{
    CHECK(code_of(std::string(20, '\x0b'), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(code_of("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(code_of(std::string(20, '\xaa'), std::string(50, '\xdd')) ==
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    std::string counted;
    for (char byte = 1; byte <= 25; ++byte)
        counted += byte;
    CHECK(code_of(counted, std::string(50, '\xcd')) ==
          "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    CHECK(code_of(std::string(20, '\x0c'), "Test With Truncation").substr(0, 32) == "a3b6167473100ee06e0c796c2955552b");
    CHECK(code_of(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    CHECK(code_of(std::string(131, '\xaa'),
                  "This is a test using a larger than block-size key and a larger than "
                  "block-size data. The key needs to be hashed before being used by the HMAC "
                  "algorithm.") == "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST_CASE("A keyed state codes many messages, and a message in parts as the whole")
{
    const oms::detail::hmac_sha256 keyed{"Jefe"};
    const auto whole = keyed.of({"what do ya want for nothing?"});
    CHECK(keyed.of({"what do ya ", "want", " for nothing?"}) == whole);
    CHECK(keyed.of({"what do ya want for nothing?"}) == whole);
    CHECK_FALSE(keyed.of({"what do ya want for something?"}) == whole);
}

TEST_CASE("Threads that code with one key at the same time all get the right codes (G4)")
{
    const oms::detail::hmac_sha256 keyed{"Jefe"};
    std::vector<std::string> messages;
    std::vector<oms::detail::sha256_digest> codes;
    for (std::size_t size = 0; size < 200; ++size) {
        messages.emplace_back(7 * size, static_cast<char>('a' + size % 26));
        codes.push_back(oms::detail::hmac_sha256{"Jefe"}.of({messages.back()}));
    }
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (std::size_t first = 0; first < 4; ++first)
        threads.emplace_back([&, first] {
            for (std::size_t i = 0; i < 4000; ++i) {
                const std::size_t at = (first * 50 + i) % messages.size();
                wrong += keyed.of({messages[at]}) != codes[at];
            }
        });
    threads.clear();
    CHECK(wrong == 0);
}

TEST_CASE("A key of exactly one SHA-256 block is used as it is, one byte more is hashed first")
{
    // From RFC 2104: a key longer than the block stands for its SHA-256.
    CHECK(code_of(std::string(64, 'k'), "m") == "3b7a8d453e76edb519238a515105a57508d0f169f480ebeee120a9e7803289fa");
    CHECK(code_of(std::string(65, 'k'), "m") == "c2d7d4c2256ddb097409ec0c67e1d58fa1a007fc6932cac0d892a525d08af7cc");
}

TEST_CASE("Hexadecimal digits are read in either case and only when they are exactly 64")
{
    oms::detail::sha256_digest lower{};
    oms::detail::sha256_digest upper{};
    const std::string digits = "3d372c2915a4e6be8dea5a830aaf047df3145e0c8d71e69a8d372d9ad447e6aa";
    REQUIRE(oms::detail::decode_hexadecimal(digits, lower));
    REQUIRE(oms::detail::decode_hexadecimal("3D372C2915A4E6BE8DEA5A830AAF047DF3145E0C8D71E69A8D372D9AD447E6AA", upper));
    CHECK(lower == upper);
    CHECK(oms::detail::to_hexadecimal(lower) == digits);

    CHECK_FALSE(oms::detail::decode_hexadecimal(digits.substr(1), lower));
    CHECK_FALSE(oms::detail::decode_hexadecimal(digits + "0", lower));
    for (std::size_t place = 0; place < digits.size(); ++place)
        for (int character = 0; character < 256; ++character) {
            const char c = static_cast<char>(character);
            const auto value = std::string_view{"0123456789abcdef0123456789ABCDEF"}.find(c) % 16;
            const bool is_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            std::string changed = digits;
            changed[place] = c;
            const bool taken = oms::detail::decode_hexadecimal(changed, lower);
            if (taken != is_digit || (taken && (lower[place / 2] >> (place % 2 == 0 ? 4 : 0) & 15U) != value))
                FAIL("character " << character << " at " << place);
        }
    CHECK_FALSE(oms::detail::decode_hexadecimal("", lower));
}
