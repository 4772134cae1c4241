#include "probe_core.hpp"

#include <oms/oms.hpp>

#include "common/catch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

// GCC 12 destroys some temporaries of an expression with co_await twice (PR 99576), and says nothing. Each probe
// writes requests and options as users do, as temporaries inside such an expression, against a core that suspends
// before it looks at them. Texts are long, so that each owns memory: a wrong destruction is a wrong count here, and a
// report of the address sanitizer.

namespace {

long live_allocations = 0;

} // namespace

void* operator new(std::size_t size)
{
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (!memory)
        throw std::bad_alloc{};
    ++live_allocations;
    return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    void* memory = std::malloc(size == 0 ? 1 : size);
    live_allocations += memory ? 1 : 0;
    return memory;
}
void operator delete(void* memory) noexcept
{
    if (memory)
        --live_allocations;
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    ::operator delete(memory);
}

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace oms::literals;

const char* const key = "a-key-that-is-longer-than-inline";
const char* const address = "0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911";

struct scene {
    std::shared_ptr<probe_core> core = std::make_shared<probe_core>();
    oms::client client{core};
};

using probe = asio::awaitable<void> (*)(scene&);

/// Runs the probe, checks that memory is as before, and gives what the core saw.
std::string seen_by(probe body, oms::errc failure = oms::errc{})
{
    std::string seen;
    std::exception_ptr escaped;
    long difference = 0;
    for (int round = 0; round < 2; ++round) { // the first one fills what is made once in a process
        const long before = live_allocations;
        {
            scene stage;
            stage.core->next_failure = failure;
            asio::io_context io;
            asio::co_spawn(io, body(stage), [&](std::exception_ptr thrown) { escaped = thrown; });
            io.run();
            if (round == 0)
                seen = stage.core->seen;
        }
        difference = live_allocations - before;
    }
    CHECK(difference == 0);
    if (escaped)
        std::rethrow_exception(escaped);
    return seen;
}

} // namespace

TEST_CASE("Chains of setters on a new customer are sound inside co_await")
{
    CHECK(
        seen_by([](scene& on) -> asio::awaitable<void> {
            const oms::customer made = co_await on.client.customers().create(
                oms::new_customer()
                    .first_name("Maximiliane Wilhelmine")
                    .birth_date("1990-01-31")
                    .residential_address(oms::residential_address().line1("17 Long Enough Street").city("Springfield"))
                    .identifying_information(oms::identifying_information(oms::identity_document::ssn, "US",
                                                                          oms::secret("123456789-123456789")))
                    .endorsement(oms::endorsement_name("an endorsement of a very long name"))
                    .metadata(oms::json_object().add("order", "a text of some length").add("n", 1)));
            CHECK(made.id.view() == "cst_answered_to_a_probe");
        }) == "Maximiliane Wilhelmine|17 Long Enough Street|123456789-123456789|an endorsement of a very long name|"
              "{\"order\":\"a text of some length\",\"n\":1}");
}

TEST_CASE("Default and chained call options are sound inside co_await")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              co_await on.client.customers().get("cst_one_of_the_probes"_cst);
              co_await on.client.customers().get(oms::customer_id{"cst_two_of_the_probes"},
                                                 oms::call_options().timeout(2s).idempotency_key(key));
              co_await on.client.customers().get(oms::customer_id::from_storage("cst_three_of_the_probes"),
                                                 oms::call_options()
                                                     .attempts(2)
                                                     .retry(oms::retry_policy().attempts(3).base(10ms))
                                                     .idempotency_key(oms::idempotency_key(key)));
              const auto kept = oms::call_options().idempotency_key(key);
              co_await on.client.customers().remove("cst_four_of_the_probes"_cst, kept);
          }) == std::string("cst_one_of_the_probes|") + key + "|cst_two_of_the_probes|" + key +
                    "|cst_three_of_the_probes|" + key + "|cst_four_of_the_probes");
}

TEST_CASE("A quote written in one expression and executed in the same one is sound")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const oms::transaction<oms::crypto_to_crypto> sent =
                  co_await on.client.transactions().execute(co_await on.client.quotes().create(oms::new_quote{
                      "cst_one_of_the_probes"_cst,
                      oms::from_wallet{"wlt_one_of_the_probes"_wlt, oms::asset::usdc, oms::network::polygon},
                      oms::to_address{address, oms::asset::usdc, oms::network::polygon},
                      oms::source_amount{"25.00000000000000000000000001"}}));
              CHECK(sent.id.view() == "txn_made_for_a_probe_call");
          }) ==
          std::string("cst_one_of_the_probes|wlt_one_of_the_probes|") + address + "|qt_made_for_a_probe_call|no tags");
}

TEST_CASE("Quotes of every destination are sound as temporaries, with setters and options")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const oms::from_wallet from{"wlt_one_of_the_probes"_wlt, oms::asset::usdc, oms::network::polygon};
              const oms::quote<oms::crypto_to_fiat> payout = co_await on.client.quotes().create(
                  oms::new_quote{"cst_one_of_the_probes"_cst, from,
                                 oms::to_bank{"cpUsBank_one_of_the_probes"_cpUsBank, oms::asset::usd, oms::network{}},
                                 oms::destination_amount{"100.00"}}
                      .metadata(oms::json_object().add("order", "a text of some length"))
                      .promo_code("A-PROMO-CODE-OF-SOME-LENGTH")
                      .sponsor_gas(true),
                  oms::call_options().idempotency_key(key));
              CHECK_FALSE(payout.id.empty());
              const oms::quote<oms::crypto_to_fiat> card = co_await on.client.quotes().create(
                  oms::new_quote{"cst_one_of_the_probes"_cst, from,
                                 oms::to_card{"pmCard_one_of_the_probes"_pmCard, oms::asset::usd, oms::network{}},
                                 oms::source_amount{oms::decimal{"1.00"}}});
              CHECK_FALSE(card.id.empty());
              const oms::quote<oms::crypto_to_crypto> move = co_await on.client.quotes().create(
                  oms::new_quote{"cst_one_of_the_probes"_cst, from,
                                 oms::to_wallet{"wlt_two_of_the_probes"_wlt, oms::asset::usdc, oms::network::polygon},
                                 oms::source_amount{"1"}});
              CHECK_FALSE(move.id.empty());
          }) == std::string(key) +
                    "|cst_one_of_the_probes|wlt_one_of_the_probes|no address|{\"order\":\"a text of some length\"}"
                    "|cst_one_of_the_probes|wlt_one_of_the_probes|no address"
                    "|cst_one_of_the_probes|wlt_one_of_the_probes|no address");
}

TEST_CASE("Executing with hints and waiting for the end are sound in one expression")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const auto done = co_await on.client.transactions().wait(
                  co_await on.client.transactions().execute(
                      co_await on.client.quotes().get<oms::crypto_to_crypto>("qt_one_of_the_probes"_qt),
                      oms::transaction_hints().tags("tags of a certain length").metadata(oms::json_object()),
                      oms::call_options().idempotency_key(key)),
                  30s, oms::call_options().timeout(1s));
              CHECK_FALSE(done.id.empty());
          }) == std::string("qt_one_of_the_probes|") + key +
                    "|qt_made_for_a_probe_call|tags of a certain length|txn_made_for_a_probe_call");
}

TEST_CASE("Reads with and without a kind and a perspective are sound")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const oms::any_transaction any = co_await on.client.transactions().get("txn_one_of_the_probes"_txn);
              CHECK_FALSE(oms::id_of(any).empty());
              const oms::transaction_id id =
                  (co_await on.client.transactions().get<oms::fiat_to_crypto>("txn_two_of_the_probes"_txn)).id;
              CHECK_FALSE(id.empty());
              co_await on.client.transactions().get(
                  "txn_three_of_the_probes"_txn,
                  oms::transaction_perspective().sender_customer_id("cst_one_of_the_probes"_cst));
              co_await on.client.quotes().get("qt_one_of_the_probes"_qt);
          }) == "txn_one_of_the_probes|txn_two_of_the_probes|txn_three_of_the_probes|cst_one_of_the_probes|"
                "qt_one_of_the_probes");
}

TEST_CASE("as_result around a call with temporaries is sound, with a value and with an error")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const oms::result<oms::customer> made = co_await oms::as_result(on.client.customers().create(
                  oms::new_customer().first_name("Maximiliane Wilhelmine"), oms::call_options().idempotency_key(key)));
              CHECK(made.has_value());
              on.core->next_failure = oms::errc::unprocessable;
              const oms::result<oms::transaction<oms::crypto_to_crypto>> refused =
                  co_await oms::as_result(on.client.transactions().execute<oms::crypto_to_crypto>(
                      "qt_one_of_the_probes"_qt, oms::transaction_hints().tags("tags of a certain length"),
                      oms::call_options().idempotency_key(key)));
              REQUIRE_FALSE(refused.has_value());
              CHECK(refused.error().code() == oms::errc::unprocessable);
              if ((co_await oms::as_result(on.client.webhooks().remove("whk_one_of_the_probes"_whk))).has_error())
                  FAIL("the webhook was not removed");
          }) == std::string(key) + "|Maximiliane Wilhelmine|" + key + "|whk_one_of_the_probes");
}

TEST_CASE("An error thrown out of a call with temporaries destroys each of them once")
{
    CHECK_THROWS_AS(seen_by(
                        [](scene& on) -> asio::awaitable<void> {
                            co_await on.client.customers().create(
                                oms::new_customer()
                                    .first_name("Maximiliane Wilhelmine")
                                    .residential_address(oms::residential_address().line1("17 Long Enough Street")),
                                oms::call_options().idempotency_key(key));
                        },
                        oms::errc::forbidden),
                    oms::error);
}

TEST_CASE("An error thrown by a call in an argument destroys the other arguments once")
{
    CHECK_THROWS_AS(seen_by(
                        [](scene& on) -> asio::awaitable<void> {
                            co_await on.client.transactions().execute(
                                co_await on.client.quotes().get<oms::crypto_to_crypto>("qt_one_of_the_probes"_qt),
                                oms::transaction_hints().tags("tags of a certain length"),
                                oms::call_options().idempotency_key(key));
                        },
                        oms::errc::not_found),
                    oms::error);
}

TEST_CASE("An error thrown while a call is written destroys what was already written once")
{
    CHECK_THROWS_AS(
        seen_by([](scene& on) -> asio::awaitable<void> {
            co_await on.client.customers().create(
                oms::new_customer().first_name("Maximiliane Wilhelmine").metadata(oms::json_text("not JSON at all")),
                oms::call_options().idempotency_key(key));
        }),
        oms::error);
    CHECK_THROWS_AS(seen_by([](scene& on) -> asio::awaitable<void> {
                        co_await on.client.customers().update(
                            "cst_one_of_the_probes"_cst, oms::customer_update().last_name("Wilhelmine Maximiliane"),
                            oms::call_options().idempotency_key("a key with blanks in it, and long"));
                    }),
                    oms::error);
}

TEST_CASE("A failed call is repeated with the key of its error")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              on.core->next_failure = oms::errc::connection_lost;
              oms::error failure;
              try {
                  co_await on.client.transactions().execute<oms::crypto_to_crypto>("qt_one_of_the_probes"_qt);
              } catch (const oms::error& thrown) {
                  failure = thrown.edit().key(key).build();
              }
              co_await on.client.transactions().execute<oms::crypto_to_crypto>(
                  "qt_one_of_the_probes"_qt, oms::call_options().idempotency_key(failure.idempotency_key()));
          }) == std::string(key) + "|qt_one_of_the_probes|no tags");
}

TEST_CASE("Lists walked from temporaries are sound in loops, with filters and collected")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const auto first = co_await on.client.customers().list().next();
              REQUIRE(first.has_value());
              CHECK(first->data.size() == 1);
              const auto some = co_await on.client.customers()
                                    .list(oms::customer_filter().email("somebody@example.com").limit(10),
                                          oms::call_options().timeout(1s))
                                    .collect(100);
              CHECK(some.size() == 1);
              auto pages = on.client.transactions().list(
                  oms::transaction_filter().starting_after("txn_after_this_probe_call").limit(5));
              int count = 0;
              while (auto page = co_await pages.next())
                  for (const auto& item : page->data)
                      count += oms::id_of(item).empty() ? 0 : 1;
              CHECK(count == 1);
              co_await on.client.wallets().list("cst_one_of_the_probes"_cst).next();
              co_await on.client.customers()
                  .transactions("cst_two_of_the_probes"_cst,
                                oms::customer_transaction_filter().starting_after("txn_some_long_cursor"))
                  .next();
              co_await on.client.cash_ins().list(oms::cash_in_filter().customer_id("cst_one_of_the_probes"_cst)).next();
              co_await on.client.webhooks().list().collect(1);
          }) == "every customer|somebody@example.com|txn_after_this_probe_call|cst_one_of_the_probes|from the start|"
                "cst_two_of_the_probes|txn_some_long_cursor|from the start|from the start");
}

TEST_CASE("Updates, wallets and balances are sound as temporaries")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              co_await on.client.customers().update("cst_one_of_the_probes"_cst,
                                                    oms::customer_update()
                                                        .last_name("Wilhelmine Maximiliane")
                                                        .metadata(oms::json_object().add("k", "a text of some length"))
                                                        .clear_email());
              const oms::wallet made = co_await on.client.wallets().create(
                  (co_await on.client.customers().get("cst_two_of_the_probes"_cst)).id,
                  oms::new_wallet(oms::asset("an asset of a name beyond the inline size of a text"),
                                  oms::network::polygon));
              co_await on.client.wallets().balance(made.id, "a currency of some length");
              co_await on.client.customers().balance("cst_three_of_the_probes"_cst,
                                                     std::string("US dollars in long words"));
          }) == "cst_one_of_the_probes|Wilhelmine Maximiliane|cst_two_of_the_probes|cst_answered_to_a_probe|"
                "an asset of a name beyond the inline size of a text|wlt_made_for_a_probe|a currency of some length|"
                "cst_three_of_the_probes|US dollars in long words");
}

TEST_CASE("Cash-ins and their simulation are sound as temporaries")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const auto found = co_await on.client.cash_locations().find(
                  oms::cash_location_query("a provider of cash locations", 37.77, -122.41)
                      .flow(oms::cash_flow("cashIn")));
              REQUIRE(found.data.size() == 1);
              const oms::cash_in made = co_await on.client.cash_ins().create(
                  oms::new_cash_in("cst_one_of_the_probes"_cst,
                                   oms::to_wallet("wlt_one_of_the_probes"_wlt, oms::asset::usdc, oms::network::polygon),
                                   found.data.front())
                      .indicated_amount(oms::decimal("50.00"))
                      .metadata(oms::json_object().add("k", "a text of some length")));
              co_await on.client.cash_ins().get(made.id);
              co_await on.client.cash_ins().refresh(oms::cash_in_id(made.id));
              const oms::barcode_authorization authorized = co_await on.client.simulate().barcode_auth(
                  oms::barcode_auth("a barcode of some more length", oms::decimal("50.00")));
              co_await on.client.simulate().auth_commit(
                  oms::auth_commit(authorized, oms::decimal("50.00")).description("a description of some length"));
              co_await on.client.simulate().auth_commit(
                  oms::auth_commit(co_await on.client.simulate().barcode_auth(
                                       oms::barcode_auth("another barcode of some length", oms::decimal("1"))),
                                   oms::decimal("1")));
          }) == "a provider of cash locations|a reference of some length|wlt_one_of_the_probes|ci_answered_to_a_probe|"
                "ci_answered_to_a_probe|a barcode of some more length|an account number of some length|"
                "a description of some length|another barcode of some length|an account number of some length|"
                "no description");
}

TEST_CASE("Webhooks and the transfers of the simulation are sound as temporaries")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              co_await on.client.webhooks().create(oms::new_webhook("https://example.com/a/long/path")
                                                       .event("transaction.cryptoToCrypto.completed")
                                                       .event("customer.endorsement.granted")
                                                       .enabled(true));
              co_await on.client.webhooks().get("whk_one_of_the_probes"_whk);
              co_await on.client.webhooks().update(
                  "whk_two_of_the_probes"_whk,
                  oms::webhook_update().url("https://example.com/another/path").every_event());
              co_await on.client.simulate().virtual_account(
                  "va_one_of_the_probes"_va,
                  oms::virtual_account_transfer(oms::transfer_rail::ach_in, oms::decimal("5"))
                      .sender_name("A Sender of Some Name"));
              co_await on.client.simulate().deposit_address(
                  "da_one_of_the_probes"_da, oms::deposit_address_transfer(oms::decimal("5")).sender_address(address));
          }) == std::string("https://example.com/a/long/path|transaction.cryptoToCrypto.completed|"
                            "customer.endorsement.granted|whk_one_of_the_probes|whk_two_of_the_probes|"
                            "https://example.com/another/path|va_one_of_the_probes|A Sender of Some Name|"
                            "da_one_of_the_probes|") +
                    address);
}

TEST_CASE("Early access, raw calls and what options add are sound as temporaries")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              co_await on.client.early_access().external_account_schemas(
                  oms::external_account_query("a country of some long name", "a currency of some length"));
              oms::external_account_schema schema;
              schema.fields.emplace_back().name = "a field of some longer name";
              co_await on.client.early_access().create_external_account(
                  "cst_one_of_the_probes"_cst,
                  oms::new_external_account(schema, oms::json_object().add("routingNumber", "011000015, in words"))
                      .metadata(oms::json_object().add("k", "a text of some length")));
              co_await on.client.early_access().create_virtual_account(
                  "cst_two_of_the_probes"_cst,
                  oms::new_virtual_account(
                      oms::to_wallet("wlt_one_of_the_probes"_wlt, oms::asset::usdc, oms::network::polygon))
                      .developer_fee(oms::decimal("0.01"), "wlt_two_of_the_probes"_wlt)
                      .label("a label of some more length"));
              co_await on.client.early_access()
                  .virtual_accounts("cst_two_of_the_probes"_cst,
                                    oms::virtual_account_filter().starting_after("va_some_longer_cursor"))
                  .next();
              co_await on.client.early_access().create_deposit_address(
                  "cst_two_of_the_probes"_cst,
                  oms::new_deposit_address(oms::asset::usdc, oms::network::polygon,
                                           oms::to_address(address, oms::asset::usdc, oms::network::polygon)));
              co_await on.client.early_access().deposit_addresses("cst_two_of_the_probes"_cst).next();
              co_await on.client.raw().post("/a/path/of/some/length", oms::json_object().add("a key of some length", 1),
                                            oms::call_options()
                                                .idempotency_key(key)
                                                .extra_field("a.path.of.some.length", oms::json_text("1"))
                                                .extra_parameter("a name of some length", "and its value")
                                                .keep_answer(oms::raw_answer()));
          }) == std::string("a country of some long name|a currency of some length|cst_one_of_the_probes|"
                            R"({"routingNumber":"011000015, in words"})"
                            "|a field of some longer name|cst_two_of_the_probes|wlt_one_of_the_probes|"
                            "a label of some more length|cst_two_of_the_probes|va_some_longer_cursor|"
                            "cst_two_of_the_probes|usdc|") +
                    address + "|cst_two_of_the_probes|from the start|" + key +
                    R"(|POST|/a/path/of/some/length|{"a key of some length":1})");
}

TEST_CASE("Waits with conditions, and flows that ask by a lambda, are sound as temporaries")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              // A lambda that owns something is written before the call: see the README.
              const auto enough = [state = std::string("a state of some length")](const oms::transaction_common&) {
                  return !state.empty();
              };
              co_await on.client.transactions().wait_until("txn_one_of_the_probes"_txn, enough, 1s);
              co_await on.client.cash_ins().wait("ci_one_of_the_probes"_ci, 1s);
              co_await on.client.customers().wait_endorsement("cst_one_of_the_probes"_cst, oms::endorsement_name::basic,
                                                              1s);
              bool agrees = true;
              const auto begun = co_await on.client.flows().send(
                  oms::new_quote("cst_two_of_the_probes"_cst,
                                 oms::from_wallet("wlt_one_of_the_probes"_wlt, oms::asset::usdc, oms::network::polygon),
                                 oms::to_address(address, oms::asset::usdc, oms::network::polygon),
                                 oms::source_amount("25.00")),
                  [&agrees](const oms::quote<oms::crypto_to_crypto>&) { return std::exchange(agrees, false); });
              REQUIRE(std::holds_alternative<oms::send_begun<oms::crypto_to_crypto>>(begun));
          }) == "txn_one_of_the_probes|far enough|ci_one_of_the_probes|cst_one_of_the_probes|basic|"
                "cst_two_of_the_probes|agreed");
}

TEST_CASE("Calls in conditions, and named requests that are moved or copied, are sound")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              auto request = oms::new_customer().first_name("Maximiliane Wilhelmine");
              if (const auto made = co_await on.client.customers().create(request); made.id.empty())
                  FAIL("no id");
              co_await on.client.customers().create(std::move(request));
              auto later = on.client.customers().create(oms::new_customer().first_name("Wilhelmine Maximiliane"),
                                                        oms::call_options().idempotency_key(key));
              co_await std::move(later);
              for (const char* id : {"cst_one_of_the_probes", "cst_two_of_the_probes"})
                  if ((co_await on.client.customers().get(oms::customer_id(id))).id == "cst_answered_to_a_probe"_cst)
                      continue;
          }) == std::string("Maximiliane Wilhelmine|Maximiliane Wilhelmine|") + key +
                    "|Wilhelmine Maximiliane|cst_one_of_the_probes|cst_two_of_the_probes");
}

namespace {

bool agrees(const oms::quote<oms::crypto_to_crypto>&)
{
    return true;
}

} // namespace

TEST_CASE("Flows that ask a named lambda, a function or a coroutine that owns something are sound (C13)")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              const oms::new_quote order(
                  "cst_one_of_the_probes"_cst,
                  oms::from_wallet("wlt_one_of_the_probes"_wlt, oms::asset::usdc, oms::network::polygon),
                  oms::to_address(address, oms::asset::usdc, oms::network::polygon), oms::source_amount("25.00"));
              const auto approve =
                  [owned = std::string("a text of some length")](const oms::quote<oms::crypto_to_crypto>& shown) {
                      return shown.id.view() != owned;
                  };
              co_await on.client.flows().send(order, approve);
              co_await on.client.flows().send(order, agrees, oms::call_options().idempotency_key(key));
              const auto ponder = [owned = std::string("a text of some length")](
                                      const oms::quote<oms::crypto_to_crypto>& shown) -> asio::awaitable<bool> {
                  co_return shown.id.view() == owned;
              };
              const auto ended = co_await on.client.flows().send(order, ponder);
              CHECK(std::holds_alternative<oms::send_refused<oms::crypto_to_crypto>>(ended));
          }) == std::string("cst_one_of_the_probes|agreed|") + key +
                    "|cst_one_of_the_probes|agreed|cst_one_of_the_probes|refused");
}

TEST_CASE("A call that is written and never awaited leaves nothing behind")
{
    CHECK(seen_by([](scene& on) -> asio::awaitable<void> {
              {
                  const auto dropped =
                      on.client.customers().create(oms::new_customer().first_name("Maximiliane Wilhelmine"),
                                                   oms::call_options().idempotency_key(key));
              }
              co_return;
          }) == "");
}

TEST_CASE("Calls work with other completion tokens through co_spawn")
{
    auto core = std::make_shared<probe_core>();
    asio::io_context io;
    std::vector<std::string> ids;
    asio::co_spawn(io, oms::client(core).customers().create(oms::new_customer().first_name("Maximiliane Wilhelmine")),
                   [&](std::exception_ptr, const oms::customer& made) { ids.push_back(made.id.str()); });
    asio::co_spawn(io, oms::as_result(oms::client(core).quotes().get("qt_one_of_the_probes"_qt)),
                   [&](std::exception_ptr, const oms::result<oms::any_quote>& found) {
                       ids.push_back(oms::id_of(found.value()).str());
                   });
    io.run();
    CHECK(ids == std::vector<std::string>{"cst_answered_to_a_probe", "qt_made_for_a_probe_call"});
}
