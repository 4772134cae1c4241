#pragma once

#include <oms/client/impl/answer_record.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/response.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Puts a complete response into the answer that the caller sees.
OMS_DECL void write_answer(answer_record& record, const prepared_call& call, http_response response);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/received_answer.ipp>
#endif
