#include "common/catch.hpp"
#include "payments_server/campaign.hpp"
#include "payments_server/office.hpp"

#include <chrono>
#include <sstream>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

using namespace test;

std::string with_member(std::string object, const std::string& member)
{
    return object.insert(object.size() - 1, ',' + member);
}

// Of a payout that no operation here has made. With a number it comes in the later envelope.
std::string event_of_a_payout(const std::string& id, const std::string& status, const std::string& updated_at,
                              std::int64_t sequence = 0)
{
    const oms::json_text data(
        R"({"id":"txn_01kv5w3kjsfd7rt2rdsfw9gn11","object":"transaction",)"
        R"("type":"cryptoToCrypto","status":")" +
        status + R"(","senderCustomerId":"cst_01H9Xa8F5dN6mP3q","source":{"amountGross":"1.00"},)" +
        R"("destination":{},"createdAt":"2026-06-15T14:35:20Z","updatedAt":")" + updated_at + R"("})");
    oms::testing::event_body body(id, "transaction.cryptoToCrypto." + status, data);
    if (sequence != 0)
        body.sequence(sequence);
    return body.str();
}

} // namespace

TEST_CASE("F108 Three processes behind one PostgreSQL are killed while money passes: everything once, nothing lost")
{
    campaign how;
    how.operations = 48;
    how.kills = 8;
    how.customers = 24;
    const report found = carry_out(how);
    std::ostringstream text;
    text << found;
    INFO(text.str());
    CHECK(found.good());
}

TEST_CASE("F108 What a process was sending when it died is sent again by another under the same key")
{
    office s;
    const std::string key = s.die_over_a_payout();
    s.process.start(0);
    CHECK(s.sql("select execute_key as n from operations where state = 'completed'") == key);
    CHECK(s.emulator.effects(key) == 1);
    CHECK(s.sql("select sum(amount)::text as n from ledger having count(*) = 1") == "-25.00");
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("A reference means one thing for ever: the same again gives the same answer, another amount 409")
{
    office s;
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    const http_answer again = s.ask("POST", "/payouts", s.payout("rent", "25.00"));
    CHECK(again.status == 200);
    CHECK_THAT(again.body, ContainsSubstring(R"("reference":"rent")") && ContainsSubstring(R"("amount":"25.00")"));
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "26.00")).status == 409);
    CHECK(s.sql("select reference as n from operations where state = 'completed'") == "rent");
    CHECK_THAT(s.ask("GET", "/payouts/rent").body, ContainsSubstring(R"("state":"completed")"));
    CHECK(s.ask("GET", "/deposits/rent").status == 404);
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("A payout that OMS refuses fails, says why, and moves nothing")
{
    office s;
    CHECK(s.ask("POST", "/payouts", s.payout("palace", "2500.00")).status == 202);
    CHECK(s.sql("select outcome as n from operations where state = 'failed'") == "insufficient_funds");
    CHECK_THAT(s.ask("GET", "/payouts/palace").body, ContainsSubstring(R"("outcome":"insufficient_funds")"));
    CHECK(s.emulator.balance(s.alice.wallet) == oms::decimal("100.00"));
}

TEST_CASE("A request that cannot be carried out is refused before anything is stored")
{
    office s;
    CHECK(s.ask("POST", "/payouts", "not json").status == 400);
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "-1")).status == 400);
    CHECK(s.ask("POST", "/payouts", s.payout("", "1.00")).status == 400);
    CHECK(s.ask("POST", "/payouts", with_member(s.payout("rent", "1.00"), R"("asset":"eth")")).status == 400);
    CHECK_THAT(s.ask("POST", "/deposits", with_member(s.payout("rent", "1.00"), R"("location":{})")).body,
               ContainsSubstring("is not a member of this request"));
    CHECK(s.ask("POST", "/payouts", std::string(2 * 1024 * 1024, ' ')).status == 413);
    CHECK(s.ask("GET", "/nothing").status == 404);
    CHECK(s.sql("select count(*)::text as n from operations") == "0");
}

TEST_CASE("A reference that could not be read again is refused, and none of these bytes troubles the database")
{
    office s;
    for (const char* reference : {"a b", "a?b", "a/b", "a%20b", "\xC3\xA4", ".."}) {
        CAPTURE(reference);
        CHECK(s.ask("POST", "/payouts", s.payout(reference, "1.00")).status == 400);
    }
    for (const char* path : {"/payouts/\xFF", "/payouts/", "/deposits/%FF", "/payouts/a?b"}) {
        CAPTURE(path);
        CHECK(s.ask("GET", path).status == 404);
    }
    CHECK(s.ask("POST", "/payouts", s.payout("Rent_2026-06.b", "1.00")).status == 202);
    CHECK(s.ask("GET", "/payouts/Rent_2026-06.b").status == 200);
}

TEST_CASE("A HEAD is answered as its GET is, without the body")
{
    office s;
    for (const char* path : {"/healthz", "/payouts/none"}) {
        CAPTURE(path);
        const http_answer head = s.ask("HEAD", path);
        CHECK(head.status == s.ask("GET", path).status);
        CHECK(head.body.empty());
    }
}

TEST_CASE("An address of the database that cannot be read is not shown: it may hold a password")
{
    world emulator;
    fleet process(emulator, "host=/nowhere user=payments password = correct horse", 1);
    CHECK_THROWS(process.start(0));
    CHECK_THAT(process.log(), ContainsSubstring("PAYMENTS_DATABASE cannot be read"));
    CHECK_THAT(process.log(), !ContainsSubstring("horse"));
}

TEST_CASE("A webhook whose signature is not ours, or not of now, is refused and leaves no trace")
{
    office s;
    const oms::testing::webhook_signer ours = s.signer();
    const std::string body = event_of_a_payout("evt_1", "completed", "2026-06-15T14:36:20Z");
    CHECK(s.deliver(ours.wrong_secret(), body) == 400);
    CHECK(s.deliver(ours.stale(302s), body) == 400);
    CHECK(s.deliver(ours.future(330s), body) == 400);
    CHECK(s.ask("POST", "/webhooks", body, "Webhook-Signature: " + ours.sign(body + ' ') + "\r\n").status == 400);
    CHECK(s.ask("POST", "/webhooks", body, "Webhook-Signature: t=1,v1=00\r\n").status == 400);
    CHECK(s.ask("POST", "/webhooks", body).status == 400);
    CHECK(s.sql("select count(*)::text as n from inbox") == "0");
    CHECK(s.sql("select count(*)::text as n from resources") == "0");
    CHECK(s.deliver(ours, body) == 204);
    CHECK(s.sql("select status as n from resources") == "completed");
}

TEST_CASE("A delivery has its effect once, whatever its body says the second time")
{
    office s;
    CHECK(s.deliver(s.signer(), event_of_a_payout("evt_1", "processing", "2026-06-15T14:36:20Z")) == 204);
    CHECK(s.deliver(s.signer(), event_of_a_payout("evt_1", "completed", "2026-06-15T14:36:21Z")) == 204);
    CHECK(s.sql("select status as n from resources") == "processing");
    CHECK(s.sql("select count(*)::text as n from inbox") == "1");
}

TEST_CASE("An event that is older than what is known changes nothing, by its number as by its time")
{
    office s;
    const auto delivered = [&](const std::string& body) {
        CHECK(s.deliver(s.signer(), body) == 204);
        return s.sql("select status as n from resources");
    };
    CHECK(delivered(event_of_a_payout("whd_9", "processing", "2026-06-15T14:36:20Z", 9)) == "processing");
    CHECK(delivered(event_of_a_payout("evt_1", "created", "2026-06-15T14:36:19Z")) == "processing");
    CHECK(delivered(event_of_a_payout("evt_2", "completed", "2026-06-15T14:36:21Z")) == "completed");
    CHECK(delivered(event_of_a_payout("whd_8", "processing", "2026-06-15T14:36:22Z", 8)) == "completed");
    CHECK(s.sql("select count(*)::text as n from inbox where superseded") == "2");
}

TEST_CASE("Without PostgreSQL requests are answered 503 at once, and served again when it is back")
{
    office s;
    CHECK(s.ask("GET", "/healthz").status == 200);
    s.database.crash();
    CHECK(s.ask("GET", "/healthz").status == 503);
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 503);
    s.database.start();
    int status = 503;
    for (const auto until = std::chrono::steady_clock::now() + 10s;
         status == 503 && std::chrono::steady_clock::now() < until;)
        status = s.ask("POST", "/payouts", s.payout("rent", "25.00")).status;
    CHECK(status == 202);
    CHECK(s.sql("select reference as n from operations where state = 'completed'") == "rent");
}
