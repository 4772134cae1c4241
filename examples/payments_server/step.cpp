#include "step.hpp"

#include <oms/client/as_result.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <iostream>

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace payments {

namespace {

asio::awaitable<void> give_up(work& on, const oms::error& failure)
{
    std::string why(failure.server_code().text());
    if (why.empty())
        why = failure.code().message();
    co_await on.store.run(&fail, on.row, why);
}

bool has_text(const json::object& in, const char* name)
{
    const json::value* const found = in.if_contains(name);
    return found && found->is_string() && !found->get_string().empty();
}

} // namespace

work::work(database& where, oms::client with, worker_options how, operation what)
    : store(where), client(std::move(with)), options(how), row(std::move(what))
{
}

asio::awaitable<oms::result<oms::raw_answer>> post(oms::client client, std::string path, std::string body,
                                                   std::string key)
{
    oms::json_text bytes(body);
    oms::call_options once;
    once.idempotency_key(key);
    co_return co_await oms::as_result(client.raw().post(std::move(path), std::move(bytes), std::move(once)));
}

bool is_refusal(const oms::error& failure)
{
    const int status = failure.http_status();
    return failure.delivery() == oms::delivery::refused &&
           (status == 400 || status == 403 || status == 404 || status == 422);
}

bool refused_by_oms(const oms::error& failure)
{
    if (!is_refusal(failure))
        return false;
    if (failure.server_code() == oms::server_code::provider_account_not_provisioned)
        return true;
    boost::system::error_code unreadable;
    const json::value document = json::parse(failure.document(), unreadable);
    if (unreadable || !document.is_object())
        return false;
    const json::object* words = &document.get_object();
    if (const json::value* const nested = words->if_contains("error"); nested && nested->is_object())
        words = &nested->get_object();
    return has_text(*words, "code") && has_text(*words, "type");
}

asio::awaitable<void> not_done(work& on, const oms::error& failure)
{
    on.more = false;
    if (refused_by_oms(failure))
        co_await give_up(on, failure);
    else
        co_await try_later(on, failure);
}

asio::awaitable<void> try_later(work& on, const oms::error& failure)
{
    on.more = false;
    std::cerr << on.row.kind << ' ' << on.row.reference << ": " << failure.what() << std::endl;
    std::chrono::milliseconds pause = 250ms * (1 << std::min(std::stoi(on.row.claims), 7));
    if (const auto asked = failure.retry_after())
        pause = std::max<std::chrono::milliseconds>(pause, *asked);
    co_await on.store.run(&postpone, on.row, pause);
}

asio::awaitable<void> became(work& on, const resource_state& state)
{
    on.more = false;
    co_await on.store.run(&submit, on.row, state, on.options.sweep);
}

} // namespace payments
