#include "common/catch.hpp"
#include "memory_journal.hpp"
#include "scripted_client.hpp"

#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;
using test::config_with;
using test::memory_journal;
using test::scripted_client;

namespace {

auto create(const scripted_client& bench, oms::call_options options = {})
{
    const oms::new_customer request = oms::new_customer().first_name("Alice");
    return bench.client->customers().create(request, std::move(options));
}

/// A call under way.
struct started {
    boost::asio::cancellation_signal cancel;
    std::optional<oms::result<oms::customer>> outcome;
};

std::shared_ptr<started> start_creating(scripted_client& bench, oms::call_options options = {})
{
    auto call = std::make_shared<started>();
    boost::asio::co_spawn(bench.io, oms::as_result(create(bench, std::move(options))),
                          boost::asio::bind_cancellation_slot(
                              call->cancel.slot(), [call](std::exception_ptr thrown, oms::result<oms::customer> ended) {
                                  if (thrown)
                                      std::rethrow_exception(thrown);
                                  call->outcome = std::move(ended);
                              }));
    bench.io.restart();
    bench.io.poll();
    return call;
}

void settle(scripted_client& bench)
{
    bench.io.restart();
    bench.io.poll();
}

} // namespace

TEST_CASE("F108 The journal has an operation before the first byte of it is sent, and its outcome after (D6)")
{
    const auto journal = std::make_shared<memory_journal>();
    journal->hangs = true;
    scripted_client bench(config_with(journal));
    bench.wire->then(scripted_step::answer(201, test::smallest_customer));
    const auto call = start_creating(bench, oms::call_options().idempotency_key("order-1"));

    REQUIRE(journal->entries.size() == 1);
    CHECK(bench.wire->requests.empty());
    CHECK(bench.wire->token_requests.empty());
    CHECK_FALSE(call->outcome);
    journal->waiting.front()({});
    settle(bench);

    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    REQUIRE(bench.wire->requests.size() == 1);
    const oms::http_request& sent = bench.wire->requests.front();
    const oms::journal_entry& entry = journal->entries.front();
    CHECK("https://" + std::string(sent.headers.find("Host").value_or("")) + "/v0.9" == entry.origin);
    CHECK(entry.method == "POST");
    CHECK("/v0.9" + entry.target == sent.target);
    CHECK(entry.path_template == "/customers");
    CHECK(entry.idempotency_key == "order-1");
    CHECK(entry.body == sent.body);
    CHECK(entry.begun == bench.clock->wall());
    REQUIRE(journal->outcomes.size() == 1);
    CHECK(journal->outcomes.front().number == entry.number);
    CHECK(journal->outcomes.front().delivery == delivery::applied);
    CHECK(journal->outcomes.front().http_status == 201);
}

TEST_CASE("F108 Every operation has a number of its own, also of a later client on the same journal")
{
    const auto journal = std::make_shared<memory_journal>();
    for (int client = 0; client < 3; ++client) {
        scripted_client bench(config_with(journal));
        for (int i = 0; i < 20; ++i) {
            bench.wire->then(scripted_step::answer(201, test::smallest_customer));
            CHECK(bench.run(create(bench)).has_value());
        }
    }
    std::vector<std::uint64_t> numbers;
    for (const oms::journal_entry& each : journal->entries)
        numbers.push_back(each.number);
    std::sort(numbers.begin(), numbers.end());
    CHECK(numbers.size() == 60);
    CHECK(std::unique(numbers.begin(), numbers.end()) == numbers.end());
}

TEST_CASE("F108 The journal gets the delivery that the caller is told, whichever way a call ends")
{
    const auto journal = std::make_shared<memory_journal>();
    scripted_client bench(config_with(journal));
    const auto once = oms::call_options().attempts(1);

    struct ending {
        scripted_step step;
        delivery told;
        int status;
    };
    const std::vector<ending> endings{
        {scripted_step::answer(201, test::smallest_customer), delivery::applied, 201},
        {scripted_step::answer(201, "not JSON"), delivery::applied, 201},
        {scripted_step::answer(422, R"({"code":"limit_exceeded"})"), delivery::refused, 422},
        {scripted_step::answer(500), delivery::maybe_applied, 500},
        {scripted_step::failure(errc::connection_lost, exchange_phase::fully_written), delivery::maybe_applied, 0},
        {scripted_step::failure(errc::connect_failed, exchange_phase::not_connected), delivery::not_sent, 0},
    };
    for (const ending& each : endings) {
        CAPTURE(each.told, each.status);
        bench.wire->then(each.step);
        const auto ended = bench.run(create(bench, once));
        if (!ended)
            CHECK(ended.error().delivery() == each.told);
        REQUIRE_FALSE(journal->outcomes.empty());
        CHECK(journal->outcomes.back().number == journal->entries.back().number);
        CHECK(journal->outcomes.back().delivery == each.told);
        CHECK(journal->outcomes.back().http_status == each.status);
    }
    CHECK(journal->outcomes.size() == endings.size());
    CHECK(journal->unfinished().empty());
}

TEST_CASE("F108 Only what has a key is journaled: no read, no PATCH, no DELETE, no exchange of a token")
{
    const auto journal = std::make_shared<memory_journal>();
    scripted_client bench(config_with(journal));
    for (int i = 0; i < 3; ++i)
        bench.wire->then(scripted_step::answer(200, test::smallest_customer));
    const oms::customer_id id("cst_1");
    const oms::customer_update changes = oms::customer_update().email("a@example.com");
    CHECK(bench.run(bench.client->customers().get(id)).has_value());
    CHECK(bench.run(bench.client->customers().update(id, changes)).has_value());
    CHECK(bench.run(bench.client->customers().remove(id)).has_value());
    CHECK_FALSE(bench.wire->token_requests.empty());
    CHECK(journal->entries.empty());
    CHECK(journal->outcomes.empty());

    bench.wire->then(scripted_step::answer(200));
    CHECK(bench.run(bench.client->raw().put("/later/thing", oms::json_text("{}"))).has_value());
    REQUIRE(journal->entries.size() == 1);
    CHECK(journal->entries.front().method == "PUT");
    CHECK(journal->entries.front().target == "/later/thing");
}

TEST_CASE("F108 A call that was refused before it began leaves nothing in the journal")
{
    const auto journal = std::make_shared<memory_journal>();
    scripted_client bench(config_with(journal));
    const oms::new_customer wrong = oms::new_customer().birth_date("1971/09/01");
    CHECK(bench.run(bench.client->customers().create(wrong)).error().code() == errc::invalid_argument);
    bench.client->close();
    CHECK(bench.run(create(bench)).error().code() == errc::client_closed);
    CHECK(journal->entries.empty());
    CHECK(journal->outcomes.empty());
}

TEST_CASE("F108 An operation that the journal cannot store is not sent")
{
    const auto journal = std::make_shared<memory_journal>();
    journal->failure = boost::system::errc::make_error_code(boost::system::errc::no_space_on_device);
    scripted_client bench(config_with(journal));
    const auto ended = bench.run(create(bench));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::journal_failed);
    CHECK(ended.error().cause() == boost::system::errc::no_space_on_device);
    CHECK(ended.error().delivery() == delivery::not_sent);
    CHECK(ended.error().attempts() == 0);
    CHECK_FALSE(ended.error().idempotency_key().empty());
    CHECK(bench.wire->requests.empty());
    // Some of it may be stored all the same: the next program must not send it.
    REQUIRE(journal->outcomes.size() == 1);
    CHECK(journal->outcomes.front().delivery == delivery::not_sent);
}

TEST_CASE("F108 A disk that hangs does not hold a call past its deadline, and nothing is sent then or later")
{
    const auto journal = std::make_shared<memory_journal>();
    journal->hangs = true;
    scripted_client bench(config_with(journal));
    const auto began = bench.clock->now();
    const auto ended = bench.run(create(bench, oms::call_options().timeout(2s)));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::deadline_exceeded);
    CHECK(ended.error().delivery() == delivery::not_sent);
    CHECK(bench.clock->now() - began == 2s + 1s); // the outcome is waited for, too
    REQUIRE(journal->outcomes.size() == 1);
    CHECK(journal->outcomes.front().delivery == delivery::not_sent);
    journal->waiting.front()({}); // the disk comes back
    bench.pass_time();
    CHECK(bench.wire->requests.empty());
}

TEST_CASE("F108 Who is told that nothing happened is told so when the journal has it for good")
{
    const auto journal = std::make_shared<memory_journal>();
    journal->hangs_at_end = true;
    scripted_client bench(config_with(journal));
    const bool refused = GENERATE(false, true);
    const bool cancelled = GENERATE(false, true);
    const bool closed = GENERATE(false, true);
    CAPTURE(refused, cancelled, closed);
    if (refused)
        bench.wire->then(scripted_step::answer(422, R"({"code":"limit_exceeded"})"));
    else
        bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    const auto call = start_creating(bench, oms::call_options().attempts(1));
    REQUIRE(journal->waiting.size() == 1);
    if (cancelled)
        call->cancel.emit(boost::asio::cancellation_type::terminal);
    if (closed)
        bench.client->close();
    settle(bench);
    CHECK_FALSE(call->outcome);
    const std::string may_be_sent_again = "repeat it with the same key only";

    SECTION("stored: told")
    {
        journal->waiting.front()({});
        settle(bench);
        REQUIRE(call->outcome);
        CHECK(call->outcome->error().delivery() == (refused ? delivery::refused : delivery::not_sent));
        CHECK_THAT(call->outcome->error().what(), !ContainsSubstring(may_be_sent_again));
    }
    SECTION("not stored: told with a warning")
    {
        journal->waiting.front()(boost::system::errc::make_error_code(boost::system::errc::io_error));
        settle(bench);
        REQUIRE(call->outcome);
        CHECK(call->outcome->error().http_status() == (refused ? 422 : 0));
        CHECK_THAT(call->outcome->error().what(), ContainsSubstring(may_be_sent_again));
    }
    SECTION("neither within a second: told with a warning")
    {
        const auto began = bench.clock->now();
        bench.pass_time();
        CHECK(bench.clock->now() - began == 1s);
        REQUIRE(call->outcome);
        CHECK_THAT(call->outcome->error().what(), ContainsSubstring(may_be_sent_again));
        journal->waiting.front()({}); // the disk comes back
        settle(bench);
    }
}

TEST_CASE("F108 A context that ends while a call waits for its outcome to be stored leaves nothing behind")
{
    const auto journal = std::make_shared<memory_journal>();
    journal->hangs_at_end = true;
    {
        scripted_client bench(config_with(journal));
        bench.wire->then(scripted_step::answer(422));
        const auto call = start_creating(bench);
        CHECK_FALSE(call->outcome);
    }
    REQUIRE(journal->waiting.size() == 1);
    journal->waiting.front()({});
}

TEST_CASE("F108 What may have an effect is told at once: recover would only find that out again")
{
    const auto journal = std::make_shared<memory_journal>();
    journal->hangs_at_end = true;
    scripted_client bench(config_with(journal));
    bench.wire->then(scripted_step::answer(201, test::smallest_customer));
    CHECK(start_creating(bench)->outcome.has_value());
    bench.wire->then(scripted_step::answer(500));
    const auto call = start_creating(bench, oms::call_options().attempts(1));
    REQUIRE(call->outcome);
    CHECK(call->outcome->error().delivery() == delivery::maybe_applied);
    CHECK(journal->waiting.empty());
}

TEST_CASE("F108 A call with a bearer token of its own is not kept, since recover would send it under the client's")
{
    const auto journal = std::make_shared<memory_journal>();
    scripted_client bench(config_with(journal));
    const auto own = oms::call_options().bearer(oms::secret("another-token"));
    const auto ended = bench.run(create(bench, own));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::invalid_argument);
    CHECK(ended.error().delivery() == delivery::not_sent);
    CHECK_THAT(ended.error().what(), ContainsSubstring("bearer") && ContainsSubstring("journal"));
    CHECK(bench.wire->requests.empty());
    CHECK(journal->entries.empty());

    bench.wire->then(scripted_step::answer(200, test::smallest_customer));
    const oms::customer_id id("cst_1");
    CHECK(bench.run(bench.client->customers().get(id, own)).has_value()); // a read is
    scripted_client without;
    without.wire->then(scripted_step::answer(201, test::smallest_customer));
    CHECK(without.run(create(without, own)).has_value());
}

TEST_CASE("F108 Cancelling and closing end a call that waits for the journal, not sent")
{
    const auto journal = std::make_shared<memory_journal>();
    journal->hangs = true;
    scripted_client bench(config_with(journal));
    const auto call = start_creating(bench);
    const bool by_closing = GENERATE(false, true);
    CAPTURE(by_closing);
    if (by_closing)
        bench.client->close();
    else
        call->cancel.emit(boost::asio::cancellation_type::terminal);
    bench.pass_time(); // the second for the outcome
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    CHECK(call->outcome->error().code() == (by_closing ? errc::client_closed : errc::cancelled));
    CHECK(call->outcome->error().delivery() == delivery::not_sent);
    CHECK(journal->outcomes.size() == 1);
    CHECK(journal->unfinished().empty());
    journal->waiting.front()({});
    settle(bench);
    CHECK(bench.wire->requests.empty());
}

TEST_CASE("F108 A call that was cancelled while it was answered is told to the journal as it is told to the caller")
{
    const auto journal = std::make_shared<memory_journal>();
    scripted_client bench(config_with(journal));
    bench.wire->then(scripted_step::answer(201).hanging(exchange_phase::fully_written));
    const auto call = start_creating(bench);
    REQUIRE(bench.wire->hanging() == 1);
    CHECK(journal->outcomes.empty());
    call->cancel.emit(boost::asio::cancellation_type::terminal);
    settle(bench);
    REQUIRE(call->outcome);
    REQUIRE_FALSE(call->outcome->has_value());
    CHECK(call->outcome->error().delivery() == delivery::maybe_applied);
    REQUIRE(journal->outcomes.size() == 1);
    CHECK(journal->outcomes.front().delivery == delivery::maybe_applied);
}

TEST_CASE("F108 A call that is destroyed with its context has no outcome: nobody was told")
{
    const auto journal = std::make_shared<memory_journal>();
    const bool in_journal = GENERATE(false, true);
    CAPTURE(in_journal);
    {
        scripted_client bench(config_with(journal));
        journal->hangs = in_journal;
        if (!in_journal)
            bench.wire->then(scripted_step::answer(201).hanging(exchange_phase::fully_written));
        const auto call = start_creating(bench);
        CHECK_FALSE(call->outcome);
    }
    CHECK(journal->outcomes.empty());
    CHECK(journal->unfinished().size() == 1);
    for (const auto& each : journal->waiting)
        each({}); // the disk answers after the context is gone
}

TEST_CASE("F108 An exception that is none of ours leaves the outcome to recover once something may have been sent")
{
    const auto journal = std::make_shared<memory_journal>();
    scripted_client bench(config_with(journal));
    // The script is over: the transport throws a std::logic_error.
    CHECK_THROWS_AS(bench.run(create(bench)), std::logic_error);
    CHECK(journal->outcomes.empty());
    CHECK(journal->unfinished().size() == 1);
}
