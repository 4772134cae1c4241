#pragma once

#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/event_patterns.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/page.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/webhooks.hpp>
#include <oms/webhook/signature.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL webhook_record& existing_webhook(emulator& state, const call& request);
OMS_DECL std::optional<std::string> read_url(object_reader& fields, presence need);
OMS_DECL std::optional<std::vector<std::string>> read_events(object_reader& fields);
OMS_DECL std::string rendered(const webhook_record& webhook, bool with_secret);

OMS_DECL bool webhook_record::wants(std::string_view event_name, bool later) const
{
    const bool compliance = is_compliance_event(event_name);
    if (compliance && later)
        return !compliance_only && std::find(events.begin(), events.end(), event_name) != events.end();
    if (compliance_only || compliance)
        return compliance_only && compliance;
    return events.empty() || std::any_of(events.begin(), events.end(), [&](const std::string& pattern) {
               return pattern_matches(pattern, event_name);
           });
}

OMS_DECL std::string webhook_record::signature(std::string_view body, std::int64_t wall_seconds, instant at) const
{
    std::string header;
    for (const signing_secret& each : secrets) {
        if (each.until <= at)
            continue;
        const std::string one = sign(each.secret, wall_seconds, body);
        header += header.empty() ? one : one.substr(one.find(','));
    }
    return header;
}

OMS_DECL void webhook_record::rotate(webhook_secret newest, instant at, std::chrono::milliseconds overlap)
{
    std::erase_if(secrets, [at](const signing_secret& each) { return each.until <= at; });
    for (signing_secret& each : secrets)
        each.until = std::min(each.until, instant_after(at, overlap));
    secrets.insert(secrets.begin(), signing_secret{std::move(newest)});
}

OMS_DECL bool is_receiver_url(std::string_view url)
{
    if (url.size() > 2048 || !std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; }))
        return false;
    const std::size_t scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos)
        return false;
    const std::string_view scheme = url.substr(0, scheme_end);
    std::string_view host = url.substr(scheme_end + 3);
    host = host.substr(0, host.find_first_of("/?#"));
    if (host.find('@') != std::string_view::npos)
        return false;
    const bool bracketed = host.starts_with('[');
    const std::size_t port = host.find(':', bracketed ? host.find(']') : 0);
    if (port != std::string_view::npos) {
        const std::string_view digits = host.substr(port + 1);
        std::uint16_t number = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (read.ec != std::errc() || read.ptr != digits.data() + digits.size())
            return false;
        host = host.substr(0, port);
    }
    if (bracketed)
        host = host.ends_with(']') ? host.substr(1, host.size() - 2) : std::string_view{};
    if (host.empty())
        return false;
    boost::system::error_code no_address;
    const auto address = boost::asio::ip::make_address(host, no_address);
    const bool loopback = no_address ? host == "localhost" : address.is_loopback();
    return !(bracketed && no_address) && (scheme == "https" || (scheme == "http" && loopback));
}

OMS_DECL std::optional<std::string> read_url(object_reader& fields, presence need)
{
    return fields.text("url", need, [](std::string_view text) -> std::optional<std::string> {
        if (!is_receiver_url(text))
            return "must be an https address of at most 2048 characters";
        return std::nullopt;
    });
}

OMS_DECL std::optional<std::vector<std::string>> read_events(object_reader& fields)
{
    return fields.texts("events", presence::optional, 100, [](std::string_view text) -> std::optional<std::string> {
        if (!is_event_pattern(text))
            return "must be an event name or a pattern of whole segments";
        return std::nullopt;
    });
}

OMS_DECL answer create_webhook(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto url = read_url(fields, presence::required);
    const auto events = read_events(fields);
    const auto enabled = fields.boolean("enabled", presence::optional);
    fields.finish();
    body.check();
    require_writing(request);

    webhook_record webhook;
    webhook.id = state.ids.id("whk_", request.at);
    webhook.account = request.account;
    webhook.url = *url;
    webhook.events = events.value_or(std::vector<std::string>());
    webhook.enabled = enabled.value_or(true);
    webhook.secrets.push_back({webhook_secret("whsec_" + state.ids.hexadecimal(64))});
    webhook.created_at = request.at;
    if (!webhook.enabled)
        state.deliveries.pause(webhook.id);
    return {201, rendered(state.webhooks.add(std::move(webhook)), true)};
}

OMS_DECL answer list_webhooks(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const page_request asked = read_page_request(query, "webhooks");
    query.finish();
    const auto page = cut_page(state.webhooks.all(), asked,
                               [&](const webhook_record& webhook) { return webhook.account == request.account; });
    return {200, render_page(page, "webhooks",
                             [](json_writer& out, const webhook_record& webhook) { render(out, webhook, false); })};
}

OMS_DECL answer get_webhook(emulator& state, const call& request)
{
    query_parameters(request.query).finish();
    return {200, rendered(existing_webhook(state, request), false)};
}

OMS_DECL answer update_webhook(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto url = read_url(fields, presence::optional);
    const auto events = read_events(fields);
    const auto enabled = fields.boolean("enabled", presence::optional);
    fields.finish();
    body.check();
    webhook_record& webhook = existing_webhook(state, request);
    require_writing(request);
    if (url)
        webhook.url = *url;
    if (events)
        webhook.events = *events;
    if (enabled && *enabled != webhook.enabled) {
        webhook.enabled = *enabled;
        if (webhook.enabled)
            state.deliveries.resume(webhook.id);
        else
            state.deliveries.pause(webhook.id);
    }
    return {200, rendered(webhook, false)};
}

OMS_DECL answer delete_webhook(emulator& state, const call& request)
{
    const std::string id = existing_webhook(state, request).id;
    require_writing(request);
    state.deliveries.drop(id);
    state.webhooks.erase(id);
    return {204, {}};
}

OMS_DECL webhook_record& existing_webhook(emulator& state, const call& request)
{
    webhook_record* webhook = state.webhooks.find(request.ids[0]);
    if (webhook == nullptr || webhook->account != request.account)
        throw not_found();
    return *webhook;
}

OMS_DECL void render(json_writer& out, const webhook_record& webhook, bool with_secret)
{
    out.open_object().text("id", webhook.id).text("object", "webhook").text("url", webhook.url).open_array("events");
    for (const std::string& event : webhook.events)
        out.element(event);
    out.close_array().boolean("enabled", webhook.enabled).text("status", webhook.enabled ? "active" : "disabled");
    if (with_secret)
        out.text("secret", webhook.secrets.front().secret.text().reveal());
    out.boolean("complianceOnly", webhook.compliance_only)
        .text("createdAt", iso_text(webhook.created_at))
        .close_object();
}

OMS_DECL std::string rendered(const webhook_record& webhook, bool with_secret)
{
    json_writer out;
    render(out, webhook, with_secret);
    return out.str();
}

}}} // namespace oms::v0_1::detail::emulation
