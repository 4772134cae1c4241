#include "common/catch.hpp"
#include "faults/flow.hpp"

// The gate's flows, without a gate.

namespace {

using namespace std::chrono_literals;
using test::flow;
using test::flow_end;
using test::flow_state;
using test::flow_step;

struct passed {
    std::string bytes;
    std::chrono::milliseconds waited{0};
    std::size_t parts = 0;
    flow_end end = flow_end::none;
};

/// Feeds the text in parts of this size.
passed feed(flow how, const std::string& text, std::size_t part)
{
    flow_state state(std::move(how));
    passed all;
    std::vector<flow_step> steps;
    for (std::size_t at = 0; at < text.size(); at += part) {
        const std::vector<flow_step> more = state.take(text.substr(at, part));
        steps.insert(steps.end(), more.begin(), more.end());
    }
    const std::vector<flow_step> rest = state.flush();
    steps.insert(steps.end(), rest.begin(), rest.end());
    for (const flow_step& step : steps) {
        all.bytes += step.bytes;
        all.waited += step.wait;
        all.parts += !step.bytes.empty();
        if (step.end != flow_end::none)
            all.end = step.end;
    }
    return all;
}

const std::string sample_text = "the quick brown fox";

} // namespace

TEST_CASE("A flow ends at exactly the byte it is told, however its bytes come in")
{
    for (const std::size_t part : {1u, 3u, 19u})
        for (std::size_t at = 0; at <= sample_text.size(); ++at) {
            INFO("part " << part << " at " << at);
            const passed all = feed(flow().close_at(at), sample_text, part);
            CHECK(all.bytes == sample_text.substr(0, at));
            CHECK(all.end == flow_end::close);
        }
    CHECK(feed(flow().reset_at(4), sample_text, 2).end == flow_end::reset);
    CHECK(feed(flow().swallow_at(4), sample_text, 2).end == flow_end::swallow);
    CHECK(feed(flow().stop_reading_at(4), sample_text, 2).end == flow_end::stop_reading);
    CHECK(feed(flow().garbage_at(4), sample_text, 2).end == flow_end::garbage);
    const passed beyond = feed(flow().close_at(20), sample_text, 4);
    CHECK(beyond.bytes == sample_text);
    CHECK(beyond.end == flow_end::none);
}

TEST_CASE("A flow changes one byte, or one text, and nothing else")
{
    for (const std::size_t part : {1u, 5u, 19u})
        CHECK(feed(flow().corrupt_at(4, 0x20), sample_text, part).bytes == "the Quick brown fox");
    CHECK(feed(flow().substitute("quick", "slow"), sample_text, 19).bytes == "the slow brown fox");
}

TEST_CASE("A flow stalls before the byte it is told, is as slow as it is told, and passes all")
{
    const passed stalled = feed(flow().stall_at(7, 50ms), sample_text, 19);
    CHECK(stalled.bytes == sample_text);
    CHECK(stalled.parts == 2);
    CHECK(stalled.waited == 50ms);
    const passed slow = feed(flow().bytes_per_second(50), sample_text, 19);
    CHECK(slow.bytes == sample_text);
    CHECK(slow.parts == 4);
    CHECK(slow.waited >= 380ms);
    CHECK(slow.waited <= 400ms);
}

TEST_CASE("A flow takes bytes apart and puts them together")
{
    const passed tiny = feed(flow().tiny_parts(), sample_text, 19);
    CHECK(tiny.bytes == sample_text);
    CHECK(tiny.parts == sample_text.size());
    const passed gathered = feed(flow().concatenate(100), sample_text, 1);
    CHECK(gathered.bytes == sample_text);
    CHECK(gathered.parts == 1);
    CHECK(feed(flow().concatenate(10), sample_text, 1).parts == 2);
}
