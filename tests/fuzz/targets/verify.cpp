// Input: how the header is made and when it is, a byte each; a header line; the body. The header is either taken as it
// is, or made for the body with good signatures in it, so that what lies behind the signature is reached too. The
// verdict is held against naive_signature.hpp.
#include "fuzz/input_reader.hpp"
#include "fuzz/naive_signature.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/webhook/receive.hpp>
#include <oms/webhook/verifier.hpp>
#include <oms/wire/event.hpp>

#include <iterator>
#include <string>

namespace {

using fuzz::require;

constexpr std::int64_t now = 1'781'534'200;
constexpr std::size_t body_limit = 3000;

// The first is that of the contract's vectors; keys as secret_form says. The last one is nobody's.
constexpr std::string_view secrets[] = {
    "whsec_737f6713c6444dc63103a84117986fa53eb3fde6655007523308e28d622f35df",
    "whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    "whsec_ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
};
constexpr std::string_view keys[] = {secrets[0], secrets[1].substr(6), secrets[2]};
constexpr std::size_t known_keys = 2;

const oms::webhook_verifier& verifier()
{
    static const oms::webhook_verifier made{
        {oms::webhook_secret{secrets[0]}.id("new"), oms::webhook_secret{secrets[1], oms::secret_form::after_prefix}},
        oms::verifier_options{}
            .past_tolerance(std::chrono::seconds{300})
            .future_tolerance(std::chrono::seconds{60})
            .body_limit(body_limit)
            .clock([] { return std::chrono::system_clock::time_point{std::chrono::seconds{now}}; })};
    return made;
}

struct verdict {
    oms::errc problem{};
    std::size_t key = 0; // the first that matched
};

verdict naive_verdict(std::string_view header, std::string_view body)
{
    if (body.size() > body_limit)
        return {oms::errc::webhook_too_large};
    const std::optional<fuzz::naive_header> read = fuzz::naive_signature_header(header);
    if (!read)
        return {oms::errc::malformed_header};
    if (read->seconds < now - 300 || read->seconds > now + 60)
        return {oms::errc::timestamp_out_of_tolerance};
    for (std::size_t key = 0; key != known_keys; ++key) {
        const std::string code = fuzz::naive_hmac(keys[key], (read->digits + ".").append(body));
        for (const std::string& each : read->signatures)
            if (each.size() == code.size() && fuzz::lower_case(each) == code)
                return {{}, key};
    }
    return {oms::errc::signature_mismatch};
}

std::string made_header(unsigned form, unsigned when, std::string_view body)
{
    // From well before the past tolerance to well after the future one, its edges among them.
    constexpr std::int64_t offsets[] = {0, -1, 1, -300, -301, 60, 61, -299, 59, -1'000'000'000};
    const std::string digits = ((when & 64) ? "00" : "") + std::to_string(now + offsets[when % std::size(offsets)]);
    const std::size_t key = form % std::size(keys);
    const std::string code = fuzz::naive_hmac(keys[key], (digits + ".").append(body));
    std::string wrong = code;
    wrong[form % wrong.size()] = wrong[form % wrong.size()] == '0' ? '1' : '0';
    switch ((form / 4) % 4) {
    case 0:
        return "t=" + digits + ",v1=" + code;
    case 1: // a rotation: the other one first
        return "t=" + digits + ", v1=" + wrong + ",\tv1=" + code + ",v2=later";
    case 2:
        return "v1=" + wrong + ",t=" + digits;
    default: {
        std::string upper = code;
        for (char& c : upper)
            c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        return "scheme=1,v1=" + upper + ",t=" + digits + ",";
    }
    }
}

void check(std::string_view header, std::string_view body, const verdict& expected)
{
    const oms::result<oms::signature_match> match = verifier().check(header, body);
    require(match.has_value() == (expected.problem == oms::errc{}), "it is verified if and only if it was signed");
    if (match) {
        require(match->secret_index == expected.key, "the secret that signed is named");
        require(match->secret_id == (expected.key == 0 ? "new" : ""), "and so is its id");
    } else {
        require(match.error().code() == expected.problem, "another verifier finds the same reason");
    }
}

/// The whole way, from a request to an event.
void receive(std::string_view header, std::string_view body, oms::errc problem)
{
    const oms::webhook_request request = oms::webhook_request{"POST", body}
                                             .header("content-type", "application/json; charset=utf-8")
                                             .header("WEBHOOK-SIGNATURE", header);
    const oms::received_webhook received = oms::receive(verifier(), request);
    require(received.event.has_value() != received.problem.has_value(), "an event or a problem");
    if (received.event) {
        require(problem == oms::errc{}, "no event without a signature");
        require(received.status == 204, "an event is taken");
        require(received.event->document.view() == oms::detail::with_replacement_characters(body),
                "the event is what was signed");
        require(!received.event->id.empty() && !received.event->name.empty(), "an event has an id and a name");
    } else {
        const oms::errc reason = problem == oms::errc{} ? oms::errc::decode_failed : problem;
        require(received.problem->code() == reason, "another verifier finds the same reason");
        require(received.status == (reason == oms::errc::webhook_too_large ? 413 : 400), "the status of the problem");
    }
}

} // namespace

void fuzz::verify(std::string_view input)
{
    input_reader in(input);
    const unsigned form = in.byte();
    const unsigned when = in.byte();
    const std::string_view line = in.line();
    const std::string_view body = in.rest();
    const std::string header = form < 128 ? std::string(line) : made_header(form, when, body);

    const verdict expected = naive_verdict(header, body);
    if (when % 2 == 0)
        check(header, body, expected);
    else
        receive(header, body, expected.problem);

    if (expected.problem == oms::errc{} && !body.empty()) { // any bit of what was signed
        std::string changed(body);
        const std::size_t at = (form * 256 + when) % changed.size();
        changed[at] = static_cast<char>(changed[at] ^ (1 << (when % 8)));
        const oms::result<oms::signature_match> match = verifier().check(header, changed);
        require(!match && match.error().code() == oms::errc::signature_mismatch, "a changed body is not verified");
    }
}
