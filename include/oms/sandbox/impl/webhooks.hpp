#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/webhook/secret.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class json_writer;

struct signing_secret {
    webhook_secret secret;
    instant until = instant::max();
};

struct webhook_record {
    std::string id;
    std::string account;
    std::string url;
    std::vector<std::string> events;
    bool enabled = true;
    bool compliance_only = false;
    std::vector<signing_secret> secrets; ///< the newest first
    instant created_at;

    /// `later` is the envelope of v0.11, in which a compliance event goes to those who name it (contract 16).
    bool wants(std::string_view event_name, bool later) const;

    /// The header value: one signature by each secret that is in use.
    std::string signature(std::string_view body, std::int64_t wall_seconds, instant at) const;
    /// The others are in use for this long still, the older ones not longer than they were.
    void rotate(webhook_secret newest, instant at, std::chrono::milliseconds overlap);
};

OMS_DECL answer create_webhook(emulator& state, const call& request);
OMS_DECL answer list_webhooks(emulator& state, const call& request);
OMS_DECL answer get_webhook(emulator& state, const call& request);
OMS_DECL answer update_webhook(emulator& state, const call& request);
OMS_DECL answer delete_webhook(emulator& state, const call& request);

OMS_DECL void render(json_writer& out, const webhook_record& webhook, bool with_secret);

/// `https` anywhere, `http` on loopback.
OMS_DECL bool is_receiver_url(std::string_view url);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
