#pragma once

#include <oms/config.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/version.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/secret.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace testing {

/// The body of a delivery, as OMS would write it: the envelope of v0.9 (contract 12.1), or that of v0.11 (contract 16)
/// once `sequence` or `event_id` is said. Chainable.
///
///     const std::string body = event_body("evt_1", "cashIn.completed", oms::json_text(cash_in)).str();
class event_body {
public:
    /// `data` is the whole resource; without a value the envelope has none. Both texts must be UTF-8.
    event_body(std::string_view id, std::string_view event_name, const json_text& data)
        : id_(id), name_(event_name), data_(data)
    {
    }

    /// 2026-06-15T14:36:40Z when not said. An absent one leaves the member out.
    event_body& created_at(const timestamp& when);
    /// v0.9 when not said; the later envelope has it only when said.
    event_body& api_version(std::string_view version);
    /// Makes it a later envelope: for the order guard, which holds a lower number to be older.
    event_body& sequence(std::int64_t number);
    /// Makes it a later envelope: of what happened, however often it is delivered.
    event_body& event_id(std::string_view id);

    std::string str() const;
    operator std::string() const { return str(); }

private:
    std::string id_;
    std::string name_;
    json_text data_;
    timestamp created_at_{"2026-06-15T14:36:40Z"};
    std::optional<std::string> api_version_;
    std::optional<std::int64_t> sequence_;
    std::optional<std::string> event_id_;
};

/// A whole delivery, signed: what a receiver in a test is given. Owns its bytes.
class signed_request {
public:
    signed_request(std::string signature, std::string body);

    std::string method = "POST";
    std::vector<std::pair<std::string, std::string>> headers; ///< Content-Type and Webhook-Signature, in this order
    std::string body;

    /// The value of Webhook-Signature; empty when a test took the header away.
    std::string_view signature() const;

    /// As `oms::receive` and `webhook_endpoint::receive` take it. Views this object, which must live as long. A
    /// webhook_endpoint takes the object itself, too, also a temporary: `endpoint.receive(signer.request(body))`;
    /// others take its three members.
    webhook_request view() const&;
    webhook_request view() const&& = delete;
};

/// Signs deliveries for the tests of a receiver, with the secret that the receiver under test knows:
///
/// @code
/// const oms::testing::webhook_signer oms{oms::webhook_secret{"whsec_test"}};
/// const auto good = oms.request(oms::testing::event_body("evt_1", "cashIn.completed", data));
/// CHECK(endpoint.receive(good.view()).status == 204);
/// const auto late = oms.stale(301s).request(good.body);
/// CHECK(endpoint.receive(late.view()).status == 400);
/// CHECK(endpoint.receive(oms.wrong_secret().request(good.body)).status == 400);
/// @endcode
///
/// The switches give another signer and leave this one as it is. Thread-safe as far as the clock is.
class webhook_signer {
public:
    using clock_function = std::function<std::chrono::system_clock::time_point()>;

    /// Signs at the time of the clock; the system's when none is given. Throws `error{errc::invalid_argument}` for an
    /// empty clock.
    explicit webhook_signer(webhook_secret secret);
    webhook_signer(webhook_secret secret, clock_function clock);

    /// Signed at this time, whatever the clock says.
    webhook_signer at(std::chrono::sys_seconds time) const;
    /// Signed this long before the clock's time: a replay. One second more than the receiver's tolerance is refused.
    webhook_signer stale(std::chrono::seconds age) const;
    /// Signed this long after it: a sender whose clock is fast.
    webhook_signer future(std::chrono::seconds lead) const;
    /// Signed with a secret that nobody has.
    webhook_signer wrong_secret() const;
    /// Signed with this one too, behind the first, as OMS does while a secret is rotated.
    webhook_signer also(webhook_secret other) const;

    /// The header value for these exact bytes. Throws `error{errc::invalid_argument}` for a time before 1970.
    std::string sign(std::string_view body) const;
    /// A POST with these bytes as its body. Throws as `sign`.
    signed_request request(std::string body) const;

private:
    std::vector<webhook_secret> secrets_;
    clock_function clock_;
};

}}} // namespace oms::v0_1::testing

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/testing/impl/webhook_signer.ipp>
#endif
