#include "common/catch.hpp"
#include "common/program.hpp"
#include "common/world.hpp"

#include <oms/journal/file_journal.hpp>
#include <oms/oms.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

// The programs of the README and of examples/, run as a new user runs them.

namespace {

using Catch::Matchers::ContainsSubstring;

std::string example(const std::string& name)
{
    return std::string(OMS_PROGRAMS) + "/examples/" + name;
}

// A file that lives as long as the test.
class ca_file {
public:
    explicit ca_file(const std::string& pem)
    {
        std::string pattern = (std::filesystem::temp_directory_path() / ("oms-ca-" + std::string(6, 'X'))).string();
        const int descriptor = ::mkstemp(pattern.data());
        REQUIRE(descriptor >= 0);
        path_ = pattern;
        std::ofstream(path_) << pem;
    }
    ~ca_file() { std::filesystem::remove(path_); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

test::environment variables(const test::world& world, const ca_file& ca)
{
    const oms::client_config config = world.config();
    return {{"OMS_API_KEY", std::string(config.api_key.reveal())},
            {"OMS_API_SECRET", std::string(config.api_secret.reveal())},
            {"OMS_BASE_URL", world.base_url()},
            {"OMS_ENVIRONMENT", ""},
            {"OMS_CA_FILE", ca.path()}};
}

} // namespace

TEST_CASE("send_money sends from a funded wallet and prints the fee, what arrives and how it ended (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person alice = world.make_person("100.00");
    const test::program_outcome outcome =
        test::run_program({example("send_money"), alice.customer.str(), alice.wallet.str()}, variables(world, ca));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));

    std::istringstream lines(outcome.out);
    std::string fee, end;
    std::getline(lines, fee);
    std::getline(lines, end);
    oms::client client = world.client();
    auto sent = world.run(client.transactions().list().collect(10));
    REQUIRE(sent.size() == 1);
    const auto& only = std::get<oms::transaction<oms::crypto_to_crypto>>(sent.front());
    REQUIRE(only.source.fees_deducted.has_value());
    REQUIRE(only.destination.amount_net.has_value());
    CHECK(fee == "fee " + only.source.fees_deducted->total.str() + ", arrives " + only.destination.amount_net->str());
    CHECK(end == only.id.str() + " completed");
}

TEST_CASE("send_money ends with a status and a message when the wallet is not funded")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person bob = world.make_person();
    const test::program_outcome outcome =
        test::run_program({example("send_money"), bob.customer.str(), bob.wallet.str()}, variables(world, ca));
    CHECK(outcome.status != 0);
    CHECK_THAT(outcome.err, ContainsSubstring("insufficient_funds"));
}

TEST_CASE("send_money ends with a status and a message for a customer that does not exist")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person alice = world.make_person("100.00");
    const test::program_outcome outcome =
        test::run_program({example("send_money"), "cst_01H9Xa8F5dN6mP3q", alice.wallet.str()}, variables(world, ca));
    CHECK(outcome.status != 0);
    CHECK_THAT(outcome.err, ContainsSubstring("not_found"));
}

TEST_CASE("send_money ends with a status and a message when the server is stopped")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person alice = world.make_person("100.00");
    world.stop_server();
    const test::program_outcome outcome =
        test::run_program({example("send_money"), alice.customer.str(), alice.wallet.str()}, variables(world, ca));
    CHECK(outcome.status != 0);
    CHECK_THAT(outcome.err, ContainsSubstring("connect") && ContainsSubstring("not_sent"));
}

TEST_CASE("send_money tells how it is used, and which variables are missing")
{
    const test::program_outcome usage = test::run_program({example("send_money")});
    CHECK(usage.status == 2);
    CHECK_THAT(usage.err, ContainsSubstring("usage: send_money"));

    const test::environment none = {{"OMS_API_KEY", ""}, {"OMS_API_SECRET", ""}};
    const test::program_outcome missing =
        test::run_program({example("send_money"), "cst_01H9Xa8F5dN6mP3q", "wlt_01H9Xb3K7nM2pQ4r"}, none);
    CHECK(missing.status != 0);
    CHECK_THAT(missing.err, ContainsSubstring("OMS_API_KEY") && ContainsSubstring("OMS_API_SECRET"));
}

TEST_CASE("onboard creates a customer who is endorsed (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::program_outcome outcome = test::run_program({example("onboard")}, variables(world, ca));
    CAPTURE(outcome.out, outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("cst_"));
}

TEST_CASE("any_server refuses a forged webhook (H10)")
{
    CHECK(test::run_program({example("any_server")}).status == 0);
}

TEST_CASE("money_loop walks the money through and every balance is right (H10)")
{
    const test::program_outcome outcome = test::run_program({example("money_loop")});
    CAPTURE(outcome.out, outcome.err);
    CHECK(outcome.status == 0);
}

TEST_CASE("01_first_call creates a customer (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::program_outcome outcome = test::run_program({example("01_first_call")}, variables(world, ca));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Catch::Matchers::StartsWith("created cst_") && Catch::Matchers::EndsWith(", active\n"));
}

TEST_CASE("03_errors tells a refusal, and repeats a lost call with the same key and no second effect (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person bob = world.make_person();
    const test::program_outcome refused =
        test::run_program({example("03_errors"), bob.customer.str(), bob.wallet.str()}, variables(world, ca));
    CHECK(refused.status == 0);
    CHECK(refused.out == "refused: the wallet holds too little\n");

    // All three attempts of the first call lose their answer; the repeated call gets it.
    const test::person alice = world.make_person("100.00");
    oms::sandbox::connection_fault lost = oms::sandbox::connection_fault::drop_answer();
    lost.on("POST", "/transactions").times(3);
    world.inject(lost);
    const test::program_outcome settled =
        test::run_program({example("03_errors"), alice.customer.str(), alice.wallet.str()}, variables(world, ca));
    CAPTURE(settled.err);
    CHECK(settled.status == 0);
    CHECK_THAT(settled.out, Catch::Matchers::StartsWith("sent txn_") && Catch::Matchers::EndsWith(" after all\n"));
    CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("approve_and_send shows the quote before it sends, and sends once however often it is run (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person alice = world.make_person("100.00");
    const std::vector<std::string> command{example("approve_and_send"), alice.customer.str(), alice.wallet.str()};
    const test::program_outcome outcome = test::run_program(command, variables(world, ca));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out,
               Catch::Matchers::StartsWith("you pay 25.00, fees ") && Catch::Matchers::EndsWith(" completed\n"));
    CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));

    const std::string sent = outcome.out.substr(outcome.out.find("txn_"));
    const test::program_outcome again = test::run_program(command, variables(world, ca));
    CHECK(again.status == 0);
    CHECK(again.out == sent);
    CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("05_pagination prints what was paid, and the sum of it (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person alice = world.make_person("100.00");
    for (int i = 0; i < 2; ++i)
        REQUIRE(
            test::run_program({example("send_money"), alice.customer.str(), alice.wallet.str()}, variables(world, ca))
                .status == 0);
    const test::program_outcome outcome = test::run_program({example("05_pagination")}, variables(world, ca));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring(" cryptoToCrypto 25.00 usdc\ntxn_") &&
                                Catch::Matchers::EndsWith("\nin all 50.00 usdc\n"));
}

TEST_CASE("06_waiting tells how a transaction ended, and that one has not ended yet (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person alice = world.make_person("100.00");
    const oms::new_quote order{
        alice.customer, oms::from_wallet{alice.wallet, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    const auto send = [&] {
        oms::client client = world.client();
        const oms::quote<oms::crypto_to_crypto> quote = world.run(client.quotes().create(order));
        return world.run(client.transactions().execute(quote)).id;
    };
    const oms::transaction_id settled = send();
    world.review_next_transaction(std::chrono::hours(1));
    const oms::transaction_id reviewed = send();
    const auto waited_for = [&](const oms::transaction_id& which) {
        const test::program_outcome outcome =
            test::run_program({example("06_waiting"), which.str(), "1"}, variables(world, ca));
        CAPTURE(outcome.err);
        CHECK(outcome.status == 0);
        return outcome.out;
    };
    CHECK(waited_for(settled) == "ended as completed\n");
    CHECK_THAT(waited_for(reviewed), Catch::Matchers::StartsWith("not yet: "));
    CHECK(test::run_program({example("06_waiting")}).status == 2);
}

TEST_CASE("beyond calls a path, keeps an answer, and is told that the emulator does not know its extra field (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::program_outcome outcome = test::run_program({example("beyond")}, variables(world, ca));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Catch::Matchers::StartsWith("200 {\"data\":[]") &&
                                ContainsSubstring(": status 201, sent 1 time(s) with the key ") &&
                                ContainsSubstring("riskHint"));
}

TEST_CASE("production_client works within its own limits and closes with nothing cut off (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::program_outcome outcome = test::run_program({example("production_client")}, variables(world, ca));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "0 webhooks\n0 calls were cut off\n");
}

TEST_CASE("recover settles the payment that the last run did not see the end of, and pays once (H10)")
{
    test::world world;
    const ca_file ca(world.ca_pem());
    const test::person alice = world.make_person("100.00");
    const oms::new_quote order{
        alice.customer, oms::from_wallet{alice.wallet, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    const oms::quote<oms::crypto_to_crypto> quote = world.run(world.client().quotes().create(order));

    // What a run leaves that was killed before it heard the answer.
    const std::string journal = ca.path() + ".journal";
    const std::string key = "pay-" + quote.id.str();
    {
        struct at_once {
            void execute(const std::function<void()>& work) const { work(); }
        };
        oms::file_journal before(journal, at_once());
        oms::journal_entry entry;
        entry.number = 1;
        entry.begun = std::chrono::system_clock::now();
        entry.origin = world.base_url();
        entry.method = "POST";
        entry.target = entry.path_template = "/transactions";
        entry.idempotency_key = key;
        entry.body = R"({"quoteId":")" + quote.id.str() + R"("})";
        before.begin(entry, [](boost::system::error_code how) { REQUIRE_FALSE(how); });
    }
    for (int run = 0; run < 2; ++run) {
        const test::program_outcome outcome =
            test::run_program({example("recover"), journal, quote.id.str()}, variables(world, ca));
        CAPTURE(outcome.err);
        CHECK(outcome.status == 0);
        const std::string settled = run == 0 ? "recovered " + key + ": applied\n" : "";
        CHECK_THAT(outcome.out, Catch::Matchers::StartsWith(settled + "sent txn_"));
        CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));
        CHECK(world.effects(key) == 1);
    }
    std::filesystem::remove(journal);
}
