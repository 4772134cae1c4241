#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

struct webhook_record {
    std::string id;
    std::string account;
    std::string url;
    std::vector<std::string> events;
    bool enabled = true;
    bool compliance_only = false;
    std::string secret;
    instant created_at;

    bool wants(std::string_view event_name) const;
};

OMS_DECL answer create_webhook(emulator& state, const call& request);
OMS_DECL answer list_webhooks(emulator& state, const call& request);
OMS_DECL answer get_webhook(emulator& state, const call& request);
OMS_DECL answer update_webhook(emulator& state, const call& request);
OMS_DECL answer delete_webhook(emulator& state, const call& request);

/// `https` anywhere, `http` on loopback.
OMS_DECL bool is_receiver_url(std::string_view url);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
