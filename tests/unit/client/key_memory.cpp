#include "common/catch.hpp"

#include <oms/client/impl/key_memory.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace {

using oms::detail::key_memory;

std::string scope(int number)
{
    return key_memory::scope_of("POST", "/v0.9/quotes", "order-" + std::to_string(number));
}

} // namespace

TEST_CASE("F79 a key stands for one request, and for another one only elsewhere")
{
    key_memory memory;
    const auto first = key_memory::number_of("/v0.9/quotes", R"({"a":1})");
    const auto other = key_memory::number_of("/v0.9/quotes", R"({"a":2})");
    CHECK(first == key_memory::number_of("/v0.9/quotes", R"({"a":1})"));
    CHECK(first != other);
    CHECK(first != key_memory::number_of("/v0.9/quotes?x=1", R"({"a":1})"));

    const std::string here = key_memory::scope_of("POST", "/v0.9/quotes", "k");
    CHECK(memory.claim(here, first));
    CHECK(memory.claim(here, first));
    CHECK_FALSE(memory.claim(here, other));
    CHECK(memory.claim(key_memory::scope_of("POST", "/v0.9/customers", "k"), other));
    CHECK(memory.claim(key_memory::scope_of("PUT", "/v0.9/quotes", "k"), other));
    CHECK(memory.claim(key_memory::scope_of("POST", "/v0.9/quotes", "k2"), other));
    CHECK_FALSE(memory.claim(here, other));
}

TEST_CASE("F79 the memory of keys is bounded, and the oldest are forgotten first")
{
    key_memory memory(3);
    for (int i = 0; i < 3; ++i)
        CHECK(memory.claim(scope(i), 1));
    CHECK(memory.size() == 3);
    CHECK(memory.claim(scope(3), 1));
    CHECK(memory.size() == 3);
    CHECK_FALSE(memory.claim(scope(1), 2));
    CHECK_FALSE(memory.claim(scope(3), 2));
    CHECK(memory.claim(scope(0), 2)); // forgotten; its return drops number 1
    CHECK(memory.claim(scope(1), 2));
    CHECK(memory.size() == 3);

    key_memory long_lived(100);
    for (int i = 0; i < 10'000; ++i) {
        const auto claim = long_lived.claim(scope(i), 1);
        CHECK(claim);
        if (i % 2 == 0)
            long_lived.withdraw(scope(i), claim);
        CHECK(long_lived.size() <= 100);
    }
}

TEST_CASE("F79 a key that nothing was sent with is free again, once all that wanted it have ended so")
{
    key_memory memory;
    const auto first = memory.claim(scope(1), 7);
    const auto second = memory.claim(scope(1), 7);
    CHECK(first);
    CHECK(second);
    memory.withdraw(scope(1), first);
    CHECK_FALSE(memory.claim(scope(1), 8)); // the other one may have been sent
    memory.withdraw(scope(1), second);
    CHECK(memory.size() == 0);
    CHECK(memory.claim(scope(1), 8));
    memory.withdraw(scope(1), first); // of a request that is forgotten: nothing
    CHECK_FALSE(memory.claim(scope(1), 7));
}

TEST_CASE("F51 the memory knows of a key whether its request is in doubt, until a call settles it")
{
    key_memory memory(1);
    const auto first = memory.claim(scope(1), 7);
    CHECK_FALSE(memory.in_doubt(scope(1), first));
    memory.note_doubt(scope(1), first, true);
    const auto repeat = memory.claim(scope(1), 7);
    CHECK(memory.in_doubt(scope(1), repeat));
    memory.note_doubt(scope(1), repeat, false);
    CHECK_FALSE(memory.in_doubt(scope(1), memory.claim(scope(1), 7)));

    memory.note_doubt(scope(1), first, true);
    CHECK(memory.claim(scope(2), 7)); // in whose place the other is forgotten
    CHECK_FALSE(memory.in_doubt(scope(1), first));
    const auto anew = memory.claim(scope(1), 7);
    memory.note_doubt(scope(1), first, true); // by a call whose key was forgotten meanwhile
    CHECK_FALSE(memory.in_doubt(scope(1), anew));
}

TEST_CASE("F79 a scope that came back is not dropped in place of its forgotten namesake")
{
    key_memory memory(2);
    const auto withdrawn = memory.claim(scope(1), 1);
    memory.withdraw(scope(1), withdrawn);
    CHECK(memory.claim(scope(1), 2));
    CHECK(memory.claim(scope(2), 1));
    CHECK_FALSE(memory.claim(scope(1), 1));
}

TEST_CASE("F79 keys that were withdrawn do not make the memory forget keys that were sent")
{
    key_memory memory(2);
    CHECK(memory.claim(scope(0), 1));
    for (int i = 1; i < 100; ++i)
        memory.withdraw(scope(i), memory.claim(scope(i), 1));
    CHECK(memory.size() == 1);
    CHECK_FALSE(memory.claim(scope(0), 2));
}

TEST_CASE("F79 a call whose key was forgotten meanwhile does not withdraw a newer call's claim on it")
{
    key_memory memory(1);
    const auto old = memory.claim(scope(1), 1);
    CHECK(memory.claim(scope(2), 1)); // forgets the first
    CHECK(memory.claim(scope(1), 1));
    memory.withdraw(scope(1), old);
    CHECK_FALSE(memory.claim(scope(1), 2));
}

TEST_CASE("F79 of threads that send different requests under one key only those of one request are let through")
{
    key_memory memory;
    for (int round = 0; round < 200; ++round) {
        std::atomic<int> winners[2] = {0, 0};
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < 4; ++i) {
            threads.emplace_back([&memory, &winners, i, round] {
                if (memory.claim(scope(round), i % 2))
                    ++winners[i % 2];
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        CHECK(winners[0].load() + winners[1].load() == 2);
        CHECK(winners[0].load() * winners[1].load() == 0);
    }
}
