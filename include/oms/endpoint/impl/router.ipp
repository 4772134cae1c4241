#pragma once

#include <oms/endpoint/router.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL boost::asio::awaitable<void> no_handler()
{
    co_return;
}

}}} // namespace oms::v0_1::detail
