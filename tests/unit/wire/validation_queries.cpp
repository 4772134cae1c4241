#include "problems.hpp"

#include <oms/model/cash_location.hpp>
#include <oms/model/filter.hpp>

#include <limits>

using fixture::paths;
using fixture::paths_of;
using fixture::problem_of;
using oms::checks;

TEST_CASE("A filter holds a value wherever it is set: an empty one would ask for more than was meant (B8)")
{
    CHECK(paths_of(oms::wallet_filter()) == paths{});
    for (const int size : {1, 50, 100})
        CHECK(paths_of(oms::wallet_filter().limit(size)) == paths{});
    for (const int size : {0, 101, -1, std::numeric_limits<int>::max()}) {
        CHECK(problem_of(oms::webhook_filter().limit(size)) == "limit must be 1 to 100");
        CHECK(problem_of(oms::webhook_filter().limit(size), checks::safety_only) == "none");
    }
    CHECK(paths_of(oms::transaction_filter()
                       .sender_customer_id(oms::customer_id())
                       .recipient_customer_id(oms::customer_id())
                       .status(oms::transaction_status())
                       .type(oms::movement_type())
                       .starting_after("")
                       .created_after(oms::timestamp())
                       .created_before(oms::timestamp()),
                   checks::safety_only) == paths{"startingAfter", "createdAfter", "createdBefore", "senderCustomerId",
                                                 "recipientCustomerId", "status", "type"});
    CHECK(paths_of(oms::customer_filter().email("").external_id("").ending_before(""), checks::safety_only) ==
          paths{"endingBefore", "email", "externalId"});
    CHECK(problem_of(oms::customer_filter().status(oms::customer_status("asleep"))) ==
          "status must be active or inactive");
    CHECK(problem_of(oms::customer_filter().status(oms::customer_status::inactive)) == "none");
    CHECK(problem_of(oms::transaction_filter().status(oms::transaction_status("future"))) == "none"); // an open set
    CHECK(paths_of(oms::cash_in_filter().customer_id(oms::customer_id()).status(oms::cash_in_status())) ==
          paths{"customerId", "status"});
    CHECK(paths_of(oms::transaction_perspective().sender_customer_id(oms::customer_id())) == paths{"senderCustomerId"});

    oms::customer_filter_fields both;
    both.starting_after = "a";
    both.ending_before = "b";
    CHECK(problem_of(both, checks::safety_only) == "endingBefore cannot be together with startingAfter");
}

TEST_CASE("A balance is estimated in a currency of ISO 4217, or in the service's choice (B8)")
{
    CHECK(problem_of(oms::balance_query_fields{"EUR"}) == "none");
    CHECK(problem_of(oms::balance_query_fields{""}) == "none");
    CHECK(problem_of(oms::balance_query_fields{"usdc"}) ==
          "estimatedBalanceCurrencyCode must be a currency of ISO 4217, three capital letters such as USD");
    CHECK(problem_of(oms::balance_query_fields{"usdc"}, checks::safety_only) == "none");
}

TEST_CASE("Cash locations are looked for at a point on earth (B8)")
{
    CHECK(paths_of(oms::cash_location_query("greendot", -90, 180).flow(oms::cash_flow::cash_out)) == paths{});
    CHECK(problem_of(oms::cash_location_query("greendot", 90.1, 0)) == "latitude must be -90 to 90 degrees");
    CHECK(problem_of(oms::cash_location_query("greendot", 0, -180.5)) == "longitude must be -180 to 180 degrees");
    CHECK(paths_of(oms::cash_location_query("greendot", 91, 181), checks::safety_only) == paths{});
    const double infinite = std::numeric_limits<double>::infinity();
    const double none = std::numeric_limits<double>::quiet_NaN();
    CHECK(paths_of(oms::cash_location_query("", infinite, none).flow(oms::cash_flow()), checks::safety_only) ==
          paths{"provider", "latitude", "longitude", "flow"});
    CHECK(problem_of(oms::cash_location_query("greendot", none, 0)) == "latitude must be a finite number");
}
