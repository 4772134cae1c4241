#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/world.hpp"

#include <oms/oms.hpp>

#include <boost/asio/co_spawn.hpp>

#include <map>
#include <random>

namespace {

namespace asio = boost::asio;

// One client of many: does random things with other people's money, and does a quarter of them twice with one key.
class actor {
public:
    actor(oms::client client, const std::vector<test::person>& people, int number)
        : client_(std::move(client)), people_(people), number_(number), random_(static_cast<unsigned>(number))
    {
    }

    asio::awaitable<void> act(int operations)
    {
        for (int i = 0; i < operations; ++i) {
            const int choice = pick(100);
            repeat_ = pick(4) == 0;
            if (choice < 70)
                co_await send();
            else if (choice < 80)
                co_await deposit_cash();
            else if (choice < 90)
                co_await open_wallet();
            else
                co_await read_balance();
        }
    }

    // What went wrong, for the test thread to look at. Assertions do not belong into coroutines of many actors.
    std::vector<std::string> complaints;
    std::map<std::string, int> succeeded_by_key;
    int repeated = 0;
    int refused = 0;
    int sent = 0;

private:
    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

    const test::person& somebody() { return people_[static_cast<std::size_t>(pick(static_cast<int>(people_.size())))]; }

    // From a millionth to some hundreds, with up to six places.
    oms::decimal amount()
    {
        std::string text = std::to_string(pick(pick(4) == 0 ? 900 : 40));
        const int places = pick(7);
        if (places > 0) {
            text += '.';
            for (int i = 0; i < places; ++i)
                text += static_cast<char>('0' + pick(10));
        }
        const oms::decimal value(text);
        return value.is_zero() ? oms::decimal("0.000001") : value;
    }

    oms::call_options keyed()
    {
        key_ = "actor-" + std::to_string(number_) + "-" + std::to_string(++keys_);
        oms::call_options options;
        options.idempotency_key(key_);
        return options;
    }

    void complain(const std::string& what) { complaints.push_back(key_ + ": " + what); }

    // Holds the answer to a repeated call against the first one.
    template <class First, class Again>
    void compare(const oms::result<First>& first, const oms::result<Again>& again)
    {
        ++repeated;
        if (first.has_value() != again.has_value())
            complain("the repeated call ended in another way");
        else if (first.has_value() && first.value().id != again.value().id)
            complain("the repeated call gave another resource");
    }

    template <class T>
    bool took_place(const oms::result<T>& outcome)
    {
        if (outcome.has_value()) {
            succeeded_by_key[key_] = 1;
            return true;
        }
        ++refused;
        if (outcome.error().delivery() != oms::delivery::refused)
            complain(std::string("delivery is not refused: ") + outcome.error().what());
        if (outcome.error().server_code() != oms::server_code::insufficient_funds &&
            outcome.error().server_code() != oms::server_code::invalid_field)
            complain(outcome.error().what());
        return false;
    }

    asio::awaitable<void> send()
    {
        const test::person& from = somebody();
        const oms::from_wallet source(from.wallet, oms::asset::usdc, oms::network::polygon);
        if (pick(5) == 0) {
            const oms::to_address outside("0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc,
                                          oms::network::polygon);
            const oms::new_quote order(from.customer, source, outside, oms::source_amount(amount()));
            co_await quote_and_execute(order);
        } else {
            const oms::to_wallet inside(somebody().wallet, oms::asset::usdc, oms::network::polygon);
            if (pick(2) == 0) {
                const oms::new_quote order(from.customer, source, inside, oms::source_amount(amount()));
                co_await quote_and_execute(order);
            } else {
                const oms::new_quote order(from.customer, source, inside, oms::destination_amount(amount()));
                co_await quote_and_execute(order);
            }
        }
    }

    asio::awaitable<void> quote_and_execute(const oms::new_quote<oms::crypto_to_crypto>& order)
    {
        const oms::call_options quote_key = keyed();
        const auto quote = co_await oms::as_result(client_.quotes().create(order, quote_key));
        if (!took_place(quote))
            co_return;
        const oms::call_options send_key = keyed();
        const auto first = co_await oms::as_result(client_.transactions().execute(quote.value(), send_key));
        sent += took_place(first);
        if (repeat_) {
            const auto again = co_await oms::as_result(client_.transactions().execute(quote.value(), send_key));
            compare(first, again);
        }
    }

    asio::awaitable<void> deposit_cash()
    {
        const test::person& to = somebody();
        if (!location_) {
            const oms::cash_location_query query("greendot", 38.495133, -121.505336);
            const oms::page<oms::cash_location> nearby = co_await client_.cash_locations().find(query);
            location_ = nearby.data.front();
        }
        const oms::to_wallet target(to.wallet, oms::asset::usdc, oms::network::polygon);
        const oms::new_cash_in request(to.customer, target, *location_);
        const oms::call_options create_key = keyed();
        const auto cash_in = co_await oms::as_result(client_.cash_ins().create(request, create_key));
        if (!took_place(cash_in))
            co_return;
        const std::string code = cash_in.value().deposit_instructions.value().code;
        const oms::decimal paid(std::to_string(20 + pick(400)) + ".0" + std::to_string(pick(10)));
        const oms::barcode_auth scan(code, paid);
        const oms::call_options scan_key = keyed();
        const auto scanned = co_await oms::as_result(client_.simulate().barcode_auth(scan, scan_key));
        // The daily and weekly limits of a customer are reached soon; that is a refusal like any other.
        if (scanned.has_error()) {
            ++refused;
            if (scanned.error().server_code() != oms::server_code::limit_exceeded)
                complain(scanned.error().what());
            co_return;
        }
        const oms::auth_commit commit(scanned.value(), paid);
        const oms::call_options commit_key = keyed();
        const auto first = co_await oms::as_result(client_.simulate().auth_commit(commit, commit_key));
        if (first.has_value())
            succeeded_by_key[key_] = 1;
        if (repeat_) {
            const auto again = co_await oms::as_result(client_.simulate().auth_commit(commit, commit_key));
            ++repeated;
            if (first.has_value() &&
                (again.has_error() || again.value().confirmation_id != first.value().confirmation_id))
                complain("the repeated commit ended in another way");
        }
    }

    asio::awaitable<void> open_wallet()
    {
        const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
        const oms::customer_id owner = somebody().customer;
        const oms::call_options key = keyed();
        const auto first = co_await oms::as_result(client_.wallets().create(owner, wanted, key));
        took_place(first);
        if (repeat_) {
            const auto again = co_await oms::as_result(client_.wallets().create(owner, wanted, key));
            compare(first, again);
        }
    }

    asio::awaitable<void> read_balance()
    {
        const oms::wallet_id wallet = somebody().wallet;
        const oms::wallet_balance held = co_await client_.wallets().balance(wallet);
        if (held.balance.is_negative())
            complain("a balance is below zero: " + held.balance.str());
    }

    oms::client client_;
    const std::vector<test::person>& people_;
    int number_;
    int keys_ = 0;
    bool repeat_ = false;
    std::string key_;
    std::optional<oms::cash_location> location_;
    std::mt19937 random_;
};

} // namespace

TEST_CASE("random movements by concurrent clients keep every balance at or above zero and lose no digit of money")
{
    const int operations = test::property_count(10'000);
    const int actors = 16;

    oms::sandbox::settings rules;
    rules.settle_delay = std::chrono::milliseconds(0);
    test::world world(oms::sandbox::server_options().settings(rules));

    std::vector<test::person> people;
    for (int i = 0; i < 12; ++i)
        people.push_back(world.make_person(i % 3 == 0 ? "0" : "2500.123456"));

    std::vector<oms::client> clients;
    for (int i = 0; i < 4; ++i)
        clients.push_back(world.client());

    std::vector<std::unique_ptr<actor>> crowd;
    std::vector<std::string> failures;
    for (int i = 0; i < actors; ++i)
        crowd.push_back(std::make_unique<actor>(clients[static_cast<std::size_t>(i) % clients.size()], people, i));
    for (const auto& one : crowd)
        asio::co_spawn(world.io(), one->act(operations / actors), [&failures](std::exception_ptr failure) {
            try {
                if (failure)
                    std::rethrow_exception(failure);
            } catch (const std::exception& e) {
                failures.push_back(e.what());
            }
        });
    world.io().restart();
    world.io().run();

    for (const std::string& failure : failures)
        FAIL_CHECK(failure);
    const oms::sandbox::oracle truth = world.oracle();
    int repeated = 0, refused = 0, sent = 0;
    for (const auto& one : crowd) {
        for (const std::string& complaint : one->complaints)
            FAIL_CHECK(complaint);
        repeated += one->repeated;
        refused += one->refused;
        sent += one->sent;
        for (const auto& [key, effects] : one->succeeded_by_key) {
            const auto found = truth.effects.find(key);
            if (found == truth.effects.end() || found->second != 1)
                FAIL_CHECK("the key " << key << " has not exactly one effect");
        }
    }
    for (const auto& [key, effects] : truth.effects)
        if (effects > 1)
            FAIL_CHECK("the key " << key << " has " << effects << " effects");

    // The run did what it is for: much was sent, much repeated, something refused.
    CHECK(repeated > operations / 10);
    CHECK(sent > operations / 5);
    CHECK(refused > 0);

    for (const auto& [wallet, balance] : truth.balances)
        if (balance.is_negative())
            FAIL_CHECK("the wallet " << wallet << " holds " << balance);
    REQUIRE_FALSE(truth.assets.empty());
    for (const auto& [asset, totals] : truth.assets) {
        CAPTURE(asset);
        const oms::decimal sum = totals.wallets + totals.in_transit + totals.fees + totals.exchanged + totals.outside;
        CHECK(sum == oms::decimal("0"));
        CHECK(totals.in_transit == oms::decimal("0"));
    }

    // What the API tells is what is there.
    oms::client reader = world.client();
    for (const test::person& one : people) {
        const oms::wallet_balance told = world.run(reader.wallets().balance(one.wallet));
        CHECK(told.balance == world.balance(one.wallet));
    }
}
