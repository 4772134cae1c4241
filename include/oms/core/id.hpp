#pragma once

#include <oms/core/basic_id.hpp>

namespace oms { inline namespace v0_1 {

using customer_id = basic_id<"cst_">;
using wallet_id = basic_id<"wlt_">;
using quote_id = basic_id<"qt_">;
using transaction_id = basic_id<"txn_">;
using cash_in_id = basic_id<"ci_">;
using cash_location_id = basic_id<"loc_">;
using webhook_id = basic_id<"whk_">;
using virtual_account_id = basic_id<"va_">;
using deposit_address_id = basic_id<"da_">;
using us_bank_account_id = basic_id<"cpUsBank_">;
using intl_bank_account_id = basic_id<"cpIntlBank_">;
using debit_card_id = basic_id<"pmCard_">;
using blockchain_account_id = basic_id<"cpBcAddr_">;
/// An external account of any kind in later versions of the API (contract section 1.8).
using external_account_id = basic_id<"ext_">;
using event_id = basic_id<"evt_">;

/// Ids as literals, checked at compile time: `"cst_01H9Xa8F5dN6mP3q"_cst`. Bring them in with
/// `using namespace oms::literals`. At most 39 characters; longer ids have the constructor.
namespace literals {

// clang-format off
consteval auto operator""_cst(const char* s, std::size_t n) { return customer_id::from_literal({s, n}); }
consteval auto operator""_wlt(const char* s, std::size_t n) { return wallet_id::from_literal({s, n}); }
consteval auto operator""_qt(const char* s, std::size_t n) { return quote_id::from_literal({s, n}); }
consteval auto operator""_txn(const char* s, std::size_t n) { return transaction_id::from_literal({s, n}); }
consteval auto operator""_ci(const char* s, std::size_t n) { return cash_in_id::from_literal({s, n}); }
consteval auto operator""_loc(const char* s, std::size_t n) { return cash_location_id::from_literal({s, n}); }
consteval auto operator""_whk(const char* s, std::size_t n) { return webhook_id::from_literal({s, n}); }
consteval auto operator""_va(const char* s, std::size_t n) { return virtual_account_id::from_literal({s, n}); }
consteval auto operator""_da(const char* s, std::size_t n) { return deposit_address_id::from_literal({s, n}); }
consteval auto operator""_cpUsBank(const char* s, std::size_t n) { return us_bank_account_id::from_literal({s, n}); }
consteval auto operator""_cpIntlBank(const char* s, std::size_t n) { return intl_bank_account_id::from_literal({s, n}); }
consteval auto operator""_pmCard(const char* s, std::size_t n) { return debit_card_id::from_literal({s, n}); }
consteval auto operator""_cpBcAddr(const char* s, std::size_t n) { return blockchain_account_id::from_literal({s, n}); }
consteval auto operator""_ext(const char* s, std::size_t n) { return external_account_id::from_literal({s, n}); }
consteval auto operator""_evt(const char* s, std::size_t n) { return event_id::from_literal({s, n}); }
// clang-format on

} // namespace literals

}} // namespace oms::v0_1
