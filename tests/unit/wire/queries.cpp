#include "fixture.hpp"

#include <oms/model/filter.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/wire/query.hpp>

using namespace oms::literals;

namespace {

/// The query as "name=value&…", not encoded.
template <class Query>
std::string text_of(const Query& query)
{
    std::string text;
    for (const oms::query_parameter& each : oms::parameters_of(query))
        text += (text.empty() ? "" : "&") + std::string(each.name) + "=" + each.value;
    return text;
}

template <class Query>
void check_refused(const Query& query, const std::string& name)
{
    try {
        text_of(query);
        FAIL_CHECK("not refused");
    } catch (const oms::error& refused) {
        CHECK(refused.code() == oms::errc::invalid_argument);
        CHECK(std::string(refused.what()).find(name + " must not be empty") != std::string::npos);
    }
}

} // namespace

TEST_CASE("A list asks for what its filter holds: its own parameters, then those of paging (contract section 1.5)")
{
    CHECK(text_of(oms::wallet_filter()).empty());
    CHECK(text_of(oms::virtual_account_filter().limit(1)) == "limit=1");
    CHECK(text_of(oms::webhook_filter()
                      .limit(2)
                      .created_after(oms::timestamp("2026-06-14T14:30:00Z"))
                      .created_before(oms::timestamp("2026-06-15T14:30:00.25Z"))
                      .starting_after("opaque/=&")) ==
          "limit=2&startingAfter=opaque/=&&createdAfter=2026-06-14T14:30:00Z&createdBefore=2026-06-15T14:30:00.25Z");
    CHECK(text_of(oms::customer_filter()
                      .status(oms::customer_status::active)
                      .email("a@b.example")
                      .external_id("u 1")
                      .limit(2)) == "status=active&email=a@b.example&externalId=u 1&limit=2");
    CHECK(text_of(oms::transaction_filter()
                      .type(oms::movement_type::crypto_to_fiat)
                      .status(oms::transaction_status("future"))
                      .recipient_customer_id("cst_2"_cst)
                      .sender_customer_id("cst_1"_cst)
                      .ending_before("p")) ==
          "senderCustomerId=cst_1&recipientCustomerId=cst_2&status=future&type=cryptoToFiat&endingBefore=p");
    CHECK(text_of(oms::cash_in_filter().customer_id("cst_1"_cst).status(oms::cash_in_status::pending)) ==
          "customerId=cst_1&status=pending");
}

TEST_CASE("Reads that are no lists ask in the names of the contract (sections 4.4, 8.3, 9.4 and 15.3)")
{
    CHECK(text_of(oms::transaction_perspective().recipient_customer_id("cst_1"_cst)) == "recipientCustomerId=cst_1");
    CHECK(text_of(oms::balance_query_fields{"EUR"}) == "estimatedBalanceCurrencyCode=EUR");
    CHECK(text_of(oms::balance_query_fields{}).empty());
    CHECK(text_of(oms::external_account_query("US", "USD")) == "country=US&currency=USD");
    CHECK(text_of(oms::cash_location_query("greendot", 38.495133, -121.505336)) ==
          "provider=greendot&latitude=38.495133&longitude=-121.505336");
    CHECK(text_of(oms::cash_location_query("greendot", 0, 1e-7).flow(oms::cash_flow::cash_out)) ==
          "provider=greendot&latitude=0&longitude=0.0000001&flow=cashOut");
}

TEST_CASE("A parameter that is set to nothing is refused: leaving it out would ask for more than was meant (B8)")
{
    check_refused(oms::wallet_filter().created_after(oms::timestamp()), "createdAfter");
    check_refused(oms::wallet_filter().starting_after(""), "startingAfter");
    check_refused(oms::customer_filter().external_id(""), "externalId");
    check_refused(oms::transaction_filter().sender_customer_id(oms::customer_id()), "senderCustomerId");
    check_refused(oms::cash_in_filter().status(oms::cash_in_status()), "status");
}
