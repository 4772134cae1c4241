#pragma once

#include <oms/config.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/http/request.hpp>
#include <oms/net/transport.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace testing {

/// One exchange as a recording keeps it. A recording is a text file with a JSON object on each line,
/// which these two would be:
///
///     {"at":"2026-06-15T14:30:00.120000Z","method":"GET","target":"/v0.9/customers/cst_1","status":200,
///      "headers":{"Content-Type":"application/json"},"answer":{…}}
///     {"at":"2026-06-15T14:30:00.480000Z","method":"POST","target":"/v0.9/quotes","body":{…},
///      "failure":"connection_lost","phase":"fully_written"}
///
/// - `at` is the wall time at which it began.
/// - `method`, `target` (path and query) and `body` are the request. Of its header fields nothing is kept: neither
///   `Authorization` nor `Idempotency-Key`, which is another one each time.
/// - `status`, `headers` and `answer` are the answer. Of its header fields are kept: `Content-Type`, `Date`,
///   `Retry-After`, `X-Request-Id`, `Request-Id`, `X-Correlation-Id`, `Deprecation` and `Sunset`; of `Location` scheme,
///   host and port, when it has these and no user.
/// - `failure` and `phase` take their place where no complete answer came: an `errc` by its name, and how far the
///   exchange got. `"reused":true` when it ran on a connection that had carried another one.
///
/// Bodies are JSON without white space between its tokens; one that is no JSON is left out. Nothing is kept of
/// secrets:
///
/// - the value of every member named `apiKey`, `apiSecret`, `accessToken`, `secret` or `number` is `"left_out"`;
/// - so is every text, and every part of the path or value of the query, that holds `sk_` or `whsec_` as the beginning
///   of a word, or the token that the request was sent with;
/// - a member whose name holds one of these, and a header field, is missing;
/// - the text of a member `url`, the address of a webhook, ends before its query and fragment, and has no user and
///   password. Its path stays: record with none that is a secret.
///
/// All else stands there as it was, personal data too: record with people who do not exist. POST /auth/token is no part
/// of a recording, neither the key and the secret that it takes nor the token that it gives.
struct recorded_exchange {
    timestamp at;
    std::string method;
    std::string target;
    std::string body;
    exchange_result result; ///< without `cause` and `cause_text`
};

/// The recorded form of an exchange that began at `at`.
OMS_DECL recorded_exchange recorded(const http_request& request, const exchange_result& result, timestamp at);

/// Its line, without a line break.
OMS_DECL std::string line_of(const recorded_exchange& exchange);

/// The exchanges of a file, in their order. Throws `error{errc::not_available}` when it cannot be read, and
/// `error{errc::invalid_json}` with the file, the number of the line and what is wrong there for a line that is none
/// of these; a last line that a crash cut short is one.
OMS_DECL std::vector<recorded_exchange> read_recording(const std::string& file);

}}} // namespace oms::v0_1::testing

namespace oms { inline namespace v0_1 { namespace detail {

/// POST /auth/token: what recordings know nothing of.
OMS_DECL bool is_token_exchange(const http_request& request);

/// Whether an exchange is part of a recording: none that its caller ended (cancelled, client_closed, wrong_process).
OMS_DECL bool is_recorded(const http_request& request, const exchange_result& result);

/// The token that a request is sent with; empty when there is none.
OMS_DECL std::string_view token_of(const http_request& request);

/// Whether `token` stands in the text, or a word in it begins as keys and secrets of the service do.
OMS_DECL bool holds_secret(std::string_view text, std::string_view token);

/// A JSON text without its white space and its secrets; empty for a text that is no JSON.
OMS_DECL std::string without_secrets(std::string_view json, std::string_view token);

/// The same for the target of a request.
OMS_DECL std::string target_without_secrets(std::string_view target, std::string_view token);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/testing/impl/recorded_exchange.ipp>
#endif
