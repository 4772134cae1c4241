#pragma once

#include <oms/client/call_options.hpp>
#include <oms/client/expected_kind.hpp>
#include <oms/client/impl/call_defaults.hpp>
#include <oms/client/impl/call_run.hpp>
#include <oms/client/impl/calls_in_flight.hpp>
#include <oms/client/impl/key_memory.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/client/raw_request.hpp>
#include <oms/client/token_state.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/core/json_depth.hpp>
#include <oms/http/request.hpp>
#include <oms/http/response.hpp>
#include <oms/net/pending_exchange.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/query.hpp>
#include <oms/wire/validate.hpp>

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// One call: what it sends, and what became of it. Made when the call is written, run when it is awaited.
///
/// Path, query and body are made here and never again, so every attempt sends the same bytes. What is wrong with them
/// is gathered, and comes out of the awaitable as one error.
class prepared_call final : public reported_call {
public:
    /// `reused` is empty, and lends its memory.
    prepared_call(const operation& what, const call_options& how, const call_defaults& otherwise,
                  http_request reused = http_request());

    /// Left without an end, with its context: a closing is told while all that it wants to know is still there.
    ~prepared_call() { run.entered.ended(true); }
    prepared_call(const prepared_call&) = delete;
    prepared_call& operator=(const prepared_call&) = delete;

    /// Puts the ids into the path.
    prepared_call& path(std::initializer_list<std::string_view> ids);

    /// Adds a filter or a query of the model.
    template <class Filter>
    prepared_call& query(const Filter& filter)
    {
        found(problems_of(filter, checked));
        return guarded([&] { query(parameters_of(filter)); });
    }
    prepared_call& query(const std::vector<query_parameter>& parameters);

    /// Makes the body of a request of the model.
    template <class Request>
    prepared_call& body(const Request& content)
    {
        found(problems_of(content, checked));
        return guarded([&] { request.body = encode(content); });
    }

    /// Takes path and body as the caller wrote them; `op` has no path then.
    prepared_call& raw(const raw_request& as_written);

    /// Notes what is wrong with the request.
    prepared_call& found(std::vector<field_problem> more);

    /// The last step before it is sent: adds what the options add, and makes one error of all problems.
    /// `of_all` are the header fields that every request has.
    void complete(const http_headers& of_all);

    /// POST and PUT carry an Idempotency-Key (contract section 1.4); the token exchange is not made of prepared calls.
    bool keyed() const noexcept { return op.method == http_method::post || op.method == http_method::put; }
    /// GET and DELETE have no body.
    bool may_have_body() const noexcept { return op.method != http_method::get && op.method != http_method::del; }

    /// Notes in `memory` what is about to be sent under a key that the caller gave. False when the key stands for
    /// another request there. When an earlier call with that key may have had its effect, so may this one from now on.
    /// `memory` must outlive the call.
    bool claim_key(key_memory& memory);
    /// The call has ended. A key that nothing was sent with is free again; one that the caller gets to know by an error
    /// is remembered from now on, and whether the call left it in doubt.
    void release_key() const noexcept;

    /// The path with its parameters unfilled, as texts show it.
    std::string path_template() const;
    /// `why` with all that this call knows: operation, attempts, key, request id and delivery.
    error failure(error::builder why) const;
    /// Ends the call with the same, where the whole answer is there but cannot be used.
    [[noreturn]] void throw_unusable(error::builder why);
    unfinished_call unfinished(const flight& as_of) const override;

    const operation op;
    const std::shared_ptr<const call_addition> additions; ///< of its options
    const checks checked;
    const bool own_key; ///< its options have one
    expected_kind kind = expected_kind::any;
    const std::size_t json_depth; ///< of the answer
    http_request request;
    std::optional<error> problem;

    call_run run;
    /// For the whole call; none: the client's.
    const std::optional<std::chrono::milliseconds> at_most;
    std::chrono::steady_clock::time_point deadline;
    oms::idempotency_key key;
    int attempts = 0;
    error earlier; ///< how the attempt before the last ended; none when there was none
    oms::delivery delivered = oms::delivery::not_sent;
    flight in_flight{*this};
    std::optional<std::uint64_t> journaled; ///< the number of its entry in the journal
    bool recovering = false;                ///< its entry stands in the journal already
    bool begun_in_doubt = false;            ///< an earlier call with its key may have had its effect
    grant_ptr own_token;                    ///< of `call_options::bearer`; null for the client's token
    /// Of the exchange under way, and what came of it.
    pending_exchange exchange;
    http_response& response() noexcept { return exchange.result().response; }
    const http_response& response() const noexcept { return exchange.result().response; }
    bool token_renewed = false; ///< after a 401
    /// A DELETE whose earlier answer was lost found nothing left: done, but there is no document.
    bool gone = false;

private:
    /// Takes a step that needs a request which is right so far.
    template <class Step>
    prepared_call& guarded(const Step& step)
    {
        try {
            if (!problem && problems_.empty())
                step();
        } catch (const error& why) {
            problem = why;
        }
        return *this;
    }
    void take_bearer(const http_headers& of_all);
    void add_extras();
    std::string key_scope() const;
    void remember_shown_key() const;
    void note_end_of_key() const;
    std::string_view add_extra_field(const call_addition& extra);

    std::vector<field_problem> problems_;
    key_memory* keys_ = nullptr;
    std::uint64_t key_claim_ = 0;
    std::string raw_path_; ///< for texts, without its query; empty for the operations of the contract
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/prepared_call.ipp>
#endif
