#pragma once

#include <oms/net/body_rate.hpp>
#include <oms/net/impl/http_exchange.hpp>

#include <oms/net/impl/handshake_failure.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// How long an answer is looked for after the request was not taken whole. It is there already or never comes.
inline constexpr std::chrono::milliseconds early_answer_limit{500};

/// How much is read at a time.
inline constexpr std::size_t one_tls_record = 16 * 1024;

/// A field that frames the message, which is the transport's own business.
OMS_DECL bool frames_message(std::string_view name) noexcept
{
    switch (name.size()) {
    case 10:
        return same_ignoring_case(name, "Connection");
    case 14:
        return same_ignoring_case(name, "Content-Length");
    case 17:
        return same_ignoring_case(name, "Transfer-Encoding");
    default:
        return false;
    }
}

/// One line of the request's head for each field.
OMS_DECL void append_head(std::string& head, const http_request& request, std::string_view host)
{
    bool has_host = false;
    bool all_may_go = true;
    for (const http_header field : request.headers) {
        has_host = has_host || same_ignoring_case(field.name, "Host");
        all_may_go = all_may_go && !frames_message(field.name);
    }
    // Once: what a string outgrows would keep a copy of the access token.
    head.reserve(request.target.size() + host.size() + request.headers.bytes() + 128); // method, framing, line ends

    head.append(to_string(request.method)).append(" ").append(request.target).append(" HTTP/1.1\r\n");
    if (!has_host)
        head.append("Host: ").append(host).append("\r\n");
    if (all_may_go) {
        request.headers.append_to(head);
    } else {
        for (const http_header field : request.headers)
            if (!frames_message(field.name))
                head.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    const bool may_have_body = request.method != http_method::get && request.method != http_method::del;
    if (may_have_body || !request.body.empty()) {
        std::array<char, 20> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), request.body.size()).ptr;
        head.append("Content-Length: ").append(digits.data(), end).append("\r\n");
    }
    head.append("\r\n");
}

OMS_DECL std::chrono::milliseconds announced_idle_limit(std::string_view keep_alive) noexcept
{
    constexpr std::string_view blank = " \t";
    std::chrono::milliseconds limit = std::chrono::milliseconds::max();
    for (std::size_t at = 0; at < keep_alive.size();) {
        std::string_view item = keep_alive.substr(at, keep_alive.find(',', at) - at);
        at += item.size() + 1;
        item.remove_prefix(std::min(item.find_first_not_of(blank), item.size()));
        const std::size_t equals = item.find('=');
        std::uint32_t number = 0;
        if (equals == item.npos ||
            std::from_chars(item.data() + equals + 1, item.data() + item.size(), number).ec != std::errc())
            continue;
        if (same_ignoring_case(item.substr(0, equals), "timeout"))
            limit = std::min<std::chrono::milliseconds>(limit, std::chrono::seconds{number > 0 ? number - 1 : 0});
        else if (same_ignoring_case(item.substr(0, equals), "max") && number == 0)
            limit = std::chrono::milliseconds{0};
    }
    return limit;
}

/// The name of a timeout as an error.
OMS_DECL errc timeout_of(trip why) noexcept
{
    switch (why) {
    case trip::write:
        return errc::write_timeout;
    case trip::first_byte:
        return errc::first_byte_timeout;
    case trip::read:
    case trip::rate:
        return errc::read_timeout;
    case trip::closed:
        return errc::client_closed;
    case trip::none:
    case trip::address:
    case trip::connect:
    case trip::unwanted:
    case trip::cancelled:
    case trip::deadline:
        break;
    }
    return errc::deadline_exceeded;
}

OMS_DECL http_exchange::http_exchange(connection& leased, const http_request& request, const timeouts& times,
                                      const response_limits& sizes, const exchange_limits& limits,
                                      exchange_result& result)
    : on_(leased), request_(request), times_(times), sizes_(sizes), limits_(limits), result_(result)
{
}

OMS_DECL http_exchange::step http_exchange::begin(std::string_view host, std::chrono::steady_clock::time_point now)
{
    result_.phase = exchange_phase::nothing_written;
    result_.reused_connection = on_.used;
    on_.used = true;
    on_.head.clear();
    append_head(on_.head, request_, host);
    on_.parser.reset();
    return next_ = arm(trip::write, idle_read(), now) ? step::write : ended({});
}

OMS_DECL std::array<boost::asio::const_buffer, 2> http_exchange::unsent() const noexcept
{
    const std::size_t of_head = std::min(sent_, on_.head.size());
    return {boost::asio::buffer(on_.head) + of_head, boost::asio::buffer(request_.body) + (sent_ - of_head)};
}

OMS_DECL http_exchange::step http_exchange::wrote(const boost::system::error_code& problem, std::size_t bytes)
{
    sent_ += bytes;
    const bool whole = sent_ == on_.head.size() + request_.body.size();
    if (sent_ > 0)
        result_.phase = whole ? exchange_phase::fully_written : exchange_phase::partly_written;
    if (whole)
        OPENSSL_cleanse(on_.head.data(),
                        on_.head.size()); // it holds the access token
    const auto now = std::chrono::steady_clock::now();
    if (!problem && !whole)
        return arm(trip::write, idle_read(), now) ? step::write : ended({});
    if (!problem)
        return arm(trip::first_byte, in_force(limits_.first_byte, times_.first_byte), now) ? step::read : ended({});

    const trip why = on_.guard.tripped();
    if (sent_ == 0 || (why != trip::none && why != trip::write))
        return ended(problem);
    // The peer takes no more of the request. It may have answered before it stopped (RFC 9112, section 9.5).
    write_failure_ = why == trip::write ? errc::write_timeout : errc::connection_lost;
    if (why == trip::none)
        result_.cause = problem;
    on_.guard.forgive(trip::write);
    return arm(trip::read, early_answer_limit, now) ? step::read : ended({});
}

OMS_DECL boost::asio::mutable_buffer http_exchange::space()
{
    return on_.input.prepare(one_tls_record);
}

OMS_DECL http_exchange::step http_exchange::received(const boost::system::error_code& problem, std::size_t bytes)
{
    if (bytes > 0) {
        // The head has one limit for all of it, counted from its first byte; the body one for each pause.
        const bool first = result_.phase != exchange_phase::response_begun;
        result_.phase = exchange_phase::response_begun;
        on_.drained = bytes < one_tls_record && on_.stream.took_all();
        on_.input.commit(bytes);
        const step next = parse();
        if (next == step::done && result_.failure == errc{}) {
            complete();
            reusable_ = reusable_ && !problem; // the response is there, the connection is not
            return next;
        }
        if (next == step::done)
            return next;
        if (!problem && (first || head_read_) && write_failure_ == errc{} && !arm_read())
            return ended({});
    }
    if (problem == boost::asio::error::eof && head_read_ && on_.parser) {
        boost::system::error_code cut_short;
        on_.parser->put_eof(cut_short);
        if (!cut_short && on_.parser->is_done())
            return complete();
    }
    return problem ? ended(problem) : step::read;
}

// What begins with a head that is whole and plain is read without the parser.
OMS_DECL bool http_exchange::begin_plain()
{
    const std::string_view arrived{static_cast<const char*>(on_.input.data().data()), on_.input.size()};
    plain_ = read_plain_head(arrived, sizes_, result_.response);
    if (plain_.size == 0)
        return false;
    on_.input.consume(plain_.size);
    plain_body_left_ = plain_.length;
    note_whole_head();
    return true;
}

OMS_DECL http_exchange::step http_exchange::parse_plain()
{
    const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(on_.input.size(), plain_body_left_));
    result_.response.body.append(static_cast<const char*>(on_.input.data().data()), size);
    on_.input.consume(size);
    plain_body_left_ -= size;
    return plain_body_left_ == 0 ? step::done : step::read;
}

OMS_DECL http_exchange::step http_exchange::parse()
{
    if (!on_.parser && (plain_.size > 0 || begin_plain()))
        return parse_plain();
    if (!on_.parser)
        new_response();
    while (on_.input.size() > 0) {
        const std::string_view arrived{static_cast<const char*>(on_.input.data().data()), on_.input.size()};
        // Beast asserts that the end of an empty chunked body does not come byte by byte after this.
        if (head_read_ && arrived == "0\r\n" && on_.parser->chunked())
            break;
        if (!head_read_)
            if (const char* const wrong = lines_.objection(arrived))
                return fail(errc::protocol_error, {}, wrong);
        boost::system::error_code problem;
        const std::size_t used = on_.parser->put(on_.input.data(), problem);
        on_.input.consume(used);
        lines_.consumed(used);
        // The parser's own limit leaves out the status line of a head that comes in one piece.
        const std::size_t waiting = on_.parser->is_header_done() ? 0 : on_.input.size();
        if (!head_read_ && lines_.taken() + waiting > sizes_.head)
            return fail(errc::head_too_large, {}, "");
        if (problem && problem != boost::beast::http::error::need_more) {
            if (problem == boost::beast::http::error::header_limit)
                return fail(errc::head_too_large, problem, "");
            if (problem == boost::beast::http::error::body_limit) {
                if (!head_read_) // its Content-Length said so
                    keep_head();
                return fail(errc::body_too_large, problem, "");
            }
            return fail(errc::protocol_error, problem, problem.message());
        }
        if (on_.parser->is_header_done() && !head_read_) {
            const step next = head_arrived();
            if (next == step::done)
                return next;
        }
        if (head_read_ && on_.parser->is_done())
            return step::done;
        if (problem || used == 0)
            break;
    }
    // Of a body, only the line before a chunk and the trailer wait until they are whole.
    if (head_read_ && on_.input.size() > sizes_.head)
        return fail(errc::protocol_error, {}, "a chunk extension or a trailer over the limit of the head");
    return step::read;
}

OMS_DECL http_exchange::step http_exchange::head_arrived()
{
    const unsigned status = on_.parser->status();
    if (status == 101 || status < 100 || status > 599)
        return fail(errc::protocol_error, {}, "status " + std::to_string(status));
    if (const char* const wrong = on_.parser->framing_objection())
        return fail(errc::protocol_error, {}, wrong);
    if (status < 200) {
        if (++interim_ > sizes_.interim)
            return fail(errc::protocol_error, {}, "too many interim responses");
        new_response();
        return step::read;
    }
    keep_head();
    return step::read;
}

OMS_DECL void http_exchange::keep_head()
{
    on_.parser->eager(true);
    result_.response.status = static_cast<int>(on_.parser->status());
    note_whole_head();
}

OMS_DECL void http_exchange::note_whole_head() noexcept
{
    head_read_ = true;
    if (times_.least_body_rate > 0)
        body_begun_ = std::chrono::steady_clock::now();
}

OMS_DECL http_exchange::step http_exchange::complete()
{
    const bool keep_alive = on_.parser ? on_.parser->keep_alive() : plain_.keep_alive;
    on_.idle_limit = std::chrono::milliseconds::max();
    if (const auto announced = result_.response.headers.find("Keep-Alive"))
        on_.idle_limit = announced_idle_limit(*announced);
    result_.phase = exchange_phase::complete;
    result_.cause = {};
    on_.parser.reset();
    const bool in_time = on_.guard.disarm();
    // A 408 is about the connection: the server means to close it (RFC 9110 section 15.5.9).
    const bool given_up = result_.response.status == 408;
    reusable_ = keep_alive && !given_up && in_time && write_failure_ == errc{} && on_.input.size() == 0 &&
                !on_.stream.holds_unread();
    return step::done;
}

// The wait did not end as it should. Why, in this order: somebody tripped the guard, the caller or another; the peer.
// Only the peer's doing has a cause: after the others `problem` is the echo of our own end of the connection.
OMS_DECL http_exchange::step http_exchange::ended(const boost::system::error_code& problem)
{
    const trip why = on_.guard.tripped();
    if (why == trip::closed || why == trip::deadline)
        return fail(timeout_of(why), {}, "");
    if (why == trip::cancelled)
        return fail(errc::cancelled, {}, "");
    const bool unwelcome = refuses_client_certificate_late(on_.stream.tls(), problem);
    if (unwelcome && !result_.reused_connection && result_.phase != exchange_phase::response_begun) {
        // In TLS 1.3 the server checks it when the handshake is over for this side: it never opened what was written.
        result_.phase = exchange_phase::nothing_written;
        return fail(errc::client_certificate_required, problem, client_certificate_problem(problem));
    }
    if (write_failure_ != errc{}) // the first trouble counts, not that no early answer came
        return fail(write_failure_, result_.cause, "the request was not taken whole");
    if (why == trip::rate)
        return fail(errc::read_timeout, {},
                    "the body arrived at less than " + std::to_string(times_.least_body_rate) + " bytes a second");
    if (why != trip::none)
        return fail(timeout_of(why), {}, "");
    // A record that TLS refuses is the trouble of this connection: the next one may be sound. What the server has
    // against the client's certificate it will have again.
    return fail(unwelcome ? errc::tls_failed : errc::connection_lost, problem, problem.message());
}

OMS_DECL http_exchange::step http_exchange::fail(errc code, const boost::system::error_code& cause,
                                                 std::string_view text)
{
    OPENSSL_cleanse(on_.head.data(),
                    on_.head.size()); // it may still hold the access token
    result_.failure = code;
    result_.cause = cause;
    result_.cause_text = text;
    if (!head_read_)
        result_.response.headers.clear();
    return step::done;
}

OMS_DECL http_exchange::step http_exchange::no_memory() noexcept
{
    return fail(errc::connection_lost, boost::asio::error::no_memory, "");
}

OMS_DECL bool http_exchange::arm(trip why, std::chrono::milliseconds limit,
                                 std::chrono::steady_clock::time_point now) noexcept
{
    if (limit.count() > 0 && limit < std::chrono::duration_cast<std::chrono::milliseconds>(limits_.deadline - now))
        return on_.guard.arm(why, now + limit);
    return on_.guard.arm(trip::deadline, limits_.deadline);
}

// A body has its rate to keep to as well, and whichever ends first ends it.
OMS_DECL bool http_exchange::arm_read() noexcept
{
    const std::chrono::milliseconds idle = idle_read();
    const auto now = std::chrono::steady_clock::now();
    if (!head_read_ || times_.least_body_rate == 0)
        return arm(trip::read, idle, now);
    constexpr std::chrono::milliseconds for_none{1000};
    const auto too_slow = too_slow_after(body_begun_, idle.count() > 0 ? idle : for_none, result_.response.body.size(),
                                         times_.least_body_rate);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(too_slow - now);
    if (too_slow < limits_.deadline && (idle.count() <= 0 || left < idle))
        return on_.guard.arm(trip::rate, too_slow);
    return arm(trip::read, idle, now);
}

OMS_DECL std::chrono::milliseconds http_exchange::idle_read() const noexcept
{
    return in_force(limits_.idle_read, times_.idle_read);
}

OMS_DECL void http_exchange::new_response()
{
    lines_ = strict_head();
    result_.response.headers.clear();
    on_.parser.emplace(result_.response, sizes_);
}

}}} // namespace oms::v0_1::detail
