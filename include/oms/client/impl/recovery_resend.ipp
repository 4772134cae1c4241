#pragma once

#include <oms/client/as_result.hpp>
#include <oms/client/impl/pipeline.hpp>
#include <oms/client/impl/recovery_look_up.hpp>
#include <oms/client/impl/recovery_resend.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL call_ptr call_again(const recovery_work& work)
{
    const bool put = work.entry.method == to_string(http_method::put);
    if (!put && work.entry.method != to_string(http_method::post))
        throw error(errc::invalid_argument, "the journal holds a method that has no key");
    call_options how = work.options;
    how.idempotency_key(std::string_view(work.entry.idempotency_key));
    const operation what(put ? http_method::put : http_method::post, work.entry.path_template.c_str());
    call_ptr call = call_shelf::make(shelf_of(work.channel), what, how, without_format_checks(*work.channel));
    call->request.target = work.entry.target;
    call->request.body = work.entry.body;
    call->recovering = true;
    return call;
}

/// The error of a call that ended a resend. That nothing of it was sent now says nothing of the first time.
OMS_DECL oms::delivery delivery_of_resend(const error& failure)
{
    const int status = failure.http_status();
    const bool final = status == 400 || status == 403 || status == 404 || status == 422;
    if (final && failure.delivery() == delivery::refused)
        return delivery::refused;
    return failure.delivery() == delivery::applied ? delivery::applied : delivery::maybe_applied;
}

OMS_DECL boost::asio::awaitable<void> resend(recovery_work& work)
{
    call_ptr call = call_again(work);
    const result<raw_answer> answer = co_await as_result(perform_raw(work.channel, std::move(call)));
    if (answer) {
        work.is_known(recovered_by::resending, delivery::applied);
        work.keep_document(*answer);
        co_return;
    }
    const error& why = answer.error();
    const oms::delivery known = delivery_of_resend(why);
    // The service may have forgotten the key, and what refuses it now may be the effect of this very operation: its
    // quote is accepted, its money is spent.
    const bool may_be_itself = known == delivery::refused || why.server_code() == server_code::quote_already_accepted;
    if (may_be_itself && work.has_quote()) {
        co_await look_up(work);
        if (work.operation.delivery != delivery::refused)
            co_return;
    }
    work.is_known(recovered_by::resending, known, why);
}

}}} // namespace oms::v0_1::detail
