#pragma once

#include <oms/testing/impl/mocked_core.hpp>
#include <oms/testing/mock_client.hpp>

namespace oms { inline namespace v0_1 { namespace testing {

OMS_DECL mock_client::mock_client() : core_(std::make_shared<detail::mocked_core>(*this)) {}

OMS_DECL oms::client mock_client::client() const
{
    return oms::client(core_);
}

OMS_DECL std::vector<std::string> mock_client::calls() const
{
    return log().calls();
}

OMS_DECL std::vector<std::string> mock_client::unanswered() const
{
    return log().unanswered();
}

OMS_DECL std::vector<event> mock_client::events() const
{
    return core_->events();
}

OMS_DECL void mock_client::metrics(const client_metrics& numbers)
{
    core_->metrics(numbers);
}

OMS_DECL bool mock_client::closed() const
{
    return log().closed();
}

}}} // namespace oms::v0_1::testing
