#pragma once

#include <oms/config.hpp>

#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// What to answer to a delivery. The body is empty for a 2xx, else a short text that depends on the status alone: it
/// tells a sender who guesses nothing.
struct webhook_answer {
    int status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers; ///< name and value: `Content-Type`, `Allow` with a 405
};

namespace detail {

/// The answer of a status. Its own words for statuses of RFC 9110 and 6585, which say no more than the number does.
OMS_DECL webhook_answer answer_with(int status);

} // namespace detail
}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/answer.ipp>
#endif
