#include "problems.hpp"

#include "common/property_count.hpp"

#include <oms/core/error.hpp>
#include <oms/model/customer_update.hpp>
#include <oms/model/filter.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/wire/validate.hpp>

#include <random>
#include <string>

using namespace oms::literals;

namespace {

/// Texts that no rule of ours contains: a mark, then anything, of which some is no UTF-8.
class secrets {
public:
    explicit secrets(unsigned seed) : random_(seed) {}

    static constexpr std::string_view mark = "zq7~";

    std::string operator()()
    {
        constexpr std::string_view characters = "abcXYZ0189+-/.:@* _\"\\{}\xC3\xA9\xFF\x01";
        std::string text(mark);
        const std::size_t length = random_() % 24;
        for (std::size_t i = 0; i < length; ++i)
            text += characters[random_() % characters.size()];
        return random_() % 2 ? text : std::string(1, characters[random_() % characters.size()]) + text;
    }

    oms::decimal amount() { return oms::decimal("-" + std::to_string(770000000 + random_() % 10000)); }
    oms::json_text json() { return oms::json_text("[\"" + std::string(mark) + std::to_string(random_()) + "\"]"); }
    int number() { return 770000000 + static_cast<int>(random_() % 10000); }

private:
    std::mt19937 random_;
};

/// Shows nothing of what was sent: neither the mark nor the numbers, in no text that the problems become.
template <class Request>
void check_silence(const Request& request, std::size_t at_least)
{
    for (const oms::checks which : {oms::checks::all, oms::checks::safety_only}) {
        const std::vector<oms::field_problem> found = oms::problems_of(request, which);
        if (which == oms::checks::all && found.size() < at_least)
            FAIL_CHECK("only " << found.size() << " problems, not " << at_least);
        const auto silent = [](const std::string& text) {
            return text.find(secrets::mark) == text.npos && text.find("77000") == text.npos;
        };
        for (const oms::field_problem& each : found)
            if (!silent(each.field) || !silent(each.message))
                FAIL_CHECK("a value in " << each.field << ": " << each.message);
        if (!silent(oms::error_of(found).what()))
            FAIL_CHECK("a value in what()");
    }
}

} // namespace

TEST_CASE("No value of a request is in any text about its problems (B8)")
{
    secrets any(20261120);
    const int count = test::property_count(5000);
    for (int i = 0; i < count; ++i) {
        const oms::asset asset(any());
        const oms::network network(any());
        const auto address = oms::residential_address().line1(any()).city(any()).country(any()).zip_code(any());
        const oms::identifying_information document(oms::identity_document(any()), any(), oms::secret(any()));
        check_silence(oms::new_customer()
                          .first_name(any())
                          .email(any())
                          .phone(any())
                          .birth_date(any())
                          .nationality(any())
                          .ip_address(any())
                          .external_id(any())
                          .residential_address(address)
                          .identifying_information(document)
                          .endorsement(oms::endorsement_name(any()))
                          .metadata(any.json()),
                      8);
        check_silence(oms::customer_update()
                          .last_name(any())
                          .phone(any())
                          .birth_date(any())
                          .nationality(any())
                          .residential_address(address)
                          .identifying_information(document)
                          .endorsement(oms::endorsement_name(any()))
                          .metadata(any.json()),
                      8);
        const oms::from_wallet from("wlt_1"_wlt, asset, network);
        const oms::to_address to(any(), asset, network);
        check_silence(oms::new_quote{"cst_1"_cst, from, to, oms::source_amount{any.amount()}}
                          .metadata(any.json())
                          .promo_code(any()),
                      2);
        check_silence(
            oms::transaction_hints().tags(any()).web_session_id(any()).metadata(any.json()).for_quote("qt_1"_qt), 1);
        check_silence(
            oms::new_cash_in("cst_1"_cst, to, "loc_1"_loc, any()).indicated_amount(any.amount()).metadata(any.json()),
            2);
        check_silence(oms::new_webhook("http://" + any()).event(any()).event(any()), 3);
        check_silence(oms::webhook_update().url("https://user:" + any() + "@example.com/\n").event(any()), 2);
        check_silence(oms::barcode_auth(any(), any.amount()), 1);
        check_silence(oms::virtual_account_transfer(oms::transfer_rail(any()), any.amount()).sender_name(any()), 2);
        check_silence(oms::new_virtual_account(to)
                          .developer_fee(any.amount(), "wlt_1"_wlt)
                          .accountholder_name(oms::accountholder_name(any()))
                          .bank_memo(any())
                          .metadata(any.json()),
                      3);
        check_silence(oms::new_external_account(network, any.json()).country(any()).currency(any()), 3);
        check_silence(oms::token_request(any(), oms::secret(any())), 0);
        check_silence(oms::customer_filter()
                          .limit(any.number())
                          .status(oms::customer_status(any()))
                          .email(any())
                          .starting_after(any()),
                      2);
        check_silence(oms::cash_location_query(any(), any.number(), -any.number()), 2);
        check_silence(oms::external_account_query(any(), any()), 2);
        check_silence(oms::balance_query_fields{any()}, 1);
    }
    SUCCEED();
}
