// Followers of calls where memory runs out. Replaces operator new of this program.
#include "unit/client/pipeline_bench.hpp"

#include "common/catch.hpp"

#include <oms/observe/observer.hpp>

#include <boost/asio/detached.hpp>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

namespace {

/// The allocation that fails, from 0, of this thread; none below 0.
thread_local long failing_in = -1;

/// There is memory while this lives.
class plenty {
public:
    ~plenty() { failing_in = before_; }

private:
    const long before_ = std::exchange(failing_in, -1);
};

void* allocate(std::size_t size)
{
    const bool fails = failing_in == 0;
    if (failing_in >= 0)
        --failing_in;
    void* const memory = fails ? nullptr : std::malloc(size == 0 ? 1 : size);
    if (!memory)
        throw std::bad_alloc();
    return memory;
}

} // namespace

void* operator new(std::size_t size)
{
    return allocate(size);
}
void* operator new[](std::size_t size)
{
    return allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

namespace asio = boost::asio;

/// Follows each call, and needs none of the memory that is short.
class ends_count final : public oms::observer {
public:
    std::unique_ptr<oms::call_observer> on_call(const oms::call_start&) noexcept override
    {
        const plenty memory;
        ++begun;
        return std::make_unique<follower>(*this);
    }

    int begun = 0;
    int ended = 0;

private:
    class follower final : public oms::call_observer {
    public:
        explicit follower(ends_count& into) noexcept : into_(into) {}
        void on_end(const oms::call_end&) noexcept override { ++into_.ended; }

    private:
        ends_count& into_;
    };
};

asio::awaitable<void> read_with(long failing, const oms::client& client, bool& ended, bool& happened)
{
    const oms::customer_id id("cst_1");
    failing_in = failing;
    try {
        co_await client.customers().get(id);
    } catch (const std::bad_alloc&) {
        // As good an end as any here.
    } catch (const oms::error&) {
        // The same.
    }
    happened = std::exchange(failing_in, -1) < 0;
    ended = true;
}

} // namespace

TEST_CASE("Whoever follows a call is told of its end, whichever allocation of the call fails (F5)")
{
    bool happened = true;
    int begun = 0;
    for (long failing = 0; happened; ++failing) {
        CAPTURE(failing);
        const auto told = std::make_shared<ends_count>();
        pipeline_bench bench;
        bench.config.observer = told;
        bench.renew_client();
        bench.wire->then(scripted_step::answer(200, customer_body));
        REQUIRE(bench.run(bench.client->customers().get(oms::customer_id("cst_1"))).has_value());
        bench.wire->then(scripted_step::answer(200, customer_body));
        bool ended = false;
        asio::co_spawn(bench.io, read_with(failing, *bench.client, ended, happened), asio::detached);
        bench.settle();
        REQUIRE(ended);
        CHECK(told->begun == told->ended);
        begun += told->begun - 1;
        REQUIRE(failing < 1000);
    }
    CHECK(begun > 1); // some of the tries came so far
}
