#pragma once

#include <oms/sandbox/impl/answer_bytes.hpp>

#include <boost/beast/http/status.hpp>

#include <ctime>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The only form of a date that HTTP still writes: `Sun, 06 Nov 1994 08:49:37 GMT`, in English whatever the locale.
OMS_DECL std::string http_date(const timestamp& when)
{
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = static_cast<std::time_t>(when.unix_seconds());
    std::tm parts{};
    gmtime_r(&seconds, &parts);

    char numbers[32];
    std::string text(days[parts.tm_wday]);
    text.append(numbers, std::strftime(numbers, sizeof numbers, ", %d ", &parts));
    text += months[parts.tm_mon];
    text.append(numbers, std::strftime(numbers, sizeof numbers, " %Y %H:%M:%S GMT", &parts));
    return text;
}

OMS_DECL answer_bytes write_answer(const http_response& response, const timestamp& now, bool keep_alive)
{
    const auto status = boost::beast::http::int_to_status(static_cast<unsigned>(response.status));
    const auto reason = boost::beast::http::obsolete_reason(status);

    answer_bytes answer;
    std::string& text = answer.text;
    text = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    text.append(reason.data(), reason.size()).append("\r\n");
    text.append("Date: ").append(http_date(now)).append("\r\n");
    for (const http_header& header : response.headers)
        text.append(header.name).append(": ").append(header.value).append("\r\n");
    const bool may_have_body = response.status != 204 && response.status != 304;
    if (may_have_body)
        text.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    if (!keep_alive)
        text.append("Connection: close\r\n");
    text.append("\r\n");
    answer.head_size = text.size();
    if (may_have_body)
        text.append(response.body);
    return answer;
}

}}} // namespace oms::v0_1::detail
