#pragma once

#include <oms/config.hpp>
#include <oms/webhook/verifier.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Why a verifier refuses this delivery, in a sentence for the operator's log. Empty when it does not refuse it.
///
/// Finds the usual mistakes: a body that lost or won a line end, a byte order mark or carriage returns on the way, a
/// secret used in another form than the sender's, a time in milliseconds, a clock that is wrong. Holds nothing of the
/// body and the secret. Never tell it to the sender: it would help one who guesses. It hashes the body a number of
/// times, so call it on a refusal that is to be explained, not on each one. Thread-safe; throws std::bad_alloc alone.
OMS_DECL std::string diagnose(const webhook_verifier& verifier, std::string_view signature_header,
                              std::string_view raw_body);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/diagnosis.ipp>
#endif
