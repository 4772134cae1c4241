#include "requests.hpp"

#include <oms/model/customer_update.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/model/wallet.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/validate.hpp>

namespace property {

namespace {

template <class Request>
written_request written(const Request& request)
{
    return {oms::encode(request), oms::problems_of(request)};
}

template <class Id>
Id id(generator& random)
{
    return Id(std::string(Id::prefix()) + random.word(16, 26));
}

const oms::asset& asset(generator& random)
{
    static const oms::asset all[] = {oms::asset::usdc, oms::asset::usdt, oms::asset::btc, oms::asset{"newcoin"}};
    return random.one_of(all);
}

const oms::network& network(generator& random)
{
    static const oms::network all[] = {oms::network::polygon, oms::network::solana, oms::network::us_bank,
                                       oms::network{"newchain"}};
    return random.one_of(all);
}

const char* country(generator& random)
{
    static constexpr const char* all[] = {"US", "KE", "DE", "BR", "MX", "IN", "GB", "JP", "ZA", "AE"};
    return random.one_of(all);
}

const char* currency(generator& random)
{
    static constexpr const char* all[] = {"USD", "KES", "EUR", "BRL", "MXN", "INR", "GBP", "JPY"};
    return random.one_of(all);
}

std::string phone(generator& random)
{
    return "+" + std::to_string(random.between(1, 9)) + random.digits(random.between(6, 14));
}

oms::json_text metadata(generator& random)
{
    return oms::json_text(boost::json::serialize(random.json_object(4, 20)));
}

std::string address(generator& random)
{
    return "0x" + random.word(40, 40);
}

template <class Make>
written_request with_any_crypto_destination(generator& random, Make make)
{
    switch (random.below(3)) {
    case 0:
        return make(oms::to_wallet{id<oms::wallet_id>(random), asset(random), network(random)});
    case 1:
        return make(oms::to_address{address(random), asset(random), network(random)});
    default:
        return make(oms::to_saved_address{id<oms::blockchain_account_id>(random), asset(random), network(random)});
    }
}

template <class Make>
written_request with_any_destination(generator& random, Make make)
{
    switch (random.below(4)) {
    case 0:
        return make(oms::to_bank{id<oms::us_bank_account_id>(random), asset(random), network(random)});
    case 1:
        return make(oms::to_bank{id<oms::intl_bank_account_id>(random), asset(random), network(random)});
    case 2:
        return make(oms::to_card{id<oms::debit_card_id>(random), asset(random), network(random)});
    default:
        return with_any_crypto_destination(random, make);
    }
}

written_request token(generator& random)
{
    return written(oms::token_request("sk_sdbx_" + random.word(16, 24), oms::secret(random.text())));
}

oms::identifying_information document(generator& random)
{
    static const oms::identity_document all[] = {oms::identity_document::ssn, oms::identity_document::itin,
                                                 oms::identity_document::drivers_license,
                                                 oms::identity_document::passport};
    return {random.one_of(all), country(random), oms::secret(random.text())};
}

const oms::endorsement_name& endorsement(generator& random)
{
    static const oms::endorsement_name all[] = {oms::endorsement_name::basic, oms::endorsement_name::crypto_custody,
                                                oms::endorsement_name::usd};
    return random.one_of(all);
}

oms::residential_address home(generator& random)
{
    oms::residential_address made;
    if (random.one_in(2))
        made.line1(random.text());
    if (random.one_in(2))
        made.line2(random.text());
    if (random.one_in(2))
        made.city(random.text());
    if (random.one_in(2))
        made.state(random.text());
    if (random.one_in(2))
        made.country(country(random));
    if (random.one_in(2))
        made.zip_code(random.text());
    return made;
}

// What creating and changing a customer have in common.
template <class Request>
void fill_customer(generator& random, Request& made)
{
    if (random.one_in(2))
        made.first_name(random.text());
    if (random.one_in(2))
        made.middle_name(random.text());
    if (random.one_in(2))
        made.last_name(random.text());
    if (random.one_in(2))
        made.email(random.word() + "@example.com");
    if (random.one_in(2))
        made.phone(phone(random));
    if (random.one_in(2))
        made.birth_date(random.date());
    if (random.one_in(2))
        made.nationality(country(random));
    if (random.one_in(2))
        made.ip_address("203.0.113." + std::to_string(random.below(256)));
    if (random.one_in(2))
        made.external_id(random.text());
    if (random.one_in(2))
        made.signed_agreement(random.one_in(2));
    if (random.one_in(2))
        made.residential_address(home(random));
    for (std::size_t more = random.below(3); more != 0; --more)
        made.identifying_information(document(random));
    for (std::size_t more = random.below(4); more != 0; --more)
        made.endorsement(endorsement(random));
    if (random.one_in(2))
        made.metadata(metadata(random));
}

written_request customer(generator& random)
{
    oms::new_customer made;
    fill_customer(random, made);
    return written(made);
}

written_request changed_customer(generator& random)
{
    oms::customer_update made;
    fill_customer(random, made);
    if (random.one_in(4))
        made.clear_middle_name();
    if (random.one_in(4))
        made.clear_email();
    if (random.one_in(4))
        made.clear_phone();
    if (random.one_in(4))
        made.clear_external_id();
    if (random.one_in(4))
        made.clear_metadata();
    return written(made);
}

written_request wallet(generator& random)
{
    return written(oms::new_wallet(asset(random), network(random)));
}

written_request quote(generator& random)
{
    return with_any_destination(random, [&](const auto& to) {
        const oms::from_wallet from{id<oms::wallet_id>(random), asset(random), network(random)};
        const auto finish = [&](auto made) {
            if (random.one_in(2))
                made.metadata(metadata(random));
            if (random.one_in(2))
                made.promo_code(random.text());
            if (random.one_in(2))
                made.sponsor_gas(random.one_in(2));
            return written(made);
        };
        const oms::customer_id owner = id<oms::customer_id>(random);
        if (random.one_in(2))
            return finish(oms::new_quote{owner, from, to, oms::source_amount{random.amount()}});
        return finish(oms::new_quote{owner, from, to, oms::destination_amount{random.amount()}});
    });
}

written_request transaction(generator& random)
{
    oms::transaction_hints hints;
    if (random.one_in(2))
        hints.device_fingerprint(random.text());
    if (random.one_in(2))
        hints.metadata(metadata(random));
    if (random.one_in(2))
        hints.partner_transaction_id(static_cast<std::int64_t>(random.below(SIZE_MAX)));
    if (random.one_in(2))
        hints.payment_method_id(random.text());
    if (random.one_in(2))
        hints.source_wallet_address(address(random));
    if (random.one_in(2))
        hints.tags(random.text());
    if (random.one_in(2))
        hints.web_session_id(random.text());
    return written(hints.for_quote(id<oms::quote_id>(random)));
}

written_request cash_in(generator& random)
{
    return with_any_crypto_destination(random, [&](const auto& to) {
        oms::new_cash_in made(id<oms::customer_id>(random), to, id<oms::cash_location_id>(random), random.text());
        if (random.one_in(2))
            made.indicated_amount(oms::decimal{random.amount()});
        if (random.one_in(2))
            made.metadata(metadata(random));
        return written(made);
    });
}

std::string pattern(generator& random)
{
    std::string made = random.one_in(4) ? "*" : random.word();
    for (std::size_t more = random.between(1, 3); more != 0; --more)
        made += "." + (random.one_in(4) ? "*" : random.word());
    return made;
}

std::string url(generator& random)
{
    return "https://hooks." + random.word(3, 8) + ".example.com/" + random.word() + "?key=" + random.word();
}

written_request webhook(generator& random)
{
    oms::new_webhook made(url(random));
    for (std::size_t more = random.below(4); more != 0; --more)
        made.event(pattern(random));
    if (random.one_in(4))
        made.event(oms::event_name("cashIn.completed"));
    if (random.one_in(2))
        made.enabled(random.one_in(2));
    return written(made);
}

written_request changed_webhook(generator& random)
{
    oms::webhook_update made;
    if (random.one_in(2))
        made.url(url(random));
    if (random.one_in(4))
        made.every_event();
    for (std::size_t more = random.below(4); more != 0; --more)
        made.event(pattern(random));
    if (random.one_in(2))
        made.enabled(random.one_in(2));
    return written(made);
}

written_request barcode(generator& random)
{
    return written(oms::barcode_auth(random.text(), oms::decimal{random.amount()}));
}

written_request commit(generator& random)
{
    oms::barcode_authorization authorized;
    authorized.account_number = random.digits(13);
    authorized.account_reference_number = random.text();
    authorized.confirmation_id = random.text();
    oms::auth_commit made(authorized, oms::decimal{random.amount()});
    if (random.one_in(2))
        made.customer_id(id<oms::customer_id>(random));
    if (random.one_in(2))
        made.description(random.text());
    return written(made);
}

written_request bank_transfer(generator& random)
{
    static const oms::transfer_rail rails[] = {oms::transfer_rail::ach_in, oms::transfer_rail::wire_in,
                                               oms::transfer_rail::swift_in};
    oms::virtual_account_transfer made(random.one_of(rails), oms::decimal{random.amount()});
    if (random.one_in(2))
        made.sender_name(random.text());
    return written(made);
}

written_request crypto_transfer(generator& random)
{
    oms::deposit_address_transfer made(oms::decimal{random.amount()});
    if (random.one_in(2))
        made.sender_address(address(random));
    return written(made);
}

template <class Route>
written_request finished_route(generator& random, Route made)
{
    for (std::size_t more = random.below(3); more != 0; --more) {
        std::optional<oms::wallet_id> wallet;
        if (random.one_in(2))
            wallet = id<oms::wallet_id>(random);
        made.developer_fee(oms::decimal{"0." + random.digits(3) + "1"}, wallet);
    }
    if (random.one_in(2))
        made.label(random.text());
    if (random.one_in(2))
        made.metadata(metadata(random));
    return written(made);
}

written_request virtual_account(generator& random)
{
    static const oms::accountholder_name names[] = {oms::accountholder_name::customer, oms::accountholder_name::oms,
                                                    oms::accountholder_name::developer};
    return with_any_crypto_destination(random, [&](const auto& to) {
        oms::new_virtual_account made(to);
        if (random.one_in(2))
            made.source(asset(random), network(random));
        if (random.one_in(2))
            made.accountholder_name(random.one_of(names));
        if (random.one_in(2))
            made.bank_memo(random.text());
        return finished_route(random, made);
    });
}

written_request deposit_address(generator& random)
{
    return with_any_destination(random, [&](const auto& to) {
        return finished_route(random, oms::new_deposit_address(asset(random), network(random), to));
    });
}

written_request external_account(generator& random)
{
    boost::json::object fields = random.json_object(2, 6);
    fields["accountNumber"] = random.digits(12);
    const oms::json_text details(boost::json::serialize(fields));
    oms::external_account_schema schema;
    schema.country = country(random);
    schema.currency = currency(random);
    schema.network = oms::network::ach;
    if (random.one_in(2))
        schema.type = oms::external_account_type::us_bank;
    oms::new_external_account made = random.one_in(2) ? oms::new_external_account(schema, details)
                                                      : oms::new_external_account(network(random), details);
    if (random.one_in(4))
        made.type(oms::external_account_type(random.word()));
    if (random.one_in(4))
        made.country(country(random));
    if (random.one_in(4))
        made.currency(currency(random));
    if (random.one_in(2))
        made.metadata(metadata(random));
    return written(made);
}

constexpr request_kind request_rows[] = {
    {"TokenRequest", &token},
    {"CustomerCreateRequest", &customer},
    {"CustomerUpdateRequest", &changed_customer},
    {"WalletCreateRequest", &wallet},
    {"QuoteCreateRequest", &quote},
    {"TransactionCreateRequest", &transaction},
    {"CashInCreateRequest", &cash_in},
    {"WebhookCreateRequest", &webhook},
    {"WebhookUpdateRequest", &changed_webhook},
    {"BarcodeAuthRequest", &barcode},
    {"AuthCommitRequest", &commit},
    {"VirtualAccountSimulateRequest", &bank_transfer},
    {"DepositAddressSimulateRequest", &crypto_transfer},
    {"VirtualAccountCreateRequest", &virtual_account},
    {"DepositAddressCreateRequest", &deposit_address},
    {"ExternalAccountCreateRequest", &external_account},
};

} // namespace

std::span<const request_kind> request_kinds()
{
    return request_rows;
}

} // namespace property
