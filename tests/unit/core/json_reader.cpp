#include "common/catch.hpp"

#include <oms/core/json_reader.hpp>

#include <boost/json.hpp>

#include <random>
#include <string>
#include <vector>

using oms::detail::json_kind;
using oms::detail::json_reader;

namespace {

std::string reason_for(std::string_view text)
{
    json_reader in(text);
    in.skip();
    in.finish();
    return in.reason();
}

bool reads(std::string_view text)
{
    return reason_for(text).empty();
}

// What the reader makes of a document, as a Boost.JSON value.
boost::json::value tree(json_reader& in)
{
    switch (in.peek()) {
    case json_kind::object: {
        boost::json::object made;
        std::string_view name;
        for (in.begin_object(); in.next_member(name);) {
            const std::string key(name);
            made[key] = tree(in);
        }
        return made;
    }
    case json_kind::array: {
        boost::json::array made;
        for (in.begin_array(); in.next_element();)
            made.push_back(tree(in));
        return made;
    }
    case json_kind::string:
        return boost::json::string(in.string());
    case json_kind::number:
        return boost::json::parse(in.number());
    case json_kind::boolean:
        return in.boolean();
    default:
        in.null();
        return nullptr;
    }
}

struct verdict {
    bool good = false;
    boost::json::value value;
};

verdict boost_says(const std::string& text)
{
    boost::json::parse_options options;
    options.max_depth = oms::default_json_depth;
    boost::system::error_code fault;
    verdict made;
    made.value = boost::json::parse(text, fault, {}, options);
    made.good = !fault;
    return made;
}

// Same verdict and same value as Boost.JSON; it takes a name twice, which we refuse.
void check_against_boost(const std::string& text)
{
    const verdict expected = boost_says(text);
    json_reader in(text);
    if (in.peek() == json_kind::nothing) {
        CHECK_FALSE(expected.good);
        return;
    }
    const std::string reason = reason_for(text);
    if (reason.find("twice") != std::string::npos)
        return;
    INFO(text.substr(0, 200));
    INFO(reason);
    REQUIRE(reason.empty() == expected.good);
    if (expected.good) {
        CHECK(tree(in) == expected.value);
        in.finish();
        CHECK_FALSE(in.failed());
    }
}

} // namespace

TEST_CASE("The reader takes what RFC 8259 takes")
{
    for (const std::string text :
         {"null",
          " true ",
          "false",
          "0",
          "-0",
          "-0.0e-0",
          "1e2",
          "1E+2",
          "123.456",
          "\"\"",
          "\"a\\u00e9\\ud83d\\ude00\"",
          "[]",
          "[ ]",
          "{}",
          "{ }",
          "[1,[2],{\"a\":[]}]",
          "\t\r\n[\n1\r,\t2 ]",
          "{\"\":1}",
          "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
          "\"\x7F\"",
          "\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""}) {
        INFO(text);
        CHECK(reads(text));
        check_against_boost(text);
    }
}

TEST_CASE("The reader refuses what RFC 8259 refuses (F65, F69)")
{
    for (const std::string& text : std::vector<std::string>{"",
                                                            " ",
                                                            "nul",
                                                            "nulll",
                                                            "True",
                                                            "tru",
                                                            "01",
                                                            "-",
                                                            "-a",
                                                            "+1",
                                                            ".5",
                                                            "1.",
                                                            "1.e1",
                                                            "1e",
                                                            "1e+",
                                                            "0x1",
                                                            "NaN",
                                                            "Infinity",
                                                            "-Infinity",
                                                            "\"",
                                                            "\"a",
                                                            "'a'",
                                                            "\"\\x\"",
                                                            "\"\\u12\"",
                                                            "\"\\u12G4\"",
                                                            "[",
                                                            "]",
                                                            "[1",
                                                            "[1,",
                                                            "[1,]",
                                                            "[,1]",
                                                            "[1 2]",
                                                            "[1}",
                                                            "{",
                                                            "}",
                                                            "{\"a\"",
                                                            "{\"a\":",
                                                            "{\"a\":1",
                                                            "{\"a\":1,",
                                                            "{\"a\":1,}",
                                                            "{,}",
                                                            "{a:1}",
                                                            "{1:1}",
                                                            "{\"a\" 1}",
                                                            "{\"a\":1 \"b\":2}",
                                                            "{\"a\":1]",
                                                            "1 2",
                                                            "[] []",
                                                            "/* */ 1",
                                                            "1 //",
                                                            std::string("\"\0\"", 3),
                                                            std::string("[1\0]", 4),
                                                            "\"\n\"",
                                                            "\"\x1F\"",
                                                            "\xEF\xBB\xBF{}",
                                                            "{\"a\":\xC3\xA9}"}) {
        INFO(text);
        CHECK_FALSE(reads(text));
        check_against_boost(text);
    }
}

TEST_CASE("Text that is not UTF-8 and half surrogate pairs are refused (F69)")
{
    for (const std::string& text : std::vector<std::string>{
             "\"\x80\"", "\"\xBF\"", "\"\xC0\x80\"", "\"\xC1\xBF\"", "\"\xC2\"", "\"\xC2 \"", "\"\xE0\x9F\xBF\"",
             "\"\xE0\xA0\"", "\"\xED\xA0\x80\"", "\"\xED\xBF\xBF\"", "\"\xF0\x8F\xBF\xBF\"", "\"\xF0\x90\x80\"",
             "\"\xF4\x90\x80\x80\"", "\"\xF5\x80\x80\x80\"", "\"\xFF\"", "\"\xE2\x82", "{\"\xFF\":1}"}) {
        CHECK_FALSE(reads(text));
        check_against_boost(text);
    }
    for (const std::string text : {R"("\ud800")", R"("\ud800x")", R"("\ud800\n")", R"("\ud800\u0041")",
                                   R"("\ud800\ud800")", R"("\udc00")", R"("\udfff\ud800")", R"("\ud83d\ude0")"}) {
        INFO(text);
        CHECK_FALSE(reads(text));
        check_against_boost(text);
    }
}

TEST_CASE("Nesting ends at 64, without using the stack (F67)")
{
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(reads(nested(64)));
    CHECK(reason_for(nested(65)) == "nested deeper than 64");
    CHECK(reason_for(nested(100'000)) == "nested deeper than 64");
    check_against_boost(nested(64));
    check_against_boost(nested(65));
    std::string objects;
    for (int i = 0; i < 100'000; ++i)
        objects += "{\"a\":";
    CHECK(reason_for(objects) == "nested deeper than 64");
}

TEST_CASE("A name twice in one object is refused, however it is written and however many there are (F68)")
{
    CHECK_FALSE(reads(R"({"a":1,"a":1})"));
    CHECK_FALSE(reads(R"({"a":1,"\u0061":1})"));
    CHECK_FALSE(reads(R"({"\u0061b":1,"a\u0062":1})"));
    CHECK_FALSE(reads(R"([{"x":{"a":1,"b":{"a":1},"a":1}}])"));
    CHECK(reads(R"({"a":{"a":{"a":1}},"b":{"a":1}})"));
    const auto many = [](int count, const std::string& last) {
        std::string text = "{";
        for (int i = 0; i < count; ++i)
            text += "\"k" + std::to_string(i) + "\":1,";
        return text + "\"" + last + "\":1}";
    };
    CHECK(reads(many(100'000, "other")));
    for (const int count : {1, 23, 24, 25, 26, 1000}) {
        CHECK_FALSE(reads(many(count, "k0")));
        CHECK_FALSE(reads(many(count, "k" + std::to_string(count - 1))));
        CHECK(reads(many(count, "x")));
    }
}

TEST_CASE("Different names are different, also where their hashes are the same (F68)")
{
    REQUIRE(oms::detail::hash_of_name("axc") == oms::detail::hash_of_name("fuc"));
    CHECK(reads(R"({"axc":1,"fuc":2,"c":{"fuc":3,"axc":4},"d":{}})"));
    CHECK_FALSE(reads(R"({"axc":1,"fuc":2,"c":3,"axc":4,"d":{}})"));
    CHECK_FALSE(reads(R"({"axc":1,"fuc":2,"c":3,"fuc":4,"d":{}})"));
    std::string many = "{";
    for (char first = 'b'; first <= 'z'; ++first)
        for (char last = 'b'; last <= 'z'; ++last)
            many += std::string("\"") + first + "-" + last + "\":1,";
    CHECK(reads(many + "\"a\":1}"));
    CHECK_FALSE(reads(many + "\"m-m\":1}"));
}

TEST_CASE("Names and strings of every length are read, with what is no plain text at every place")
{
    const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (std::size_t length = 0; length <= 40; ++length) {
        const std::string plain = letters.substr(0, length);
        for (const std::string padding : {"", "                                        "}) {
            CHECK(reads("{\"" + plain + "\":\"" + plain + "\"}" + padding));
            CHECK(reads("{\"1\":1,\"" + plain + "\":\"" + plain + "\"}" + padding));
            CHECK_FALSE(reads("{\"" + plain + "\":1,\"" + plain + "\":2}" + padding));
            CHECK_FALSE(reads("\"" + plain + padding));
            for (std::size_t at = 0; at <= length; ++at)
                for (const std::string other : {"\\n", "\\u0041", "\xC3\xA9", "\x1F", "\x80", "\x7F", "\\", " "}) {
                    const std::string text = plain.substr(0, at) + other + plain.substr(at);
                    check_against_boost("\"" + text + "\"" + padding);
                    check_against_boost("{\"1\":1,\"" + text + "\":\"" + text + "\"}" + padding);
                }
        }
    }
}

TEST_CASE("Deep documents with many names in every object are read as flat ones, and the reader itself stays small")
{
    STATIC_REQUIRE(sizeof(json_reader) < 4096);
    std::string inner = "1";
    for (int depth = 0; depth < 60; ++depth)
        inner = R"({"a":1,"b":[],"c":)" + inner + R"(,"d":"e"})";
    check_against_boost(inner);
    CHECK(reads(inner));
    std::string twice = inner;
    twice.insert(twice.size() - 1, R"(,"b":2)");
    CHECK_FALSE(reads(twice));
    twice = inner;
    twice.insert(twice.find(R"("c":1)"), R"("a":2,)");
    CHECK_FALSE(reads(twice));
}

TEST_CASE("A string without escapes is a view into the document, one with escapes is decoded")
{
    const std::string text = R"(["plain","\u0041\n\ud83d\ude00/é"])";
    json_reader in(text);
    in.begin_array();
    REQUIRE(in.next_element());
    const std::string_view plain = in.string();
    CHECK(plain == "plain");
    CHECK(plain.data() == text.data() + 2);
    REQUIRE(in.next_element());
    CHECK(in.string() == "A\n\xF0\x9F\x98\x80/é");
    CHECK_FALSE(in.next_element());
    in.finish();
    CHECK_FALSE(in.failed());
}

TEST_CASE("Names with escapes hold while the object is read")
{
    json_reader in(R"({"\u0061":"\u0062","\u0063":1})");
    std::string_view first, second;
    in.begin_object();
    REQUIRE(in.next_member(first));
    CHECK(in.string() == "b");
    REQUIRE(in.next_member(second));
    in.skip();
    CHECK(first == "a");
    CHECK(second == "c");
}

TEST_CASE("A number is its literal text, and raw is the text of any value")
{
    json_reader in(R"([ 1.50e-10 , {"a": [1, 2]} ])");
    in.begin_array();
    REQUIRE(in.next_element());
    CHECK(in.number() == "1.50e-10");
    REQUIRE(in.next_element());
    CHECK(in.raw() == R"({"a": [1, 2]})");
    CHECK_FALSE(in.next_element());
}

TEST_CASE("A member can be looked at before its object is read")
{
    json_reader in(R"( {"a":{"type":"inner"},"ty\u0070e":"out\u0065r","b":1})");
    CHECK(in.string_member_ahead("type") == "outer");
    CHECK(in.string_member_ahead("b").empty());
    CHECK(in.string_member_ahead("c").empty());
    CHECK(in.raw() == R"({"a":{"type":"inner"},"ty\u0070e":"out\u0065r","b":1})");
    CHECK(json_reader("[1]").string_member_ahead("a").empty());
    CHECK(json_reader(R"({"a":)").string_member_ahead("type").empty());
}

TEST_CASE("A fault names its path and offset, and nothing is read after it")
{
    json_reader in(R"({"data":[{"x":1},{"source":{"amountNet":true}}]})");
    std::string_view name;
    in.begin_object();
    in.next_member(name);
    in.begin_array();
    in.next_element();
    in.skip();
    in.next_element();
    in.begin_object();
    in.next_member(name);
    in.begin_object();
    in.next_member(name);
    CHECK(in.string().empty());
    REQUIRE(in.failed());
    CHECK(in.path() == "data[1].source.amountNet");
    CHECK(in.reason() == "expected a string, found a boolean");
    CHECK(in.offset() == 40);
    in.fail("a second reason");
    CHECK(in.reason() == "expected a string, found a boolean");
    CHECK_FALSE(in.next_member(name));
    CHECK(in.peek() == json_kind::nothing);
    CHECK(in.number().empty());
    CHECK_FALSE(in.boolean());
}

TEST_CASE("The path of a fault in a skipped value ends at that value")
{
    json_reader in(R"({"known":{"metadata":{"secret@example.com":[1,}}})");
    std::string_view name;
    in.begin_object();
    in.next_member(name);
    in.begin_object();
    in.next_member(name);
    in.skip();
    REQUIRE(in.failed());
    CHECK(in.path() == "known.metadata");
}

TEST_CASE("Of the names in a document, the path of a fault shows those of fields and ends before any other")
{
    const auto path_of = [](std::string_view text) {
        json_reader in(text);
        std::string_view key;
        in.begin_object();
        in.next_member(key);
        for (in.begin_object(); in.next_member(key);)
            in.string();
        CHECK(in.failed());
        return in.path();
    };
    CHECK(path_of(R"({"residentialAddress":{"line1":7}})") == "residentialAddress.line1");
    CHECK(path_of(R"({"residentialAddress":{"Alice Nguyen":7}})") == "residentialAddress...");
    CHECK(path_of(R"({"sk_live_abc":{"city":7}})") == "...");
}

TEST_CASE("A text that begins like no JSON at all is told as such")
{
    for (const std::string_view text : {"", "<html>sign in</html>", "  Bad Gateway"}) {
        json_reader in(text);
        in.begin_object();
        CHECK(in.reason() == "not JSON: no value");
    }
    json_reader in(R"({"a":})");
    in.skip();
    CHECK(in.reason() == "no value where one must be");
}

TEST_CASE("Whatever is done to a document, the reader and Boost.JSON agree about it")
{
    const std::vector<std::string> seeds = {
        R"({"id":"txn_1","source":{"amountNet":"99.42","n":[1,-2.5e3,0]},"ok":true,"none":null,"é":"\u00e9\ud83d\ude00"})",
        R"([[],{},[{"a":[{"b":{}}]}],"x\\y\"z",1.0,-0,"\t"])",
    };
    const std::string alphabet = "{}[]\",:\\/ \n\t019.-+eEtrufalsn\xC3\xA9\xF0\x80\x7F\x01";
    std::mt19937 random(20260615);
    const auto below = [&random](std::size_t limit) {
        return random() % limit;
    };
    for (int round = 0; round < 20'000; ++round) {
        std::string text = seeds[below(seeds.size())];
        for (std::size_t change = 0; change <= below(3); ++change) {
            const std::size_t at = below(text.size());
            switch (below(4)) {
            case 0:
                text[at] = alphabet[below(alphabet.size())];
                break;
            case 1:
                text.erase(at, 1 + below(4));
                break;
            case 2:
                text.insert(at, 1, alphabet[below(alphabet.size())]);
                break;
            default:
                text.insert(at, text.substr(below(text.size()), below(6)));
            }
            if (text.empty())
                text = " ";
        }
        check_against_boost(text);
    }
}
