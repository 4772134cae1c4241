#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/call_addition.hpp>
#include <oms/client/impl/extra_field.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/client/impl/target_path.hpp>
#include <oms/http/path.hpp>

#include <iterator>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL prepared_call::prepared_call(const operation& what, const call_options& how, const call_defaults& otherwise,
                                      http_request reused)
    : op(what), additions(how.additions()),
      checked(how.format_checks_or(otherwise.format_checks) ? checks::all : checks::safety_only),
      own_key(!how.idempotency_key().empty()), json_depth(otherwise.json_depth), request(std::move(reused)),
      run(attempt(repeat_rule_of(what.method, keyed()), how.retry_or(otherwise.retry),
                  std::chrono::steady_clock::time_point::max(), otherwise.budget)),
      at_most(how.timeout())
{
    if (keyed())
        key = how.idempotency_key();
    request.method = what.method;
}

OMS_DECL prepared_call& prepared_call::path(std::initializer_list<std::string_view> ids)
{
    std::string_view places = op.path;
    for (const std::string_view id : ids) {
        places.remove_prefix(places.find('{') + 1);
        if (const std::string_view fault = fault_of_segment(id); !fault.empty())
            problems_.push_back({std::string(places.substr(0, places.find('}'))), std::string(fault)});
    }
    return guarded([&] { append_path(request.target, op.path, ids); });
}

OMS_DECL prepared_call& prepared_call::query(const std::vector<query_parameter>& parameters)
{
    http_query query;
    for (const query_parameter& each : parameters)
        query.add(each.name, each.value);
    request.target = query.append_to(std::move(request.target));
    return *this;
}

/// A path for texts: what is neither a name nor an id in it may be anything, somebody's address for instance.
OMS_DECL std::string shown_path(std::string_view path)
{
    std::string shown;
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        const std::string_view segment = path.substr(0, path.find('/'));
        const bool plain = segment.find_first_not_of(
                               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == segment.npos;
        shown.append("/").append(plain ? segment : std::string_view("..."));
        path.remove_prefix(segment.size());
    }
    return shown;
}

OMS_DECL prepared_call& prepared_call::raw(const raw_request& as_written)
{
    const std::string& path = as_written.path();
    if (const std::string_view fault = fault_of_path(path); !fault.empty()) {
        problems_.push_back({"path", std::string(fault)});
    } else {
        raw_path_ = shown_path(path.substr(0, path.find('?')));
        request.target = path;
    }
    if (!as_written.body().empty() && !may_have_body())
        problems_.push_back({"body", "must be empty: GET and DELETE have none"});
    request.body = as_written.body().str();
    return *this;
}

OMS_DECL prepared_call& prepared_call::found(std::vector<field_problem> more)
{
    problems_.insert(problems_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return *this;
}

OMS_DECL void prepared_call::complete(const http_headers& of_all)
{
    if (additions)
        take_bearer(of_all);
    if (!problem && problems_.empty() && additions)
        add_extras();
    if (!problem && !problems_.empty())
        problem = error_of(std::move(problems_));
}

OMS_DECL void prepared_call::take_bearer(const http_headers& of_all)
{
    const secret* const given = call_addition::bearer_of(additions.get());
    if (!given)
        return;
    if (is_token_text(given->reveal()))
        own_token = std::make_shared<const access_grant>(*given, 0, of_all);
    else
        problems_.push_back({"bearer", "must be 1 to 8192 visible ASCII characters"});
}

OMS_DECL void prepared_call::add_extras()
{
    std::vector<const call_addition*> in_order;
    for (const call_addition* each = additions.get(); each; each = each->before.get())
        in_order.insert(in_order.begin(), each);
    const std::string sent = request.target;
    for (const call_addition* each : in_order) {
        std::string_view fault;
        if (each->type == call_addition::kind::field)
            fault = add_extra_field(*each);
        else if (each->type == call_addition::kind::parameter &&
                 !add_parameter(request.target, sent, each->name, each->value))
            fault = "is sent already";
        if (!fault.empty())
            problems_.push_back({each->name, std::string(fault)});
    }
}

OMS_DECL std::string_view prepared_call::add_extra_field(const call_addition& extra)
{
    if (!may_have_body())
        return "cannot be added: GET and DELETE have no body";
    if (request.body.empty())
        request.body = "{}";
    return add_field(request.body, extra.name, extra.value);
}

OMS_DECL std::string prepared_call::key_scope() const
{
    const std::string_view target = request.target;
    return key_memory::scope_of(to_string(op.method), target.substr(0, target.find('?')), key.view());
}

OMS_DECL bool prepared_call::claim_key(key_memory& memory)
{
    if (own_key) {
        const std::string scope = key_scope();
        key_claim_ = memory.claim(scope, key_memory::number_of(request.target, request.body));
        if (key_claim_ == 0)
            return false;
        begun_in_doubt = memory.in_doubt(scope, key_claim_);
    }
    keys_ = &memory;
    if (begun_in_doubt) {
        run.attempts.begin_in_doubt();
        delivered = run.attempts.delivered();
        in_flight.note(0, delivered);
    }
    return true;
}

OMS_DECL void prepared_call::release_key() const noexcept
{
    if (!keys_ || (!problem && !run.thrown && !begun_in_doubt))
        return;
    try {
        if (own_key)
            note_end_of_key();
        else if (delivered != oms::delivery::not_sent)
            remember_shown_key();
    } catch (...) {
        // Without memory the guard knows less: a key stays taken, and the service still has its own guard.
    }
}

OMS_DECL void prepared_call::note_end_of_key() const
{
    if (delivered == oms::delivery::not_sent)
        keys_->withdraw(key_scope(), key_claim_);
    else
        keys_->note_doubt(key_scope(), key_claim_, delivered == oms::delivery::maybe_applied);
}

OMS_DECL void prepared_call::remember_shown_key() const
{
    const std::string scope = key_scope();
    const std::uint64_t claim = keys_->claim(scope, key_memory::number_of(request.target, request.body));
    keys_->note_doubt(scope, claim, delivered == oms::delivery::maybe_applied);
}

OMS_DECL std::string prepared_call::path_template() const
{
    return raw_path_.empty() ? std::string(op.path) : raw_path_;
}

OMS_DECL error prepared_call::failure(error::builder why) const
{
    why.operation(std::string(to_string(op.method)), path_template()).attempts(attempts).delivery(delivered);
    if (keyed())
        why.key(key.str());
    return why;
}

OMS_DECL unfinished_call prepared_call::unfinished(const flight& as_of) const
{
    unfinished_call line;
    line.method = to_string(op.method);
    line.path_template = path_template();
    if (keyed())
        line.idempotency_key = key.str();
    line.attempts = as_of.attempts();
    line.delivery = as_of.known();
    return line;
}

OMS_DECL void prepared_call::throw_unusable(error::builder why)
{
    why.http_status(response().status).request_id(std::string(request_id_of(response()))).document(response().body);
    problem = failure(std::move(why));
    release_key();
    throw *problem;
}

}}} // namespace oms::v0_1::detail
