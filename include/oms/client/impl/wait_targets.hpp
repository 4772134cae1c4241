#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/client/impl/wait_view.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

// What `wait_for` waits for. A target says what it is about, reads it, and sees when a read shows what it waits for.

/// A transaction in a terminal state (contract section 13), or one that is `enough`.
class awaited_transaction {
public:
    using resource = any_transaction;
    using answer = any_transaction;

    awaited_transaction(std::shared_ptr<client_core> core, transaction_id id, transaction_condition enough,
                        expected_kind kind)
        : core_(std::move(core)), id_(std::move(id)), enough_(std::move(enough)), kind_(kind)
    {
    }

    wait_subject subject() const { return {wait_subject::kind::transaction, id_.str(), {}}; }
    const operation& read_operation() const noexcept { return operations::get_transaction; }
    /// A condition looks at more than the state.
    bool every_change() const noexcept { return static_cast<bool>(enough_); }

    boost::asio::awaitable<any_transaction> read(call_options options) const
    {
        return core_->get_transaction(id_, transaction_perspective(), kind_, std::move(options));
    }
    std::optional<any_transaction> ended_by(any_transaction& shown) const
    {
        const transaction_common& common = common_of(shown);
        if (common.status.is_terminal() || (enough_ && enough_(common)))
            return std::move(shown);
        return std::nullopt;
    }
    resource_state state_of(const any_transaction& shown) const
    {
        const transaction_common& common = common_of(shown);
        return {std::string(common.status.text()), common.updated_at};
    }

private:
    std::shared_ptr<client_core> core_;
    transaction_id id_;
    transaction_condition enough_;
    expected_kind kind_;
};

/// A cash-in that is paid, has failed, or whose code has expired.
class awaited_cash_in {
public:
    using resource = cash_in;
    using answer = cash_in;

    awaited_cash_in(std::shared_ptr<client_core> core, cash_in_id id) : core_(std::move(core)), id_(std::move(id)) {}

    wait_subject subject() const { return {wait_subject::kind::cash_in, id_.str(), {}}; }
    const operation& read_operation() const noexcept { return operations::get_cash_in; }
    bool every_change() const noexcept { return false; }

    boost::asio::awaitable<cash_in> read(call_options options) const
    {
        return core_->get_cash_in(id_, std::move(options));
    }
    std::optional<cash_in> ended_by(cash_in& shown) const
    {
        if (shown.status.is_terminal() || shown.status == cash_in_status::expired)
            return std::move(shown);
        return std::nullopt;
    }
    resource_state state_of(const cash_in& shown) const { return {std::string(shown.status.text()), shown.updated_at}; }

private:
    std::shared_ptr<client_core> core_;
    cash_in_id id_;
};

/// An endorsement of a customer that is decided, or that needs action of the customer before it can be.
class awaited_endorsement {
public:
    using resource = customer;
    using answer = endorsement;

    awaited_endorsement(std::shared_ptr<client_core> core, customer_id id, endorsement_name name)
        : core_(std::move(core)), id_(std::move(id)), name_(std::move(name))
    {
    }

    wait_subject subject() const { return {wait_subject::kind::endorsement, id_.str(), std::string(name_.text())}; }
    const operation& read_operation() const noexcept { return operations::get_customer; }
    bool every_change() const noexcept { return false; }

    boost::asio::awaitable<customer> read(call_options options) const
    {
        return core_->get_customer(id_, std::move(options));
    }
    std::optional<endorsement> ended_by(customer& shown) const
    {
        endorsement* mine = find(shown);
        const bool decided =
            mine && (mine->status == endorsement_status::active || mine->status == endorsement_status::rejected ||
                     mine->status == endorsement_status::needs_action);
        if (decided)
            return std::move(*mine);
        return std::nullopt;
    }
    resource_state state_of(customer& shown) const
    {
        const endorsement* mine = find(shown);
        return {std::string(mine ? mine->status.text() : std::string_view()), shown.updated_at};
    }

private:
    endorsement* find(customer& shown) const
    {
        const auto mine = std::find_if(shown.endorsements.begin(), shown.endorsements.end(),
                                       [this](const endorsement& each) { return each.name == name_; });
        return mine == shown.endorsements.end() ? nullptr : &*mine;
    }

    std::shared_ptr<client_core> core_;
    customer_id id_;
    endorsement_name name_;
};

}}} // namespace oms::v0_1::detail
