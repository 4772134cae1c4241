#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/simulation.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<barcode_auth_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"code", sent<&barcode_auth_fields::code>, rule::required},
        {"amount", sent<&barcode_auth_fields::amount>, rule::required, format::above_zero},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<barcode_authorization> {
    // clang-format off
    static constexpr field fields[] = {
        {"accountNumber", member<&barcode_authorization::account_number>},
        {"accountReferenceNumber", member<&barcode_authorization::account_reference_number>},
        {"confirmationId", member<&barcode_authorization::confirmation_id>},
        {"authorizedAmount", member<&barcode_authorization::authorized_amount>},
        {"responseCode", member<&barcode_authorization::response_code>},
        {"responseText", member<&barcode_authorization::response_text>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<auth_commit_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"accountNumber", sent<&auth_commit_fields::account_number>, rule::required},
        {"accountReferenceNumber", sent<&auth_commit_fields::account_reference_number>, rule::required},
        {"amount", sent<&auth_commit_fields::amount>, rule::required, format::above_zero},
        {"originalConfirmationId", sent<&auth_commit_fields::original_confirmation_id>, rule::required},
        {"customerId", sent<&auth_commit_fields::customer_id>},
        {"description", sent<&auth_commit_fields::description>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<commit_result> {
    // clang-format off
    static constexpr field fields[] = {
        {"authorizedAmount", member<&commit_result::authorized_amount>},
        {"confirmationId", member<&commit_result::confirmation_id>},
        {"responseCode", member<&commit_result::response_code>},
        {"responseId", member<&commit_result::response_id>},
        {"responseText", member<&commit_result::response_text>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<virtual_account_transfer_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"rail", sent<&virtual_account_transfer_fields::rail>, rule::required, format::known_value},
        {"amount", sent<&virtual_account_transfer_fields::amount>, rule::required, format::above_zero},
        {"senderName", sent<&virtual_account_transfer_fields::sender_name>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<virtual_account_transfer_result> {
    // clang-format off
    static constexpr field fields[] = {
        {"virtualAccountId", member<&virtual_account_transfer_result::virtual_account_id>},
        {"rail", member<&virtual_account_transfer_result::rail>},
        {"asset", member<&virtual_account_transfer_result::asset>},
        {"amount", member<&virtual_account_transfer_result::amount>},
        {"transactionId", member<&virtual_account_transfer_result::transaction_id>},
        {"status", member<&virtual_account_transfer_result::status>},
    };
    // clang-format on
    static constexpr description value{fields, "simulatedTransfer"};
};

template <>
struct described<deposit_address_transfer_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"amount", sent<&deposit_address_transfer_fields::amount>, rule::required, format::above_zero},
        {"senderAddress", sent<&deposit_address_transfer_fields::sender_address>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<deposit_address_transfer_result> {
    // clang-format off
    static constexpr field fields[] = {
        {"depositAddressId", member<&deposit_address_transfer_result::deposit_address_id>},
        {"asset", member<&deposit_address_transfer_result::asset>},
        {"network", member<&deposit_address_transfer_result::network>},
        {"amount", member<&deposit_address_transfer_result::amount>},
        {"txHash", member<&deposit_address_transfer_result::tx_hash>},
        {"transactionId", member<&deposit_address_transfer_result::transaction_id>},
        {"status", member<&deposit_address_transfer_result::status>},
    };
    // clang-format on
    static constexpr description value{fields, "simulatedTransfer"};
};

}}} // namespace oms::v0_1::detail
