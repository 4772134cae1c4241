#pragma once

#include <oms/config.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/model/event.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// What a wait is about.
struct wait_subject {
    enum class kind { transaction, cash_in, endorsement };

    kind what;
    std::string id;          ///< of the resource; of an endorsement, its customer's
    std::string endorsement; ///< the name of one, empty for the other kinds
};

/// A state as a read showed it or an event told it. Either part may be missing.
struct resource_state {
    std::string status;
    timestamp updated_at;
};

/// What one event tells of one subject.
struct wait_news {
    wait_subject subject; ///< with an empty name: of whichever endorsement
    resource_state state;
    /// The state is that of the transaction which a cash-in has made, not of the cash-in itself.
    bool of_made_transaction = false;
};

/// What an event tells, and of what: of a transaction, also of the cash-in that it comes from; of a customer's
/// endorsements, of each; of other resources nothing.
OMS_DECL std::vector<wait_news> news_of(const event& verified);

/// What one wait knows of its subject: what its reads have shown, and what events have told. Pure.
///
/// Truth is what a read shows. An event is only a reason to read: when it tells a state that is neither older than what
/// is known nor known already (contract section 12.3). Time stamps may be whole seconds, so another state at the same
/// time counts as news.
class wait_view {
public:
    /// `every_change`: that the resource changed is news, even if it is in the same state.
    explicit wait_view(bool every_change = false) noexcept : every_change_(every_change) {}

    /// What was told up to here is what the coming read is for.
    void begin_read() noexcept { unread_ = unread_of_made_transaction_ = false; }

    /// A read showed this. What was told while it was under way and is shown by it is no news any more.
    void seen(std::string_view status, const timestamp& updated_at);

    /// An event told this. True when it is a reason to read.
    bool told(const wait_news& news);

    /// Whether something was told that no read has begun after.
    bool has_news() const noexcept { return unread_ || unread_of_made_transaction_; }

private:
    bool tells_more(const resource_state& later, const std::optional<resource_state>& known) const;

    bool every_change_;
    bool unread_ = false;
    bool unread_of_made_transaction_ = false;
    std::optional<resource_state> seen_;
    std::optional<resource_state> told_;
    std::optional<resource_state> told_of_made_transaction_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/wait_view.ipp>
#endif
