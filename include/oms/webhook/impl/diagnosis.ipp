#pragma once

#include <oms/webhook/diagnosis.hpp>

#include <oms/core/error.hpp>
#include <oms/webhook/impl/body_before.hpp>
#include <oms/webhook/signature.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {
namespace detail {

/// A secret as the sender may be using it.
struct secret_reading {
    std::size_t index = 0;
    webhook_secret secret;
    std::string mistake; // what is then wrong here; empty for the secret as the verifier has it
};

OMS_DECL std::string_view name_of(secret_form form) noexcept
{
    constexpr std::array<std::string_view, 3> names{"whole", "after_prefix", "decoded_hex"};
    return names[static_cast<std::size_t>(form)];
}

OMS_DECL void add_reading(std::vector<secret_reading>& readings, std::size_t index, const secret& text,
                          secret_form form, std::string mistake)
{
    try {
        readings.push_back(secret_reading{index, webhook_secret{text, form}, std::move(mistake)});
    } catch (const error&) {
        // a text that cannot be of this form
    }
}

/// Each secret as it is, then in the other forms, then with the prefix that somebody cut off.
OMS_DECL std::vector<secret_reading> readings_of(const std::vector<webhook_secret>& secrets)
{
    constexpr std::array forms{secret_form::whole, secret_form::after_prefix, secret_form::decoded_hex};
    constexpr std::string_view prefix = "whsec_";
    std::vector<secret_reading> readings;
    for (std::size_t index = 0; index < secrets.size(); ++index)
        readings.push_back(secret_reading{index, secrets[index], ""});
    for (std::size_t index = 0; index < secrets.size(); ++index)
        for (const secret_form form : forms)
            if (form != secrets[index].form())
                add_reading(readings, index, secrets[index].text(), form,
                            "the sender uses the secret in the form " + std::string{name_of(form)});
    for (std::size_t index = 0; index < secrets.size(); ++index) {
        const std::string_view text = secrets[index].text().reveal();
        if (text.starts_with(prefix))
            continue;
        std::string whole; // of the full size at once: growing would leave copies behind
        whole.reserve(prefix.size() + text.size());
        whole.append(prefix).append(text);
        const secret prefixed{std::move(whole)};
        for (const secret_form form : {secret_form::whole, secret_form::decoded_hex})
            add_reading(readings, index, prefixed, form,
                        "the secret here lacks its prefix whsec_, and the sender uses it in the form " +
                            std::string{name_of(form)});
    }
    return readings;
}

/// What was found, in words; empty words where nothing is wrong.
struct signature_finding {
    std::size_t secret_index = 0;
    std::string mistake_of_secret;
    std::string_view mistake_of_text;
};

/// Looks for a text and a secret that give one of the header's signatures.
class signature_search {
public:
    signature_search(const webhook_verifier& verifier, const signature_header& header, std::string_view body)
        : readings_{readings_of(verifier.secrets())}, header_{header}, body_{body}
    {
    }

    /// Nothing when no mistake that this knows explains the header.
    std::optional<signature_finding> run()
    {
        if (auto found = try_text({header_.timestamp_digits, ".", body_}, ""))
            return found;
        for (const body_change& change : body_changes()) {
            if (change.written_again && body_.size() > largest_written_again) {
                incomplete_ = true;
                continue;
            }
            const std::string before = change.undo(body_);
            if (before == body_)
                continue;
            if (auto found = try_text({header_.timestamp_digits, ".", before}, change.what))
                return found;
        }
        if (auto found = try_text({body_}, "the sender signs the body alone, without the time and the dot"))
            return found;
        if (auto found = try_text({header_.timestamp_digits, body_}, "the sender leaves out the dot after the time"))
            return found;
        return try_text({body_, ".", header_.timestamp_digits}, "the sender signs the body before the time");
    }

    /// Whether it gave up because the body is large.
    bool incomplete() const noexcept { return incomplete_; }

private:
    static constexpr std::size_t largest_written_again = 64 * 1024;

    std::optional<signature_finding> try_text(std::initializer_list<std::string_view> parts, std::string_view mistake)
    {
        std::size_t size = 0;
        for (const std::string_view part : parts)
            size += part.size();
        for (const secret_reading& reading : readings_) {
            if (size > left_) {
                left_ = 0;
                incomplete_ = true;
                return std::nullopt;
            }
            left_ -= size;
            if (carries(header_, reading.secret.hmac().of(parts)))
                return signature_finding{reading.index, reading.mistake, mistake};
        }
        return std::nullopt;
    }

    std::vector<secret_reading> readings_;
    const signature_header& header_;
    std::string_view body_;
    std::size_t left_ = 4 * 1024 * 1024; // bytes that may still be hashed
    bool incomplete_ = false;
};

OMS_DECL std::string name_of_secret(const webhook_verifier& verifier, std::size_t index)
{
    const auto& secrets = verifier.secrets();
    std::string name = "secret " + std::to_string(index + 1) + " of " + std::to_string(secrets.size());
    if (!secrets[index].id().empty())
        name += " (" + secrets[index].id() + ")";
    return name;
}

/// What is wrong with the signature; begins with "the signature is good" when nothing is.
OMS_DECL std::string explain_signature(const webhook_verifier& verifier, const signature_header& header,
                                       std::string_view raw_body)
{
    if (header.signatures.empty())
        return "no v1 is 64 hexadecimal digits";
    signature_search search{verifier, header, raw_body};
    const std::optional<signature_finding> found = search.run();
    if (!found) {
        if (raw_body.empty())
            return "the body is empty here: something read it before, or it was lost on the way";
        return std::string{"the body was changed on the way, for instance parsed and written again by a framework, or "
                           "the secret is another subscription's"} +
               (search.incomplete() ? "; the body is large, so not every known mistake was tried" : "");
    }
    std::string words{found->mistake_of_text};
    if (!found->mistake_of_secret.empty())
        words += (words.empty() ? "" : ", and ") + found->mistake_of_secret;
    if (words.empty())
        words = "the signature is good";
    return words + "; signed with " + name_of_secret(verifier, found->secret_index);
}

/// `3725 s (1 h 2 min)`
OMS_DECL std::string spelled(std::uint64_t seconds)
{
    const auto two = [](std::uint64_t large, const char* unit, std::uint64_t small, const char* part) {
        return " (" + std::to_string(large) + unit + std::to_string(small) + part + ")";
    };
    std::string text = std::to_string(seconds) + " s";
    if (seconds >= 86'400)
        text += two(seconds / 86'400, " d ", seconds % 86'400 / 3600, " h");
    else if (seconds >= 3600)
        text += two(seconds / 3600, " h ", seconds % 3600 / 60, " min");
    else if (seconds >= 60)
        text += two(seconds / 60, " min ", seconds % 60, " s");
    return text;
}

/// Whether a stamp would be good if it were moved by a whole number of hours, as from one time zone to another.
OMS_DECL bool hours_apart(std::int64_t stamp, std::int64_t now, const verifier_options& options) noexcept
{
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t widest = 14 * hour; // of all time zones
    if (stamp < 0 || stamp > std::numeric_limits<std::int64_t>::max() - widest)
        return false;
    for (std::int64_t shift = hour; shift <= widest; shift += hour)
        if (within_tolerance(stamp + shift, now, options) || within_tolerance(stamp - shift, now, options))
            return true;
    return false;
}

OMS_DECL std::string explain_time(const verifier_options& options, std::int64_t stamp)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(options.now()).time_since_epoch().count();
    if (within_tolerance(stamp / 1000, now, options))
        return "t is in milliseconds; it must be in seconds";
    const bool past = stamp < now;
    const auto distance = past ? static_cast<std::uint64_t>(now) - static_cast<std::uint64_t>(stamp)
                               : static_cast<std::uint64_t>(stamp) - static_cast<std::uint64_t>(now);
    const auto tolerated = past ? options.past_tolerance() : options.future_tolerance();
    std::string words = past ? "signed too long ago: " : "signed in the future: ";
    words += spelled(distance) + (past ? " before" : " after") + " the clock here, and " +
             std::to_string(tolerated.count()) + " s are tolerated. ";
    if (hours_apart(stamp, now, options))
        return words + "That is a whole number of hours: one of the clocks takes local time for UTC";
    return words + (past ? "A replay, a delivery held up before it came here, or a clock that is fast here"
                         : "The clock here is slow, or the sender's is fast");
}

/// More than the parser says about a header that is not of the form, where the mistake is a usual one.
OMS_DECL std::string_view hint_about(std::string_view header) noexcept
{
    const auto holds = [header](std::string_view part) {
        return header.find(part) != std::string_view::npos;
    };
    if (header.find_first_not_of(" \t") == std::string_view::npos)
        return "the header is empty or was not there";
    if (header.size() > signature_header_limit)
        return "";
    if (holds("ignature:"))
        return "the value given holds the header's name too";
    if (header.starts_with('"') || header.starts_with('\''))
        return "the value given is in quotes";
    if (holds("\r") || holds("\n"))
        return "the value given holds a line end";
    if (header.starts_with("v1,"))
        return "it is of another scheme, Standard Webhooks";
    if (holds("t =") || holds("v1 ="))
        return "there is a space before an equals sign";
    if (holds("T=") || holds("V1="))
        return "the names t and v1 are in lower case";
    if (holds(";") && !holds(","))
        return "the elements are parted by commas, not by semicolons";
    return "";
}

OMS_DECL std::string explain_header(std::string_view header, const error& refusal)
{
    std::string words = refusal.what();
    if (const std::string_view hint = hint_about(header); !hint.empty())
        words += "; " + std::string{hint};
    return words;
}

} // namespace detail

OMS_DECL std::string diagnose(const webhook_verifier& verifier, std::string_view signature_header,
                              std::string_view raw_body)
{
    const result<signature_match> checked = verifier.check(signature_header, raw_body);
    if (checked)
        return {};
    const verifier_options& options = verifier.options();
    if (raw_body.size() > options.body_limit())
        return "the body of " + std::to_string(raw_body.size()) + " bytes is over the limit of " +
               std::to_string(options.body_limit());
    const result<detail::signature_header> header = detail::parse_signature_header(signature_header);
    if (!header)
        return detail::explain_header(signature_header, header.error());
    const std::string signature = detail::explain_signature(verifier, *header, raw_body);
    if (checked.error().code() == errc::signature_mismatch)
        return signature;
    return detail::explain_time(options, header->timestamp) + ". Apart from the time: " + signature;
}

}} // namespace oms::v0_1
