#pragma once

#include <oms/webhook/answer.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL webhook_answer answer_with(int status)
{
    const auto words = [](int of) {
        switch (of) {
        case 400:
            return "Bad Request";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "";
        }
    };
    webhook_answer answer;
    answer.status = status;
    answer.body = words(status);
    if (!answer.body.empty())
        answer.headers.emplace_back("Content-Type", "text/plain");
    if (status == 405)
        answer.headers.emplace_back("Allow", "POST");
    return answer;
}

}}} // namespace oms::v0_1::detail
