#pragma once

#include <oms/testing/webhook_signer.hpp>

#include <oms/core/error.hpp>
#include <oms/core/json_string.hpp>
#include <oms/webhook/signature.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace testing {

OMS_DECL event_body& event_body::created_at(const timestamp& when)
{
    created_at_ = when;
    return *this;
}

OMS_DECL event_body& event_body::api_version(std::string_view version)
{
    api_version_ = version;
    return *this;
}

OMS_DECL event_body& event_body::sequence(std::int64_t number)
{
    sequence_ = number;
    return *this;
}

OMS_DECL event_body& event_body::event_id(std::string_view id)
{
    event_id_ = id;
    return *this;
}

OMS_DECL std::string event_body::str() const
{
    const bool later = sequence_ || event_id_;
    std::string json;
    const auto member = [&json](std::string_view name, std::string_view text) {
        json.append(json.empty() ? "{\"" : ",\"").append(name).append("\":");
        detail::append_json_string(json, text);
    };
    member("id", id_);
    if (!later)
        member("object", "event");
    member(later && name_.ends_with(".statusChanged") ? "eventType" : "event", name_);
    if (event_id_)
        member("eventId", *event_id_);
    if (!created_at_.absent()) {
        member("createdAt", created_at_.str());
        if (later)
            member("occurredAt", created_at_.str());
    }
    if (api_version_ || !later)
        member("apiVersion", api_version_ ? *api_version_ : OMS_API_VERSION_TEXT);
    if (sequence_)
        json.append(",\"sequence\":").append(std::to_string(*sequence_));
    if (!data_.empty())
        json.append(",\"data\":").append(data_.view());
    return json + "}";
}

OMS_DECL signed_request::signed_request(std::string signature, std::string raw_body) : body(std::move(raw_body))
{
    headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back(webhook_signature_header, std::move(signature));
}

OMS_DECL std::string_view signed_request::signature() const
{
    const auto header = std::find_if(headers.begin(), headers.end(),
                                     [](const auto& line) { return line.first == webhook_signature_header; });
    return header == headers.end() ? std::string_view{} : std::string_view{header->second};
}

OMS_DECL webhook_request signed_request::view() const&
{
    webhook_request viewed{method, body};
    viewed.headers(headers);
    return viewed;
}

OMS_DECL webhook_signer::webhook_signer(webhook_secret secret)
    : webhook_signer(std::move(secret), [] { return std::chrono::system_clock::now(); })
{
}

OMS_DECL webhook_signer::webhook_signer(webhook_secret secret, clock_function clock) : clock_(std::move(clock))
{
    if (!clock_)
        throw error{errc::invalid_argument, "the signer has no clock"};
    secrets_.push_back(std::move(secret));
}

OMS_DECL webhook_signer webhook_signer::at(std::chrono::sys_seconds time) const
{
    webhook_signer other = *this;
    other.clock_ = [time] {
        return std::chrono::system_clock::time_point(time);
    };
    return other;
}

OMS_DECL webhook_signer webhook_signer::stale(std::chrono::seconds age) const
{
    return future(-age);
}

OMS_DECL webhook_signer webhook_signer::future(std::chrono::seconds lead) const
{
    webhook_signer other = *this;
    other.clock_ = [lead, clock = clock_] {
        return clock() + lead;
    };
    return other;
}

OMS_DECL webhook_signer webhook_signer::wrong_secret() const
{
    webhook_signer other = *this;
    other.secrets_ = {webhook_secret{"whsec_of_nobody"}};
    return other;
}

OMS_DECL webhook_signer webhook_signer::also(webhook_secret added) const
{
    webhook_signer other = *this;
    other.secrets_.push_back(std::move(added));
    return other;
}

OMS_DECL std::string webhook_signer::sign(std::string_view body) const
{
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_()).time_since_epoch().count();
    std::string header;
    for (const webhook_secret& secret : secrets_) {
        const std::string one = oms::sign(secret, now, body);
        header += header.empty() ? one : one.substr(one.find(','));
    }
    return header;
}

OMS_DECL signed_request webhook_signer::request(std::string body) const
{
    std::string signature = sign(body);
    return signed_request{std::move(signature), std::move(body)};
}

}}} // namespace oms::v0_1::testing
