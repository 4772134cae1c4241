#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/early_access.hpp>
#include <oms/client/impl/bank_details_check.hpp>

#include <boost/json.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace oms::literals;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;

/// One operation of the contract's examples: what is sent, and what comes back.
class example {
public:
    explicit example(const std::string& name)
    {
        std::ifstream in(std::string(OMS_FIXTURES) + "/contract/operation." + name + ".json");
        REQUIRE(in);
        std::stringstream text;
        text << in.rdbuf();
        all_ = boost::json::parse(text.str());
    }

    /// Lets a call of the client run against the example's answer, and holds what was sent against its request.
    template <class T>
    T run(pipeline_bench& bench, boost::asio::awaitable<T> call) const
    {
        const boost::json::value& response = all_.at("response");
        bench.wire->then(scripted_step::answer(static_cast<int>(response.at("status").as_int64()),
                                               boost::json::serialize(response.at("body"))));
        const auto outcome = bench.run(std::move(call));
        if (!outcome)
            FAIL(outcome.error().what());
        const boost::json::value& request = all_.at("request");
        const oms::http_request& sent = bench.wire->requests.back();
        CHECK(to_string(sent.method) == std::string_view(request.at("method").as_string()));
        CHECK(sent.target == "/v0.9" + std::string(request.at("target").as_string()));
        CHECK((sent.body.empty() ? boost::json::value() : boost::json::parse(sent.body)) == request.at("body"));
        CHECK(sent.headers.find("Idempotency-Key").has_value() == (sent.method == oms::http_method::post));
        return outcome.value();
    }

private:
    boost::json::value all_;
};

const oms::customer_id alice = "cst_01H9Xa8F5dN6mP3q"_cst;
const oms::to_wallet her_wallet{"wlt_01H9Xb3K7nM2pQ4r"_wlt, oms::asset::usdc, oms::network::polygon};

/// A schema of these fields.
oms::external_account_schema schema_of(std::vector<oms::external_account_field> fields)
{
    oms::external_account_schema schema;
    schema.country = "US";
    schema.currency = "USD";
    schema.network = oms::network("ach");
    schema.fields = std::move(fields);
    return schema;
}

oms::external_account_field field(std::string name, const char* type = nullptr)
{
    oms::external_account_field made;
    made.name = std::move(name);
    if (type)
        made.type = type;
    return made;
}

/// One line for each problem.
std::string problems(const char* details, std::vector<oms::external_account_field> fields)
{
    std::string text;
    for (const auto& each :
         oms::detail::problems_of_bank_details(oms::json_text(details), schema_of(std::move(fields))))
        text += each.field + " " + each.message + "\n";
    return text;
}

} // namespace

TEST_CASE("The six operations of early access are sent and read as the contract's examples have them")
{
    pipeline_bench bench;
    const oms::early_access early = bench.client->early_access();

    const auto schemas = example("listExternalAccountSchemas")
                             .run(bench, early.external_account_schemas(oms::external_account_query("US", "USD")));
    REQUIRE(schemas.data.size() == 1);
    CHECK(schemas.data[0].network == oms::network("ach"));
    REQUIRE(schemas.data[0].fields.size() == 3);
    CHECK(schemas.data[0].fields[1].pattern == "^[0-9]{9}$");
    CHECK(schemas.data[0].fields[2].values == std::vector<std::string>{"checking", "savings"});

    const auto account =
        example("createExternalAccount")
            .run(bench, early.create_external_account(
                            alice, oms::new_external_account(schemas.data[0], oms::json_object()
                                                                                  .add("accountNumber", "000123456789")
                                                                                  .add("routingNumber", "021000021")
                                                                                  .add("accountType", "checking"))
                                       .metadata(oms::json_object())));
    REQUIRE(std::holds_alternative<oms::us_bank_account_id>(account.id));
    CHECK(oms::text_of(account.id) == "cpUsBank_01H9Xe7V5xD3pF8m");

    const auto virtual_account =
        example("createVirtualAccount")
            .run(bench, early.create_virtual_account(alice, oms::new_virtual_account(her_wallet)
                                                                .developer_fee(oms::decimal("0.005"))
                                                                .accountholder_name(oms::accountholder_name::customer)
                                                                .label("Salary")
                                                                .metadata(oms::json_object().add("plan", "starter"))));
    CHECK(virtual_account.status == oms::route_status::active);
    CHECK(virtual_account.id == "va_01kv5y36gkepdvnf5smrs5rf83"_va);

    const auto accounts = example("listVirtualAccounts").run(bench, early.virtual_accounts(alice).next());
    REQUIRE(accounts.has_value());
    CHECK(accounts->data.at(0).id == virtual_account.id);

    const auto address =
        example("createDepositAddress")
            .run(bench, early.create_deposit_address(
                            alice, oms::new_deposit_address(oms::asset("usdt"), oms::network::ethereum, her_wallet)
                                       .developer_fee(oms::decimal("0.015"))
                                       .label("Tips")
                                       .metadata(oms::json_object())));
    CHECK(address.id == "da_01H9Xk3R7hC2mT5z"_da);

    const auto addresses = example("listDepositAddresses").run(bench, early.deposit_addresses(alice).next());
    REQUIRE(addresses.has_value());
    CHECK(addresses->data.at(0).id == address.id);
}

TEST_CASE("With an ordinary key early access is not there")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(404, R"({"code":"not_found","message":"no","type":"not_found"})"));
    const auto made =
        bench.run(bench.client->early_access().create_virtual_account(alice, oms::new_virtual_account(her_wallet)));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code() == errc::not_found);
    CHECK(made.error().delivery() == delivery::refused);
}

TEST_CASE("Bank details are held against their schema before anything is sent, and no value is shown (B8, F84)")
{
    oms::external_account_field routing = field("routingNumber", "string");
    routing.required = true;
    routing.pattern = "^[0-9]{9}$";
    oms::external_account_field kind = field("accountType", "string");
    kind.required = true;
    kind.values = {"checking", "savings"};
    const oms::external_account_schema schema = schema_of({routing, kind});
    const oms::new_external_account wrong(schema, oms::json_object().add("routingNumber", "0110-4711-secret"));

    pipeline_bench bench;
    const auto made = bench.run(bench.client->early_access().create_external_account(oms::customer_id(), wrong));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code() == errc::invalid_argument);
    CHECK(made.error().delivery() == delivery::not_sent);
    REQUIRE(made.error().details().size() == 3);
    CHECK(made.error().details()[0].field == "customerId");
    CHECK(made.error().details()[1].field == "bankDetails.routingNumber");
    CHECK(made.error().details()[1].message == "must have the form that the schema asks for");
    CHECK(made.error().details()[2].field == "bankDetails.accountType");
    CHECK(made.error().details()[2].message == "is required");
    CHECK_THAT(made.error().what(), ContainsSubstring("bankDetails.routingNumber") && !ContainsSubstring("4711"));
    CHECK(bench.wire->requests.empty());

    const std::string account = R"({"id":"cpUsBank_1","object":"externalAccount","customerId":"cst_1"})";
    bench.wire->then(scripted_step::answer(201, account));
    CHECK(bench
              .run(bench.client->early_access().create_external_account(alice, wrong,
                                                                        oms::call_options().format_checks(false)))
              .has_value());
    bench.wire->then(scripted_step::answer(201, account));
    const oms::new_external_account unchecked(oms::network("ach"), oms::json_object().add("routingNumber", "0110"));
    CHECK(bench.run(bench.client->early_access().create_external_account(alice, unchecked)).has_value());
}

TEST_CASE("The text of an error shows no field name that a schema or a caller made up (F84)")
{
    oms::external_account_field odd = field("Alice 4711\r\nX: y");
    odd.required = true;
    pipeline_bench bench;
    const auto made = bench.run(bench.client->early_access().create_external_account(
        alice, oms::new_external_account(schema_of({odd}), oms::json_object())));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().details()[0].field == "bankDetails.Alice 4711\r\nX: y");
    CHECK_THAT(made.error().what(), ContainsSubstring("bankDetails...") && !ContainsSubstring("4711"));

    const auto raw = bench.run(bench.client->raw().post(
        "/x", oms::json_text("[]"), oms::call_options().extra_field("Bob 4712\n", oms::json_text("1"))));
    REQUIRE_FALSE(raw.has_value());
    CHECK(raw.error().details()[0].field == "Bob 4712\n");
    CHECK_THAT(raw.error().what(), !ContainsSubstring("4712"));
}

TEST_CASE("A required field of the bank details is there and not null")
{
    oms::external_account_field needed = field("a");
    needed.required = true;
    CHECK(problems(R"({"a":"x"})", {needed}) == "");
    CHECK(problems(R"({"a":false})", {needed}) == "");
    CHECK(problems(R"({})", {needed}) == "bankDetails.a is required\n");
    CHECK(problems(R"({"a":null})", {needed}) == "bankDetails.a is required\n");
    needed.required = false;
    CHECK(problems(R"({})", {needed}) == "");
    needed.required.reset();
    CHECK(problems(R"({})", {needed}) == "");
}

TEST_CASE("A field of the bank details has the JSON type of the schema")
{
    CHECK(problems(R"({"a":1})", {field("a", "string")}) == "bankDetails.a must be a string\n");
    CHECK(problems(R"({"a":"1"})", {field("a", "number")}) == "bankDetails.a must be a number\n");
    CHECK(problems(R"({"a":null})", {field("a", "string")}) == "bankDetails.a must be a string\n");
    CHECK(problems(R"({"a":{"b":[1]}})", {field("a", "array")}) == "bankDetails.a must be an array\n");
    CHECK(problems(R"({"a":[]})", {field("a", "object")}) == "bankDetails.a must be an object\n");
    CHECK(problems(R"({"a":0})", {field("a", "boolean")}) == "bankDetails.a must be a boolean\n");
    CHECK(problems(R"({"a":1.5})", {field("a", "integer")}) == "bankDetails.a must be an integer\n");
    for (const char* const whole : {"1", "-1", "1.0", "1e3"})
        CHECK(problems(("{\"a\":" + std::string(whole) + "}").c_str(), {field("a", "integer")}) == "");
    CHECK(problems(R"({"a":"x","b":1,"c":{},"d":[],"e":true})",
                   {field("a", "string"), field("b", "number"), field("c", "object"), field("d", "array"),
                    field("e", "boolean")}) == "");
}

TEST_CASE("What a schema does not say, or says in words of a later version, is left to the service")
{
    CHECK(problems(R"({"unknown":1,"a":1})", {field("a", "brandNewType")}) == "");
    CHECK(problems(R"({"unknown":{"deep":[1]}})", {}) == "");
    CHECK(problems(R"([1])", {field("a", "string")}) == "");
    oms::external_account_field numbered = field("a", "number");
    numbered.pattern = "^x$";
    numbered.values = {"y"};
    CHECK(problems(R"({"a":1})", {numbered}) == "");
}

TEST_CASE("A field of the bank details is one of the enum's values, whatever its escapes")
{
    oms::external_account_field kind = field("a", "string");
    kind.values = {"checking", "savings"};
    CHECK(problems(R"({"a":"savings"})", {kind}) == "");
    CHECK(problems(R"({"a":"\u0073avings"})", {kind}) == "");
    CHECK(problems(R"({"a":"Savings"})", {kind}) == "bankDetails.a must be one of the values that the schema lists\n");
}

TEST_CASE("A pattern matches as in JSON Schema: anywhere, unless it is anchored")
{
    using oms::detail::match_pattern;
    using oms::detail::pattern_verdict;
    struct row {
        const char* pattern;
        const char* text;
        pattern_verdict verdict;
    };
    for (const row& each : {
             row{"[0-9]{3}", "ab123cd", pattern_verdict::matches},
             row{"^[0-9]{3}$", "ab123cd", pattern_verdict::differs},
             row{"^[0-9]{3}$", "123", pattern_verdict::matches},
             row{"^[0-9]{3}$", "123\n", pattern_verdict::differs},
             row{"^[0-9]{3}$", "x\n123\ny", pattern_verdict::differs},
             row{"^\\d{9}$", "021000021", pattern_verdict::matches},
             row{"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$", "DEUTDEFF500", pattern_verdict::matches},
             row{"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$", "DEUTDEFF50", pattern_verdict::differs},
             row{"^(?!0+$)[\\w\\-.]+$", "000", pattern_verdict::differs},
             row{"^(?:a|b)$", "b", pattern_verdict::matches},
             row{"^.$", "\n", pattern_verdict::differs},
             row{"", "anything", pattern_verdict::matches},
             row{"^$", "", pattern_verdict::matches},
         }) {
        CAPTURE(each.pattern, each.text);
        CHECK(match_pattern(each.pattern, each.text) == each.verdict);
    }
}

TEST_CASE("A pattern that this version cannot judge for sure is no reason to refuse")
{
    using oms::detail::match_pattern;
    using oms::detail::pattern_verdict;
    // Not valid; of a syntax that engines read differently; too long; beyond ASCII.
    for (const std::string& pattern : {std::string("["),
                                       std::string("(a"),
                                       std::string("a)"),
                                       std::string("*a"),
                                       std::string("a{2,1}"),
                                       std::string("\\"),
                                       std::string("\\p{L}+"),
                                       std::string("\\u0041"),
                                       std::string("\\x41"),
                                       std::string("\\1"),
                                       std::string("\\Aa\\z"),
                                       std::string("\\Qa\\E"),
                                       std::string("[[:alpha:]]"),
                                       std::string("[]a]"),
                                       std::string("[^]a]"),
                                       std::string("[a[b]"),
                                       std::string("(?i)a"),
                                       std::string("(?<name>a)"),
                                       std::string("(?<=a)b"),
                                       std::string("(?>a)"),
                                       std::string("(*FAIL)"),
                                       std::string("(?#x)"),
                                       "^" + std::string(256, 'a') + "$",
                                       std::string("^\xC3\xA9$")}) {
        CAPTURE(pattern);
        CHECK(match_pattern(pattern, "zzz") == pattern_verdict::unknown);
    }
    CHECK(match_pattern("^.{1,5}$", "S\xC3\xA3o Paulo") == pattern_verdict::unknown);
    CHECK(match_pattern("^a$", std::string(1025, 'a')) == pattern_verdict::unknown);
    CHECK(match_pattern("^a+$", std::string(1024, 'a')) == pattern_verdict::matches);
}

TEST_CASE("A pattern that would search for ever is given up")
{
    using oms::detail::match_pattern;
    using oms::detail::pattern_verdict;
    for (const char* const pattern : {"^(a+)+$", "^(a|aa)+$", "^(a*)*b$", "^([a-z]+)*[0-9]$", "(a|a)*b"}) {
        CAPTURE(pattern);
        CHECK(match_pattern(pattern, std::string(1000, 'a') + "!") != pattern_verdict::matches);
        CHECK(match_pattern(pattern, std::string(40, 'a') + "!") != pattern_verdict::matches);
    }
}
