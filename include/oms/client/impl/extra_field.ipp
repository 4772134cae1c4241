#pragma once

#include <oms/client/impl/extra_field.hpp>
#include <oms/client/impl/target_path.hpp>
#include <oms/core/json_reader.hpp>
#include <oms/core/json_string.hpp>
#include <oms/http/path.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Where in a document a member can be put in.
struct gap {
    std::size_t at = 0;        ///< in front of the bracket that ends the object
    bool object_empty = false; ///< no comma goes before it
    std::string_view left;     ///< the part of the path that is not there yet
    std::string_view refusal;  ///< why there is none
};

OMS_DECL gap no_gap(std::string_view why)
{
    gap none;
    none.refusal = why;
    return none;
}

OMS_DECL gap find_gap(json_reader& in, std::string_view path)
{
    if (in.peek() != json_kind::object)
        return no_gap("cannot be added: a part of its path is sent, and is no object");
    const std::string_view name = path.substr(0, path.find('.'));
    gap found;
    found.object_empty = true;
    found.left = path;
    std::string_view key;
    for (in.begin_object(); in.next_member(key); in.skip()) {
        found.object_empty = false;
        if (key == name)
            return name.size() == path.size() ? no_gap("is sent already") : find_gap(in, path.substr(name.size() + 1));
    }
    found.at = in.offset() - 1;
    return found;
}

/// `a.b`: `"a":{"b":value}`.
OMS_DECL std::string member_text(std::string_view path, std::string_view value)
{
    std::string text;
    std::size_t open = 0;
    for (std::size_t dot = path.find('.'); dot != path.npos; dot = path.find('.')) {
        append_json_string(text, path.substr(0, dot));
        text += ":{";
        ++open;
        path.remove_prefix(dot + 1);
    }
    append_json_string(text, path);
    return text.append(":").append(value).append(open, '}');
}

OMS_DECL std::string_view add_field(std::string& body, std::string_view path, std::string_view value)
{
    json_reader before(body);
    const gap where = find_gap(before, path);
    if (!where.refusal.empty())
        return where.refusal;
    std::string made = body;
    made.insert(where.at, (where.object_empty ? "" : ",") + member_text(where.left, value));
    json_reader after(made);
    after.skip();
    after.finish();
    if (after.failed())
        return "cannot be added: the body nests too deep with it, or its name is not UTF-8";
    body = std::move(made);
    return {};
}

OMS_DECL bool add_parameter(std::string& target, std::string_view sent, std::string_view name, std::string_view value)
{
    const std::size_t mark = sent.find('?');
    std::string_view query = mark == sent.npos ? std::string_view() : sent.substr(mark + 1);
    while (!query.empty()) {
        const std::string_view parameter = query.substr(0, query.find('&'));
        if (percent_decoded(parameter.substr(0, parameter.find('='))) == name)
            return false;
        query.remove_prefix(std::min(parameter.size() + 1, query.size()));
    }
    target += target.find('?') == target.npos ? '?' : '&';
    append_percent_encoded(target, name);
    target += '=';
    append_percent_encoded(target, value);
    return true;
}

}}} // namespace oms::v0_1::detail
