// What a careful engineer writes by hand: Beast and Boost.JSON, a coroutine for each connection, deferred operations, a
// buffer that is kept, a document in memory of the stack. No deadline, no retry, no limits, no token to renew.
#include "../common/answers.hpp"
#include "../common/asio_connection.hpp"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

using namespace bench;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;

namespace {

struct boost_json {
    static const json::object& member(const json::object& from, std::string_view name)
    {
        return from.at(name).as_object();
    }
    static void read(const json::object& from, std::string_view name, std::string& to)
    {
        to = from.at(name).as_string();
    }
    static void read(const json::object& from, std::string_view name, bool& to) { to = from.at(name).as_bool(); }
};

/// Parses into memory of the stack.
template <class Answer>
void decode(std::string_view body, Answer& to)
{
    unsigned char memory[8192];
    json::monotonic_resource resource(memory);
    const json::value document = json::parse(body, &resource);
    extract<boost_json>(document.as_object(), to);
}

std::string encode(const order& wanted)
{
    unsigned char memory[4096];
    json::monotonic_resource resource(memory);
    const json::value document(
        {{"customerId", wanted.customer_id},
         {"source",
          {{"walletId", wanted.wallet_id},
           {"asset", wanted.asset},
           {"network", wanted.network},
           {"amount", wanted.amount}}},
         {"destination",
          {{"asset", wanted.asset}, {"network", wanted.network}, {"wallet", {{"blockchainAddress", wanted.address}}}}}},
        &resource);
    return json::serialize(document);
}

template <class Body>
http::request<Body> new_request(const options& o, http::verb method)
{
    http::request<Body> request(method, "", 11);
    request.set(http::field::host, o.host + ':' + o.port);
    request.set(http::field::user_agent, {user_agent.data(), user_agent.size()});
    request.set(http::field::accept, "application/json");
    request.set(http::field::authorization, "Bearer " + std::string(token));
    return request;
}

template <class Stream>
asio::awaitable<void> get_loop(Stream& stream, const options& o, work& todo, balance& last)
{
    auto request = new_request<http::empty_body>(o, http::verb::get);
    beast::flat_buffer buffer;
    while (todo.take()) {
        request.target(o.path + "/wallets/" + std::string(wallet) + "/balance");
        co_await http::async_write(stream, request, asio::deferred);
        http::response<http::string_body> response;
        co_await http::async_read(stream, buffer, response, asio::deferred);
        if (response.result_int() != 200)
            throw std::runtime_error("answered " + std::to_string(response.result_int()));
        decode(response.body(), last);
    }
}

template <class Stream>
asio::awaitable<void> post_loop(Stream& stream, const options& o, const order& wanted, work& todo, quote& last)
{
    auto request = new_request<http::string_body>(o, http::verb::post);
    request.target(o.path + "/quotes");
    request.set(http::field::content_type, "application/json");
    beast::flat_buffer buffer;
    while (todo.take()) {
        const auto key = fresh_key();
        request.set("Idempotency-Key", beast::string_view(key.data(), key.size()));
        request.body() = encode(wanted);
        request.prepare_payload();
        co_await http::async_write(stream, request, asio::deferred);
        http::response<http::string_body> response;
        co_await http::async_read(stream, buffer, response, asio::deferred);
        if (response.result_int() != 201)
            throw std::runtime_error("answered " + std::to_string(response.result_int()));
        decode(response.body(), last);
    }
}

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const options o = read_options(argc, argv, {"--threads"});
        const order wanted;
        work todo;
        std::vector<balance> balances(static_cast<std::size_t>(o.connections));
        std::vector<quote> quotes(balances.size());
        const auto taken = run_loops(o, todo, [&](std::size_t i, auto& stream) {
            return o.post ? post_loop(stream, o, wanted, todo, quotes[i]) : get_loop(stream, o, todo, balances[i]);
        });
        report("beast_json", o, taken, o.post ? quotes[0].all() : balances[0].all());
    });
}
