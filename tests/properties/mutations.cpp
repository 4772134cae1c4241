// Damaged answers: whatever arrives, reading ends, and never sees a success that is not there.
#include "answers.hpp"
#include "contract.hpp"

#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <oms/wire/event.hpp>

#include <algorithm>
#include <chrono>

namespace {

namespace json = boost::json;
using property::generator;

// Every value of a document, free-form ones included.
void collect_values(std::vector<json::value*>& found, json::value& at)
{
    found.push_back(&at);
    if (json::object* object = at.if_object())
        for (auto& member : *object)
            collect_values(found, member.value());
    else if (json::array* array = at.if_array())
        for (json::value& element : *array)
            collect_values(found, element);
}

std::string nested(std::size_t depth, bool closed)
{
    std::string text;
    for (std::size_t i = 0; i != depth; ++i)
        text += i % 2 == 0 ? "[" : "{\"a\":";
    for (std::size_t i = depth; closed && i-- != 0;)
        text += i % 2 == 0 ? "]" : i + 1 == depth ? "0}" : "}";
    return text;
}

// A place in the text where a value begins, so that what is put there is where a value may be.
std::size_t value_begin(generator& random, const std::string& text)
{
    std::vector<std::size_t> after_colon;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (text[i] == ':' && text[i - 1] == '"')
            after_colon.push_back(i + 1);
    return after_colon.empty() ? 0 : after_colon[random.below(after_colon.size())];
}

std::string replaced_value(generator& random, const std::string& text, const std::string& by)
{
    const std::size_t begin = value_begin(random, text);
    const std::size_t end = std::min(text.find_first_of(",}]", begin), text.size());
    return text.substr(0, begin) + by + text.substr(end);
}

std::string with_one_kind_swapped(generator& random, const json::value& of)
{
    json::value changed = of;
    std::vector<json::value*> values;
    collect_values(values, changed);
    *values[random.below(values.size())] = random.json();
    return json::serialize(changed);
}

std::string with_two_values_swapped(generator& random, const json::value& of)
{
    json::value changed = of;
    std::vector<json::value*> values;
    collect_values(values, changed);
    const std::size_t a = random.below(values.size());
    const std::size_t b = random.below(values.size());
    const json::value first = *values[a];
    const json::value second = *values[b];
    *values[a] = second;
    values.clear();
    collect_values(values, changed); // the first one may have held the second
    *values[random.below(values.size())] = first;
    return json::serialize(changed);
}

std::string mutated(generator& random, const json::value& of)
{
    static constexpr const char* numbers[] = {"1e999999999",
                                              "-1e999999999",
                                              "99999999999999999999999999999999999999",
                                              "0.00000000000000000000000000000000000000000000000000000000000000000001",
                                              "-0",
                                              "1E400",
                                              "9223372036854775808",
                                              "00",
                                              "1.",
                                              "-",
                                              "+1",
                                              "0x1f",
                                              "NaN",
                                              "Infinity",
                                              "1e-999999999"};
    std::string text = json::serialize(of);
    const std::size_t at = random.below(text.size());
    switch (random.below(12)) {
    case 0:
        text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
        return text;
    case 1:
        return text.substr(0, at);
    case 2:
        return text.erase(at, random.between(1, 40));
    case 3:
        return text.insert(at, text.substr(random.below(text.size()), random.between(1, 200)));
    case 4:
        return text.insert(at, 1, static_cast<char>(random.below(256)));
    case 5:
        return with_one_kind_swapped(random, of);
    case 6:
        return with_two_values_swapped(random, of);
    case 7:
        return replaced_value(random, text, random.one_of(numbers));
    case 8:
        return replaced_value(random, text, random.digits(random.between(1, 20'000)));
    case 9:
        return replaced_value(random, text, nested(random.between(1, 2'000), random.one_in(2)));
    case 10:
        return replaced_value(random, text, "\"" + std::string(random.between(1, 100'000), '\\'));
    default:
        return replaced_value(random, text, random.one_in(2) ? "\"completed \"" : "[\"completed\"]");
    }
}

struct original {
    json::value body;
    oms::result<std::vector<property::seen_state>> (*states)(std::string_view);
    bool is_event = false;
};

// 200 answers and deliveries of the contract: its examples, the larger ones more than once.
std::vector<original> originals()
{
    std::vector<original> made;
    while (made.size() < 200) {
        for (const property::example& each : property::example_answers())
            made.push_back({each.body, property::answer_of(each.schema).states, false});
        for (const property::example& each : property::example_events())
            made.push_back({each.body, &property::states_of_event, true});
    }
    made.resize(200);
    return made;
}

// Whether a strict reader that is not ours finds this text as the status of something in the document.
bool says(const json::value& document, const std::string& status)
{
    if (const json::object* object = document.if_object()) {
        if (const json::value* said = object->if_contains("status"); said && said->is_string()) {
            std::string text(said->get_string());
            if (text == status)
                return true;
            std::transform(text.begin(), text.end(), text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
            if (status == "ACTIVE" && text == status)
                return true;
        }
        return std::any_of(object->begin(), object->end(),
                           [&](const auto& member) { return says(member.value(), status); });
    }
    const json::array* array = document.if_array();
    return array && std::any_of(array->begin(), array->end(), [&](const auto& each) {
               return says(each, status) || (status == "ACTIVE" && each.is_string()); // contract section 4.3
           });
}

void check_states(const std::vector<property::seen_state>& states, const std::string& text)
{
    for (const property::seen_state& state : states) {
        if (state.success && state.text != "completed" && state.text != "ACTIVE")
            FAIL(state.text << " is read as a success");
        if (state.terminal && state.text != "completed" && state.text != "failed")
            FAIL(state.text << " is read as terminal");
        if (!state.success)
            continue;
        json::parse_options options;
        options.max_depth = 64;
        boost::system::error_code fault;
        const json::value document = json::parse(text, fault, {}, options);
        if (fault)
            FAIL("a success in what is not JSON (" << fault.message() << "): " << text);
        if (!says(document, state.text))
            FAIL("a success that the document does not say: " << text);
    }
}

TEST_CASE("A damaged answer is read or refused in bounded time, and no unknown state becomes a success")
{
    const std::vector<original> all = originals();
    generator random(20260615);
    const int rounds = test::property_count(100);
    int refused = 0;
    int read = 0;
    std::chrono::steady_clock::duration longest{};
    for (int round = 0; round != rounds; ++round)
        for (const original& of : all) {
            const std::string text = mutated(random, of.body);
            const auto begin = std::chrono::steady_clock::now();
            const auto states = of.states(text);
            longest = std::max(longest, std::chrono::steady_clock::now() - begin);
            if (states) {
                ++read;
                // Of a delivery, text that is no Unicode is replaced, and nothing else.
                check_states(*states, of.is_event ? oms::detail::with_replacement_characters(text) : text);
                continue;
            }
            ++refused;
            const oms::error& failure = states.error();
            const std::string what = failure.what();
            if (failure.code() != oms::errc::decode_failed && failure.code() != oms::errc::unexpected_kind)
                FAIL(what << '\n' << text);
            if (failure.document() != text || what.find("(at byte ") == std::string::npos)
                FAIL(what << '\n' << text);
        }
    CHECK(refused + read == rounds * 200);
    CHECK(refused > rounds * 60);
    CHECK(read > rounds * 40);
    CHECK(longest < std::chrono::seconds(5));
}

TEST_CASE("A delivery that ends inside of a text is refused, also where the envelope forgives other kinds")
{
    for (const char* member : {"sequence", "createdAt", "apiVersion", "eventId", "occurredAt"})
        for (const char* unfinished : {"\"", "\"1", "\"\\", "tru", "[", "{\"a\":"}) {
            const std::string text =
                std::string(R"({"id":"evt_1","event":"wallet.provisioned",")") + member + "\":" + unfinished;
            CAPTURE(text);
            const auto states = property::states_of_event(text);
            REQUIRE(states.has_error());
            CHECK(states.error().code() == oms::errc::decode_failed);
        }
}

TEST_CASE("Only the exact text of a final state is final, and only completed is a success")
{
    generator random(8);
    for (int i = test::property_count(20'000); i != 0; --i) {
        std::string status = random.one_in(2) ? "completed" : "failed";
        switch (random.below(5)) {
        case 0:
            status[random.below(status.size())] ^= 0x20;
            break;
        case 1:
            status += random.text(3);
            break;
        case 2:
            status.pop_back();
            break;
        case 3:
            status.insert(random.below(status.size() + 1), 1, ' ');
            break;
        default:
            status = random.text();
        }
        for (const char* name : {"Transaction", "CashIn"}) {
            json::value document = property::random_document(random, property::schema(name), true);
            document.as_object()["status"] = status;
            const auto states = property::answer_of(name).states(json::serialize(document));
            if (!states || states->size() != 1)
                FAIL(status << " is not read");
            const property::seen_state& seen = states->front();
            if (seen.text != status || seen.success || seen.terminal)
                FAIL(status << " is read as " << seen.text << (seen.success ? ", a success" : ""));
        }
    }
}

} // namespace
