// Input: the limits and how the bytes come, a byte each; then what a server sends. It goes through the exchange that
// reads from our connections, without a socket, once in one piece and once in many. What it accepts is held against a
// strict reader of HTTP/1.1 (RFC 9112), written for this test: two readers that disagree about where a response ends
// are how responses are smuggled.
#include "fuzz/input_reader.hpp"
#include "fuzz/naive_http.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/net/impl/http_exchange.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>

namespace {

using namespace fuzz;
using step = oms::detail::http_exchange::step;

struct outcome {
    oms::exchange_result result;
    bool reusable = false;
    std::size_t unread = 0; // it was done before they came
};

outcome exchange(std::string_view bytes, const oms::response_limits& sizes, pieces split)
{
    static boost::asio::io_context io;
    static const oms::http_request request(oms::http_method::get, "/v0.9/x");
    static const oms::timeouts times;
    static const oms::exchange_limits limits;

    outcome made;
    oms::detail::connection connection(io.get_executor());
    oms::detail::http_exchange under_test(connection, request, times, sizes, limits, made.result);
    step next = under_test.begin("localhost", std::chrono::steady_clock::now());
    while (next == step::write)
        next = under_test.wrote({}, boost::asio::buffer_size(under_test.unsent()));
    while (!bytes.empty() && next == step::read) {
        const auto space = under_test.space();
        const std::size_t size = std::min(split.next(bytes.size()), space.size());
        std::memcpy(space.data(), bytes.data(), size);
        bytes.remove_prefix(size);
        next = under_test.received({}, size);
    }
    made.unread = bytes.size();
    if (next == step::read)
        next = under_test.received(boost::asio::error::eof, 0);
    require(next == step::done, "an exchange ends with the connection");
    made.reusable = under_test.reusable();
    return made;
}

struct naive_response {
    int status = 0;
    std::string body;
    std::size_t size = 0;         // of all its bytes, those of interim responses with them
    bool ends_by_itself = true;   // not by the end of the connection
    std::size_t longest_wait = 0; // of bytes in a body that are read only together
};

std::optional<naive_response> naive(std::string_view text, std::size_t at = 0)
{
    const auto status_line = naive_line(text, at);
    if (!status_line || status_line->size() < 12 || (status_line->size() > 12 && (*status_line)[12] != ' '))
        return std::nullopt;
    const std::string_view version = status_line->substr(0, 9);
    const auto status = naive_number(status_line->substr(9, 3), 10);
    if ((version != "HTTP/1.1 " && version != "HTTP/1.0 ") || !status || *status < 100 || *status > 599 ||
        *status == 101)
        return std::nullopt;

    const auto framing = naive_fields(text, at, [](std::string_view, std::string_view) {});
    if (!framing)
        return std::nullopt;
    if (*status < 200)
        return naive(text, at);

    naive_response made;
    made.status = static_cast<int>(*status);
    if (*status != 204 && *status != 304) {
        made.ends_by_itself = framing->chunked || framing->length;
        auto body = naive_body(text, at, *framing, text.size() - at, made.longest_wait);
        if (!body)
            return std::nullopt;
        made.body = std::move(*body);
    }
    made.size = at;
    return made;
}

bool same_fields(const oms::http_headers& left, const oms::http_headers& right)
{
    return std::equal(
        left.begin(), left.end(), right.begin(), right.end(),
        [](const oms::http_header& a, const oms::http_header& b) { return a.name == b.name && a.value == b.value; });
}

} // namespace

void fuzz::response_head(std::string_view input)
{
    input_reader in(input);
    oms::response_limits sizes;
    if (in.byte() % 2 == 1) {
        sizes.head = 300;
        sizes.body = 100;
        sizes.interim = 2;
    }
    const unsigned seed = in.byte();
    const std::string_view bytes = in.rest();

    const outcome whole = exchange(bytes, sizes, pieces({}));
    const outcome split = exchange(bytes, sizes, pieces(seed));
    const oms::errc failure = whole.result.failure;
    // Of several faults in one response, what has come of it decides which is found first.
    // A trailer over the limit passes where all of it is there at once: nothing had to wait for its end.
    const std::optional<naive_response> expected = naive(bytes);
    if (expected && expected->longest_wait > sizes.head && failure == oms::errc{})
        return;
    require((split.result.failure == oms::errc{}) == (failure == oms::errc{}), "one verdict, however the bytes come");
    require(split.result.phase == whole.result.phase, "one phase, however the bytes come");
    for (const outcome* each : {&whole, &split}) {
        const oms::errc code = each->result.failure;
        require(code == oms::errc{} || code == oms::errc::protocol_error || code == oms::errc::connection_lost ||
                    code == oms::errc::head_too_large || code == oms::errc::body_too_large,
                "a failure has its codes");
        require(code == oms::errc{} || !each->reusable, "a connection that failed is not used again");
    }
    if (failure != oms::errc{})
        return;

    const oms::http_response& response = whole.result.response;
    require(whole.result.phase == oms::exchange_phase::complete, "what is read is complete");
    require(split.result.response.status == response.status, "one status, however the bytes come");
    require(split.result.response.body == response.body, "one body, however the bytes come");
    require(same_fields(split.result.response.headers, response.headers), "the same fields, however the bytes come");
    require((split.reusable && split.unread == 0) == whole.reusable, "what follows a response spoils its connection");

    require(expected.has_value(), "what is read is HTTP/1.1 to a strict reader too");
    require(response.status == expected->status, "the strict reader finds the same status");
    require(response.body == expected->body, "the strict reader finds the same body");
    require(response.body.size() <= sizes.body, "a body has its limit");
    require(!whole.reusable || (expected->ends_by_itself && expected->size == bytes.size()),
            "a connection is used again only where the response ended");
}
