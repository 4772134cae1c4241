// The floor: a request that was written beforehand, and a parser that looks for nothing but the status and the end of
// the answer. No client that reads what it gets can be cheaper with Asio.
#include "../common/asio_connection.hpp"

#include <cstring>

using namespace bench;

namespace {

std::string request_text(const options& o)
{
    const order wanted;
    std::string text =
        o.post ? "POST " + o.path + "/quotes" : "GET " + o.path + "/wallets/" + std::string(wallet) + "/balance";
    text.append(" HTTP/1.1\r\nHost: ").append(o.host).append(":").append(o.port);
    text.append("\r\nUser-Agent: ").append(user_agent);
    text.append("\r\nAccept: application/json\r\nAuthorization: Bearer ").append(token).append("\r\n");
    if (!o.post)
        return text.append("\r\n");
    std::string body;
    body.append("{\"customerId\":\"").append(wanted.customer_id);
    body.append("\",\"source\":{\"walletId\":\"")
        .append(wanted.wallet_id)
        .append("\",\"asset\":\"")
        .append(wanted.asset);
    body.append("\",\"network\":\"").append(wanted.network).append("\",\"amount\":\"").append(wanted.amount);
    body.append("\"},\"destination\":{\"asset\":\"")
        .append(wanted.asset)
        .append("\",\"network\":\"")
        .append(wanted.network);
    body.append("\",\"wallet\":{\"blockchainAddress\":\"").append(wanted.address).append("\"}}}");
    text.append("Content-Type: application/json\r\nIdempotency-Key: ").append(36, '0').append("\r\nContent-Length: ");
    return text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

/// The size of the whole answer, or 0 while its head is not there.
std::size_t size_of_answer(std::string_view received, bool post)
{
    const auto end = received.find("\r\n\r\n");
    if (end == received.npos)
        return 0;
    if (!received.starts_with(post ? "HTTP/1.1 201" : "HTTP/1.1 200"))
        throw std::runtime_error("answered " + std::string(received.substr(0, 12)));
    const auto length = received.find("Content-Length: ");
    if (length == received.npos || length > end)
        throw std::runtime_error("an answer without a length");
    return end + 4 + std::strtoul(received.data() + length + 16, nullptr, 10);
}

template <class Stream>
asio::awaitable<void> loop(Stream& stream, std::string request, bool post, work& todo)
{
    const auto key = request.find("Idempotency-Key: ") + 17;
    char buffer[16384];
    while (todo.take()) {
        if (post)
            std::memcpy(request.data() + key, fresh_key().data(), 36);
        co_await asio::async_write(stream, asio::buffer(request), asio::deferred);
        std::size_t have = 0, need = 0;
        do {
            have += co_await stream.async_read_some(asio::buffer(buffer + have, sizeof buffer - have), asio::deferred);
            need = size_of_answer({buffer, have}, post);
        } while (need == 0 || have < need);
    }
}

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const options o = read_options(argc, argv, {"--threads"});
        const std::string request = request_text(o);
        work todo;
        const auto taken =
            run_loops(o, todo, [&](std::size_t, auto& stream) { return loop(stream, request, o.post, todo); });
        report("raw_asio", o, taken, {});
    });
}
