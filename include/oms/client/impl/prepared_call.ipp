#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/http/path.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL prepared_call& prepared_call::path(std::initializer_list<std::string_view> ids)
{
    request.method = op.method;
    return guarded([&] { request.target = expand_path(op.path, ids); });
}

OMS_DECL error prepared_call::failure(error::builder why) const
{
    why.operation(std::string(to_string(op.method)), op.path).attempts(attempts).delivery(delivered);
    if (keyed())
        why.key(key.str());
    return why;
}

OMS_DECL error prepared_call::unusable(error::builder why) const
{
    why.http_status(response.status).request_id(std::string(request_id_of(response))).document(response.body);
    return failure(std::move(why));
}

}}} // namespace oms::v0_1::detail
