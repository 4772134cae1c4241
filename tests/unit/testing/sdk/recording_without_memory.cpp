#include "common/await.hpp"
#include "common/catch.hpp"
#include "common/temporary_directory.hpp"

#include <oms/testing/recorded_exchange.hpp>
#include <oms/testing/recording_transport.hpp>

#include <cstdlib>
#include <new>

namespace {

/// On this thread nothing larger can be allocated, while it is not zero.
thread_local std::size_t largest = 0;

/// Answers with a large document, after which memory is short.
class large_answer final : public oms::transport {
public:
    boost::asio::awaitable<oms::exchange_result> exchange(const oms::http_request&,
                                                          const oms::exchange_limits&) override
    {
        oms::exchange_result result;
        result.phase = oms::exchange_phase::complete;
        result.response.status = 201;
        result.response.body = '"' + std::string(100'000, 'a') + '"';
        largest = 50'000;
        co_return result;
    }
    void close() override {}
    oms::pool_metrics metrics() const override { return {}; }
};

} // namespace

void* operator new(std::size_t size)
{
    void* const memory = largest != 0 && size > largest ? nullptr : std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return largest != 0 && size > largest ? nullptr : std::malloc(size == 0 ? 1 : size);
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

TEST_CASE("the answer to a payment reaches its caller although there is no memory to record it (H2)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    oms::testing::recording_transport recorder(std::make_shared<large_answer>(), file);
    const oms::http_request request{oms::http_method::post, "/v0.9/transactions"};
    const oms::exchange_result result = test::await(recorder.exchange(request, oms::exchange_limits()));
    largest = 0;
    CHECK(result.response.status == 201);
    CHECK(result.response.body.size() == 100'002);
    CHECK_FALSE(recorder.complete());
    CHECK(oms::testing::read_recording(file).empty());
}
