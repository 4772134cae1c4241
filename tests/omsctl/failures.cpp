#include "omsctl.hpp"

#include <oms/client/client.hpp>

#include <algorithm>
#include <csignal>
#include <thread>

// What omsctl says and returns when something is wrong: always what to do next.

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::sandbox::connection_fault;
using oms::sandbox::fault;

std::string without_line_end(std::string text)
{
    text.pop_back();
    return text;
}

/// A pending cash-in of 100.00 USD.
std::string cash_in_of(const test::terminal& at, const test::person& whose)
{
    const test::program_outcome made =
        at.omsctl({"cash-ins", "create", whose.customer.str(), "--to", whose.wallet.str(), "--near",
                   "38.495133,-121.505336", "--amount", "100.00", "--print", "id"});
    REQUIRE(made.status == 0);
    return without_line_end(made.out);
}

/// Presses Ctrl-C when the service was asked what became of the POST to this path, and does not answer.
test::program_outcome interrupted_after(const std::string& effect, const test::world& world, const test::terminal& at,
                                        std::vector<std::string> words)
{
    words.insert(words.begin(), test::terminal::program());
    test::background_program waiting(words, at.variables);
    const auto polls = [&] {
        const std::vector<oms::sandbox::request_record> all = world.requests();
        return all.size() > 1 && all[all.size() - 2].path.ends_with(effect) && all.back().method == "GET";
    };
    while (!polls())
        std::this_thread::yield();
    waiting.signal(SIGINT);
    return waiting.wait();
}

} // namespace

TEST_CASE("omsctl returns 3 for what the service refuses, with its words and the way on")
{
    test::world world;
    test::terminal at(world);
    test::program_outcome outcome = at.omsctl({"customers", "get", "cst_of_nobody"});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, ContainsSubstring("next: check the id; omsctl customers list shows"));
    outcome = at.omsctl({"simulate", "barcode-auth", "no-such-code", "10.00"});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, ContainsSubstring("next: check the code") && ContainsSubstring("omsctl cash-ins refresh") &&
                                ContainsSubstring("In production there are no simulations"));

    const test::person alice = world.make_person("10.00");
    const test::program_outcome quote =
        at.omsctl({"quotes", "create", alice.customer.str(), "--from", alice.wallet.str(), "--to", "0xBEEF", "--amount",
                   "500.00", "--print", "id"});
    REQUIRE(quote.status == 0);
    outcome = at.omsctl({"transactions", "execute", quote.out.substr(0, quote.out.size() - 1)});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, ContainsSubstring("insufficient_funds") && ContainsSubstring("omsctl wallets balance"));
}

TEST_CASE("omsctl names the way on for a paid code, a quote that is gone, and a wallet of somebody else")
{
    test::world world;
    const test::terminal at(world);
    const test::person alice = world.make_person(), bob = world.make_person();
    const auto says = [&](const std::vector<std::string>& words) {
        const test::program_outcome outcome = at.omsctl(words);
        CAPTURE(words, outcome.err);
        CHECK(outcome.status == 3);
        CHECK_THAT(outcome.err, !ContainsSubstring("In production") && !ContainsSubstring("--help"));
        return outcome.err;
    };
    const std::string paid = cash_in_of(at, alice);
    REQUIRE(at.omsctl({"trigger", "deposit", paid}).status == 0);
    CHECK_THAT(says({"trigger", "deposit", paid}),
               ContainsSubstring("next: a code takes cash once") && ContainsSubstring("omsctl cash-ins get CASH_IN"));
    CHECK_THAT(says({"cash-ins", "refresh", paid}), ContainsSubstring("omsctl cash-ins get CASH_IN"));
    CHECK_THAT(says({"transactions", "execute", "qt_1"}), ContainsSubstring("omsctl quotes create"));
    CHECK_THAT(says({"quotes", "create", alice.customer.str(), "--from", bob.wallet.str(), "--to", "0xBEEF", "--amount",
                     "1.00"}),
               ContainsSubstring("whose wallet it is: omsctl wallets list CUSTOMER"));
    CHECK_THAT(says({"customers", "get", "cst_1"}), ContainsSubstring("omsctl customers list"));
}

TEST_CASE("omsctl returns 4 when an operation may have been done, and the line it prints has no second effect")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("0");
    world.inject(connection_fault::drop_answer().on("POST", "/customers/*/wallets").times(100));
    const test::program_outcome lost =
        at.omsctl({"wallets", "create", "--print", "id", "--timeout", "20", "--", alice.customer.str()});
    CAPTURE(lost.err);
    REQUIRE(lost.status == 4);
    const std::string advice = "  omsctl --key ";
    REQUIRE_THAT(lost.err, ContainsSubstring(advice));
    std::string line = lost.err.substr(lost.err.find(advice));
    line.erase(line.find('\n'));
    CHECK_THAT(line, ContainsSubstring(" wallets create --print id --timeout 20 -- " + alice.customer.str()));

    world.clear_faults();
    const test::program_outcome again = at.bash(line);
    CHECK(again.status == 0);
    const std::string wallets = at.omsctl({"wallets", "list", alice.customer.str(), "--print", "id"}).out;
    CHECK(std::count(wallets.begin(), wallets.end(), '\n') == 2);
    CHECK_THAT(wallets, ContainsSubstring(again.out));
}

TEST_CASE("omsctl returns 7 for what was done and cannot be read, and 5 for a read without an answer")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("0");
    world.inject(fault::answer(201, "{\"id\":7}").on("POST", "/customers/*/wallets"));
    CHECK(at.omsctl({"wallets", "create", alice.customer.str()}).status == 7);
    world.inject(fault::answer(503).on("GET", "/customers/*").times(100));
    CHECK(at.omsctl({"customers", "get", alice.customer.str(), "--timeout", "20"}).status == 5);
}

TEST_CASE("omsctl shows what it began when the waiting ends badly: 1 for a failed transaction, 6 for time that is over")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("100.00");
    const auto execute = [&](const std::string& wait) {
        return at.bash("quote=$(omsctl quotes create " + alice.customer.str() + " --from " + alice.wallet.str() +
                       " --to 0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911 --amount 10.00 --print id)\n"
                       "omsctl transactions execute $quote --wait " +
                       wait);
    };
    world.fail_next_transaction();
    test::program_outcome outcome = execute("30");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, ContainsSubstring("status            failed"));
    CHECK_THAT(outcome.err, ContainsSubstring("omsctl quotes create"));

    world.review_next_transaction(std::chrono::hours(1));
    outcome = execute("1");
    CHECK(outcome.status == 6);
    CHECK_THAT(outcome.out, ContainsSubstring("processing\n"));
    CHECK_THAT(outcome.err, ContainsSubstring("omsctl transactions wait txn_"));

    world.refuse_next_endorsement("usd");
    outcome = at.omsctl({"customers", "create", "--made-up", "--wait", "30"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, ContainsSubstring("endorsement.usd") && ContainsSubstring("REJECTED"));
}

TEST_CASE("omsctl returns 6, not 5, when the waiting is broken off after it was done, and says what to wait on for")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("100.00");
    const test::program_outcome quote =
        at.omsctl({"quotes", "create", alice.customer.str(), "--from", alice.wallet.str(), "--to",
                   "0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", "--amount", "10.00", "--print", "id"});
    REQUIRE(quote.status == 0);
    const std::string cash_in = cash_in_of(at, alice);
    const auto check_it = [](const test::program_outcome& outcome, const std::string& next) {
        CAPTURE(outcome.out, outcome.err);
        CHECK(outcome.status == 6);
        CHECK_THAT(outcome.err, ContainsSubstring(next) && !ContainsSubstring("nothing was changed"));
    };

    world.inject(connection_fault::stall_answer().on("GET", "/transactions/*").times(0));
    test::program_outcome outcome = interrupted_after(
        "/transactions", world, at, {"transactions", "execute", without_line_end(quote.out), "--wait", "30", "--json"});
    check_it(outcome, "next: the quote is executed; to wait on: omsctl transactions wait txn_");
    CHECK_THAT(outcome.out, Catch::Matchers::StartsWith("{") && ContainsSubstring("\"txn_"));

    world.inject(connection_fault::stall_answer().on("GET", "/cash-ins/*").after(1).times(0));
    outcome = interrupted_after("/auth-commit", world, at, {"trigger", "deposit", cash_in});
    check_it(outcome, "next: the cash is paid in; to wait on: omsctl cash-ins wait " + cash_in);

    world.inject(connection_fault::stall_answer().on("GET", "/customers/*").times(0));
    outcome = interrupted_after("/customers", world, at,
                                {"customers", "create", "--made-up", "--wait", "30", "--print", "id"});
    check_it(outcome, "next: the customer is created; to wait on: omsctl customers wait cst_");
    CHECK_THAT(outcome.out, Catch::Matchers::StartsWith("cst_"));

    world.clear_faults();
    world.inject(fault::answer(403).on("GET", "/customers/*").times(0));
    outcome = at.omsctl({"customers", "create", "--made-up", "--wait", "30", "--json"});
    check_it(outcome, "omsctl customers wait cst_");
    CHECK_THAT(outcome.out, ContainsSubstring("\"cst_"));
}

TEST_CASE("omsctl repeats a deposit of which one of its two calls was lost with the one key that it prints")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person();
    int deposits = 0;
    for (const std::string call : {"/cash-ins/simulate/barcode-auth", "/cash-ins/simulate/auth-commit"}) {
        const std::string cash_in = cash_in_of(at, alice);
        world.inject(connection_fault::drop_answer().on("POST", call).times(0));
        const test::program_outcome lost = at.omsctl({"trigger", "deposit", cash_in, "--key", "k" + cash_in});
        CAPTURE(call, lost.err);
        CHECK(lost.status == 4);
        const std::string line = "omsctl --key k" + cash_in + " trigger deposit " + cash_in;
        CHECK_THAT(lost.err, ContainsSubstring("  " + line + '\n'));
        world.clear_faults();
        CHECK(at.bash(line).status == 0);
        CHECK(world.balance(alice.wallet) == oms::decimal(++deposits == 1 ? "98.00" : "196.00"));
    }
    const test::program_outcome refused =
        at.omsctl({"trigger", "deposit", cash_in_of(at, alice), "--key", std::string(255, 'k')});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, ContainsSubstring("248 characters at most"));
}

TEST_CASE("omsctl says of a call with a given key that an earlier one may have done what this one did not")
{
    test::world world;
    const test::terminal at(world);
    std::vector<std::string> words = {
        "wallets", "create", "cst_1", "--timeout", "5", "--base-url", "https://localhost:1/v0.9"};
    CHECK_THAT(at.omsctl(words).err, !ContainsSubstring("an earlier one"));
    words.insert(words.begin(), {"--key", "k1"});
    const test::program_outcome outcome = at.omsctl(words);
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err, ContainsSubstring("an earlier one with this key may have: keep the key:\n"
                                              "  omsctl --key k1 wallets create cst_1 --timeout 5 --base-url "
                                              "https://localhost:1/v0.9\n"));
}

TEST_CASE("omsctl does not say done when what came of it could not be printed")
{
    test::world world;
    const test::terminal at(world);
    const test::program_outcome outcome = at.bash("omsctl check > /dev/full");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("could not be written"));
}
