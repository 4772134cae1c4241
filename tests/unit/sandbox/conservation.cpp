#include "bench.hpp"

#include "common/catch.hpp"

#include <algorithm>
#include <map>
#include <random>

using namespace std::chrono_literals;
using oms::decimal;
using oms::sandbox::fault;

namespace {

/// Random work of a few customers; a quarter of the POSTs is sent twice, some after a lost answer.
class random_traffic {
public:
    explicit random_traffic(unsigned seed) : emulator(early_settings()), random_(seed)
    {
        for (const char* name : {"Alice", "Bob", "Carol"}) {
            const std::string customer = emulator.customer(name);
            people_.push_back(customer);
            const std::pair<const char*, const char*> pairs[] = {
                {"usdc", "polygon"}, {"usdc", "polygon"}, {"usdt", "ethereum"}, {"eth", "ethereum"}};
            for (const auto& [asset, chain] : pairs)
                wallets_.push_back({emulator.wallet(customer, asset, chain), customer, asset, chain});
            add_bank(customer, "usd", "ach",
                     R"("accountNumber":"000123456789","routingNumber":"021000021","accountType":"checking")");
            add_bank(customer, "inr", "upi", R"("vpa":"alice@bank","accountOwnerName":"Alice Nguyen")");
        }
    }

    void step()
    {
        switch (random_() % 16) {
        case 0:
            give(std::to_string(random_() % 900 + 1) + ".010203");
            break;
        case 1:
            give("3.5");
            break;
        case 2:
        case 3:
        case 4:
            quote();
            break;
        case 5:
        case 6:
        case 7:
            if (!quotes_.empty())
                sometimes_twice("/transactions", R"({"quoteId":")" + recent_quote() + "\"}");
            break;
        case 8:
            cash();
            break;
        case 9:
            emulator.fail_next_transaction();
            break;
        case 10:
            emulator.advance(std::chrono::seconds{random_() % 120});
            emulator.use_token(emulator.token());
            break;
        case 11:
            create_route();
            break;
        case 12:
        case 13:
            if (!addresses_.empty())
                sometimes_twice(any(addresses_), R"({"amount":")" + std::to_string(random_() % 300 + 1) + ".05\"}");
            break;
        case 14:
            if (!accounts_.empty())
                sometimes_twice(any(accounts_),
                                R"({"rail":"wire_in","amount":")" + std::to_string(random_() % 300 + 1) + ".07\"}");
            break;
        default:
            emulator.get("/transactions?limit=5");
        }
    }

    bench emulator;
    std::map<std::string, decimal> funded; // by wallet, without a trace in the API

private:
    struct held {
        std::string id, customer, asset, chain;
    };

    template <class T>
    const T& any(const std::vector<T>& from)
    {
        return from[random_() % from.size()];
    }

    void give(const std::string& amount)
    {
        const std::string id = any(wallets_).id;
        if (random_() % 2 == 0) {
            emulator.deposit(id, amount, "0x1");
            return;
        }
        emulator.fund(id, amount);
        funded.try_emplace(id, decimal("0"));
        funded[id] += decimal(amount);
    }

    reply sometimes_twice(const std::string& path, const std::string& body)
    {
        const std::string key = emulator.fresh_key();
        const bool twice = random_() % 4 == 0;
        if (twice && random_() % 2 == 0)
            emulator.inject(fault::answer(504).after_effect().on("POST", path));
        const reply first = emulator.post(path, body, key);
        if (!twice)
            return first;
        const reply second = emulator.post(path, body, key);
        if (first.status != 504 && first.status != 400)
            CHECK(second.body == first.body);
        return second;
    }

    /// One of the latest five: some of them are accepted or expired by now.
    const std::string& recent_quote()
    {
        return quotes_[quotes_.size() - 1 - random_() % std::min<std::size_t>(quotes_.size(), 5)];
    }

    void quote()
    {
        const held from = any(wallets_);
        const bool bank = random_() % 3 == 0;
        const held to = bank ? any(banks_) : any(wallets_);
        const bool outside = !bank && random_() % 4 == 0;
        const std::string amount =
            R"(,"amount":")" + std::to_string(random_() % 150 + 1) + "." + std::to_string(random_() % 1000) + "\"";
        const bool fixed_source = random_() % 2 == 0;
        const reply made = sometimes_twice(
            "/quotes", R"({"customerId":")" + from.customer + R"(","source":{"walletId":")" + from.id +
                           R"(","asset":")" + from.asset + R"(","network":")" + from.chain + "\"" +
                           (fixed_source ? amount : "") + R"(},"destination":{"asset":")" + to.asset +
                           R"(","network":")" + to.chain + "\"" + (fixed_source ? "" : amount) + R"(,"wallet":{)" +
                           (outside ? R"("blockchainAddress":"0x2")" : receiver(to)) + "}}}");
        if (made.status == 201)
            quotes_.push_back(made["id"]);
    }

    void add_bank(const std::string& customer, const std::string& asset, const std::string& network,
                  const std::string& details)
    {
        const reply made = emulator.post("/customers/" + customer + "/external-accounts",
                                         R"({"network":")" + network + R"(","bankDetails":{)" + details + "}}");
        REQUIRE(made.status == 201);
        banks_.push_back({made["id"], customer, asset, network});
    }

    /// The inside of `wallet`.
    static std::string receiver(const held& to)
    {
        return (to.id.starts_with("wlt_") ? R"("id":")" : R"("externalAccount":")") + to.id + "\"";
    }

    /// A virtual account to a wallet, or a deposit address to a wallet or a bank account; every other one with fees of
    /// the developer, a part of which goes to any wallet or bank account.
    void create_route()
    {
        const bool account = random_() % 3 == 0;
        const held to = account || random_() % 2 == 0 ? any(wallets_) : any(banks_);
        const held developer = random_() % 4 == 0 ? any(banks_) : any(wallets_);
        const std::string fees =
            R"(,"developerFees":[{"type":"percentage","rate":"0.0137"},{"type":"percentage","rate":"0.025",)"
            R"("wallet":{)" +
            receiver(developer) + "}}]";
        const std::string source =
            account ? R"({"asset":"usd","network":"usBank"})" : R"({"asset":"usdc","network":"polygon"})";
        const reply made = sometimes_twice(
            "/customers/" + to.customer + (account ? "/virtual-accounts" : "/deposit-addresses"),
            R"({"source":)" + source + R"(,"destination":{"asset":")" + to.asset + R"(","network":")" + to.chain +
                R"(","wallet":{)" + receiver(to) + "}}" + (random_() % 2 == 0 ? fees : "") + "}");
        if (made.status == 201)
            (account ? accounts_ : addresses_)
                .push_back((account ? "/virtual-accounts/" : "/deposit-addresses/") + made["id"] + "/simulate");
    }

    void cash()
    {
        const held& to = wallets_[(random_() % 3) * 4];
        const reply made = emulator.cash_in(to.customer, to.id);
        if (made.status == 201 && random_() % 3 != 0)
            emulator.pay_at_counter(made["depositInstructions.code"], std::to_string(random_() % 400 + 20) + ".37");
    }

    std::mt19937 random_;
    std::vector<std::string> people_;
    std::vector<held> wallets_, banks_;
    std::vector<std::string> addresses_, accounts_; // the paths of their simulations
    std::vector<std::string> quotes_;
};

void check_conserved(const oms::sandbox::oracle& seen)
{
    for (const auto& [id, balance] : seen.balances)
        CHECK_FALSE(balance.is_negative());
    for (const auto& [asset, sum] : seen.assets) {
        CAPTURE(asset);
        CHECK((sum.wallets + sum.in_transit + sum.fees + sum.exchanged + sum.outside).is_zero());
        CHECK_FALSE(sum.in_transit.is_negative());
        CHECK_FALSE(sum.fees.is_negative());
    }
    for (const auto& [key, count] : seen.effects)
        CHECK(count == 1);
}

} // namespace

TEST_CASE("Money is conserved to the last digit through random sends, payouts, deposits, failures, expiry and repeats "
          "(H1) (H5)")
{
    for (unsigned seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        random_traffic traffic(seed);
        for (int i = 0; i < 400; ++i) {
            traffic.step();
            if (i % 20 == 0)
                check_conserved(traffic.emulator.oracle());
        }
        traffic.emulator.clear_faults();
        traffic.emulator.step();
        const auto seen = traffic.emulator.oracle();
        check_conserved(seen);
        for (const auto& [asset, sum] : seen.assets)
            CHECK(sum.in_transit.is_zero());
        CHECK(seen.assets.at("usdc").fees > decimal("0"));
        // The run met the interesting cases.
        int poor = 0, failed = 0, completed = 0, paid_out = 0, funded = 0, through_routes = 0;
        for (const auto& request : traffic.emulator.requests())
            poor += request.status == 422;
        for (const auto& event : traffic.emulator.events())
            if (event.name.ends_with(".completed"))
                through_routes +=
                    json_at(event.body, "data.depositAddressId") + json_at(event.body, "data.virtualAccountId") !=
                    "nullnull";
        for (const auto& name : traffic.emulator.event_names()) {
            failed += name == "transaction.cryptoToCrypto.failed";
            completed += name == "transaction.cryptoToCrypto.completed";
            paid_out += name == "transaction.cryptoToFiat.completed";
            funded += name == "transaction.fiatToCrypto.completed";
        }
        CHECK(paid_out > 5);
        CHECK(funded > 5);
        CHECK(through_routes > 20);
        CHECK(poor > 0);
        CHECK(failed > 0);
        CHECK(completed > 5);
    }
}

TEST_CASE("What the API tells about transactions and deposits adds up to the balances")
{
    random_traffic traffic(11);
    for (int i = 0; i < 300; ++i)
        traffic.step();
    traffic.emulator.clear_faults();
    std::map<std::string, decimal> told; // by wallet
    const auto add = [&](const std::string& wallet, const decimal& amount) {
        if (wallet == "(absent)" || wallet == "null")
            return;
        told.try_emplace(wallet, decimal("0"));
        told[wallet] += amount;
    };
    for (const auto& [wallet, amount] : traffic.funded)
        add(wallet, amount);
    for (const auto& event : traffic.emulator.events()) // the tests' own, and fees that reach a wallet
        if (event.name == "wallet.depositDetected")
            add(json_at(event.body, "data.id"), decimal(json_at(event.body, "data.deposit.amount")));
    std::string query = "?limit=100";
    int completed = 0;
    for (bool more = true; more;) {
        const reply page = traffic.emulator.get("/transactions" + query);
        for (std::size_t i = 0; i < page.count("data"); ++i) {
            const std::string at = "data." + std::to_string(i) + ".";
            if (page[at + "status"] != "completed")
                continue;
            ++completed;
            add(page[at + "source.walletId"], -decimal(page[at + "source.amountGross"]));
            add(page[at + "destination.wallet.walletId"], decimal(page[at + "destination.amountNet"]));
        }
        more = page["hasMore"] == "true";
        query = "?limit=100&startingAfter=" + page["nextCursor"];
    }
    CHECK(completed > 20);
    for (const auto& [wallet, balance] : traffic.emulator.oracle().balances)
        CHECK(balance == (told.contains(wallet) ? told[wallet] : decimal("0")));
}

TEST_CASE("The same seed, clock and requests give the same bytes")
{
    random_traffic one(5);
    random_traffic two(5);
    for (int i = 0; i < 100; ++i) {
        one.step();
        two.step();
    }
    const auto first = one.emulator.events();
    const auto second = two.emulator.events();
    REQUIRE(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        CHECK(first[i].body == second[i].body);
}
