#pragma once

#include <oms/sandbox/impl/http_session.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL spoilt_answer spoil(answer_bytes whole, const planned_answer& plan, bool keep_alive)
{
    using kind = sandbox::connection_fault::kind;

    spoilt_answer answer;
    answer.bytes = std::move(whole.text);
    answer.fate = keep_alive ? connection_fate::keep : connection_fate::end;
    if (!plan.fault || plan.fault->what() == kind::delay_answer)
        return answer;

    const connection_fate close = plan.fault->resets() ? connection_fate::reset : connection_fate::close;
    switch (plan.fault->what()) {
    case kind::drop_connection:
    case kind::delay_answer:
        break;
    case kind::drop_request:
    case kind::drop_answer:
    case kind::cut_answer:
    case kind::stall_answer:
        answer.whole = plan.fault->bytes() >= answer.bytes.size();
        answer.bytes.resize(std::min(plan.fault->bytes(), answer.bytes.size()));
        answer.fate = plan.fault->what() == kind::stall_answer ? connection_fate::hold : close;
        break;
    case kind::garbage:
        answer.whole = false;
        answer.bytes = "\x02\x17 these bytes are no HTTP answer \xff\r\n\r\n";
        answer.fate = close;
        break;
    case kind::close_after_answer:
        answer.fate = close;
        break;
    }
    return answer;
}

OMS_DECL planned_answer answer_request(server_state& server, const request_parser& parser, bool too_long)
{
    const auto& request = parser.get();
    http_headers headers;
    for (const auto& field : request) {
        const auto name = field.name_string();
        const auto value = field.value();
        headers.add_received(std::string_view(name.data(), name.size()), std::string_view(value.data(), value.size()));
    }
    const auto method = request.method_string();
    const auto target = request.target();
    // The rules refuse a body for its length alone, so that one of the same length stands for the one not read.
    const std::string body = too_long ? std::string(server.body_limit + 1, ' ') : std::string();
    return server.handle(std::string_view(method.data(), method.size()), std::string_view(target.data(), target.size()),
                         headers, too_long ? body : request.body());
}

OMS_DECL std::string not_http_answer(const timestamp& now)
{
    http_response response;
    response.status = 400;
    response.headers.add("Content-Type", "application/json");
    response.body = R"({"code":"invalid_request","message":"These bytes are no HTTP/1.1 request.",)"
                    R"("type":"invalid_request","requestId":"req_unread"})";
    return write_answer(response, now, false).text;
}

OMS_DECL boost::asio::awaitable<void> read_until_end(server_connection& connection)
{
    char unwanted[4096];
    for (;;) {
        const auto [failure, size] = co_await connection.tcp.async_read_some(
            boost::asio::buffer(unwanted), boost::asio::as_tuple(boost::asio::deferred));
        if (failure || connection.stopping)
            co_return;
    }
}

OMS_DECL boost::asio::awaitable<void> linger(std::shared_ptr<server_connection> connection)
{
    if (connection->stopping)
        co_return;
    boost::system::error_code ignored;
    connection->tcp.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    connection->tcp.expires_after(std::chrono::seconds(1));
    co_await read_until_end(*connection);
}

OMS_DECL boost::asio::awaitable<void> hold_open(std::shared_ptr<server_connection> connection)
{
    if (connection->stopping)
        co_return;
    connection->tcp.expires_never();
    co_await read_until_end(*connection);
}

}}} // namespace oms::v0_1::detail
