#pragma once

#include <oms/model/external_account.hpp>

namespace oms { inline namespace v0_1 {

OMS_DECL any_external_account_id external_account_id_of(std::string_view text)
{
    if (text.starts_with(us_bank_account_id::prefix()))
        return us_bank_account_id::from_answer(text);
    if (text.starts_with(intl_bank_account_id::prefix()))
        return intl_bank_account_id::from_answer(text);
    if (text.starts_with(debit_card_id::prefix()))
        return debit_card_id::from_answer(text);
    if (text.starts_with(blockchain_account_id::prefix()))
        return blockchain_account_id::from_answer(text);
    return external_account_id::from_answer(text);
}

OMS_DECL bool detail::is_external_account_id(std::string_view text) noexcept
{
    for (const std::string_view prefix :
         {external_account_id::prefix(), us_bank_account_id::prefix(), intl_bank_account_id::prefix(),
          debit_card_id::prefix(), blockchain_account_id::prefix()})
        if (text.starts_with(prefix))
            return true;
    return false;
}

OMS_DECL std::string_view text_of(const any_external_account_id& id) noexcept
{
    return std::visit([](const auto& typed) { return typed.view(); }, id);
}

}} // namespace oms::v0_1
