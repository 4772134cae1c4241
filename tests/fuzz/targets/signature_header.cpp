// Input: a Webhook-Signature header. Held against naive_signature.hpp.
#include "fuzz/naive_signature.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/signature.hpp>

void fuzz::signature_header(std::string_view input)
{
    const oms::result<oms::detail::signature_header> read = oms::detail::parse_signature_header(input);
    const std::optional<naive_header> expected = naive_signature_header(input);
    require(read.has_value() == expected.has_value(), "another reader agrees on what is malformed");
    if (!read) {
        require(read.error().code() == oms::errc::malformed_header, "a refusal is malformed_header");
        require(read.error().delivery() == oms::delivery::not_sent, "nothing was sent");
        return;
    }
    require(read->timestamp_digits == expected->digits, "the digits of t are kept as sent: they are signed");
    require(read->timestamp == expected->seconds, "another reader finds the same time");
    require(read->timestamp >= 0, "no time before 1970");

    // Of the v1 those count that can be a code at all, in their order.
    std::string canonical = "t=" + expected->digits;
    std::size_t index = 0;
    for (const std::string& each : expected->signatures) {
        const std::string lower = lower_case(each);
        if (lower.size() != 64 || !is_all_of(lower, "0123456789abcdef"))
            continue;
        require(index < read->signatures.size() && oms::detail::to_hexadecimal(read->signatures[index]) == lower,
                "each v1 that is a code is read");
        canonical += ",v1=" + lower;
        ++index;
    }
    require(index == read->signatures.size(), "nothing else is taken for a code");

    if (index == 0)
        return;
    const oms::result<oms::detail::signature_header> again = oms::detail::parse_signature_header(canonical);
    require(again.has_value(), "what was read can be written and read again");
    require(again->timestamp == read->timestamp && again->signatures == read->signatures,
            "what was read and written reads as the same");
}
