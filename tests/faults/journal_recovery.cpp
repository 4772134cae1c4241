#include "common/catch.hpp"
#include "memory_journal.hpp"
#include "scripted_client.hpp"

#include <oms/client/recovery_report.hpp>
#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;
using oms::recovered_by;
using test::memory_journal;
using test::scripted_client;

namespace {

constexpr const char* execute_body = R"({"quoteId":"qt_1"})";
constexpr const char* accepted_quote =
    R"({"id":"qt_1","type":"cryptoToCrypto","status":"accepted","customerId":"cst_1"})";
constexpr const char* open_quote = R"({"id":"qt_1","type":"cryptoToCrypto","status":"open","customerId":"cst_1"})";
constexpr const char* expired_quote =
    R"({"id":"qt_1","type":"cryptoToCrypto","status":"expired","customerId":"cst_1"})";
constexpr const char* its_transaction =
    R"({"id":"txn_7","type":"cryptoToCrypto","status":"completed","quoteId":"qt_1","createdAt":"2026-06-15T13:00:00Z"})";
constexpr const char* another_transaction =
    R"({"id":"txn_6","type":"cryptoToCrypto","status":"completed","quoteId":"qt_0","createdAt":"2026-06-15T13:00:00Z"})";
constexpr const char* empty_page = R"({"data":[],"hasMore":false})";

std::string page_of(const std::string& items, const std::string& cursor = {})
{
    if (cursor.empty())
        return R"({"data":[)" + items + R"(],"hasMore":false})";
    return R"({"data":[)" + items + R"(],"hasMore":true,"nextCursor":")" + cursor + R"("})";
}

/// A program that starts, with what the one before it left in the journal.
class restarted {
public:
    explicit restarted(std::chrono::seconds resend_window = 12h) : bench(config(journal, resend_window)) {}

    void left_over(std::chrono::seconds age, std::string path, std::string body, std::string method = "POST")
    {
        oms::journal_entry entry;
        entry.number = journal->entries.size() + 1;
        entry.begun = bench.clock->wall() - age;
        entry.origin = origin;
        entry.method = std::move(method);
        entry.target = entry.path_template = std::move(path);
        entry.idempotency_key = "key-" + std::to_string(entry.number);
        entry.body = std::move(body);
        journal->entries.push_back(entry);
        journal->open_again();
    }
    void answer(int status, std::string body = "{}")
    {
        bench.wire->then(scripted_step::answer(status, std::move(body)));
    }

    oms::recovery_report recover(oms::call_options options = oms::call_options().attempts(1))
    {
        const auto ended = bench.run(bench.client->recover(std::move(options)));
        REQUIRE(ended.has_value());
        return *ended;
    }
    /// The only operation of a report; the journal has it as ended exactly when the report says so.
    oms::recovered_operation recover_one()
    {
        const oms::recovery_report report = recover();
        REQUIRE(report.operations.size() == 1);
        const auto outcome = journal->outcome_of(1);
        CHECK(outcome.has_value() == report.operations.front().settled);
        if (outcome)
            CHECK(outcome->delivery == report.operations.front().delivery);
        CHECK(journal->entries.size() == 1); // nothing is journaled anew
        return report.operations.front();
    }
    const oms::http_request& request(std::size_t i) const { return bench.wire->requests.at(i); }

    /// An operation that the program has begun for the base URL it has now.
    std::string origin = "https://api.example.com/v0.9";
    std::shared_ptr<memory_journal> journal = std::make_shared<memory_journal>();
    scripted_client bench;

private:
    static oms::client_config config(std::shared_ptr<memory_journal> journal, std::chrono::seconds resend_window)
    {
        oms::client_config made;
        made.journal = std::move(journal);
        made.resend_window = resend_window;
        return made;
    }
};

} // namespace

TEST_CASE("F108 After a crash between write and response, recover sends the same bytes under the same key (D6)")
{
    const auto journal = std::make_shared<memory_journal>();
    oms::client_config config;
    config.journal = journal;
    oms::http_request first;
    {
        scripted_client before(config);
        before.wire->then(scripted_step::answer(201).hanging(exchange_phase::fully_written));
        const oms::new_customer request = oms::new_customer().first_name("Alice").external_id("usr_1");
        boost::asio::co_spawn(before.io, before.client->customers().create(request), [](auto...) {});
        before.io.poll();
        REQUIRE(before.wire->hanging() == 1);
        first = before.wire->requests.front();
    } // the process ends here
    REQUIRE(journal->unfinished().size() == 1);
    journal->open_again();

    scripted_client after(config);
    after.wire->then(scripted_step::answer(201, test::smallest_customer));
    const auto ended = after.run(after.client->recover());
    REQUIRE(ended.has_value());
    REQUIRE(after.wire->requests.size() == 1);
    const oms::http_request& again = after.wire->requests.front();
    CHECK(again.method == first.method);
    CHECK(again.target == first.target);
    CHECK(again.body == first.body);
    CHECK(again.headers.find("Idempotency-Key") == first.headers.find("Idempotency-Key"));
    CHECK(again.headers.find("Content-Type") == first.headers.find("Content-Type"));

    REQUIRE(ended->operations.size() == 1);
    const oms::recovered_operation& operation = ended->operations.front();
    CHECK(operation.how == recovered_by::resending);
    CHECK(operation.delivery == delivery::applied);
    CHECK(operation.settled);
    CHECK(operation.document.view() == test::smallest_customer);
    CHECK(operation.idempotency_key == *first.headers.find("Idempotency-Key"));
    CHECK_FALSE(operation.failure);
    CHECK(journal->unfinished().empty());
    CHECK(journal->entries.size() == 1);

    const auto second = after.run(after.client->recover());
    REQUIRE(second.has_value());
    CHECK(second->operations.empty());
}

TEST_CASE("F108 A client without a journal has nothing to recover")
{
    scripted_client bench;
    const auto ended = bench.run(bench.client->recover());
    REQUIRE(ended.has_value());
    CHECK(ended->operations.empty());
    CHECK(bench.wire->token_requests.empty());
}

TEST_CASE("F108 Only a complete answer about the key settles an operation that was sent again")
{
    restarted program;
    program.left_over(1h, "/customers/cst_1/wallets", "{}");
    const int status = GENERATE(400, 403, 404, 422, 401, 409, 429, 500, 503);
    CAPTURE(status);
    program.answer(status);
    if (status == 401)
        program.answer(401);
    const oms::recovered_operation operation = program.recover_one();
    CHECK(operation.how == recovered_by::resending);
    const bool refused = status == 400 || status == 403 || status == 404 || status == 422;
    CHECK(operation.delivery == (refused ? delivery::refused : delivery::maybe_applied));
    CHECK(operation.settled == refused);
    REQUIRE(operation.failure);
    CHECK(operation.failure->http_status() == status);
    CHECK(operation.failure->delivery() == operation.delivery);
    CHECK(operation.failure->idempotency_key() == "key-1");
    CHECK(operation.failure->path_template() == "/customers/cst_1/wallets");
}

TEST_CASE("F108 That nothing was sent now says nothing of the first time: the operation stays in the journal")
{
    restarted program;
    program.left_over(1h, "/customers/cst_1/wallets", "{}");
    program.bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    const oms::recovered_operation operation = program.recover_one();
    CHECK(operation.delivery == delivery::maybe_applied);
    CHECK_FALSE(operation.settled);
    REQUIRE(operation.failure);
    CHECK(operation.failure->code() == errc::connect_failed);
    CHECK(operation.failure->delivery() == delivery::maybe_applied);

    program.answer(201, R"({"id":"wlt_1"})"); // the next time the service is there
    const oms::recovery_report later = program.recover();
    REQUIRE(later.operations.size() == 1);
    CHECK(later.operations.front().delivery == delivery::applied);
    CHECK(program.journal->unfinished().empty());
}

TEST_CASE("F108 An old transaction is looked up by its quote and never sent again")
{
    restarted program;
    program.left_over(13h, "/transactions", execute_body);

    SECTION("found: applied, with its document")
    {
        program.answer(200, accepted_quote);
        program.answer(200, page_of(another_transaction, "c1"));
        program.answer(200, page_of(its_transaction));
        program.answer(200, its_transaction);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.how == recovered_by::looking_up);
        CHECK(operation.delivery == delivery::applied);
        CHECK(operation.document.view() == its_transaction);
        CHECK_FALSE(operation.failure);
        CHECK_THAT(program.request(1).target, ContainsSubstring("senderCustomerId=cst_1"));
        CHECK_THAT(program.request(1).target, ContainsSubstring("createdAfter="));
        CHECK(program.request(3).target == "/v0.9/transactions/txn_7");
    }
    SECTION("accepted, but the transaction is not in the list: applied all the same")
    {
        program.answer(200, accepted_quote);
        program.answer(200, empty_page);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::applied);
        CHECK(operation.document.empty());
    }
    SECTION("open or expired without a transaction: it was not executed")
    {
        program.answer(200, GENERATE(open_quote, expired_quote));
        program.answer(200, page_of(another_transaction));
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::refused);
        REQUIRE(operation.failure);
        CHECK(operation.failure->delivery() == delivery::refused);
    }
    SECTION("a quote that is gone says nothing, a transaction does")
    {
        const bool is_there = GENERATE(true, false);
        program.answer(404);
        program.answer(200, is_there ? page_of(its_transaction) : std::string(empty_page));
        if (is_there)
            program.answer(200, its_transaction);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == (is_there ? delivery::applied : delivery::maybe_applied));
        CHECK(operation.settled == is_there);
    }
    SECTION("a state that this version does not know proves nothing")
    {
        program.answer(200, R"({"id":"qt_1","type":"cryptoToCrypto","status":"onHold","customerId":"cst_1"})");
        program.answer(200, empty_page);
        CHECK(program.recover_one().delivery == delivery::maybe_applied);
    }
    SECTION("a service that does not answer leaves it for the next time")
    {
        program.answer(503);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.how == recovered_by::looking_up);
        CHECK(operation.delivery == delivery::maybe_applied);
        CHECK_FALSE(operation.settled);
    }
    SECTION("nor does a list that breaks off prove an absence")
    {
        program.answer(200, expired_quote);
        program.answer(200, page_of(another_transaction, "c1"));
        program.answer(500);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::maybe_applied);
        CHECK_FALSE(operation.settled);
    }
    for (const oms::http_request& each : program.bench.wire->requests)
        CHECK(each.method == oms::http_method::get);
}

TEST_CASE("F108 A quote that is refused as accepted already is looked up: the service may have forgotten the key")
{
    restarted program;
    program.left_over(1h, "/transactions", execute_body);
    program.answer(422, R"({"code":"quote_already_accepted"})");
    program.answer(200, accepted_quote);
    program.answer(200, page_of(its_transaction));
    program.answer(200, its_transaction);
    const oms::recovered_operation operation = program.recover_one();
    CHECK(operation.how == recovered_by::looking_up);
    CHECK(operation.delivery == delivery::applied);
    CHECK(operation.document.view() == its_transaction);
}

TEST_CASE("F108 An old customer is looked up by its externalId")
{
    restarted program;
    program.left_over(24h, "/customers", R"({"type":"individual","externalId":"usr_1"})");
    // The fake clock shows 14:00 on 2026-06-15; it was begun at 14:00 the day before.
    const std::string made = R"({"id":"cst_2","externalId":"usr_1","createdAt":"2026-06-14T14:00:01Z"})";
    const std::string older = R"({"id":"cst_1","externalId":"usr_1","createdAt":"2026-06-01T00:00:00Z"})";
    const std::string another = R"({"id":"cst_3","externalId":"usr_2","createdAt":"2026-06-14T14:00:01Z"})";
    SECTION("made since then: applied")
    {
        program.answer(200, page_of(another + "," + made + "," + older));
        program.answer(200, made);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::applied);
        CHECK(operation.document.view() == made);
        CHECK_THAT(program.request(0).target, ContainsSubstring("externalId=usr_1"));
        CHECK(program.request(1).target == "/v0.9/customers/cst_2");
    }
    SECTION("only another's: not made")
    {
        program.answer(200, page_of(another));
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::refused);
        CHECK(operation.settled);
    }
    SECTION("one from before, or of no known age: not known")
    {
        const std::string undated = R"({"id":"cst_1","externalId":"usr_1"})";
        const bool has_age = GENERATE(true, false);
        program.answer(200, page_of(another + "," + (has_age ? older : undated)));
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::maybe_applied);
        CHECK_FALSE(operation.settled);
    }
    SECTION("the clock of the service may be an hour behind: applied")
    {
        const std::string behind = R"({"id":"cst_2","externalId":"usr_1","createdAt":"2026-06-14T13:00:01Z"})";
        program.answer(200, page_of(behind));
        program.answer(200, behind);
        CHECK(program.recover_one().delivery == delivery::applied);
    }
    SECTION("no answer: not known")
    {
        program.answer(500);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::maybe_applied);
        CHECK_FALSE(operation.settled);
    }
}

TEST_CASE("F108 What is too old and cannot be looked for is maybe applied, once")
{
    restarted program;
    program.left_over(13h, "/customers/cst_1/wallets", R"({"asset":"usdc"})");
    const oms::recovered_operation operation = program.recover_one();
    CHECK(operation.how == recovered_by::nothing);
    CHECK(operation.delivery == delivery::maybe_applied);
    CHECK(operation.settled);
    REQUIRE(operation.failure);
    CHECK(operation.failure->idempotency_key() == "key-1");
    CHECK(program.bench.wire->requests.empty());
    CHECK(program.recover().operations.empty());
}

TEST_CASE("F108 How old an operation is does not depend on a clock that was set back (F109)")
{
    restarted program;
    SECTION("what is too old counted to a later one is in doubt: neither sent nor settled")
    {
        program.left_over(11h, "/customers/cst_1/wallets", "{}"); // is 14 hours old: the clock stepped back by three
        program.left_over(-3h, "/customers/cst_1/wallets", "{}");
        const oms::recovery_report report = program.recover();
        REQUIRE(report.operations.size() == 2);
        for (const oms::recovered_operation& each : report.operations) {
            CHECK(each.how == recovered_by::nothing);
            CHECK(each.delivery == delivery::maybe_applied);
            CHECK_FALSE(each.settled);
        }
        CHECK(program.bench.wire->requests.empty());
        CHECK(program.journal->unfinished().size() == 2);
    }
    SECTION("one that is further ahead than the window says nothing about the others")
    {
        program.left_over(11h, "/customers/cst_1/wallets", "{}");
        program.left_over(-24h * 365, "/customers/cst_1/wallets", "{}");
        program.answer(201);
        const oms::recovery_report report = program.recover();
        REQUIRE(report.operations.size() == 2);
        CHECK(report.operations[0].how == recovered_by::resending);
        CHECK_FALSE(report.operations[1].settled);
    }
    SECTION("a little way into the future is a clock that was put right")
    {
        program.left_over(-30s, "/customers/cst_1/wallets", "{}");
        program.answer(201);
        CHECK(program.recover_one().how == recovered_by::resending);
    }
    SECTION("the edge of the window")
    {
        program.left_over(12h - 1s, "/customers/cst_1/wallets", "{}");
        program.left_over(12h, "/customers/cst_1/wallets", "{}");
        program.answer(201);
        const oms::recovery_report report = program.recover();
        REQUIRE(report.operations.size() == 2);
        CHECK(report.operations[0].how == recovered_by::resending);
        CHECK(report.operations[1].how == recovered_by::nothing);
    }
}

TEST_CASE("F108 A cancelled recover reports what it found out, and leaves the rest in the journal")
{
    restarted program;
    for (int i = 0; i < 3; ++i)
        program.left_over(1h, "/customers/cst_1/wallets", "{}");
    program.answer(201);
    program.bench.wire->then(scripted_step::answer(201).hanging(exchange_phase::fully_written));

    boost::asio::cancellation_signal cancel;
    std::optional<oms::recovery_report> report;
    boost::asio::co_spawn(
        program.bench.io, program.bench.client->recover(),
        boost::asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr thrown, oms::recovery_report made) {
            CHECK_FALSE(thrown);
            report = std::move(made);
        }));
    program.bench.io.poll();
    REQUIRE(program.bench.wire->hanging() == 1);
    CHECK(program.journal->outcomes.empty()); // nothing is settled before all is told
    cancel.emit(boost::asio::cancellation_type::terminal);
    program.bench.io.restart();
    program.bench.io.poll();
    REQUIRE(report);
    REQUIRE(report->operations.size() == 3);
    CHECK(report->operations[0].delivery == delivery::applied);
    for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
        CHECK(report->operations[i].delivery == delivery::maybe_applied);
        CHECK_FALSE(report->operations[i].settled);
        REQUIRE(report->operations[i].failure);
        CHECK(report->operations[i].failure->code() == errc::cancelled);
    }
    CHECK(program.journal->unfinished().size() == 2);
}

TEST_CASE("F108 A recover that is destroyed has settled nothing, and the next one does it again")
{
    const auto journal = std::make_shared<memory_journal>();
    {
        restarted program;
        program.left_over(1h, "/customers/cst_1/wallets", "{}");
        program.left_over(1h, "/customers/cst_1/wallets", "{}");
        program.answer(201);
        program.bench.wire->then(scripted_step::answer(201).hanging(exchange_phase::fully_written));
        boost::asio::co_spawn(program.bench.io, program.bench.client->recover(), [](auto...) {});
        program.bench.io.poll();
        REQUIRE(program.bench.wire->hanging() == 1);
        *journal = *program.journal;
    }
    CHECK(journal->outcomes.empty());
    CHECK(journal->unfinished().size() == 2);
}

TEST_CASE("F108 An entry that cannot be sent at all is reported and stops nobody else")
{
    restarted program;
    program.left_over(1h, "/customers/cst_1", "{}", "PATCH"); // no journal of ours has that
    program.left_over(1h, "/customers/cst_1/wallets", "{}");
    program.answer(201);
    const oms::recovery_report report = program.recover();
    REQUIRE(report.operations.size() == 2);
    CHECK(report.operations[0].delivery == delivery::maybe_applied);
    REQUIRE(report.operations[0].failure);
    CHECK(report.operations[0].failure->code() == errc::invalid_argument);
    CHECK(report.operations[1].delivery == delivery::applied);
}

TEST_CASE("F108 A service that is down ends a recover after three operations, and keeps all in the journal")
{
    restarted program;
    for (int i = 0; i < 100; ++i)
        program.left_over(1h, "/customers/cst_1/wallets", "{}");
    for (int i = 0; i < 3; ++i)
        program.bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    const oms::recovery_report report = program.recover();
    REQUIRE(report.operations.size() == 100);
    CHECK(program.bench.wire->requests.size() == 3);
    for (const oms::recovered_operation& each : report.operations) {
        CHECK(each.delivery == delivery::maybe_applied);
        CHECK_FALSE(each.settled);
        REQUIRE(each.failure);
        CHECK(each.failure->code() == errc::connect_failed);
        CHECK(each.failure->idempotency_key() == each.idempotency_key);
    }
    CHECK(report.operations[2].failure->attempts() == 1);
    CHECK(report.operations[3].failure->attempts() == 0);
    CHECK(program.journal->unfinished().size() == 100);
}

TEST_CASE("F108 Damaged records of the journal are in the report")
{
    restarted program;
    program.journal->opened.corrupted.emplace_back(48, "the content of a record is damaged");
    const oms::recovery_report report = program.recover();
    REQUIRE(report.corrupted.size() == 1);
    CHECK(report.corrupted.front().offset == 48);
}

TEST_CASE("F108 The caller may repeat an operation under its own key while recover works on it")
{
    restarted program;
    program.left_over(1h, "/transactions", execute_body);
    program.bench.wire->then(scripted_step::answer(201, its_transaction).hanging(exchange_phase::fully_written));
    std::optional<oms::recovery_report> report;
    boost::asio::co_spawn(program.bench.io, program.bench.client->recover(),
                          [&](std::exception_ptr, oms::recovery_report made) { report = std::move(made); });
    program.bench.io.poll();
    REQUIRE(program.bench.wire->hanging() == 1);

    program.bench.wire->then(scripted_step::answer(409, R"({"code":"idempotency_in_progress"})"));
    program.bench.wire->then(scripted_step::answer(201, its_transaction));
    const oms::quote_id quote("qt_1");
    auto repeated = program.bench.client->transactions().execute<oms::crypto_to_crypto>(
        quote, oms::call_options().idempotency_key("key-1"));
    std::optional<oms::result<oms::transaction<oms::crypto_to_crypto>>> outcome;
    boost::asio::co_spawn(program.bench.io, oms::as_result(std::move(repeated)),
                          [&](std::exception_ptr, auto ended) { outcome = std::move(ended); });
    program.bench.io.restart();
    program.bench.io.poll();
    CHECK(program.bench.clock->advance_to_next()); // its back-off
    program.bench.io.restart();
    program.bench.io.poll();
    program.bench.wire->release();
    program.bench.io.restart();
    program.bench.io.poll();
    REQUIRE(outcome);
    CHECK(outcome->has_value());
    REQUIRE(report);
    CHECK(report->operations.front().delivery == delivery::applied);
    for (const oms::http_request& each : program.bench.wire->requests) {
        CHECK(each.body == execute_body);
        CHECK(each.headers.find("Idempotency-Key") == "key-1");
    }
}

TEST_CASE("F108 What is not there proves nothing when the age of an operation is in doubt (F109)")
{
    restarted program;
    SECTION("a quote that is open may have been opened before; one that is expired has no transaction")
    {
        const bool expired = GENERATE(false, true);
        program.left_over(-2h, "/transactions", execute_body);
        program.answer(200, expired ? expired_quote : open_quote);
        program.answer(200, empty_page);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == (expired ? delivery::refused : delivery::maybe_applied));
        CHECK(operation.settled == expired);
        // Looked for since the window began, not since a time that is yet to come.
        CHECK_THAT(program.request(1).target, ContainsSubstring("createdAfter=2026-06-15T01"));
    }
    SECTION("a transaction that is there settles it")
    {
        program.left_over(-2h, "/transactions", execute_body);
        program.answer(200, open_quote);
        program.answer(200, page_of(its_transaction));
        program.answer(200, its_transaction);
        CHECK(program.recover_one().delivery == delivery::applied);
    }
    SECTION("no customer")
    {
        program.left_over(-2h, "/customers", R"({"externalId":"usr_1"})");
        program.answer(200, empty_page);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::maybe_applied);
        CHECK_FALSE(operation.settled);
    }
    for (const oms::http_request& each : program.bench.wire->requests)
        CHECK(each.method == oms::http_method::get);
}

TEST_CASE("F108 The age of an operation is judged when its turn comes")
{
    restarted program;
    program.left_over(1h, "/customers/cst_1/wallets", "{}");
    program.left_over(12h - 1s, "/customers/cst_1/wallets", "{}");
    program.bench.wire->then(scripted_step::answer(503).header("Retry-After", "2"));
    program.answer(201);
    const oms::recovery_report report = program.recover(oms::call_options().attempts(2).timeout(60s));
    REQUIRE(report.operations.size() == 2);
    CHECK(report.operations[0].delivery == delivery::applied);
    CHECK(report.operations[1].how == recovered_by::nothing);
    CHECK(program.bench.wire->requests.size() == 2);
}

TEST_CASE("F108 An operation for another base URL is not sent to this one: its key means nothing here")
{
    restarted program;
    program.origin = GENERATE("https://api.example.com/v0.8", "https://another.example/v0.9", "");
    SECTION("nothing to look it up by")
    {
        program.left_over(1h, "/customers/cst_1/wallets", "{}");
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.how == recovered_by::nothing);
        CHECK(operation.delivery == delivery::maybe_applied);
        CHECK_FALSE(operation.settled);
        REQUIRE(operation.failure);
        CHECK_THAT(operation.failure->what(), ContainsSubstring("another base URL"));
    }
    SECTION("its customer may be another's: an externalId is the caller's own")
    {
        program.left_over(1h, "/customers", R"({"externalId":"usr_1"})");
        CHECK_FALSE(program.recover_one().settled);
    }
    SECTION("its transaction is known by the quote")
    {
        program.left_over(1h, "/transactions", execute_body);
        program.answer(200, accepted_quote);
        program.answer(200, page_of(its_transaction));
        program.answer(200, its_transaction);
        CHECK(program.recover_one().delivery == delivery::applied);
    }
    for (const oms::http_request& each : program.bench.wire->requests)
        CHECK(each.method == oms::http_method::get);
}

TEST_CASE("F108 A transaction that is refused when it is sent again is looked up: the refusal may be its own effect")
{
    restarted program;
    program.left_over(1h, "/transactions", execute_body);
    const int status = GENERATE(400, 403, 404, 422);
    CAPTURE(status);
    program.answer(status, R"({"code":"insufficient_balance"})");
    SECTION("there is a transaction")
    {
        program.answer(200, accepted_quote);
        program.answer(200, page_of(its_transaction));
        program.answer(200, its_transaction);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.how == recovered_by::looking_up);
        CHECK(operation.delivery == delivery::applied);
        CHECK_FALSE(operation.failure);
    }
    SECTION("there is none, and the quote is open: refused by this answer")
    {
        program.answer(200, open_quote);
        program.answer(200, empty_page);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.how == recovered_by::resending);
        CHECK(operation.delivery == delivery::refused);
        CHECK(operation.settled);
        REQUIRE(operation.failure);
        CHECK(operation.failure->http_status() == status);
    }
    SECTION("that cannot be found out: not known")
    {
        program.answer(500);
        const oms::recovered_operation operation = program.recover_one();
        CHECK(operation.delivery == delivery::maybe_applied);
        CHECK_FALSE(operation.settled);
    }
}

TEST_CASE("F108 What recover found refused is settled when the journal has that for good")
{
    restarted program;
    program.left_over(1h, "/customers/cst_1/wallets", "{}");
    program.left_over(1h, "/customers/cst_1/wallets", "{}");
    program.answer(422);
    program.answer(201);
    program.journal->hangs_at_end = true;
    const auto began = program.bench.clock->now();
    const oms::recovery_report report = program.recover();
    CHECK(program.bench.clock->now() - began == 1s);
    REQUIRE(report.operations.size() == 2);
    CHECK(report.operations[0].delivery == delivery::refused);
    CHECK_FALSE(report.operations[0].settled);
    CHECK(report.operations[1].settled);
}

TEST_CASE("F108 Answers to recover may be as deep as the client allows")
{
    const auto journal = std::make_shared<memory_journal>();
    oms::client_config config;
    config.journal = journal;
    config.limits.json_depth = 3;
    scripted_client bench(config);
    oms::journal_entry entry;
    entry.begun = bench.clock->wall() - 1h;
    entry.origin = "https://api.example.com/v0.9";
    entry.method = "POST";
    entry.target = entry.path_template = "/customers/cst_1/wallets";
    entry.idempotency_key = "key-1";
    entry.body = "{}";
    journal->entries.push_back(entry);
    journal->open_again();
    bench.wire->then(scripted_step::answer(422, R"({"more":[[[[1]]]],"code":"limit_exceeded"})"));
    const auto ended = bench.run(bench.client->recover());
    REQUIRE(ended.has_value());
    REQUIRE(ended->operations.size() == 1);
    REQUIRE(ended->operations.front().failure);
    CHECK(ended->operations.front().failure->server_code().text() != "limit_exceeded"); // not reached
}
