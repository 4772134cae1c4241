#pragma once

#include <oms/testing/recorded_exchange.hpp>

#include <oms/core/errc_name.hpp>
#include <oms/core/hexadecimal_digit.hpp>
#include <oms/core/json_reader.hpp>
#include <oms/core/json_string.hpp>
#include <oms/core/json_text.hpp>
#include <oms/testing/impl/plain_url.hpp>
#include <oms/testing/impl/recording_lists.hpp>

#include <algorithm>
#include <fstream>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL bool is_recorded(const http_request& request, const exchange_result& result)
{
    return !is_token_exchange(request) &&
           (result.failure == errc{} ||
            std::find(recorded_failures.begin(), recorded_failures.end(), result.failure) != recorded_failures.end());
}

OMS_DECL bool is_token_exchange(const http_request& request)
{
    const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
    return path.ends_with("/auth/token");
}

OMS_DECL std::string_view token_of(const http_request& request)
{
    const std::string_view credentials = request.headers.find("Authorization").value_or(std::string_view());
    return credentials.substr(credentials.find(' ') + 1); // without the scheme
}

OMS_DECL bool holds_secret(std::string_view text, std::string_view token)
{
    if (!token.empty() && text.find(token) != text.npos)
        return true;
    const auto is_within_word = [text](std::size_t at) {
        constexpr std::string_view word = "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        return at != 0 && word.find(text[at - 1]) != word.npos;
    };
    for (const std::string_view beginning : beginnings_of_secrets)
        for (std::size_t at = text.find(beginning); at != text.npos; at = text.find(beginning, at + 1))
            if (!is_within_word(at))
                return true;
    return false;
}

/// With the character that each `%41` stands for.
OMS_DECL std::string without_escapes(std::string_view part)
{
    std::string decoded;
    for (std::size_t at = 0; at < part.size(); ++at) {
        const int high = part[at] == '%' && part.size() - at > 2 ? hexadecimal_digit(part[at + 1]) : -1;
        const int low = high < 0 ? -1 : hexadecimal_digit(part[at + 2]);
        decoded += low < 0 ? part[at] : static_cast<char>(high * 16 + low);
        at += low < 0 ? 0 : 2;
    }
    return decoded;
}

OMS_DECL std::string target_without_secrets(std::string_view target, std::string_view token)
{
    std::string copy;
    std::string_view ends = "/?"; // what ends a part of the path, then a name of the query, then its value
    for (std::size_t at = 0;;) {
        const std::size_t end = target.find_first_of(ends, at);
        const std::string_view part = target.substr(at, end - at);
        copy += holds_secret(without_escapes(part), token) ? left_out : part;
        if (end == target.npos)
            return copy;
        copy += target[end];
        at = end + 1;
        if (target[end] != '/')
            ends = target[end] == '=' ? "&" : "&=";
    }
}

/// How the texts of a value are copied.
enum class copied { as_it_is, as_url, not_at_all };

/// Copies the value that comes next; the reader lets none be so deep that this cannot call itself.
OMS_DECL void copy_without_secrets(json_reader& in, std::string& out, std::string_view token, copied how)
{
    const json_kind kind = in.peek();
    if (kind == json_kind::object) {
        out += '{';
        const std::size_t begin = out.size();
        std::string_view key;
        for (in.begin_object(); in.next_member(key);) {
            if (holds_secret(key, token)) {
                in.skip();
                continue;
            }
            if (out.size() > begin)
                out += ',';
            append_json_string(out, key);
            out += ':';
            copied member = how;
            if (std::find(names_of_secrets.begin(), names_of_secrets.end(), key) != names_of_secrets.end())
                member = copied::not_at_all;
            else if (how == copied::as_it_is && key == "url")
                member = copied::as_url;
            copy_without_secrets(in, out, token, member);
        }
        out += '}';
    } else if (kind == json_kind::array) {
        out += '[';
        const std::size_t begin = out.size();
        for (in.begin_array(); in.next_element();) {
            if (out.size() > begin)
                out += ',';
            copy_without_secrets(in, out, token, how);
        }
        out += ']';
    } else if (kind == json_kind::string) {
        std::string text(in.string());
        if (how == copied::as_url) {
            const plain_url url = plain_url_of(text);
            text = std::string(url.scheme).append(url.authority).append(url.path);
        }
        append_json_string(out, how == copied::not_at_all || holds_secret(text, token) ? left_out : text);
    } else if (how == copied::not_at_all && kind == json_kind::number) {
        in.skip();
        append_json_string(out, left_out);
    } else {
        out += in.raw();
    }
}

OMS_DECL std::string without_secrets(std::string_view json, std::string_view token)
{
    json_reader in(json);
    std::string copy;
    copy_without_secrets(in, copy, token, copied::as_it_is);
    in.finish();
    return in.failed() ? std::string() : copy;
}

/// A line of a recording. What is wrong with it is the reader's fault to tell.
OMS_DECL testing::recorded_exchange read_recorded_exchange(json_reader& in)
{
    constexpr std::string_view no_token;
    testing::recorded_exchange read;
    std::string failure, phase;
    bool numbered = false;
    std::string_view key;
    for (in.begin_object(); in.next_member(key);) {
        if (key == "at") {
            if (result<timestamp> at = timestamp::parse(in.string()))
                read.at = *at;
            else
                in.fail("not a time");
        } else if (key == "method") {
            read.method = in.string();
        } else if (key == "target") {
            read.target = target_without_secrets(in.string(), no_token);
        } else if (key == "body") {
            read.body = without_secrets(in.raw(), no_token);
        } else if (key == "status") {
            const std::string_view digits = in.number();
            numbered = digits.size() == 3 && digits.find_first_not_of("0123456789") == digits.npos;
            if (!numbered)
                in.fail("not a status");
            else
                read.result.response.status = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
        } else if (key == "headers") {
            std::string_view name;
            for (in.begin_object(); in.next_member(name);) {
                const std::string kept(name);
                read.result.response.headers.add_received(kept, in.string());
            }
        } else if (key == "answer") {
            read.result.response.body = in.raw();
        } else if (key == "failure") {
            failure = in.string();
        } else if (key == "phase") {
            phase = in.string();
        } else if (key == "reused") {
            read.result.reused_connection = in.boolean();
        } else {
            in.fail("not a member of a recorded exchange");
        }
    }
    in.finish();
    const auto* const why = std::find_if(recorded_failures.begin(), recorded_failures.end(),
                                         [&failure](errc each) { return name_of(each) == failure; });
    const auto* const reached = std::find_if(recorded_phases.begin(), recorded_phases.end(),
                                             [&phase](exchange_phase each) { return to_string(each) == phase; });
    if (read.at.absent() || read.method.empty() || read.target.empty())
        in.fail("an exchange needs a time, a method and a target");
    else if (numbered == !failure.empty())
        in.fail("an exchange has either a status or a failure");
    else if (!numbered && (why == recorded_failures.end() || reached == recorded_phases.end()))
        in.fail("not a failure and a phase");
    else if (numbered)
        read.result.phase = exchange_phase::complete;
    else {
        read.result.failure = *why;
        read.result.phase = *reached;
    }
    return read;
}

}}} // namespace oms::v0_1::detail

namespace oms { inline namespace v0_1 { namespace testing {

OMS_DECL recorded_exchange recorded(const http_request& request, const exchange_result& result, timestamp at)
{
    const std::string_view token = detail::token_of(request);
    recorded_exchange made;
    made.at = std::move(at);
    made.method = to_string(request.method);
    made.target = detail::target_without_secrets(request.target, token);
    made.body = detail::without_secrets(request.body, token);
    made.result.failure = result.failure;
    made.result.phase = result.phase;
    made.result.reused_connection = result.reused_connection;
    if (result.failure != errc{})
        return made;
    made.result.response.status = result.response.status;
    for (const std::string_view name : detail::recorded_headers)
        if (const auto value = result.response.headers.find(name);
            value && detail::is_utf8(*value) && !detail::holds_secret(*value, token))
            made.result.response.headers.add_received(name, *value);
    // Its origin is what an error tells of it.
    if (const auto location = result.response.headers.find("Location"); location && detail::is_utf8(*location)) {
        const detail::plain_url url = detail::plain_url_of(*location);
        const std::string origin = std::string(url.scheme).append(url.authority);
        const bool absolute = url.scheme == "https://" || url.scheme == "http://";
        if (absolute && location->starts_with(origin) && !detail::holds_secret(origin, token))
            made.result.response.headers.add_received("Location", origin);
    }
    made.result.response.body = detail::without_secrets(result.response.body, token);
    return made;
}

OMS_DECL std::string line_of(const recorded_exchange& exchange)
{
    std::string line;
    const auto member = [&line](std::string_view name) {
        line.append(line.empty() ? "{\"" : ",\"").append(name).append("\":");
    };
    const auto text = [&](std::string_view name, std::string_view value) {
        member(name);
        detail::append_json_string(line, value);
    };
    const exchange_result& result = exchange.result;
    text("at", exchange.at.str());
    text("method", exchange.method);
    text("target", exchange.target);
    if (!exchange.body.empty()) {
        member("body");
        line += exchange.body;
    }
    if (result.failure != errc{}) {
        text("failure", detail::name_of(result.failure));
        text("phase", to_string(result.phase));
        if (result.reused_connection) {
            member("reused");
            line += "true";
        }
        return line + "}";
    }
    member("status");
    line += std::to_string(result.response.status);
    if (!result.response.headers.empty()) {
        json_object headers;
        for (const http_header& field : result.response.headers)
            headers.add(field.name, field.value);
        member("headers");
        line += headers.text().view();
    }
    if (!result.response.body.empty()) {
        member("answer");
        line += result.response.body;
    }
    return line + "}";
}

OMS_DECL std::vector<recorded_exchange> read_recording(const std::string& file)
{
    std::ifstream in(file);
    if (!in)
        throw error(errc::not_available, "the recording " + file + " cannot be read");
    std::vector<recorded_exchange> all;
    std::string line;
    while (std::getline(in, line)) {
        // One level more than a body may have: that of the line.
        detail::json_reader reader(line, default_json_depth + 1);
        all.push_back(detail::read_recorded_exchange(reader));
        if (reader.failed())
            throw error(errc::invalid_json, file + ", line " + std::to_string(all.size()) + ": " + reader.reason() +
                                                (reader.path().empty() ? "" : " at " + reader.path()));
    }
    return all;
}

}}} // namespace oms::v0_1::testing
