#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/list_source.hpp>
#include <oms/client/pager.hpp>

namespace oms { inline namespace v0_1 {

/// Subscriptions to events (contract section 11); from `client.webhooks()`. Deliveries are read by `webhook_verifier`.
///
/// A handle like `customers`: what its comment says about lifetimes, threads, errors and cancellation holds here too.
class webhooks {
public:
    explicit webhooks(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// POST /webhooks. The answer is the only one that holds the `secret`: store it before anything else. Delivery
    /// starts at once. Prefer exact event names to patterns.
    boost::asio::awaitable<webhook_created> create(new_webhook request, call_options options = {}) const
    {
        return core_->create_webhook(std::move(request), std::move(options));
    }

    /// GET /webhooks/{webhookId}. errc::not_found: no such subscription.
    boost::asio::awaitable<webhook> get(webhook_id id, call_options options = {}) const
    {
        return core_->get_webhook(std::move(id), std::move(options));
    }

    /// GET /webhooks, newest first.
    template <std::same_as<webhook_filter> Filter = webhook_filter>
    pager<webhook> list(Filter filter = {}, call_options options = {}) const
    {
        return detail::list_all<webhook>(core_, &client_core::list_webhooks, std::move(filter), std::move(options),
                                         "/webhooks");
    }

    /// PATCH /webhooks/{webhookId}: changes what `changes` names; a list of events replaces the old one. It has no
    /// idempotency key: once some of it has left, it is repeated after 429, 503 and, once, 401 only.
    boost::asio::awaitable<webhook> update(webhook_id id, webhook_update changes, call_options options = {}) const
    {
        return core_->update_webhook(std::move(id), std::move(changes), std::move(options));
    }

    /// DELETE /webhooks/{webhookId} (`delete` is a word of C++). A 404 after a lost answer counts as done.
    boost::asio::awaitable<void> remove(webhook_id id, call_options options = {}) const
    {
        return core_->delete_webhook(std::move(id), std::move(options));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
