#pragma once

#include <oms/sandbox/impl/event_catalogue.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The events that share all segments of their name but the last.
struct event_family {
    std::string_view stem;
    std::string_view endings; ///< each with the state of its resource, where that has another name
    bool later;
    event_subject about;
    std::string_view kind = {};
};

// clang-format off
inline constexpr event_family event_families[] = {
    {"transaction.fiatToCrypto", "processing completed failed underReview=processing", false, event_subject::transaction, "fiatToCrypto"},
    {"transaction.cryptoToFiat", "processing completed failed underReview=processing", false, event_subject::transaction, "cryptoToFiat"},
    {"transaction.cryptoToCrypto", "processing completed failed underReview=processing", false, event_subject::transaction, "cryptoToCrypto"},
    {"customer.endorsement", "granted=ACTIVE", false, event_subject::customer},
    {"cashIn", "completed", false, event_subject::cash_in},
    {"wallet", "depositDetected=active", false, event_subject::deposit},

    {"transaction", "statusChanged=awaitingAction", true, event_subject::transaction, "cryptoToFiat"},
    {"cashIn", "created=pending expired", true, event_subject::cash_in},
    {"endorsement", "updated=NEEDS_ACTION active=ACTIVE", true, event_subject::endorsement},
    {"wallet", "provisioned=active", true, event_subject::wallet},
    {"virtualAccount", "provisioned active frozen closed deleted failed statusChanged=frozen", true, event_subject::virtual_account},
    {"depositAddress", "active frozen closed failed statusChanged=active", true, event_subject::deposit_address},
    {"externalAccount", "created=pending verified declined deleted statusChanged=verified", true, event_subject::external_account},
    {"virtualAccount.deposit", "pending settled failed returned", true, event_subject::account_movement, "virtualAccountDeposit"},
    {"virtualAccount.cryptoTransfer", "initiated pending settled failed", true, event_subject::account_movement, "virtualAccountCryptoTransfer"},
    {"virtualAccount.fiatTransfer", "initiated pending settled failed", true, event_subject::account_movement, "virtualAccountFiatTransfer"},
    {"deposit_address.crypto_deposit", "pending settled failed needs_attribution", true, event_subject::address_movement, "depositAddressCryptoDeposit"},
    {"deposit_address.ach_payout", "initiated pending settled failed returned", true, event_subject::address_movement, "depositAddressFiatPayout"},
    {"deposit_address.wire_payout", "initiated pending settled failed returned", true, event_subject::address_movement, "depositAddressFiatPayout"},
    {"deposit_address.intl_wire_payout", "initiated pending settled failed returned", true, event_subject::address_movement, "depositAddressFiatPayout"},
    {"deposit_address.crypto_payout", "initiated pending settled failed", true, event_subject::address_movement, "depositAddressCryptoPayout"},
    {"counterparty", "statusChanged=active", true, event_subject::counterparty},
    {"webhook", "test=active", true, event_subject::webhook},
};
// clang-format on

OMS_DECL std::optional<catalogued_event> find_in_catalogue(std::string_view event_name)
{
    const std::size_t dot = event_name.rfind('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const std::string_view stem = event_name.substr(0, dot);
    const std::string_view wanted = event_name.substr(dot + 1);
    for (const event_family& family : event_families) {
        if (family.stem != stem)
            continue;
        for (std::string_view rest = family.endings; !rest.empty();) {
            const std::string_view entry = rest.substr(0, rest.find(' '));
            rest.remove_prefix(entry.size() < rest.size() ? entry.size() + 1 : rest.size());
            const std::size_t equals = entry.find('=');
            const std::string_view ending = entry.substr(0, equals);
            if (ending == wanted)
                return catalogued_event{family.about, family.later, family.kind,
                                        equals == std::string_view::npos ? ending : entry.substr(equals + 1), ending};
        }
    }
    return std::nullopt;
}

}}} // namespace oms::v0_1::detail::emulation
