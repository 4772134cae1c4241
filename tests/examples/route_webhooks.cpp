#include "common/catch.hpp"
#include "common/program.hpp"
#include "common/temporary_directory.hpp"

// The receiver of the README that is one function, run as a new user runs it.

namespace {

using Catch::Matchers::ContainsSubstring;

std::string run_route_webhooks(const std::string& directory)
{
    const test::program_outcome outcome =
        test::run_program({std::string(OMS_PROGRAMS) + "/examples/route_webhooks", directory}, {});
    CAPTURE(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome.out;
}

} // namespace

TEST_CASE("route_webhooks handles a delivery once, refuses what is not OMS's, and tells its operator why (G10)")
{
    const test::temporary_directory files;
    const std::string out = run_route_webhooks(files.file(""));
    CHECK_THAT(out, ContainsSubstring("a delivery\n  cash arrived: ci_01kv5y60b8esmttrq5a07knb8f\n  log: handled 204"));
    CHECK_THAT(out, ContainsSubstring("the same once more\n  log: duplicate 204"));
    CHECK_THAT(out, ContainsSubstring("why: the body lost the line end at its end"));
    CHECK_THAT(out, ContainsSubstring("why: signed too long ago"));
    CHECK_THAT(out, ContainsSubstring("signed with another secret\n  log: refused 400"));
}

TEST_CASE("route_webhooks knows after a restart what it handled before (G5)")
{
    const test::temporary_directory files;
    run_route_webhooks(files.file(""));
    const std::string again = run_route_webhooks(files.file(""));
    CHECK_THAT(again, ContainsSubstring("a delivery\n  log: duplicate 204"));
    CHECK_THAT(again, !ContainsSubstring("cash arrived"));
}
