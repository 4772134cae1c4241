#include "unit/observe/observed_calls.hpp"

#include "common/catch.hpp"
#include "common/temporary_directory.hpp"

#include <oms/core/json_text.hpp>
#include <oms/observe/log.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using test::end;

struct log_lines {
    std::vector<std::string> lines;
    std::vector<oms::log_level> levels;

    oms::log_write writer()
    {
        return [this](oms::log_level level, std::string_view line) {
            lines.emplace_back(line);
            levels.push_back(level);
        };
    }
};

oms::log_options plain(oms::log_level least)
{
    return oms::log_options().level(least).times(false);
}

oms::error not_sent_cancelled()
{
    return oms::error::builder(oms::errc::cancelled).delivery(oms::delivery::not_sent);
}

} // namespace

TEST_CASE("The log of a call that went well is one line: what, with which status, after how long (F1)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::info));
    test::run_call(logger, test::new_quote(), {});

    REQUIRE(log.lines.size() == 1);
    CHECK(log.levels[0] == oms::log_level::info);
    CHECK(log.lines[0] == "level=info event=end call=7 method=POST path=/quotes status=201 attempts=1 took_ms=52.118 "
                          "delivery=applied request_id=req_last");
}

TEST_CASE("The log has retries as warnings, and calls that failed as errors (F1)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::warning));
    const oms::error refused = test::quote_expired();
    test::run_call(logger, test::new_quote(), {test::unavailable()}, &refused);

    CHECK(log.lines ==
          std::vector<std::string>{
              "level=warning event=retry call=7 method=POST path=/quotes attempt=1 status=503 error=unavailable "
              "server_code=unavailable pause_ms=250.000 request_id=req_first",
              "level=error event=end call=7 method=POST path=/quotes status=422 attempts=2 took_ms=52.118 "
              "delivery=refused error=unprocessable server_code=quote_expired request_id=req_last"});
    CHECK(log.levels == std::vector<oms::log_level>{oms::log_level::warning, oms::log_level::error});
}

TEST_CASE("At its lowest level the log has each step of a call (F1)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::debug));
    const oms::error refused = test::quote_expired();
    test::run_call(logger, test::new_quote(), {test::unavailable()}, &refused);

    const std::string call = "call=7 method=POST path=/quotes ";
    REQUIRE(log.lines.size() == 11);
    CHECK(log.lines[0] == "level=debug event=call " + call + "at_most_ms=60000");
    CHECK(log.lines[1] == "level=debug event=token " + call + "waited_ms=3.000 renewed=false");
    CHECK(log.lines[2] == "level=debug event=attempt " + call + "attempt=1");
    CHECK(log.lines[3] == "level=debug event=connection " + call + "attempt=1 waited_ms=12.000 reused=false");
    CHECK(log.lines[4] == "level=debug event=response " + call +
                              "attempt=1 status=503 took_ms=20.000 error=unavailable server_code=unavailable "
                              "request_id=req_first");
    CHECK(log.lines[8] == "level=debug event=connection " + call + "attempt=2 waited_ms=0.000 reused=true");
}

TEST_CASE("The log shows the longest time limit there is as it is (F1)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::debug));
    oms::call_start call = test::new_quote();
    call.at_most = std::chrono::milliseconds::max();
    logger.on_call(call);
    CHECK(log.lines.at(0) == "level=debug event=call call=7 method=POST path=/quotes at_most_ms=" +
                                 std::to_string(std::chrono::milliseconds::max().count()));
}

TEST_CASE("A call that was cancelled is an error in the log only if it may have had its effect (F1)")
{
    const auto level_of = [](oms::delivery delivered, const oms::call_start& call = test::new_quote()) {
        log_lines log;
        oms::logger logger(log.writer(), plain(oms::log_level::debug));
        const oms::error cancelled = not_sent_cancelled();
        oms::call_end how = end(1, 0, delivered, &cancelled);
        how.cancelled = true;
        logger.on_call(call)->on_end(how);
        CHECK_THAT(log.lines.at(1), Catch::Matchers::ContainsSubstring(" cancelled=true error=cancelled"));
        return log.levels.at(1);
    };
    CHECK(level_of(oms::delivery::not_sent) == oms::log_level::info);
    CHECK(level_of(oms::delivery::refused) == oms::log_level::info);
    CHECK(level_of(oms::delivery::maybe_applied) == oms::log_level::error);
    CHECK(level_of(oms::delivery::maybe_applied, test::get_customer()) == oms::log_level::info); // a read has none

    oms::call_start raw = test::new_quote();
    raw.method = "BREW"; // who knows what that does
    CHECK(level_of(oms::delivery::maybe_applied, raw) == oms::log_level::error);
}

TEST_CASE("A call that is dropped with its context, a refused key and drift are warnings in the log (F1) (F9)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::warning));
    logger.on_call(test::new_quote());
    const oms::error rejected =
        oms::error::builder(oms::errc::credentials_rejected).http_status(401).server_code("unauthorized");
    oms::token_exchange exchange;
    exchange.took = 30ms;
    logger.on_token_exchange(exchange); // a good one is of level debug
    exchange.failure = &rejected;
    logger.on_token_exchange(exchange);
    oms::version_drift drift;
    drift.path_template = "/transactions/{transactionId}";
    drift.where = "Deprecation";
    drift.what = "@1798761600";
    logger.on_drift(drift);
    drift.where = "Sunset";
    logger.on_drift(drift);

    CHECK(log.lines == std::vector<std::string>{
                           "level=warning event=dropped call=7 method=POST path=/quotes",
                           "level=warning event=token_exchange status=401 took_ms=30.000 error=credentials_rejected "
                           "server_code=unauthorized",
                           "level=warning event=drift path=/transactions/{transactionId} field=Deprecation",
                           "level=warning event=drift path=/transactions/{transactionId} field=Sunset"});
}

TEST_CASE("The log has what the service announces once for each path, however often it is announced (F1) (F9)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::warning));
    oms::version_drift drift;
    const std::string own_path = "/customers/cst_1?name=Alice";
    for (int answer = 0; answer != 3; ++answer)
        for (const std::string_view path : {std::string_view("/quotes"), std::string_view("/customers/{customerId}"),
                                            std::string_view("/networks/1"), std::string_view(own_path)})
            for (const std::string_view field : {"Deprecation", "Sunset"}) {
                drift.path_template = path;
                drift.where = field;
                logger.on_drift(drift);
            }
    REQUIRE(log.lines.size() == 6);
    CHECK(log.lines[1] == "level=warning event=drift path=/quotes field=Sunset");
    CHECK(log.lines[2] == "level=warning event=drift path=/customers/{customerId} field=Deprecation");
    CHECK(log.lines[4] == "level=warning event=drift path=other field=Deprecation");

    oms::logger another(log.writer(), plain(oms::log_level::warning));
    another.on_drift(drift);
    CHECK(log.lines.size() == 7);
}

TEST_CASE("The log shows the request id that a service gives, but not the key of the call as one (F1) (F2)")
{
    const std::string key = "6f1c6e0c-5b0a-4c53-9c0e-6d1a2b3c4d5e";
    for (const auto& [id, shown] :
         std::vector<std::pair<std::string, bool>>{{"req_01kv5xgx-A_9", true},
                                                   {"0d8f2f3e-6a53-4f59-8f51-7f4e9f2f7a10", true},
                                                   {key, false},
                                                   {"req_" + key, false},
                                                   {"of " + key, false},
                                                   {"sk_live_1234567890", false},
                                                   {"req_" + std::string(60, 'a'), true},
                                                   {"req_" + std::string(61, 'a'), false}}) {
        CAPTURE(id);
        log_lines log;
        oms::logger logger(log.writer(), plain(oms::log_level::debug));
        const auto call = logger.on_call(test::new_quote(key));
        const oms::error why = oms::error::builder(oms::errc::unavailable).http_status(503).request_id(id);
        call->on_response(test::response(1, 503, &why));
        call->on_retry(test::retry(1, why));
        call->on_end(end(1, 503, oms::delivery::refused, &why));
        REQUIRE(log.lines.size() == 4);
        for (std::size_t line = 1; line != 4; ++line) {
            CAPTURE(log.lines[line]);
            CHECK((log.lines[line].find(" request_id=" + id) != std::string::npos) == shown);
            CHECK((log.lines[line].find(id) != std::string::npos) == shown);
        }
    }
}

TEST_CASE("A log that is off follows no call (F1)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::off));
    CHECK(logger.on_call(test::new_quote()) == nullptr);
    logger.on_drift({});
    CHECK(log.lines.empty());
}

TEST_CASE("A log of JSON has one object a line, with numbers as numbers (F1)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::debug).format(oms::log_format::json));
    const oms::error refused = test::quote_expired();
    test::run_call(logger, test::new_quote(), {test::unavailable()}, &refused);

    for (const std::string& line : log.lines)
        CHECK_NOTHROW(oms::json_text(line));
    CHECK(log.lines.back() ==
          R"({"level":"error","event":"end","call":7,"method":"POST","path":"/quotes","status":422,"attempts":2,)"
          R"("took_ms":52.118,"delivery":"refused","error":"unprocessable","server_code":"quote_expired",)"
          R"("request_id":"req_last"})");
}

TEST_CASE("Each line of the log begins with the time, unless the log has its own (F1)")
{
    log_lines log;
    oms::logger logger(log.writer());
    test::run_call(logger, test::get_customer(), {});
    CHECK(std::regex_search(log.lines.at(0),
                            std::regex(R"(^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=info event=end )")));
}

TEST_CASE("Idempotency keys are logged on request only, and cannot end a line or a field (F1) (F2)")
{
    const std::string hostile = "a\" level=error x=\"\nlevel=error\x1b[2J\x7f\xc3\xa9\xff\\";
    for (const auto format : {oms::log_format::logfmt, oms::log_format::json}) {
        log_lines log;
        oms::logger silent(log.writer(), plain(oms::log_level::debug).format(format));
        test::run_call(silent, test::new_quote("my-key"), {});
        for (const std::string& line : log.lines)
            CHECK_THAT(line, !Catch::Matchers::ContainsSubstring("my-key"));

        oms::logger telling(log.writer(), plain(oms::log_level::info).format(format).idempotency_keys(true));
        test::run_call(telling, test::new_quote("my-key"), {});
        CHECK_THAT(log.lines.back(), Catch::Matchers::ContainsSubstring("my-key"));
        test::run_call(telling, test::new_quote(hostile), {});
        const std::string shown = R"("a\" level=error x=\"?level=error?[2J????\\")";
        CHECK_THAT(log.lines.back(),
                   Catch::Matchers::ContainsSubstring(
                       (format == oms::log_format::json ? R"("idempotency_key":)" : " idempotency_key=") + shown));
        test::run_call(telling, test::new_quote(std::string(100'000, 'k')), {});
        CHECK(log.lines.back().size() < 600);
    }
}

TEST_CASE("What a program wrote into a path itself is not logged (F2)")
{
    log_lines log;
    oms::logger logger(log.writer(), plain(oms::log_level::info));
    oms::call_start call = test::get_customer();
    call.path_template = "/customers/cst_1?name=Alice";
    test::run_call(logger, call, {});
    call.method = "BREW";
    test::run_call(logger, call, {});
    CHECK_THAT(log.lines.at(0), Catch::Matchers::ContainsSubstring(" method=GET path=other "));
    CHECK_THAT(log.lines.at(1), Catch::Matchers::ContainsSubstring(" method=_OTHER path=other "));
}

TEST_CASE("Lines of several threads are written whole and one at a time, each by one call (F1)")
{
    log_lines log; // not safe from several threads, as a logger allows
    oms::logger logger(log.writer(), plain(oms::log_level::debug));
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([&logger] {
            for (int n = 0; n != 200; ++n)
                test::run_call(logger, test::new_quote(), {});
        });
    for (std::thread& each : threads)
        each.join();

    CHECK(log.lines.size() == 4 * 200 * 6);
    for (const std::string& line : log.lines)
        REQUIRE((line.starts_with("level=") && line.find('\n') == line.npos && line.rfind("level=") == 0));
}

TEST_CASE("What goes wrong in the function that writes does not reach the call (F1)")
{
    int asked = 0;
    oms::logger logger([&asked](oms::log_level, std::string_view) {
        ++asked;
        throw std::runtime_error("the disk is full");
    });
    test::run_call(logger, test::new_quote(), {});
    CHECK(asked == 1);
}

TEST_CASE("A logger without anything to write to is refused (F1)")
{
    CHECK_THROWS_AS(oms::logger(oms::log_write()), oms::error);
    CHECK_THROWS_AS(oms::log_to(nullptr), oms::error);
}

TEST_CASE("A log in a file has a line for each call (F1)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("log");
    std::FILE* stream = std::fopen(file.c_str(), "a");
    REQUIRE(stream != nullptr);
    {
        oms::logger logger(oms::log_to(stream));
        test::run_call(logger, test::new_quote(), {});
        test::run_call(logger, test::get_customer(), {});
    }
    std::fclose(stream);
    std::ifstream in(file);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    CHECK(std::count(text.begin(), text.end(), '\n') == 2);
    CHECK_THAT(text, Catch::Matchers::ContainsSubstring("path=/customers/{customerId} status=201"));
}
