#pragma once

#include <oms/client/client.hpp>
#include <oms/core/delivery.hpp>
#include <oms/core/error.hpp>
#include <oms/core/json_text.hpp>
#include <oms/journal/journal.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// How `recover` found out what became of an operation.
enum class recovered_by {
    resending,  ///< the same bytes under the same key; the service gave the stored answer or carried it out now
    looking_up, ///< it was looked for among what the service has
    nothing     ///< it must not be sent again, and nothing of it can be looked for: delivery is maybe_applied
};

/// One operation that a crash had left without an outcome.
class recovered_operation {
public:
    recovered_operation() = default;

    std::string method;
    std::string path_template;
    std::string idempotency_key;
    std::chrono::system_clock::time_point begun;

    recovered_by how = recovered_by::nothing;
    oms::delivery delivery = oms::delivery::maybe_applied;
    /// Whether the journal has it as ended from now on. False: the next `recover` works on it again.
    bool settled = false;
    /// The document of what the operation made, when there is one: the answer of the resend, or what was found.
    json_text document;
    /// Why it was not applied, or is not known to be.
    std::optional<error> failure;
};

/// What `client::recover` did.
class recovery_report {
public:
    recovery_report() = default;

    std::vector<recovered_operation> operations; ///< every one that had no outcome, oldest first
    std::vector<corrupted_record> corrupted;     ///< damaged records of the journal: what they held is not known
};

/// Works through what the journal held without an outcome when it was opened, one operation after another. Call it once
/// when the program starts; what the program itself began since then is no concern of it.
///
/// These are the operations whose callers were told nothing. One that its caller was told is `maybe_applied` has ended
/// for the journal: it is not sent again and not looked up here. Repeat it yourself with the same key, which is in its
/// error.
///
/// - **Begun within `client_config::resend_window`**: the same bytes are sent again under the same key, with the
///   attempts and the timeout of a call of its own. The service gives the answer that it has stored, or carries the
///   operation out now: either way it has one effect. 2xx is applied; 400, 403, 404 and 422 are refused; whatever else
///   comes, the operation stays in the journal and is reported as maybe_applied. A POST /transactions that is refused
///   is looked up first, since the service may have forgotten the key, and what refuses it now may be its own effect.
/// - **Older**: it is looked up. POST /transactions by its quote: a transaction with that quote, or the state
///   `accepted`, is applied; a quote that is `open` or `expired` has no transaction and never gets one from this
///   request, so it is refused. POST /customers by its `externalId`: a customer made since then, by clocks that differ
///   by an hour at most, is applied; when there is none at all it is refused; an older one says nothing, so the
///   operation stays in the journal. Every other operation is maybe_applied by `nothing`, and so is a customer without
///   `externalId`: this report is the last that is heard of them.
/// - **In doubt**: it is looked up as an older one is, but that something is not there proves nothing. Only a
///   transaction, the state `accepted` or `expired` of a quote, and a customer settle it; else it stays in the journal
///   and is reported by every `recover`. In doubt is the age of an operation from more than a minute in the future, and
///   of one that is too old counted to such an operation, when that is no further ahead than the window: a clock that
///   was set back by so much does not make the window longer. One that is further ahead says nothing about others.
/// - **Begun for another base URL**: in doubt, too, since its key means nothing here. A customer is not even looked up:
///   the same `externalId` may stand for another there.
///
/// How old an operation is, the wall clock says when its turn comes.
///
/// The caller may repeat an operation under its own key at any time, also while this runs: the key keeps it from having
/// a second effect, and each of the two gets the same answer. Operations are not journaled anew.
///
/// Throws nothing for trouble of a single operation. After a cancellation, when the client is closed, and when the
/// service did not answer for three operations in a row, the operations not reached stay in the journal and are
/// reported as maybe_applied with that error, so nothing that was found out is lost. The journal hears of the outcomes
/// only when all is done: a `recover` that is destroyed has settled nothing, and the next one does it again. What was
/// found to be refused is `settled` when the journal has that for good, which is waited for a second at most. `options`
/// are those of each request, but for the key and what adds fields. What the journal's own `contents()` throws comes
/// through.
inline boost::asio::awaitable<recovery_report> client::recover(call_options options) const
{
    return core_->recover(std::move(options));
}

}} // namespace oms::v0_1
