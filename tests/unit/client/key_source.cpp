#include "common/catch.hpp"

#include <oms/client/impl/key_source.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <string>

TEST_CASE("every key of a client is new, a UUID of version 4 (D1)")
{
    oms::detail::key_source keys;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string key = keys.next().str();
        REQUIRE(key.size() == 36);
        CHECK(key[14] == '4');
        CHECK(std::string("89ab").find(key[19]) != std::string::npos);
        seen.insert(key);
    }
    CHECK(seen.size() == 1000);
}

TEST_CASE("F106 the two processes that a fork makes of one never make the same key")
{
    oms::detail::key_source keys;
    keys.next(); // there are random bits left of the first batch
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string key = keys.next().str();
        ::_exit(::write(ends[1], key.data(), key.size()) == 36 ? 0 : 1);
    }
    int status = 1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    std::string of_child(36, ' ');
    REQUIRE(::read(ends[0], of_child.data(), of_child.size()) == 36);
    ::close(ends[0]);
    ::close(ends[1]);
    for (int i = 0; i < 64; ++i)
        CHECK(keys.next().str() != of_child);
}
