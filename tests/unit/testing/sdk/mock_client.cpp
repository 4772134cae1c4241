#include "common/await.hpp"
#include "common/catch.hpp"

#include <oms/oms.hpp>
#include <oms/testing/mock_client.hpp>

#include <boost/asio/awaitable.hpp>

#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using namespace std::chrono_literals;

namespace {

const oms::customer_id alice_id{"cst_01H9Xa8F5dN6mP3q"};
const oms::wallet_id wallet_id{"wlt_01H9Xb3K7nM2pQ4r"};
const oms::quote_id quote_id{"qt_01H9Xb3K7nM2pQ4r"};

oms::customer alice()
{
    oms::customer found;
    found.id = alice_id;
    found.first_name = "Alice";
    return found;
}

std::string header_text(const std::string& header)
{
    std::ifstream in(std::string(OMS_SOURCE_DIR) + "/include/oms/" + header);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::multiset<std::string> names(const std::string& text, const std::string& pattern)
{
    const std::regex expression(pattern);
    std::multiset<std::string> found;
    for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it)
        found.insert((*it)[1]);
    return found;
}

/// What somebody writes who uses the SDK: pays when there is enough.
boost::asio::awaitable<std::string> pay_if_enough(oms::client client, oms::wallet_id wallet)
{
    const oms::wallet_balance held = co_await client.wallets().balance(wallet);
    if (held.balance < oms::decimal("25.00"))
        co_return "too little";
    const auto sent = co_await client.transactions().execute<oms::crypto_to_crypto>(quote_id);
    co_return sent.id.str();
}

} // namespace

TEST_CASE("every operation of client_core can be mocked, under its own name (H3)")
{
    auto operations = names(header_text("client/client_core.hpp"), R"(virtual awaitable<[^;=]*?>\s+([a-z_]+)\()");
    REQUIRE(operations.size() > 35);
    operations.erase("close"); // not an operation: closed() tells of it
    const std::string mock = header_text("testing/mock_operations.hpp");
    const char* const member = R"re(\s([a-z_]+)\{\s*"[a-z_]+",\s*log_\})re";
    const char* const name = R"re(\s[a-z_]+\{\s*"([a-z_]+)",\s*log_\})re";
    CHECK(names(mock, member) == operations);
    CHECK(names(mock, name) == operations);
}

TEST_CASE("a mocked operation is answered by a function of its typed arguments, and remembers its calls (H3)")
{
    oms::testing::mock_client mock;
    mock.get_customer.runs([](const oms::customer_id& id, const oms::call_options&) {
        oms::customer found = alice();
        found.id = id;
        return found;
    });
    mock.create_customer.runs([](const oms::new_customer& request, const oms::call_options&) {
        oms::customer made = alice();
        made.first_name = request.fields().first_name;
        return made;
    });
    oms::client client = mock.client();
    CHECK(test::await(client.customers().get(alice_id)).id == alice_id);
    const oms::new_customer bob = oms::new_customer().first_name("Bob");
    CHECK(test::await(client.customers().create(bob)).first_name == "Bob");

    CHECK(mock.calls() == std::vector<std::string>{"get_customer", "create_customer"});
    REQUIRE(mock.get_customer.count() == 1);
    CHECK(std::get<0>(mock.get_customer.calls().front()) == alice_id);
    CHECK(std::get<0>(mock.create_customer.calls().front()).fields().first_name == "Bob");
    CHECK(mock.unanswered().empty());
}

TEST_CASE("a call that no test expects fails, names what is missing, and was not sent (H3)")
{
    const oms::testing::mock_client mock;
    try {
        test::await(mock.client().customers().get(alice_id));
        FAIL("was answered");
    } catch (const oms::error& failure) {
        CHECK(failure.code() == oms::errc::not_available);
        CHECK(failure.delivery() == oms::delivery::not_sent);
        CHECK_THAT(failure.what(), ContainsSubstring("mock.get_customer.returns(...)"));
    }
    CHECK(mock.unanswered() == std::vector<std::string>{"get_customer"});
}

TEST_CASE("answers for one call each come first, in their order, then what answers always (H3)")
{
    oms::testing::mock_client mock;
    mock.get_customer.returns(alice());
    oms::customer first = alice();
    first.first_name = "First";
    mock.get_customer.returns_once(first);
    mock.get_customer.fails_once(oms::error{oms::errc::connection_lost});
    oms::client client = mock.client();
    CHECK(test::await(client.customers().get(alice_id)).first_name == "First");
    const auto lost = test::await(oms::as_result(client.customers().get(alice_id)));
    REQUIRE(lost.has_error());
    CHECK(lost.error().code() == oms::errc::connection_lost);
    CHECK(test::await(client.customers().get(alice_id)).first_name == "Alice");
    CHECK(test::await(client.customers().get(alice_id)).first_name == "Alice");

    oms::testing::mock_client short_of_answers;
    short_of_answers.get_customer.returns_once(alice());
    test::await(short_of_answers.client().customers().get(alice_id));
    CHECK_THROWS_AS(test::await(short_of_answers.client().customers().get(alice_id)), oms::error);
}

TEST_CASE("a coroutine answers, and an operation without a result is mocked as well (H3)")
{
    oms::testing::mock_client mock;
    mock.get_customer.runs([](oms::customer_id, oms::call_options) -> boost::asio::awaitable<oms::customer> {
        oms::customer found = alice();
        co_return found;
    });
    mock.delete_webhook.returns();
    oms::client client = mock.client();
    CHECK(test::await(client.customers().get(alice_id)).first_name == "Alice");
    test::await(client.webhooks().remove(oms::webhook_id{"whk_01H9Xb3K7nM2pQ4r"}));
    CHECK(mock.delete_webhook.count() == 1);
}

TEST_CASE("code that moves money is tested with nothing but a mock (H3)")
{
    oms::testing::mock_client mock;
    oms::wallet_balance held;
    held.balance = oms::decimal("24.99");
    mock.get_wallet_balance.returns_once(held);
    held.balance = oms::decimal("25.00");
    mock.get_wallet_balance.returns_once(held);
    oms::transaction<oms::crypto_to_crypto> sent;
    sent.id = oms::transaction_id{"txn_01H9Xb3K7nM2pQ4r"};
    mock.create_transaction.returns(sent);

    CHECK(test::await(pay_if_enough(mock.client(), wallet_id)) == "too little");
    CHECK(mock.create_transaction.count() == 0);
    CHECK(test::await(pay_if_enough(mock.client(), wallet_id)) == sent.id.str());
    CHECK(std::get<0>(mock.create_transaction.calls().front()) == quote_id);
}

TEST_CASE("an answer of another kind of movement than the caller's type promises is refused, as the service's is (H3)")
{
    oms::testing::mock_client mock;
    mock.create_transaction.returns(oms::transaction<oms::crypto_to_fiat>());
    const auto answer =
        test::await(oms::as_result(mock.client().transactions().execute<oms::crypto_to_crypto>(quote_id)));
    REQUIRE(answer.has_error());
    CHECK(answer.error().code() == oms::errc::unexpected_kind);
    CHECK(answer.error().delivery() == oms::delivery::applied);
}

TEST_CASE("a list is mocked page by page, and walked as a real one (H3)")
{
    oms::testing::mock_client mock;
    oms::page<oms::customer> first;
    first.data.push_back(alice());
    first.has_more = true;
    first.next_cursor = "next";
    oms::page<oms::customer> last;
    last.data.push_back(alice());
    mock.list_customers.returns_once(first);
    mock.list_customers.returns_once(last);
    oms::client client = mock.client();
    CHECK(test::await(client.customers().list().collect(10)).size() == 2);
    REQUIRE(mock.list_customers.count() == 2);
    CHECK(std::get<0>(mock.list_customers.calls().back()).fields().starting_after == "next");
}

TEST_CASE("a mocked client is closed, notified and measured like a real one, and outlives its mock (H3)")
{
    std::optional<oms::client> outliving;
    {
        oms::testing::mock_client mock;
        mock.get_customer.returns(alice());
        oms::client client = mock.client();
        outliving = client;
        oms::event happened;
        happened.id = oms::event_id{"evt_1"};
        client.notify(happened);
        REQUIRE(mock.events().size() == 1);
        CHECK(mock.events().front().id == happened.id);

        oms::client_metrics numbers;
        numbers.pool.idle = 3;
        mock.metrics(numbers);
        CHECK(client.metrics().pool.idle == 3);
        CHECK_FALSE(mock.closed());
    }
    CHECK(test::await(outliving->customers().get(alice_id)).id == alice_id);
    outliving->close();
    const auto refused = test::await(oms::as_result(outliving->customers().get(alice_id)));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == oms::errc::client_closed);

    const oms::testing::mock_client another;
    CHECK(test::await(another.client().close(1s)).unfinished.empty());
    CHECK(another.closed());
}

TEST_CASE("a function of the test may ask its mock when another one takes its place (H3)")
{
    oms::testing::mock_client mock;
    bool asked = false;
    std::shared_ptr<void> last_words(nullptr, [&](void*) { asked = mock.get_customer.count() == 0; });
    mock.get_customer.runs([kept = last_words](const oms::customer_id&, const oms::call_options&) { return alice(); });
    last_words.reset();
    CHECK_FALSE(asked);
    mock.get_customer.returns(alice());
    CHECK(asked);
}

TEST_CASE("a mock counts the calls of many threads (H3)")
{
    oms::testing::mock_client mock;
    mock.get_customer.returns(alice());
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([client = mock.client()] {
            for (int call = 0; call < 50; ++call)
                test::await(client.customers().get(alice_id));
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(mock.get_customer.count() == 200);
    CHECK(mock.calls().size() == 200);
}
