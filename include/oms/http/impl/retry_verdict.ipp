#pragma once

#include <oms/http/retry_verdict.hpp>

namespace oms { inline namespace v0_1 {

OMS_DECL retry_verdict retry_policy::verdict_on(int status, const http_headers& fields) const noexcept
{
    if (!judge_ || status < 400 || status == 401)
        return retry_verdict::by_status;
    try {
        return judge_->ask(status, fields);
    } catch (...) {
        return retry_verdict::by_status;
    }
}

}} // namespace oms::v0_1
