// Walks through a list of many pages with the pager of this library: `growth_pager PAGES FILE REPEATS TIMES`, where the
// file is the `data` of every page. The pages come from a transport in this process, so that nothing else is measured.
#include <oms/client/make_client.hpp>
#include <oms/net/system_clock.hpp>
#include <oms/oms.hpp>

#include "../common/micro.hpp"

#include <boost/asio.hpp>

using namespace bench;
namespace asio = boost::asio;

namespace {

/// Answers what the pager asks for: page 1 without a cursor, then the page of the cursor given last.
class list_of_pages final : public oms::transport {
public:
    list_of_pages(std::string data, long pages) : data_(std::move(data)), pages_(pages) {}

    asio::awaitable<oms::exchange_result> exchange(const oms::http_request& request,
                                                   const oms::exchange_limits&) override
    {
        return answered(request.target.ends_with("/auth/token") ? token_body() : next_page(request.target));
    }
    void close() override {}
    oms::pool_metrics metrics() const override { return {}; }

private:
    static asio::awaitable<oms::exchange_result> answered(std::string body)
    {
        oms::exchange_result result;
        result.response.status = 200;
        result.response.headers.add_received("Content-Type", "application/json");
        result.response.body = std::move(body);
        result.phase = oms::exchange_phase::complete;
        co_return result;
    }

    static std::string token_body()
    {
        return R"({"accessToken":")" + std::string(token) + R"(","tokenType":"bearer","expiresIn":86400})";
    }

    /// The ids of older items sort before those of newer ones, and so do the cursors made of them.
    std::string cursor_of(long page) const
    {
        char text[40];
        std::snprintf(text, sizeof text, "txn_01kv5w3kjsfd7r%012ld", pages_ - page);
        return text;
    }

    std::string next_page(std::string_view target)
    {
        if (target.find("startingAfter=") == target.npos)
            page_ = 0;
        else if (target.find(cursor_of(page_)) == target.npos)
            throw std::runtime_error("not the cursor that was given");
        ++page_;
        std::string body = R"({"data":)" + data_;
        if (page_ == pages_)
            return body + R"(,"hasMore":false,"nextCursor":null,"previousCursor":null})";
        return body + R"(,"hasMore":true,"nextCursor":")" + cursor_of(page_) + R"(","previousCursor":null})";
    }

    std::string data_;
    long pages_;
    long page_ = 0;
};

asio::awaitable<void> walk(oms::client client, long& seen)
{
    auto pages = client.transactions().list(oms::transaction_filter());
    while (const auto page = co_await pages.next())
        ++seen;
}

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        if (argc != 5)
            throw std::invalid_argument("usage: growth_pager PAGES FILE REPEATS TIMES");
        const long pages = number(argv[1]);
        const micro_options o = read_micro_options(argc - 1, argv + 1);

        oms::client_config config;
        config.base_url = "https://localhost/v0.9";
        config.api_key = oms::secret("sk_sdbx_EXAMPLE7mJ4qT2v");
        config.api_secret = oms::secret("example-secret-shown-once");
        asio::io_context io(1);
        const oms::client client =
            oms::make_client(io.get_executor(), config, std::make_shared<list_of_pages>(o.document, pages),
                             oms::make_system_clock(io.get_executor()));

        const auto walk_once = [&] {
            long seen = 0;
            asio::co_spawn(io, walk(client, seen), [](std::exception_ptr failure) {
                if (failure)
                    std::rethrow_exception(failure);
            });
            io.restart();
            io.run();
            if (seen != pages)
                throw std::runtime_error("another number of pages");
        };
        compare("growth_pager", {{"walk", walk_once}}, o.repeats, o.times);
    });
}
