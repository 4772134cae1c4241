// Commands without a group that call the service: any method and path, and a look whether it answers.
#include "raw.hpp"

#include "json_strings.hpp"

#include <boost/asio/awaitable.hpp>

#include <iostream>

namespace omsctl {

boost::asio::awaitable<int> raw(session& on)
{
    const std::string method = on.given.text("METHOD"), path = on.given.text("PATH");
    const bool has_body = on.given.has("--body");
    if ((method == "GET" || method == "DELETE") && has_body)
        throw usage_error(method + " has no --body");
    if (on.given.has("--print"))
        throw usage_error("raw prints what came as it is, so --print has no meaning: leave it out");
    const oms::json_text body = has_body ? on.given.json("--body") : oms::json_text();
    const oms::raw call = on.client.raw();
    oms::raw_answer came;
    if (method == "GET")
        came = co_await call.get(path, on.options());
    else if (method == "POST")
        came = co_await call.post(path, body, on.options());
    else if (method == "PUT")
        came = co_await call.put(path, body, on.options());
    else if (method == "PATCH")
        came = co_await call.patch(path, body, on.options());
    else if (method == "DELETE")
        came = co_await call.remove(path, on.options());
    else
        throw usage_error("METHOD is GET, POST, PUT, PATCH or DELETE, not \"" + method + '"');
    on.seen.note(came.body());
    if (came.body().empty())
        on.tell(std::to_string(came.status()) + ", without a body");
    else
        std::cout << without_secrets(came.body()) << '\n';
    co_return done;
}

boost::asio::awaitable<int> check(session& on)
{
    oms::customer_filter one;
    one.limit(1);
    oms::pager<oms::customer> pages = on.client.customers().list(one, on.options());
    co_await pages.next();
    facts shown;
    shown.add("service", on.base_url).add("answers", true).add("requestId", on.answer.request_id());
    co_return on.show(shown, "{\"answers\":true}");
}

} // namespace omsctl
