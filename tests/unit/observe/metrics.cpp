#include "unit/observe/exposition_check.hpp"
#include "unit/observe/observed_calls.hpp"

#include "common/catch.hpp"

#include <oms/core/errc_name.hpp>
#include <oms/observe/impl/shown.hpp>
#include <oms/observe/metrics.hpp>

#include <cctype>
#include <chrono>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using test::end;
using test::exposition;

std::string without(const std::string& text, const std::string& part)
{
    std::string left = text;
    const std::size_t at = left.find(part);
    REQUIRE(at != left.npos);
    return left.erase(at, part.size());
}

} // namespace

TEST_CASE("Calls are counted by operation, delivery and class of status, and timed (F4)")
{
    oms::metrics metrics;
    const oms::error refused = test::quote_expired();
    test::run_call(metrics, test::new_quote(), {});
    test::run_call(metrics, test::new_quote(), {});
    test::run_call(metrics, test::new_quote(), {}, &refused);
    test::run_call(metrics, test::get_customer(), {});

    const exposition seen(metrics.text());
    CHECK(seen[R"(oms_calls_total{method="POST",path="/quotes",delivery="applied",status="2xx"})"] == 2);
    CHECK(seen[R"(oms_calls_total{method="POST",path="/quotes",delivery="refused",status="4xx"})"] == 1);
    CHECK(seen[R"(oms_calls_total{method="GET",path="/customers/{customerId}",delivery="applied",status="2xx"})"] == 1);
    const std::string quotes = R"(method="POST",path="/quotes")";
    CHECK(seen["oms_call_duration_seconds_count{" + quotes + "}"] == 3);
    CHECK(seen["oms_call_duration_seconds_sum{" + quotes + "}"] == Catch::Approx(3 * 0.052118));
    CHECK(seen["oms_call_duration_seconds_bucket{" + quotes + R"(,le="0.05"})"] == 0);
    CHECK(seen["oms_call_duration_seconds_bucket{" + quotes + R"(,le="0.1"})"] == 3);
    CHECK(seen["oms_calls_dropped_total"] == 0);
}

TEST_CASE("Attempts, retries by reason, connections and token exchanges are counted (F4)")
{
    oms::metrics metrics;
    const oms::error lost = oms::error::builder(oms::errc::connection_lost).delivery(oms::delivery::maybe_applied);
    test::run_call(metrics, test::new_quote(), {test::unavailable(), lost});
    test::run_call(metrics, test::new_quote(), {test::unavailable()});
    const oms::error rejected = oms::error::builder(oms::errc::credentials_rejected);
    oms::token_exchange exchange;
    metrics.on_token_exchange(exchange);
    exchange.failure = &rejected;
    metrics.on_token_exchange(exchange);
    metrics.on_drift({});

    const exposition seen(metrics.text());
    CHECK(seen[R"(oms_attempts_total{status="2xx"})"] == 2);
    CHECK(seen[R"(oms_attempts_total{status="5xx"})"] == 2);
    CHECK(seen[R"(oms_attempts_total{status="none"})"] == 1);
    CHECK(seen["oms_attempt_duration_seconds_sum"] == Catch::Approx(0.1));
    CHECK(seen[R"(oms_retries_total{reason="unavailable"})"] == 2);
    CHECK(seen[R"(oms_retries_total{reason="connection_lost"})"] == 1);
    CHECK(seen[R"(oms_connections_leased_total{connection="new"})"] == 3);
    CHECK(seen[R"(oms_connections_leased_total{connection="reused"})"] == 2);
    CHECK(seen["oms_connection_wait_seconds_sum"] == Catch::Approx(0.036));
    CHECK(seen[R"(oms_token_exchanges_total{result="success"})"] == 1);
    CHECK(seen[R"(oms_token_exchanges_total{result="failure"})"] == 1);
    CHECK(seen["oms_version_drift_total"] == 1);
}

TEST_CASE("A retry is counted when it begins, not when it is announced (F4)")
{
    oms::metrics metrics;
    test::header_fields sink;
    const oms::error lost = oms::error::builder(oms::errc::connection_lost);
    const auto call = metrics.on_call(test::new_quote());
    call->on_attempt(test::attempt(1), sink);
    call->on_retry(test::retry(1, test::unavailable()));
    CHECK(metrics.text().find("oms_retries_total{") == std::string::npos);
    call->on_attempt(test::attempt(2), sink);
    CHECK(exposition(metrics.text())[R"(oms_retries_total{reason="unavailable"})"] == 1);
    call->on_retry(test::retry(2, lost));
    call->on_end(end(2, 0, oms::delivery::maybe_applied, &lost)); // it was cancelled in the pause
    CHECK(metrics.text().find("connection_lost") == std::string::npos);
}

TEST_CASE("An answer that announces both a deprecation and an end is counted once (F9)")
{
    oms::metrics metrics;
    oms::version_drift drift;
    metrics.on_drift(drift);
    drift.first = false;
    metrics.on_drift(drift);
    CHECK(exposition(metrics.text())["oms_version_drift_total"] == 1);
}

TEST_CASE("Calls in flight are those that have begun and are not gone, however they end (F4)")
{
    oms::metrics metrics;
    auto first = metrics.on_call(test::new_quote());
    auto second = metrics.on_call(test::new_quote());
    CHECK(exposition(metrics.text())["oms_calls_in_flight"] == 2);
    first->on_end(end(1, 201, oms::delivery::applied));
    first.reset();
    CHECK(exposition(metrics.text())["oms_calls_in_flight"] == 1);
    second.reset(); // with its context
    const exposition seen(metrics.text());
    CHECK(seen["oms_calls_in_flight"] == 0);
    CHECK(seen["oms_calls_dropped_total"] == 1);
}

TEST_CASE(
    "Durations are in seconds, each in the first bucket that holds it, the longest in the one without a bound (F4)")
{
    oms::metrics metrics;
    for (const std::chrono::nanoseconds took :
         {std::chrono::nanoseconds(5ms), 5'000'001ns, std::chrono::nanoseconds(60s), 60'000'000'001ns, -1ns})
        metrics.on_call(test::new_quote())->on_end(end(1, 201, oms::delivery::applied, nullptr, took));
    const exposition seen(metrics.text());
    const std::string bucket = R"(oms_call_duration_seconds_bucket{method="POST",path="/quotes",le=)";
    CHECK(seen[bucket + R"("0.005"})"] == 2);
    CHECK(seen[bucket + R"("0.01"})"] == 3);
    CHECK(seen[bucket + R"("30"})"] == 3);
    CHECK(seen[bucket + R"("60"})"] == 4);
    CHECK(seen[bucket + R"("+Inf"})"] == 5);
}

TEST_CASE("The metrics of all operations, deliveries, statuses and reasons are of Prometheus' text format (F4)")
{
    oms::metrics metrics;
    CHECK_NOTHROW(exposition(metrics.text()));
    std::size_t calls = 0;
    for (const oms::detail::shown_operation& each : oms::detail::shown_operations)
        for (int delivered = 0; delivered != 4; ++delivered)
            for (const int status : {0, 100, 204, 302, 404, 503}) {
                oms::call_start call = test::new_quote();
                call.method = each.method;
                call.path_template = each.path;
                metrics.on_call(call)->on_end(end(1, status, static_cast<oms::delivery>(delivered)));
                ++calls;
            }
    const auto follows = metrics.on_call(test::new_quote());
    test::header_fields sink;
    for (int code = 0; code != 200; ++code) {
        const oms::error failure = oms::error::builder(static_cast<oms::errc>(code));
        follows->on_retry(test::retry(1, failure));
        follows->on_attempt(test::attempt(2), sink);
    }

    const exposition seen(metrics.text());
    CHECK(seen.types().size() == 11);
    double counted = 0;
    std::size_t series = 0;
    for (const auto& [name, value] : seen.series())
        if (name.starts_with("oms_calls_total")) {
            counted += value;
            ++series;
        }
    CHECK(counted == static_cast<double>(calls));
    CHECK(series == calls); // each is one of its own
    CHECK(seen[R"(oms_retries_total{reason="unknown"})"] == 200 - 60);
    CHECK(seen[R"(oms_retries_total{reason="webhook_too_large"})"] == 1);
}

TEST_CASE("What a program wrote into a path itself makes no series (F4)")
{
    oms::metrics metrics;
    for (int i = 0; i != 100; ++i) {
        const std::string path = "/customers/" + std::to_string(i) + "\"\n\\";
        oms::call_start call = test::get_customer();
        call.path_template = path;
        test::run_call(metrics, call, {});
        call.method = path;
        test::run_call(metrics, call, {});
    }
    const exposition seen(metrics.text());
    CHECK(seen[R"(oms_calls_total{method="GET",path="other",delivery="applied",status="2xx"})"] == 100);
    CHECK(seen[R"(oms_calls_total{method="_OTHER",path="other",delivery="applied",status="2xx"})"] == 100);
}

TEST_CASE("Each operation of the client has a name in logs and metrics, and no other path has (F4)")
{
    std::ifstream in(OMS_SOURCE_DIR "/include/oms/client/impl/operation.hpp");
    const std::string source(std::istreambuf_iterator<char>(in), {});
    const std::regex row("http_method::([a-z]+),\\s*\"(/[^\"]*)\"");
    std::set<std::pair<std::string, std::string>> operations;
    for (std::sregex_iterator at(source.begin(), source.end(), row), last; at != last; ++at) {
        std::string method = (*at)[1] == "del" ? "DELETE" : (*at)[1].str();
        for (char& c : method)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        operations.emplace(method, (*at)[2]);
    }
    REQUIRE(operations.size() == 36);

    std::set<std::pair<std::string, std::string>> shown;
    for (const oms::detail::shown_operation& each : oms::detail::shown_operations)
        if (each.path != oms::detail::other_path)
            shown.emplace(each.method, each.path);
    CHECK(shown == operations);
}

TEST_CASE("Each error code has its name of the source in logs and metrics (F4)")
{
    std::ifstream in(OMS_SOURCE_DIR "/include/oms/core/errc.hpp");
    const std::string source(std::istreambuf_iterator<char>(in), {});
    const std::string list = source.substr(source.find("enum class errc {"), source.find("};"));
    const std::regex row("\n    ([a-z_]+)[^\n]*,");
    std::size_t number = 0;
    for (std::sregex_iterator at(list.begin(), list.end(), row), last; at != last; ++at)
        CHECK(oms::detail::name_of(static_cast<oms::errc>(++number)) == (*at)[1].str());
    CHECK(number + 1 == oms::detail::error_place_count);
    CHECK(oms::detail::shown_name(oms::error()) == "unknown");
}

TEST_CASE("Events of several threads are all counted (F4)")
{
    oms::metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([&metrics] {
            for (int n = 0; n != 500; ++n)
                test::run_call(metrics, test::new_quote(), {test::unavailable()});
            (void)exposition(metrics.text()); // an exception would end the program
        });
    for (std::thread& each : threads)
        each.join();
    const exposition seen(metrics.text());
    CHECK(seen[R"(oms_calls_total{method="POST",path="/quotes",delivery="applied",status="2xx"})"] == 2000);
    CHECK(seen[R"(oms_retries_total{reason="unavailable"})"] == 2000);
    CHECK(seen[R"(oms_attempts_total{status="5xx"})"] == 2000);
    CHECK(seen["oms_calls_in_flight"] == 0);
}

TEST_CASE("The check of the format refuses what is not of it")
{
    oms::metrics metrics;
    test::run_call(metrics, test::new_quote(), {});
    const std::string good = metrics.text();
    REQUIRE_NOTHROW(exposition(good));

    CHECK_THROWS(exposition(good.substr(0, good.size() - 1)));
    CHECK_THROWS(exposition(good + good));
    CHECK_THROWS(exposition(good + "oms_calls_in_flight 1\n"));
    CHECK_THROWS(exposition(good + "\r\n"));
    CHECK_THROWS(exposition(without(good, "# TYPE oms_calls_total counter\n")));
    CHECK_THROWS(exposition(without(good, "oms_connection_wait_seconds_bucket{le=\"+Inf\"} 1\n")));
    CHECK_THROWS(exposition(without(good, "oms_connection_wait_seconds_sum 0.000000000\n")));
    CHECK_THROWS(exposition("# HELP a_total b\n# TYPE a_total counter\na_total{x=\"\"\"} 1\n"));
    CHECK_THROWS(exposition("# HELP a_total b\n# TYPE a_total counter\na_total{x=\"\",} 1\n"));
    CHECK_THROWS(exposition("# HELP a b\n# TYPE a counter\na 1\n"));
    CHECK_NOTHROW(exposition("# HELP a_total b\n# TYPE a_total counter\na_total{x=\"\\\"\\n\\\\\"} 1\n"));
}
