#pragma once

#include <oms/sandbox/impl/access.hpp>
#include <oms/sandbox/impl/dispatch.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/idempotency_store.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/routes.hpp>

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// One request on its way through the checks.
struct exchange {
    const incoming& request;
    emulation::call call;
    std::string_view path; // without version and query
    const emulation::route* route = nullptr;
    std::string key;
    std::string request_id;
    std::optional<sandbox::fault> fault;
    std::optional<std::int64_t> retry_after; // seconds
    bool replayed = false;
};

OMS_DECL void find_operation(emulator& state, exchange& of);
OMS_DECL void admit(emulator& state, exchange& of);
OMS_DECL answer serve(emulator& state, exchange& of);
OMS_DECL answer carry_out(emulator& state, exchange& of);
OMS_DECL answer refused(const refusal& problem, std::string_view request_id);
OMS_DECL http_response response_of(const exchange& of, const answer& given);
OMS_DECL http_response response_of(const exchange& of, const sandbox::fault& fault);

OMS_DECL std::optional<sandbox::fault> strike(emulator& state, std::string_view method, std::string_view path)
{
    for (auto armed = state.faults.begin(); armed != state.faults.end(); ++armed) {
        const sandbox::fault& what = armed->what;
        const bool narrowed = !what.path().empty();
        if (narrowed ? what.method() != method || !path_matches(what.path(), path, nullptr) : path == "/auth/token")
            continue;
        if (armed->passes_left > 0) {
            --armed->passes_left;
            continue;
        }
        sandbox::fault struck = what;
        if (armed->strikes_left > 0 && --armed->strikes_left == 0)
            state.faults.erase(armed);
        return struck;
    }
    return std::nullopt;
}

OMS_DECL void find_operation(emulator& state, exchange& of)
{
    const std::string_view target = of.request.target;
    const std::string_view whole_path = target.substr(0, target.find('?'));
    if (whole_path.size() < target.size())
        of.call.query = target.substr(whole_path.size() + 1);
    const std::string& base = state.settings.base_path;
    if (whole_path.substr(0, base.size()) != base)
        throw not_found();
    of.path = whole_path.substr(base.size());
    of.route = find_route(of.request.method, of.path, of.call.ids);
    if (of.route == nullptr)
        throw not_found();
    const availability where = of.route->where;
    if ((where == availability::sandbox_only && state.settings.production) ||
        (where == availability::early_access && !state.settings.early_access)) {
        of.route = nullptr;
        throw not_found();
    }
}

/// Token, then rate.
OMS_DECL void admit(emulator& state, exchange& of)
{
    if (of.route->path != "/auth/token") {
        const token_grant& grant = authorized(state, of.request.headers.find("Authorization"), of.call.at);
        of.call.account = grant.account;
        of.call.read_only = grant.read_only;
    }
    of.retry_after = state.rate.admit(of.call.account, of.call.at);
    if (of.retry_after)
        throw rate_limited();
}

OMS_DECL answer carry_out(emulator& state, exchange& of)
{
    if (of.request.body.size() > state.settings.body_limit)
        throw invalid_request("The request body is too large.");
    if (of.request.method != "GET") // those that read read their own parameters
        query_parameters(of.call.query).finish();
    of.call.body = of.request.body;
    answer given = of.route->serve(state, of.call);
    if (of.route->keyed)
        ++state.effects[of.key];
    return given;
}

/// From the key on: everything that may be stored.
OMS_DECL answer serve(emulator& state, exchange& of)
{
    if (!of.route->keyed)
        return carry_out(state, of);
    const std::optional<std::string_view> key = of.request.headers.find("Idempotency-Key");
    if (!key)
        throw key_required("is required");
    if (!idempotency_store::is_key(*key))
        throw key_required("must be 1 to 255 visible ASCII characters");
    of.key = *key;
    const std::string_view target = of.request.target;
    const std::string scope =
        idempotency_store::scope(of.call.account, of.request.method, target.substr(0, target.find('?')), of.key);
    if (const stored_answer* kept =
            state.keys.find(scope, of.request.body, of.call.at, state.settings.idempotency_retention)) {
        of.replayed = true;
        of.request_id = kept->request_id; // an error body names it, and must equal the header
        return kept->answer;
    }
    answer given;
    try {
        given = carry_out(state, of);
    } catch (const refusal& problem) {
        given = refused(problem, of.request_id);
    }
    if (idempotency_store::keeps(given.status)) {
        const auto running = of.fault ? of.fault->running() : std::chrono::milliseconds{0};
        state.keys.keep(scope, {std::string(of.request.body), of.request_id, given, of.call.at, of.call.at + running});
    }
    return given;
}

OMS_DECL answer refused(const refusal& problem, std::string_view request_id)
{
    return {problem.status, error_body(problem, request_id)};
}

OMS_DECL http_response response_of(const exchange& of, const answer& given)
{
    http_response response;
    response.status = given.status;
    response.body = given.body;
    if (!given.body.empty())
        response.headers.add("Content-Type", "application/json");
    response.headers.add("X-Request-Id", of.request_id);
    if (of.replayed)
        response.headers.add("Idempotency-Replayed", "true");
    if (given.status == 401)
        response.headers.add("WWW-Authenticate", "Bearer");
    if (given.status == 429 || given.status == 503)
        response.headers.add("Retry-After", std::to_string(of.retry_after.value_or(1)));
    return response;
}

OMS_DECL http_response response_of(const exchange& of, const sandbox::fault& fault)
{
    answer given = refused(of_status(fault.status()), of.request_id);
    if (fault.body())
        given.body = *fault.body();
    http_response response = response_of(of, given);
    for (const auto& [name, value] : fault.headers()) {
        response.headers.erase(name);
        if (!value.empty())
            response.headers.add_received(name, value); // as the test wants it, well formed or not
    }
    return response;
}

OMS_DECL outgoing dispatch(emulator& state, const incoming& request)
{
    exchange of{request, {}, {}, nullptr, {}, {}, std::nullopt, std::nullopt, false};
    of.call.at = state.clock.now();
    state.step(of.call.at);
    for (const std::string& id : std::set<std::string>(state.unevaluated))
        evaluate_endorsements(state, id, of.call.at);
    of.request_id = state.ids.id("req_", of.call.at);
    const std::string own_id = of.request_id;

    outgoing result;
    try {
        // Its keys are known to all, and a name server may give a page of any site this machine's address.
        if (is_of_another_origin(request.headers))
            throw forbidden("The emulator answers no script of another origin.");
        find_operation(state, of);
        admit(state, of);
        of.fault = strike(state, request.method, of.path);
        const bool answers = of.fault && of.fault->status() != 0;
        if (answers && !of.fault->strikes_after_effect()) {
            result.response = response_of(of, *of.fault);
        } else {
            const answer given = serve(state, of);
            result.response = answers ? response_of(of, *of.fault) : response_of(of, given);
            if (of.fault && !of.replayed)
                result.delay = of.fault->running();
        }
    } catch (const refusal& problem) {
        result.response = response_of(of, refused(problem, of.request_id));
    } catch (const std::exception&) {
        result.response = response_of(of, refused(of_status(500), of.request_id));
    }
    sandbox::request_record record;
    record.at = timestamp(of.call.at);
    record.method = request.method;
    record.path = request.target.substr(0, request.target.find('?'));
    record.operation = of.route == nullptr ? std::string_view() : of.route->operation;
    record.idempotency_key = of.key;
    record.request_id = own_id;
    record.status = result.response.status;
    record.replayed = of.replayed;
    log(state.requests, std::move(record));
    return result;
}

}}} // namespace oms::v0_1::detail::emulation
