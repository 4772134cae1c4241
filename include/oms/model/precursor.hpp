#pragma once

#include <oms/core/open_enum.hpp>

#include <string>

namespace oms { inline namespace v0_1 {

/// What a transaction came from, in later versions of the API (contract section 16). An open set.
class precursor_type : public open_enum<precursor_type> {
public:
    using open_enum::open_enum;
    static const precursor_type quote, cash_in, virtual_account, deposit_address;
    static constexpr std::string_view known_values[] = {"quote", "cashIn", "virtualAccount", "depositAddress"};
};
inline constexpr precursor_type precursor_type::quote{"quote"};
inline constexpr precursor_type precursor_type::cash_in{"cashIn"};
inline constexpr precursor_type precursor_type::virtual_account{"virtualAccount"};
inline constexpr precursor_type precursor_type::deposit_address{"depositAddress"};

/// What a transaction came from, as later versions of the API say it (contract section 16). The id of a known type is
/// also found in `quote_id`, `cash_in_id`, `virtual_account_id` or `deposit_address_id`, where the transaction's kind
/// has it.
struct precursor {
    std::string id;
    precursor_type type;
};

}} // namespace oms::v0_1
