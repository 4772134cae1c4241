#pragma once

#include <oms/sandbox/settings.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace sandbox {

OMS_DECL credential::credential(std::string key, std::string secret, std::string account_name)
    : api_key(std::move(key)), api_secret(std::move(secret)), account(std::move(account_name))
{
}

OMS_DECL fee_schedule::fee_schedule()
    : send_developer_rate("0.002"), send_oms_rate("0.0035"), gas_usd("0.03"), cash_rate("0.015"), cash_fixed("0.50")
{
}

OMS_DECL settings::settings() : wall_clock([] { return std::chrono::system_clock::now(); })
{
    credentials.emplace_back("sk_sdbx_emulator", "emulator-secret");
}

}}} // namespace oms::v0_1::sandbox
