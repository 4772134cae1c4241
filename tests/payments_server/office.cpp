#include "payments_server/office.hpp"

#include "common/catch.hpp"
#include "payments_server/shop.hpp"

#include <oms/client/cash_ins.hpp>
#include <oms/client/raw.hpp>

#include <boost/json.hpp>

#include <connection.hpp>
#include <thread>

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace test {

namespace {

asio::awaitable<std::string> body_of(oms::client client, std::string path)
{
    const oms::raw_answer answer = co_await client.raw().get(path);
    co_return std::string(answer.body());
}

asio::awaitable<std::string> answer_to(oms::client client, std::string path, std::string body)
{
    oms::json_text bytes(body);
    const oms::raw_answer answer = co_await client.raw().post(std::move(path), std::move(bytes));
    co_return std::string(answer.body());
}

asio::awaitable<std::string> new_code(oms::client client, oms::cash_in_id id)
{
    const oms::cash_in refreshed = co_await client.cash_ins().refresh(id);
    co_return refreshed.deposit_instructions.value().code;
}

} // namespace

office::office()
{
    process.start(0);
}

office::office(const oms::sandbox::server_options& options) : emulator(options)
{
    process.start(0);
}

http_answer office::ask(const std::string& method, const std::string& path, const std::string& body,
                        const std::string& header)
{
    const auto answer = http_call(process.port(), method, path, body, header);
    REQUIRE(answer);
    return *answer;
}

std::string office::payout(const std::string& reference, const std::string& amount) const
{
    return R"({"reference":")" + reference + R"(","customer":")" + alice.customer.str() + R"(","wallet":")" +
           alice.wallet.str() + R"(","amount":")" + amount +
           R"(","address":"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911"})";
}

std::string office::deposit(const std::string& reference, const std::string& amount)
{
    const oms::cash_location shop = emulator.run(nearest_shop(emulator.client()));
    return R"({"reference":")" + reference + R"(","customer":")" + alice.customer.str() + R"(","wallet":")" +
           alice.wallet.str() + R"(","amount":")" + amount + R"(","location":{"id":")" + shop.id.str() +
           R"(","reference":")" + shop.reference + R"("}})";
}

oms::testing::webhook_signer office::signer() const
{
    return oms::testing::webhook_signer(oms::webhook_secret(oms::secret(process.webhook_secret())));
}

int office::deliver(const oms::testing::webhook_signer& signer, const std::string& body)
{
    return ask("POST", "/webhooks", body, "Webhook-Signature: " + signer.sign(body) + "\r\n").status;
}

std::string office::sql(const std::string& statement)
{
    payments::connection on(database.address());
    std::string given = "never";
    holds_soon([&] {
        const payments::rows found = on.execute(statement);
        if (!found.empty())
            given = found.text(0, "n");
        return !found.empty();
    });
    return given;
}

void office::execute(const std::string& statements)
{
    payments::connection(database.address()).script(statements);
}

std::string office::at_oms(const std::string& path)
{
    return emulator.run(body_of(emulator.client(), path));
}

std::string office::posted_to_oms(const std::string& path, const std::string& body)
{
    return emulator.run(answer_to(emulator.client(), path, body));
}

void office::hand_over(const std::string& code, const std::string& amount)
{
    emulator.run(deposit_cash(emulator.client(), code, amount));
}

std::string office::refresh(const std::string& cash_in)
{
    return emulator.run(new_code(emulator.client(), oms::cash_in_id(cash_in)));
}

std::string office::die_over_a_payout()
{
    emulator.inject(oms::sandbox::connection_fault::stall_answer().on("POST", "/transactions").times(0));
    CHECK(ask("POST", "/payouts", payout("rent", "25.00")).status == 202);
    const std::string key = sql("select execute_key as n from operations where state = 'executing'");
    REQUIRE(holds_soon([&] { return emulator.effects(key) == 1; }));
    process.kill(0);
    emulator.clear_faults();
    return key;
}

bool holds_soon(const std::function<bool()>& condition)
{
    for (const auto until = std::chrono::steady_clock::now() + 15s; std::chrono::steady_clock::now() < until;) {
        if (condition())
            return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

std::string without(const std::string& object, const std::string& path)
{
    json::value document = json::parse(object);
    json::object* in = &document.as_object();
    std::size_t begin = 0;
    for (std::size_t dot = path.find('.'); dot != path.npos; dot = path.find('.', begin)) {
        in = &in->at(path.substr(begin, dot - begin)).as_object();
        begin = dot + 1;
    }
    REQUIRE(in->erase(path.substr(begin)) == 1);
    return json::serialize(document);
}

} // namespace test
