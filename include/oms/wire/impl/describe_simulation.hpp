#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/simulation.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<barcode_auth_fields> {
    static constexpr field fields[] = {
        {"code", member<&barcode_auth_fields::code>},
        {"amount", member<&barcode_auth_fields::amount>},
    };
    static constexpr description value{fields};
};

template <>
struct described<barcode_authorization> {
    static constexpr field fields[] = {
        {"accountNumber", member<&barcode_authorization::account_number>},
        {"accountReferenceNumber", member<&barcode_authorization::account_reference_number>},
        {"confirmationId", member<&barcode_authorization::confirmation_id>},
        {"authorizedAmount", member<&barcode_authorization::authorized_amount>},
        {"responseCode", member<&barcode_authorization::response_code>},
        {"responseText", member<&barcode_authorization::response_text>},
    };
    static constexpr description value{fields};
};

template <>
struct described<auth_commit_fields> {
    static constexpr field fields[] = {
        {"accountNumber", member<&auth_commit_fields::account_number>},
        {"accountReferenceNumber", member<&auth_commit_fields::account_reference_number>},
        {"amount", member<&auth_commit_fields::amount>},
        {"originalConfirmationId", member<&auth_commit_fields::original_confirmation_id>},
        {"customerId", member<&auth_commit_fields::customer_id>},
        {"description", member<&auth_commit_fields::description>},
    };
    static constexpr description value{fields};
};

template <>
struct described<commit_result> {
    static constexpr field fields[] = {
        {"authorizedAmount", member<&commit_result::authorized_amount>},
        {"confirmationId", member<&commit_result::confirmation_id>},
        {"responseCode", member<&commit_result::response_code>},
        {"responseId", member<&commit_result::response_id>},
        {"responseText", member<&commit_result::response_text>},
    };
    static constexpr description value{fields};
};

template <>
struct described<virtual_account_transfer_fields> {
    static constexpr field fields[] = {
        {"rail", member<&virtual_account_transfer_fields::rail>},
        {"amount", member<&virtual_account_transfer_fields::amount>},
        {"senderName", member<&virtual_account_transfer_fields::sender_name>},
    };
    static constexpr description value{fields};
};

template <>
struct described<virtual_account_transfer_result> {
    static constexpr field fields[] = {
        {"virtualAccountId", member<&virtual_account_transfer_result::virtual_account_id>},
        {"rail", member<&virtual_account_transfer_result::rail>},
        {"asset", member<&virtual_account_transfer_result::asset>},
        {"amount", member<&virtual_account_transfer_result::amount>},
        {"transactionId", member<&virtual_account_transfer_result::transaction_id>},
        {"status", member<&virtual_account_transfer_result::status>},
    };
    static constexpr description value{fields, "simulatedTransfer"};
};

template <>
struct described<deposit_address_transfer_fields> {
    static constexpr field fields[] = {
        {"amount", member<&deposit_address_transfer_fields::amount>},
        {"senderAddress", member<&deposit_address_transfer_fields::sender_address>},
    };
    static constexpr description value{fields};
};

template <>
struct described<deposit_address_transfer_result> {
    static constexpr field fields[] = {
        {"depositAddressId", member<&deposit_address_transfer_result::deposit_address_id>},
        {"asset", member<&deposit_address_transfer_result::asset>},
        {"network", member<&deposit_address_transfer_result::network>},
        {"amount", member<&deposit_address_transfer_result::amount>},
        {"txHash", member<&deposit_address_transfer_result::tx_hash>},
        {"transactionId", member<&deposit_address_transfer_result::transaction_id>},
        {"status", member<&deposit_address_transfer_result::status>},
    };
    static constexpr description value{fields, "simulatedTransfer"};
};

}}} // namespace oms::v0_1::detail
