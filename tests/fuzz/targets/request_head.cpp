// Input: the limits and how the bytes come, a byte each; then what a client sends to our webhook listener: one request,
// or two in a row. They go through the listener's reader without a socket, once in one piece and once in many. What it
// accepts is held against a strict reader of HTTP/1.1 (RFC 9112), written for this test: two readers that disagree
// about where a request ends are how requests are smuggled.
#include "fuzz/input_reader.hpp"
#include "fuzz/naive_http.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/endpoint/impl/request_reader.hpp>

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace {

using namespace fuzz;
using oms::detail::request_reader;
using stage = request_reader::stage;

constexpr int most_requests = 2;

/// What the reader of each request made of it.
struct reading {
    std::optional<request_reader> requests[most_requests];
    std::size_t ends[most_requests] = {}; // where in the bytes
};

void read(reading& made, std::string_view bytes, const oms::detail::request_rules& rules, pieces split)
{
    boost::beast::flat_buffer received;
    std::size_t given = 0;
    for (int i = 0; i != most_requests; ++i) {
        request_reader& reader = made.requests[i].emplace(rules);
        while (true) {
            reader.read(received);
            if (reader.at() == stage::complete || reader.at() == stage::refused)
                break;
            require(received.size() <= rules.head_limit, "no more waits to be read than a head may have");
            require(reader.at() != stage::nothing || received.size() == 0, "a request begins with its first byte");
            require(!reader.take_expectation() || !reader.take_expectation(), "an expectation is told once");
            if (given == bytes.size())
                break;
            const std::size_t size = split.next(bytes.size() - given);
            received.commit(
                boost::asio::buffer_copy(received.prepare(size), boost::asio::buffer(bytes.data() + given, size)));
            given += size;
        }
        made.ends[i] = given - received.size();
        if (!reader.keep_alive())
            return;
    }
}

struct naive_request {
    std::string_view method;
    std::string_view path;
    bool close = false;
    int signatures = 0;
    std::string_view signature; // the last
    std::size_t head = 0;       // its bytes
    std::string body;
    std::size_t end = 0;
    std::size_t longest_wait = 0; // of bytes in a body that are read only together
};

/// Nothing for a target that is neither a path nor a URL of HTTP (RFC 9112 sections 3.2.1 and 3.2.2).
std::optional<std::string_view> naive_path(std::string_view target)
{
    for (const char c : target)
        if ((c >= '\0' && c <= ' ') || c == '\x7f')
            return std::nullopt;
    std::string_view path = target.substr(0, target.find('?'));
    if (path.substr(0, 1) == "/")
        return path;
    for (const std::string_view scheme : {"http://", "https://"})
        if (same_name(path.substr(0, scheme.size()), scheme)) {
            path.remove_prefix(scheme.size());
            const std::size_t authority = std::min(path.find('/'), path.size());
            if (authority == 0)
                return std::nullopt;
            return authority == path.size() ? "/" : path.substr(authority);
        }
    return std::nullopt;
}

bool naive_list_has(std::string_view list, std::string_view wanted)
{
    while (!list.empty()) {
        std::string_view each = list.substr(0, list.find(','));
        list.remove_prefix(std::min(each.size() + 1, list.size()));
        each.remove_prefix(std::min(each.find_first_not_of(" \t"), each.size()));
        if (same_name(each.substr(0, each.find_last_not_of(" \t") + 1), wanted))
            return true;
    }
    return false;
}

std::optional<naive_request> naive(std::string_view text, std::size_t begin)
{
    std::size_t at = begin;
    const auto line = naive_line(text, at);
    if (!line)
        return std::nullopt;
    const std::size_t space = line->find(' ');
    const std::size_t last = line->rfind(' ');
    if (space == last)
        return std::nullopt;
    naive_request made;
    made.method = line->substr(0, space);
    const std::optional<std::string_view> path = naive_path(line->substr(space + 1, last - space - 1));
    const std::string_view version = line->substr(last + 1);
    if (!naive_token(made.method) || (version != "HTTP/1.1" && version != "HTTP/1.0"))
        return std::nullopt;
    made.path = path.value_or("");

    int hosts = 0;
    const auto framing = naive_fields(text, at, [&](std::string_view name, std::string_view value) {
        hosts += same_name(name, "Host");
        made.close = made.close || (same_name(name, "Connection") && naive_list_has(value, "close"));
        if (same_name(name, "Webhook-Signature")) {
            ++made.signatures;
            made.signature = value;
        }
    });
    const bool old = version == "HTTP/1.0";
    if (!framing || hosts > 1 || (hosts == 0 && !old) || (framing->chunked && old))
        return std::nullopt;
    made.head = at - begin;
    auto body = naive_body(text, at, *framing, 0, made.longest_wait);
    if (!body)
        return std::nullopt;
    made.body = std::move(*body);
    made.end = at;
    return made;
}

void require_same(const oms::webhook_request& one, const oms::webhook_request& other)
{
    require(one.method() == other.method(), "one method, however the bytes come");
    require(one.body() == other.body(), "one body, however the bytes come");
    require(one.signature() == other.signature() && one.signature_repeated() == other.signature_repeated(),
            "one signature, however the bytes come");
    require(one.content_type() == other.content_type() && one.content_encoding() == other.content_encoding(),
            "one kind of content, however the bytes come");
}

void require_same(const oms::webhook_request& request, const naive_request& expected)
{
    require(request.method() == expected.method, "the strict reader finds the same method");
    require(request.body() == expected.body, "the strict reader finds the same body");
    require(request.signature().has_value() == (expected.signatures > 0) &&
                request.signature_repeated() == (expected.signatures > 1) &&
                request.signature().value_or("") == expected.signature,
            "the strict reader finds the same signature");
}

} // namespace

void fuzz::request_head(std::string_view input)
{
    input_reader in(input);
    static const oms::detail::request_rules wide{"/oms", 2000, 1500};
    static const oms::detail::request_rules narrow{"/oms", 200, 50};
    const oms::detail::request_rules& rules = in.byte() % 2 == 0 ? wide : narrow;
    const unsigned seed = in.byte();
    const std::string_view bytes = in.rest();

    reading whole;
    reading split;
    read(whole, bytes, rules, pieces({}));
    read(split, bytes, rules, pieces(seed));

    std::size_t begin = 0;
    for (int i = 0; i != most_requests && whole.requests[i]; ++i) {
        request_reader& one = *whole.requests[i];
        require(split.requests[i].has_value(), "as many requests, however the bytes come");
        request_reader& other = *split.requests[i];
        // Of several faults in one request, what has come of it decides which is found first, or whether one was.
        const bool accepted = one.at() == stage::complete;
        require((other.at() == stage::complete) == accepted, "one verdict, however the bytes come");
        require(one.keep_alive() == other.keep_alive(), "the connection is kept or not, however the bytes come");
        for (const request_reader* each : {&one, &other})
            if (each->at() == stage::refused) {
                const int status = each->refusal();
                require(status == 400 || status == 404 || status == 413 || status == 431, "a refusal has its statuses");
                require(!each->keep_alive() || status == 404, "nothing follows what could not be read");
            }
        if (!accepted && !one.keep_alive())
            return;

        // Where the next request begins counts as much as what is in this one.
        const std::optional<naive_request> expected = naive(bytes, begin);
        require(expected.has_value(), "what is read is HTTP/1.1 to a strict reader too");
        require(whole.ends[i] == expected->end, "the strict reader finds the same end");
        require(split.ends[i] == expected->end, "one end, however the bytes come");
        require((expected->path == rules.path) == accepted, "only the one path is served");
        require(expected->head <= rules.head_limit, "a head has its limit");
        require(expected->body.size() <= rules.body_limit, "a body has its limit");
        require(expected->longest_wait <= rules.head_limit, "what stands around chunks has its limit");
        require(!expected->close || !one.keep_alive(), "a connection ends when its client says so");
        if (accepted) {
            const oms::webhook_request request = one.request();
            require_same(request, other.request());
            require_same(request, *expected);
        }
        if (!one.keep_alive())
            return;
        begin = expected->end;
    }
}
