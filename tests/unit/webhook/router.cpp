#include "delivery.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/router.hpp>

#include "common/catch.hpp"

#include <functional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using fixture::event_of;

const oms::event completed =
    event_of({.name = "transaction.cryptoToCrypto.completed", .resource = "txn_7", .status = "completed"});
const oms::event failed = event_of({.name = "transaction.cryptoToCrypto.failed", .status = "failed"});
const oms::event cash = event_of({.name = "cashIn.completed", .resource = "ci_1", .status = "completed"});
const oms::event wallet = event_of({.name = "wallet.provisioned", .resource = "wlt_1", .status = "active"});
const oms::event customer = event_of({.name = "customer.endorsement.granted", .resource = "cst_1"});
const oms::event unknown = event_of({.name = "virtualAccount.active", .resource = "va_1"});
const oms::event misshapen = event_of(
    std::string_view{R"({"id":"evt_1","event":"cashIn.completed","data":{"object":"somethingElse","id":"x"}})"});

bool refuses(const std::function<void()>& registering)
{
    try {
        registering();
    } catch (const oms::error& refused) {
        return refused.code() == oms::errc::invalid_argument;
    }
    return false;
}

/// What was called, in order.
struct trace {
    std::vector<std::string> calls;

    auto notes(std::string who)
    {
        return [this, who](const oms::event& e) {
            calls.push_back(who + " " + std::string{e.name.text()});
        };
    }
};

} // namespace

TEST_CASE("An event goes to the handler for its name, else to that for its family, else to the fallback (G9)")
{
    trace seen;
    oms::webhook_router router{seen.notes("fallback")};
    router.on(oms::event_name::transaction_crypto_to_crypto_completed, [&](const oms::transaction_event& e) {
        seen.calls.push_back("name " + oms::id_of(e.transaction).str());
    });
    router.on_family(
        [&](const oms::transaction_event& e) { seen.calls.push_back("family " + std::string{e.name.text()}); });

    router(completed);
    router(failed);
    router(cash);
    router(unknown);
    CHECK(seen.calls == std::vector<std::string>{"name txn_7", "family transaction.cryptoToCrypto.failed",
                                                 "fallback cashIn.completed", "fallback virtualAccount.active"});
}

TEST_CASE("A handler may take the payload, the payload with the whole event, or the event alone (G9)")
{
    std::vector<std::string> seen;
    oms::webhook_router router{[](const auto&) {
    }};
    router
        .on(oms::event_name::cash_in_completed,
            [&](const oms::cash_in_event& e) { seen.push_back(e.cash_in.id.str()); })
        .on(oms::event_name::transaction_crypto_to_crypto_completed,
            [&](const oms::transaction_event& e, const oms::event& whole) {
                seen.push_back(whole.id.str() + " " + oms::id_of(e.transaction).str());
            })
        .on(oms::event_name::wallet_provisioned, [&](const oms::event& whole) { seen.push_back(whole.id.str()); })
        .on_family<oms::endorsement_event>(
            [&](const auto& e, const oms::event& whole) { seen.push_back(whole.id.str() + e.customer.id.str()); })
        .on_family<oms::unknown_event>([&](const auto& e) { seen.push_back(std::string{e.data.view().substr(0, 1)}); });
    for (const oms::event& each : {cash, completed, wallet, customer, unknown})
        router(each);
    CHECK(seen == std::vector<std::string>{"ci_1", "evt_1 txn_7", "evt_1", "evt_1cst_1", "{"});
}

TEST_CASE("A handler takes the very event that is routed, and not a copy")
{
    const oms::event* whole_seen = nullptr;
    const oms::cash_in_event* seen = nullptr;
    oms::webhook_router router{[](const oms::event&) {
    }};
    router.on_family([&](const oms::cash_in_event& e, const oms::event& whole) { seen = &e, whole_seen = &whole; });
    router(cash);
    CHECK(whole_seen == &cash);
    CHECK(seen == &std::get<oms::cash_in_event>(cash.payload));
}

TEST_CASE("A known name whose resource could not be read goes to who takes unknown events, else to the fallback (G8)")
{
    std::string seen;
    oms::webhook_router plain{[&](const oms::event&) {
        seen += "fallback ";
    }};
    plain.on(oms::event_name::cash_in_completed, [&](const oms::cash_in_event&) { seen += "cash-in "; });
    plain.on_family([&](const oms::cash_in_event&) { seen += "family "; });
    oms::webhook_router with_unknown = plain;
    with_unknown.on_family([&](const oms::unknown_event&) { seen += "unknown "; });
    oms::webhook_router with_whole{[&](const oms::event&) {
        seen += "fallback ";
    }};
    with_whole.on(oms::event_name::cash_in_completed, [&](const oms::event&) { seen += "whole "; });
    oms::webhook_router with_unread{[&](const oms::event&) {
        seen += "fallback ";
    }};
    with_unread.on(oms::event_name::cash_in_completed, [&](const oms::unknown_event&) { seen += "unread "; });

    plain(misshapen), with_unknown(misshapen), with_whole(misshapen), with_unread(misshapen), with_unread(cash);
    CHECK(seen == "fallback unknown whole unread fallback ");
}

TEST_CASE(
    "An event whose name will be made in the future has a handler too: there is no router without a fallback (G9)")
{
    static_assert(!std::is_default_constructible_v<oms::webhook_router>);
    std::string seen;
    oms::webhook_router router{[&](const oms::event& e) {
        seen = std::string{e.name.text()};
    }};
    router(event_of({.name = "somethingQuite.new"}));
    CHECK(seen == "somethingQuite.new");

    // A name that this version does not know can be registered, and a later version of the API may type it.
    router.on(oms::event_name{"somethingQuite.new"}, [&](const oms::event&) { seen = "registered"; });
    router(event_of({.name = "somethingQuite.new"}));
    CHECK(seen == "registered");
}

TEST_CASE("A second handler for one name, one family or superseded events is refused, and the first stays (G9)")
{
    trace seen;
    oms::webhook_router router{seen.notes("fallback")};
    router.on(oms::event_name::cash_in_completed, seen.notes("first"));
    router.on_family([&](const oms::transaction_event&) { seen.calls.push_back("family"); });
    router.on_superseded(seen.notes("superseded"));
    CHECK(refuses([&] { router.on(oms::event_name{"cashIn.completed"}, seen.notes("second")); }));
    CHECK(refuses([&] { router.on(oms::event_name::cash_in_completed, [](const oms::cash_in_event&) {}); }));
    CHECK(refuses([&] { router.on_family([](const oms::transaction_event&) {}); }));
    CHECK(refuses([&] { router.on_family<oms::transaction_event>([](const auto&) {}); }));
    CHECK(refuses([&] { router.on_superseded([](const oms::event&) {}); }));

    router(cash), router(failed), router.superseded(cash);
    CHECK(seen.calls == std::vector<std::string>{"first cashIn.completed", "family", "superseded cashIn.completed"});
}

TEST_CASE("A handler of a family that never comes under the name is refused (G9)")
{
    oms::webhook_router router{[](const oms::event&) {
    }};
    const auto takes_cash_in = [](const oms::cash_in_event&) {
    };
    const auto takes_transaction = [](const oms::transaction_event&, const oms::event&) {
    };
    CHECK(refuses([&] { router.on(oms::event_name::wallet_provisioned, takes_cash_in); }));
    CHECK(refuses([&] { router.on(oms::event_name::cash_in_completed, takes_transaction); }));
    CHECK(refuses([&] { router.on(oms::event_name{"virtualAccount.active"}, takes_transaction); }));
    CHECK(refuses([&] { router.on(oms::event_name{""}, [](const oms::event&) {}); }));
    CHECK(refuses([&] { router.on(oms::event_name{}, [](const oms::unknown_event&) {}); }));

    // Beginnings of names decide, also of names that this version does not know.
    router.on(oms::event_name{"cashIn.refunded"}, takes_cash_in);
    router.on(oms::event_name{"transaction.anything.new"}, takes_transaction);
    router.on(oms::event_name{"endorsement.expired"}, [](const oms::endorsement_event&) {});
    router.on(oms::event_name{"customer.endorsement.lost"}, [](const oms::endorsement_event&) {});
    router.on(oms::event_name{"wallet.closed"}, [](const oms::wallet_event&) {});
    router.on(oms::event_name{"virtualAccount.active"}, [](const oms::unknown_event&) {});
}

TEST_CASE("Every typed event of the contract may be registered under its name with the family it comes as")
{
    for (const auto& file : fixture::files_beginning_with("event.v")) {
        const auto document = fixture::read(file);
        const std::string body = fixture::text(document.at("delivery"), "rawBody");
        const oms::event event = event_of(std::string_view{body});
        INFO(file.filename().string());
        CHECK(oms::detail::family_of(event.name.text()) == event.payload.index());
    }
}

TEST_CASE("Empty functions are refused (G9)")
{
    const std::function<void(const oms::event&)> empty;
    CHECK(refuses([&] { oms::webhook_router router{empty}; }));
    oms::webhook_router router{[](const oms::event&) {
    }};
    CHECK(refuses([&] { router.on(oms::event_name::cash_in_completed, empty); }));
    CHECK(refuses([&] { router.on_superseded(empty); }));
    CHECK(refuses([&] { router.on_family(std::function<void(const oms::wallet_event&)>{}); }));
    CHECK(refuses([&] { router.on_family(static_cast<void (*)(const oms::wallet_event&)>(nullptr)); }));
    router.on_family([](const oms::wallet_event&) {}); // what was refused is not registered
}

TEST_CASE("Superseded events go to the handler given for them, and to nobody without one")
{
    int called = 0;
    oms::webhook_router router{[&](const oms::event&) {
        called += 100;
    }};
    router.superseded(cash);
    CHECK(called == 0);
    router.on_superseded([&](const oms::event&) { ++called; });
    router.superseded(cash);
    CHECK(called == 1);
}

TEST_CASE("What a handler throws comes out of the router")
{
    oms::webhook_router router{[](const oms::event&) {
        throw std::runtime_error{"the database is away"};
    }};
    CHECK_THROWS_WITH(router(cash), "the database is away");
}

TEST_CASE("Copies of a router are independent of it")
{
    int first = 0, second = 0;
    oms::webhook_router router{[&](const oms::event&) {
        ++first;
    }};
    oms::webhook_router copy = router;
    copy.on_family([&](const oms::wallet_event&) { ++second; });
    router(wallet), copy(wallet);
    CHECK(first == 1);
    CHECK(second == 1);
}

TEST_CASE("A pattern is no name of an event: it would never be called (G9)")
{
    oms::webhook_router router{[](const oms::event&) {
    }};
    for (const char* const pattern : {"transaction.*", "*.completed", "*"})
        CHECK(refuses([&] { router.on(oms::event_name{pattern}, [](const oms::event&) {}); }));
}
