#include <oms/core/server_code.hpp>

#include "common/catch.hpp"

#include <sstream>
#include <unordered_map>

namespace {

class colour : public oms::open_enum<colour> {
public:
    using open_enum::open_enum;
    static const colour red, green;
    static constexpr std::string_view known_values[] = {"red", "green"};
};
inline constexpr colour colour::red{"red"};
inline constexpr colour colour::green{"green"};

class shape : public oms::open_enum<shape> {
public:
    using open_enum::open_enum;
    static constexpr std::string_view known_values[] = {"red"};
};

// A constant of an open enum is there before anything of a program runs.
const std::string copied_before_main{colour::green.text()};
static_assert(colour::red.text() == "red");
static_assert(colour::red.known());
static_assert(colour::red != colour::green);

TEST_CASE("an open enum keeps, prints and returns an unknown value unchanged")
{
    const colour unknown{"Ultra-Violet of more than thirty-nine characters"};
    CHECK_FALSE(unknown.known());
    CHECK_FALSE(unknown.empty());
    CHECK(unknown.text() == "Ultra-Violet of more than thirty-nine characters");
    std::ostringstream out;
    out << unknown << ' ' << colour::red;
    CHECK(out.str() == "Ultra-Violet of more than thirty-nine characters red");
}

TEST_CASE("an open enum knows its constants by their text, with regard to case")
{
    CHECK(colour{"green"} == colour::green);
    CHECK(colour{"green"}.known());
    CHECK(colour{"GREEN"} != colour::green);
    CHECK_FALSE(colour{"GREEN"}.known());
    CHECK(colour::green < colour::red);
    CHECK(copied_before_main == "green");
}

TEST_CASE("an open enum can be switched over, and what is not known goes to the default (B4)")
{
    const auto word_for = [](const colour& value) -> std::string {
        switch (value.which()) {
        case colour::is("red"):
            return "stop";
        case colour::is("green"):
            return "go";
        default:
            return "wait";
        }
    };
    CHECK(word_for(colour::red) == "stop");
    CHECK(word_for(colour{"green"}) == "go");
    CHECK(word_for(colour{"GREEN"}) == "wait");
    CHECK(word_for(colour{"amber"}) == "wait");
    CHECK(word_for(colour{}) == "wait");
    CHECK(colour{}.which() == colour::unknown);
}

TEST_CASE("a default open enum is empty and not known")
{
    CHECK(colour{}.empty());
    CHECK_FALSE(colour{}.known());
    CHECK(colour{} != colour::red);
}

TEST_CASE("open enums are keys of unordered containers")
{
    std::unordered_map<colour, int> count;
    ++count[colour::red];
    ++count[colour{"red"}];
    ++count[colour{"blue"}];
    CHECK(count.size() == 2);
    CHECK(count[colour::red] == 2);
}

template <class A, class B>
concept equality_compares = requires(const A& a, const B& b) { a == b; };

static_assert(shape{"red"}.known());
static_assert(!equality_compares<colour, shape>);
static_assert(!std::is_convertible_v<std::string_view, colour>);
static_assert(!std::is_aggregate_v<colour>);

TEST_CASE("every server code of the contract is known")
{
    CHECK(oms::server_code::quote_expired == oms::server_code{"quote_expired"});
    CHECK(oms::server_code::provider_account_not_provisioned.known());
    for (const oms::server_code* code :
         {&oms::server_code::invalid_request, &oms::server_code::missing_field, &oms::server_code::invalid_field,
          &oms::server_code::idempotency_key_required, &oms::server_code::unauthorized,
          &oms::server_code::token_expired, &oms::server_code::forbidden, &oms::server_code::compliance_required,
          &oms::server_code::not_found, &oms::server_code::idempotency_conflict,
          &oms::server_code::idempotency_in_progress, &oms::server_code::quote_already_accepted,
          &oms::server_code::insufficient_funds, &oms::server_code::endorsement_required,
          &oms::server_code::limit_exceeded, &oms::server_code::compliance_hold, &oms::server_code::rate_limited,
          &oms::server_code::internal_error, &oms::server_code::unavailable})
        CHECK(code->known());
    CHECK_FALSE(oms::server_code{"teapot"}.known());
}

} // namespace
