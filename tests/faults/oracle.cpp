#include "faults/oracle.hpp"

#include <algorithm>
#include <utility>

namespace test {

namespace {

constexpr std::size_t most_findings = 20;

std::string told(const std::string& name, const std::string& identity, const std::string& what)
{
    return name + (identity.empty() ? "" : " " + identity) + ": " + what;
}

} // namespace

std::uint64_t verdict::violations() const
{
    return double_effects + lost_outcomes + keys_with_two_bodies + wrong_deliveries + stray_tokens + secrets_told +
           surplus_requests + poor_texts;
}

void verdict::add(const verdict& other)
{
    operations += other.operations;
    succeeded += other.succeeded;
    not_sent += other.not_sent;
    refused += other.refused;
    applied += other.applied;
    maybe_applied += other.maybe_applied;
    maybe_applied_with_effect += other.maybe_applied_with_effect;
    effects += other.effects;
    requests += other.requests;
    token_requests += other.token_requests;
    for (const auto& [what, count] : other.errors)
        errors[what] += count;
    double_effects += other.double_effects;
    lost_outcomes += other.lost_outcomes;
    keys_with_two_bodies += other.keys_with_two_bodies;
    wrong_deliveries += other.wrong_deliveries;
    stray_tokens += other.stray_tokens;
    secrets_told += other.secrets_told;
    surplus_requests += other.surplus_requests;
    poor_texts += other.poor_texts;
    for (const std::string& one : other.findings)
        if (findings.size() < most_findings)
            findings.push_back(one);
}

void oracle::find(std::uint64_t& count, std::string what)
{
    ++count;
    if (running_.findings.size() < most_findings)
        running_.findings.push_back(std::move(what));
}

oracle::number oracle::began(const operation& what)
{
    const std::lock_guard lock(mutex_);
    entry& made = entries_[next_];
    made.what = what;
    made.begun = std::chrono::steady_clock::now();
    return next_++;
}

void oracle::ended(number which, const oms::error* failure)
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    entry& of = entries_.at(which);
    ++of.endings;
    of.late = now - of.begun > of.what.limit + terms_.margin;
    of.succeeded = failure == nullptr;
    if (failure == nullptr)
        return;
    of.delivered = failure->delivery();
    of.attempts = failure->attempts();
    of.said = failure->what();
    const std::string status = failure->http_status() == 0 ? "" : ", HTTP " + std::to_string(failure->http_status());
    ++running_.errors[std::string(oms::to_string(failure->delivery())) + ": " + failure->code().message() + status];
    judge_text(of, *failure);
}

void oracle::judge_text(const entry& of, const oms::error& failure)
{
    look(failure.what(), "what()");
    look(failure.cause_text(), "cause_text()");
    look(failure.request_id(), "request_id()");
    look(failure.code().message(), "code().message()");
    look(failure.cause().message(), "cause().message()");

    const auto has = [&of](std::string_view part) {
        return of.said.find(part) != std::string::npos;
    };
    std::string missing;
    if (failure.method().empty() || failure.path_template().empty() || !has(of.what.name))
        missing += " operation";
    if (failure.attempts() != 0 && !has("attempts " + std::to_string(failure.attempts())))
        missing += " attempts";
    if (!has("delivery " + std::string(oms::to_string(failure.delivery()))))
        missing += " delivery";
    if (of.what.keyed && (failure.idempotency_key() != of.what.identity || !has(of.what.identity)))
        missing += " key";
    if (!failure.request_id().empty() && !has(failure.request_id()))
        missing += " request-id";
    if (!missing.empty())
        find(running_.poor_texts, told(of.what.name, of.what.identity, "without" + missing + ": " + of.said));
}

void oracle::look(std::string_view what, std::string_view where)
{
    for (const std::string& secret : terms_.secrets)
        if (!secret.empty() && what.find(secret) != std::string_view::npos)
            find(running_.secrets_told, "a secret in " + std::string(where) + ": " + std::string(what));
}

void oracle::add_secret(std::string secret)
{
    const std::lock_guard lock(mutex_);
    more_secrets_.push_back(std::move(secret));
}

void oracle::only_at(std::string host)
{
    const std::lock_guard lock(mutex_);
    terms_.host = std::move(host);
}

void oracle::saw(const seen_request& request)
{
    const std::lock_guard lock(mutex_);
    const bool exchange = request.target.find("/auth/token") != std::string::npos;
    if (exchange == request.authorized || (!terms_.host.empty() && request.host != terms_.host))
        find(running_.stray_tokens, "a token " + std::string(exchange ? "at /auth/token" : "missing or elsewhere") +
                                        ": " + request.method + " " + request.target + " for " + request.host);
    ++(exchange ? running_.token_requests : running_.requests);

    const std::string& identity = request.key.empty() ? request.mark : request.key;
    if (identity.empty() || exchange)
        return;
    const std::string line = request.method + " " + request.target;
    traffic& of = traffic_[identity];
    if (of.requests != 0 && (of.body_hash != request.body_hash || of.line != line))
        of.two_bodies = true;
    of.body_hash = request.body_hash;
    of.line = line;
    ++of.requests;
    of.given += request.given_to_server;
    of.done += request.status >= 200 && request.status < 300;
    of.unauthorized += request.status == 401;
    of.unanswered += request.given_to_server && request.status == 0;
}

void oracle::judge_delivery(const entry& of, const traffic& seen, int effects, verdict& into)
{
    // The server counts effects by key; of others its answers tell.
    const bool has_effect = of.what.keyed ? effects > 0 : seen.done > 0;
    const bool unknown = !of.what.keyed && seen.unanswered > 0;
    const char* wrong = nullptr;
    if (of.succeeded) {
        if (!has_effect && !unknown)
            wrong = "succeeded without an effect";
    } else if (of.delivered == oms::delivery::applied) {
        if (!has_effect && !unknown)
            wrong = "said to be applied, and there is no effect";
    } else if (of.delivered == oms::delivery::refused) {
        if (has_effect)
            wrong = "said to be refused, and there is an effect";
    } else if (of.delivered == oms::delivery::not_sent) {
        if (seen.given > 0 || has_effect)
            wrong = "said to be not sent, and the server got it";
    } else {
        into.maybe_applied_with_effect += has_effect;
    }
    if (wrong)
        find(into.wrong_deliveries, told(of.what.name, of.what.identity, std::string(wrong) + "; " + of.said));
}

verdict oracle::judge(const std::map<std::string, int>& effects)
{
    const std::lock_guard lock(mutex_);
    for (const auto& [which, of] : entries_) {
        ++running_.operations;
        running_.succeeded += of.succeeded;
        if (of.endings != 1 || of.late)
            find(running_.lost_outcomes,
                 told(of.what.name, of.what.identity,
                      (of.late ? "ended after its deadline; " : std::to_string(of.endings) + " endings; ") + of.said));
        if (of.endings == 0)
            continue;
        if (!of.succeeded) {
            running_.not_sent += of.delivered == oms::delivery::not_sent;
            running_.refused += of.delivered == oms::delivery::refused;
            running_.applied += of.delivered == oms::delivery::applied;
            running_.maybe_applied += of.delivered == oms::delivery::maybe_applied;
        }
        // A token is known here only after its time: what was said meanwhile is looked at again.
        for (const std::string& secret : more_secrets_)
            if (!secret.empty() && of.said.find(secret) != std::string::npos)
                find(running_.secrets_told, "a secret in what(): " + of.said);
        if (of.attempts > terms_.attempts + 1)
            find(running_.surplus_requests, told(of.what.name, of.what.identity, "too many attempts; " + of.said));
        if (of.what.identity.empty())
            continue;

        const auto passed = traffic_.find(of.what.identity);
        const traffic seen = passed == traffic_.end() ? traffic() : passed->second;
        const auto counted = effects.find(of.what.identity);
        const int done = of.what.keyed ? (counted == effects.end() ? 0 : counted->second) : seen.done;
        running_.effects += static_cast<std::uint64_t>(done);
        const bool once = of.what.keyed || of.what.name.starts_with("PATCH ");
        if (once && done > 1)
            find(running_.double_effects, told(of.what.name, of.what.identity, std::to_string(done) + " effects"));
        if (of.what.keyed && seen.two_bodies)
            find(running_.keys_with_two_bodies, told(of.what.name, of.what.identity, "two bodies or targets"));
        if (seen.requests - seen.unauthorized > terms_.attempts ||
            (!of.succeeded && of.attempts != 0 && seen.requests > of.attempts))
            find(running_.surplus_requests,
                 told(of.what.name, of.what.identity, std::to_string(seen.requests) + " requests; " + of.said));
        judge_delivery(of, seen, done, running_);
    }
    std::unordered_map<number, entry>().swap(entries_); // clear() keeps the table
    std::unordered_map<std::string, traffic>().swap(traffic_);
    return std::exchange(running_, verdict());
}

} // namespace test
