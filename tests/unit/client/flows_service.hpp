#pragma once

#include "common/fake_clock.hpp"
#include "common/fake_core.hpp"

#include <oms/client/client.hpp>
#include <oms/client/impl/send_flow.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// The quotes and transactions of a service in memory, with its idempotency (contract 1.4), behind the real flow.
class flows_service final : public test::fake_core {
public:
    /// How the answer to a request is lost.
    enum class loss { none, request, answer };

    std::shared_ptr<fake_clock> clock = std::make_shared<fake_clock>();
    std::chrono::seconds quote_lifetime{300};

    /// One line for each request: what was asked, and the key.
    std::vector<std::string> log;
    /// The options of each request.
    std::vector<oms::call_options> sent_with;
    int executions = 0;

    /// This many executions find their quote just expired, by the service's clock alone.
    int expire_at_execution = 0;
    /// The request of this number, from 1 on, is lost like this.
    int lost_request = 0;
    loss how = loss::none;
    /// Called when a request has arrived.
    std::function<void()> at_request;
    /// Thrown by the next execution instead of its effect.
    std::optional<oms::error> execution_failure;
    /// What quotes are when they are made.
    oms::quote_status made_as = oms::quote_status::open;

    void expire(const std::string& id) { quotes_.at(id).status = oms::quote_status::expired; }

    /// An execution that arrived in time and is slow: it is carried out when its key comes again, or now.
    void begin_slow_execution(const std::string& key, const std::string& id) { slow_executions_[key] = id; }
    void finish_slow_executions()
    {
        while (!slow_executions_.empty())
            finish_slow_execution(slow_executions_.begin()->first);
    }

    awaitable<oms::any_quote> create_quote(oms::new_quote_fields, oms::expected_kind, oms::call_options with) override
    {
        return make_quote(self(), std::move(with));
    }
    awaitable<oms::any_quote> get_quote(oms::quote_id id, oms::expected_kind, oms::call_options with) override
    {
        return show_quote(self(), std::move(id), std::move(with));
    }
    awaitable<oms::any_transaction> create_transaction(oms::quote_id id, oms::transaction_hints, oms::expected_kind,
                                                       oms::call_options with) override
    {
        return execute(self(), std::move(id), std::move(with));
    }
    awaitable<oms::any_send_outcome> send(oms::new_quote_fields order, oms::expected_kind kind,
                                          oms::send_approval approve, oms::call_options with) override
    {
        return oms::detail::send_flow(shared_from_this(), clock, std::move(order), kind, std::move(approve),
                                      std::move(with));
    }

private:
    using quote = oms::quote<oms::crypto_to_crypto>;
    using transaction = oms::transaction<oms::crypto_to_crypto>;

    std::shared_ptr<flows_service> self() { return std::static_pointer_cast<flows_service>(shared_from_this()); }

    static oms::error failure(oms::errc code, oms::delivery delivered, const char* path, const oms::call_options& with)
    {
        return oms::error::builder(code)
            .delivery(delivered)
            .operation("POST", path)
            .key(with.idempotency_key().str())
            .build();
    }
    static oms::error refusal(oms::server_code why, const oms::call_options& with)
    {
        return failure(oms::errc::unprocessable, oms::delivery::refused, "/transactions", with)
            .edit()
            .http_status(422)
            .server_code(why)
            .build();
    }

    /// Notes the request; true when its answer is to be lost. Throws when the request is.
    bool arrives(std::string what, const char* path, const oms::call_options& with)
    {
        log.push_back(std::move(what) + (with.idempotency_key().empty() ? "" : " " + with.idempotency_key().str()));
        sent_with.push_back(with);
        if (at_request)
            at_request();
        const bool lost = static_cast<int>(log.size()) == lost_request;
        if (lost && how == loss::request)
            throw failure(oms::errc::connection_lost, oms::delivery::maybe_applied, path, with);
        return lost && how == loss::answer;
    }
    static void answer_unless(bool lost, const char* path, const oms::call_options& with)
    {
        if (lost)
            throw failure(oms::errc::first_byte_timeout, oms::delivery::maybe_applied, path, with);
    }

    quote& now(const std::string& id)
    {
        quote& stored = quotes_.at(id);
        if (stored.status == oms::quote_status::open && clock->wall() >= stored.expires_at.time())
            stored.status = oms::quote_status::expired;
        return stored;
    }

    static awaitable<oms::any_quote> make_quote(std::shared_ptr<flows_service> my, oms::call_options with)
    {
        const bool lost = my->arrives("quote", "/quotes", with);
        const std::string key = with.idempotency_key().str();
        if (!my->first_quotes_.contains(key)) {
            quote made;
            const std::string number = std::to_string(my->quotes_.size() + 1);
            made.id = oms::quote_id("qt_" + number);
            made.type = oms::movement_type::crypto_to_crypto;
            made.status = my->made_as;
            made.source.amount_gross = oms::decimal("10" + number + ".00"); // new numbers each time
            made.expires_at = oms::timestamp(
                std::chrono::time_point_cast<std::chrono::milliseconds>(my->clock->wall() + my->quote_lifetime));
            my->quotes_[made.id.str()] = made;
            my->first_quotes_[key] = made;
        }
        answer_unless(lost, "/quotes", with);
        co_return my->first_quotes_.at(key);
    }

    static awaitable<oms::any_quote> show_quote(std::shared_ptr<flows_service> my, oms::quote_id id,
                                                oms::call_options with)
    {
        with.idempotency_key(oms::idempotency_key()); // a GET sends none
        const bool lost = my->arrives("read " + id.str(), "/quotes/{quoteId}", with);
        answer_unless(lost, "/quotes/{quoteId}", with);
        co_return my->now(id.str());
    }

    static awaitable<oms::any_transaction> execute(std::shared_ptr<flows_service> my, oms::quote_id id,
                                                   oms::call_options with)
    {
        const bool lost = my->arrives("execute " + id.str(), "/transactions", with);
        if (my->execution_failure) {
            const oms::error thrown = *std::exchange(my->execution_failure, std::nullopt);
            throw thrown;
        }
        const std::string key = with.idempotency_key().str();
        if (my->slow_executions_.contains(key))
            my->finish_slow_execution(key);
        if (!my->first_executions_.contains(key))
            my->first_executions_[key] = my->carry_out(my->now(id.str()), with);
        answer_unless(lost, "/transactions", with);
        co_return my->first_executions_.at(key).value();
    }

    void finish_slow_execution(std::string key) // by value: it may be that of the node
    {
        quote& in_time = quotes_.at(slow_executions_.extract(key).mapped());
        in_time.status = oms::quote_status::open;
        first_executions_[key] = carry_out(in_time, oms::call_options().idempotency_key(key));
    }

    oms::result<transaction> carry_out(quote& accepted, const oms::call_options& with)
    {
        if (accepted.status == oms::quote_status::open && expire_at_execution > 0) {
            --expire_at_execution;
            accepted.status = oms::quote_status::expired;
        }
        if (accepted.status == oms::quote_status::accepted)
            return refusal(oms::server_code::quote_already_accepted, with);
        if (accepted.status == oms::quote_status::expired)
            return refusal(oms::server_code::quote_expired, with);
        accepted.status = oms::quote_status::accepted;
        ++executions;
        transaction made;
        made.id = oms::transaction_id("txn_" + std::to_string(executions));
        made.type = oms::movement_type::crypto_to_crypto;
        made.status = oms::transaction_status::processing;
        made.quote_id = accepted.id;
        return made;
    }

    std::map<std::string, quote> quotes_;
    std::map<std::string, quote> first_quotes_;
    std::map<std::string, oms::result<transaction>> first_executions_;
    std::map<std::string, std::string> slow_executions_; // key to quote
};
