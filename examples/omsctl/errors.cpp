#include "errors.hpp"

#include "arguments.hpp"
#include "exit_code.hpp"
#include "facts.hpp"

#include <span>

namespace omsctl {

namespace {

struct remedy {
    std::string_view code;
    std::string_view next;
};

/// By the service's own code.
constexpr remedy of_server[] = {
    {"quote_expired", "its price has run out; a new one: omsctl quotes create"},
    {"quote_already_accepted", "it is executed already; what came of it: omsctl transactions list"},
    {"insufficient_funds", "what there is: omsctl wallets balance WALLET; cash into it: omsctl cash-ins create"},
    {"compliance_required", "the identity check is not finished: omsctl customers wait CUSTOMER basic"},
    {"endorsement_required", "what is missing: omsctl customers get CUSTOMER; to wait for it: omsctl customers wait "
                             "CUSTOMER ENDORSEMENT"},
    {"provider_account_not_provisioned", "name, address, birth date and an identity document are needed: omsctl "
                                         "customers update CUSTOMER"},
    {"limit_exceeded", "ask for less; the limits of a place: omsctl cash-locations find"},
    {"compliance_hold", "it is held for a review; look again later: omsctl transactions list"},
    {"forbidden", "the key may not do this, or the customer is inactive: omsctl customers get CUSTOMER"},
    {"token_expired", "the same again; a new token is taken"},
};

struct remedy_of_code {
    oms::errc code;
    std::string_view next;
};

constexpr remedy_of_code of_sdk[] = {
    {oms::errc::missing_credentials, "export OMS_API_KEY and OMS_API_SECRET, or write them into a file that you alone "
                                     "can read and give --env-file FILE; oms-sandbox prints those of a sandbox"},
    {oms::errc::credentials_rejected, "check OMS_API_KEY and OMS_API_SECRET, and that they belong to this service"},
    {oms::errc::unauthorized, "check OMS_API_KEY and OMS_API_SECRET, and that they belong to this service"},
    {oms::errc::auth_unavailable, "no token could be had; the same again in a moment"},
    {oms::errc::invalid_config, "check OMS_BASE_URL, OMS_ENVIRONMENT and OMS_CA_FILE, or --base-url and --ca-file"},
    {oms::errc::idempotency_conflict, "this --key was used for something else: leave it out, or repeat exactly that"},
    {oms::errc::idempotency_in_progress, "the first request is still running; the same again in a moment"},
    {oms::errc::invalid_idempotency_key, "--key takes 1 to 255 visible ASCII characters"},
    {oms::errc::invalid_id, "check the id; the list command of its group shows what there is"},
    {oms::errc::rate_limited, "the same again later"},
    {oms::errc::dns_failed, "check the host's name in --base-url or OMS_BASE_URL, and the network"},
    {oms::errc::connect_failed, "does the service run there? --base-url or OMS_BASE_URL says where; oms-sandbox starts "
                                "one on this machine"},
    {oms::errc::connect_timeout, "check the network and --base-url; then the same again"},
    {oms::errc::tls_failed, "whom to trust says --ca-file FILE or OMS_CA_FILE; oms-sandbox prints the name of its own"},
    {oms::errc::deadline_exceeded, "the same again, with more time: --timeout SECONDS"},
    {oms::errc::wait_expired, "it goes on by itself; wait on with more seconds, or look later"},
};

struct remedy_of_path {
    std::string_view begin;
    std::string_view next;
};

constexpr remedy_of_path of_not_found[] = {
    {"/cash-ins/simulate/", "check the code; for one that has run out: omsctl cash-ins refresh CASH_IN"},
    {"/quotes/", "check the id; quotes have no list, and a new one is: omsctl quotes create CUSTOMER"},
    {"/quotes", "check the ids, and whose wallet it is: omsctl wallets list CUSTOMER"},
};

constexpr remedy_of_path of_bad_request[] = {
    {"/cash-ins/simulate/barcode-auth", "a code takes cash once, and for an hour: omsctl cash-ins get CASH_IN shows "
                                        "what became of it, omsctl cash-ins refresh CASH_IN makes a new one"},
    {"/cash-ins/{cashInId}/refresh", "what became of it: omsctl cash-ins get CASH_IN; another: omsctl cash-ins create"},
};

std::string remedy_by(std::span<const remedy_of_path> all, std::string_view path)
{
    for (const remedy_of_path& each : all)
        if (path.starts_with(each.begin))
            return std::string(each.next);
    return {};
}

/// The first word of a path is the group of the id that it goes on with.
std::string remedy_by_list(std::string_view path)
{
    for (const group& in : groups())
        for (const command& each : in.commands)
            if (each.name == "list" && path.starts_with('/' + std::string(in.name) + '/')) {
                std::string list = "omsctl " + std::string(in.name) + " list";
                for (const std::string_view parameter : each.parameters)
                    list.append(" ").append(parameter);
                return "check the id; " + list + " shows what there is";
            }
    return "check the id or path";
}

std::string remedy_for_not_found(std::string_view path)
{
    std::string next = remedy_by(of_not_found, path);
    if (next.empty())
        next = remedy_by_list(path);
    if (path.find("/simulate") != path.npos)
        next += ". In production there are no simulations";
    for (const std::string_view early : {"/virtual-accounts", "/deposit-addresses", "/external-accounts"})
        if (path.find(early) != path.npos)
            next += ". Early access is not open to every key";
    return next;
}

std::string remedy_for(const oms::error& failure)
{
    for (const remedy& each : of_server)
        if (failure.server_code().text() == each.code)
            return std::string(each.next);
    if (failure.code() == oms::errc::not_found)
        return remedy_for_not_found(failure.path_template());
    if (failure.http_status() == 400 && failure.details().empty())
        if (std::string next = remedy_by(of_bad_request, failure.path_template()); !next.empty())
            return next;
    for (const remedy_of_code& each : of_sdk)
        if (failure.code() == each.code)
            return std::string(each.next);
    return {};
}

int code_for(const oms::error& failure)
{
    if (failure.code() == oms::errc::wait_expired)
        return time_over;
    if (failure.delivery() == oms::delivery::applied)
        return unreadable;
    // A read has no effect that could be in doubt.
    if (failure.delivery() == oms::delivery::maybe_applied && failure.method() != "GET")
        return maybe_applied;
    if (failure.code() == oms::errc::cancelled)
        return interrupted;
    if (failure.delivery() == oms::delivery::refused || failure.code() == oms::errc::credentials_rejected)
        return refused;
    const bool found_here = failure.code() == oms::errc::invalid_argument || failure.code() == oms::errc::invalid_id ||
                            failure.code() == oms::errc::invalid_config ||
                            failure.code() == oms::errc::missing_credentials ||
                            failure.code() == oms::errc::invalid_idempotency_key;
    return found_here ? usage : not_sent;
}

/// Whether it may have been done although this call did nothing: an earlier one with the key, of which this process
/// knows nothing. These answers would have been given to that one, too.
bool may_be_done_earlier(const oms::error& failure, int code)
{
    if (failure.code() == oms::errc::idempotency_conflict ||
        (code != refused && code != not_sent && code != interrupted))
        return false;
    const int status = failure.http_status();
    return status != 400 && status != 403 && status != 404 && status != 422;
}

} // namespace

advice advice_for(const oms::error& failure, const std::string& line, const std::string& key, bool key_was_given)
{
    advice given{code_for(failure), remedy_for(failure)};
    const std::string again = key.empty() ? std::string(failure.idempotency_key()) : key;
    const std::string whole = "\n  omsctl --key " + quoted(again) + line;
    const std::string later =
        failure.retry_after() ? ", after " + std::to_string(failure.retry_after()->count()) + " s" : std::string();
    if (given.code == maybe_applied && !again.empty()) {
        given.next = "nobody knows yet whether it was done. The same again with its key" + later +
                     (later.empty() ? "" : ",") + " has no second effect:" + whole;
        return given;
    }
    if (key_was_given && may_be_done_earlier(failure, given.code)) {
        given.next += (given.next.empty() ? "this call" : "; this call") +
                      std::string(" did nothing, but an earlier one with this key may have: keep the key") + later +
                      ':' + whole;
        return given;
    }
    if (given.code == maybe_applied)
        given.next = "nobody knows yet whether it was done: look with the get command of its group, then the same "
                     "again if need be";
    else if (given.code == unreadable)
        given.next = "it was done, but the answer cannot be read; omsctl raw GET shows things as they are";
    else if (given.code == usage && given.next.empty())
        given.next = line.empty() ? "omsctl --help" : "correct what is named above; --help says what there is";
    else if (given.code == refused && given.next.empty())
        given.next = failure.http_status() == 400 || failure.http_status() == 422
                         ? "correct what is named above; --help says what there is"
                         : "give the service's support the request's id above";
    else if (given.code == not_sent && given.next.empty())
        given.next = "nothing was changed; the same again in a moment";
    given.next += later;
    return given;
}

std::string report(const oms::error& failure, const advice& next)
{
    std::string out = "omsctl: " + printable(failure.what()) + '\n';
    if (!failure.server_message().empty())
        out += "  the service says: " + printable(failure.server_message()) + '\n';
    for (const oms::field_problem& each : failure.details())
        out += "  " + printable(each.field) + ": " + printable(each.message) + '\n';
    if (!next.next.empty())
        out += "next: " + next.next + '\n';
    return out;
}

} // namespace omsctl
