// The vectors of examples/tolerance.json that are whole answers, not documents.
#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iterator>

TEST_CASE("a webhook is deleted by each answer of the contract's vectors, with a body and without (F72)")
{
    std::ifstream file(OMS_FIXTURES "/contract/tolerance.json");
    const auto vectors = boost::json::parse(std::string{std::istreambuf_iterator<char>(file), {}});
    std::size_t seen = 0;
    for (const auto& example : vectors.at("cases").as_array()) {
        if (example.at("reads").as_string() != "WebhookDeleted")
            continue;
        ++seen;
        INFO(example.at("name"));
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(static_cast<int>(example.at("status").as_int64()),
                                               std::string(example.at("rawBody").as_string())));
        const auto deleted = bench.run(bench.client->webhooks().remove(oms::webhook_id{"whk_1"}));
        CHECK(deleted.has_value() == example.at("expect").at("deleted").as_bool());
        CHECK(bench.wire->requests.size() == 1);
    }
    CHECK(seen == 2);
}
