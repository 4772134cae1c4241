#include "common/catch.hpp"
#include "payments_server/office.hpp"

#include <connection.hpp>
#include <csignal>
#include <fstream>
#include <vector>

using Catch::Matchers::ContainsSubstring;

namespace {

using namespace test;

// A PostgreSQL whose machine hangs: its processes stand still, its connections stay open. A request is given 30
// seconds.
class frozen {
public:
    explicit frozen(const postgres& database)
    {
        const std::string address = database.address(); // host=/... user=...
        const std::string home = address.substr(5, address.find(' ') - 5);
        pid_t server = 0;
        std::ifstream(home + "data/postmaster.pid") >> server;
        REQUIRE(server > 0);
        processes_.push_back(server);
        std::ifstream children("/proc/" + std::to_string(server) + "/task/" + std::to_string(server) + "/children");
        for (pid_t each = 0; children >> each;)
            processes_.push_back(each);
        signal(SIGSTOP);
    }
    ~frozen() { signal(SIGCONT); }
    frozen(const frozen&) = delete;
    frozen& operator=(const frozen&) = delete;

private:
    void signal(int number)
    {
        for (const pid_t each : processes_)
            ::kill(each, number);
    }

    std::vector<pid_t> processes_;
};

std::string setting(payments::connection& on, const std::string& name)
{
    return on.execute("select current_setting('" + name + "') as n").text(0, "n");
}

} // namespace

TEST_CASE("What is answered is on the disk of the database, whatever the database is set to")
{
    postgres database;
    payments::connection(database.address()).script("alter database postgres set synchronous_commit = off");
    payments::connection plain(database.address());
    CHECK(setting(plain, "synchronous_commit") == "on");
    CHECK(setting(plain, "statement_timeout") == "10s");
    payments::connection tuned(database.address() + " options='-c synchronous_commit=off -c work_mem=5MB'");
    CHECK(setting(tuned, "synchronous_commit") == "on");
    CHECK(setting(tuned, "work_mem") == "5MB");
}

TEST_CASE("A column that a later version adds does not disturb a process that runs")
{
    office s;
    CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202);
    REQUIRE(s.sql("select reference as n from operations where state = 'completed'") == "rent");
    CHECK(s.ask("GET", "/payouts/rent").status == 200);
    s.execute("alter table operations add column colour text");
    for (int i = 0; i < 8; ++i) {
        CHECK(s.ask("GET", "/payouts/rent").status == 200);
        CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 200);
    }
    CHECK(s.ask("POST", "/payouts", s.payout("food", "5.00")).status == 202);
    CHECK(s.sql("select reference as n from operations where state = 'completed' and reference = 'food'") == "food");
}

TEST_CASE("A connection whose prepared statements are of no use any more is not used again")
{
    postgres database;
    payments::connection on(database.address());
    on.script("create table things (id integer)");
    const std::string all = "select * from things";
    on.execute(all);
    SECTION("the table was altered")
    {
        on.script("alter table things add column colour text");
    }
    SECTION("the server knows them no longer")
    {
        on.script("deallocate all");
    }
    CHECK_THROWS_AS(on.execute(all), payments::database_lost);
    CHECK(!on.usable());
}

TEST_CASE("A password that is not encoded does not reach the log as a part of a host, a port or a name")
{
    const std::string address = GENERATE(as<std::string>(), "postgresql://payments:correct@horse@/nowhere",
                                         "postgresql://payments:correct@ho/horse@/nowhere",
                                         "postgresql://payments:horse/correct@localhost/nowhere");
    CAPTURE(address);
    world emulator;
    fleet process(emulator, address, 1);
    CHECK_THROWS(process.start(0));
    CHECK_THAT(process.log(), ContainsSubstring("PAYMENTS_DATABASE cannot be read"));
    CHECK_THAT(process.log(), !ContainsSubstring("horse"));
}

TEST_CASE("A database that hangs is no database: requests are answered 503, and served when it goes on")
{
    office s;
    CHECK(s.ask("GET", "/healthz").status == 200);
    {
        const frozen database(s.database);
        CHECK(s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 503);
        CHECK(s.ask("GET", "/healthz").status == 503);
    }
    CHECK(holds_soon([&] { return s.ask("POST", "/payouts", s.payout("rent", "25.00")).status == 202; }));
    CHECK(s.sql("select reference as n from operations where state = 'completed'") == "rent");
}
