#pragma once

#include <oms/config.hpp>
#include <oms/webhook/verifier.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Why a verifier refuses this delivery, in a sentence for the operator's log. Empty when it does not refuse it.
///
/// Finds the usual mistakes and says with which secret (its number and id), which form of it and which time the
/// signature would have been good:
/// - of the header: empty, given twice and joined, in quotes, with another separator or scheme;
/// - of the time: how far the clocks are apart and to which side, milliseconds, local time taken for UTC;
/// - of the secret: used by the sender in another form, or without its prefix here;
/// - of the body: parsed and written again, a line end, byte order mark, zero byte or carriage returns won or lost,
///   another character set, read before;
/// - of the sender: the time and the body put together in another way.
///
/// Holds nothing of the header, the body and the secrets but the secret's id. Never tell it to the sender: it would
/// help one who guesses. It hashes the body a number of times, at most 4 MiB in all, and writes JSON anew of bodies up
/// to 64 KiB, so call it on a refusal that is to be explained, not on each one; it says so when a body was too large to
/// try everything. Thread-safe as far as the verifier's clock is; throws std::bad_alloc alone.
OMS_DECL std::string diagnose(const webhook_verifier& verifier, std::string_view signature_header,
                              std::string_view raw_body);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/diagnosis.ipp>
#endif
