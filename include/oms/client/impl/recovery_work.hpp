#pragma once

#include <oms/client/call_options.hpp>
#include <oms/client/client_core.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/client/impl/resend_judge.hpp>
#include <oms/client/raw_answer.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/core/json_reader.hpp>
#include <oms/journal/journal.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// One operation, and all that is needed to settle it. Lives in the coroutine that works through the journal.
class recovery_work {
public:
    recovery_work(const journal_entry& from, std::shared_ptr<client_core> its_core,
                  std::shared_ptr<api_channel> its_channel, const call_options& how, entry_age its_age)
        : entry(from), core(std::move(its_core)), channel(std::move(its_channel)), options(how),
          elsewhere(from.origin != channel->origin.str()), in_doubt(elsewhere || its_age == entry_age::in_doubt),
          young(its_age == entry_age::young)
    {
        operation.method = entry.method;
        operation.path_template = entry.path_template;
        operation.idempotency_key = entry.idempotency_key;
        operation.begun = entry.begun;
    }

    bool is(const detail::operation& what) const
    {
        return entry.method == to_string(what.method) && entry.path_template == what.path;
    }
    bool may_resend() const noexcept { return young && !in_doubt; }
    bool has_quote() const { return is(operations::create_transaction) && !body_member("quoteId").empty(); }
    std::string body_member(std::string_view name) const { return json_reader(entry.body).string_member_ahead(name); }

    /// What became of it, and why that is not "applied".
    void is_known(recovered_by how, oms::delivery delivery, std::optional<error> why = std::nullopt)
    {
        operation.how = how;
        operation.delivery = delivery;
        operation.settled = delivery != delivery::maybe_applied || (how == recovered_by::nothing && !in_doubt);
        if (why)
            operation.failure =
                why->edit().operation(entry.method, entry.path_template).key(entry.idempotency_key).delivery(delivery);
    }

    void keep_document(const raw_answer& answer)
    {
        if (const result<json_text> document = answer.json())
            operation.document = *document;
    }

    const journal_entry& entry;
    const std::shared_ptr<client_core> core;
    const std::shared_ptr<api_channel> channel;
    const call_options options; ///< without key and extras
    const bool elsewhere;       ///< it was for another base URL
    const bool in_doubt;        ///< that something of it is not there proves nothing
    const bool young;
    recovered_operation operation;
};

}}} // namespace oms::v0_1::detail
