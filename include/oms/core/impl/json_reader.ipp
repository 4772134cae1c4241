#pragma once

#include <oms/core/json_reader.hpp>

#include <oms/core/error.hpp>
#include <oms/core/json_string.hpp>
#include <oms/core/server_text.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string_view name_of(json_kind kind)
{
    switch (kind) {
    case json_kind::object:
        return "an object";
    case json_kind::array:
        return "an array";
    case json_kind::string:
        return "a string";
    case json_kind::number:
        return "a number";
    case json_kind::boolean:
        return "a boolean";
    case json_kind::null:
        return "null";
    case json_kind::nothing:
        break;
    }
    return "no value";
}

OMS_DECL json_reader::json_reader(std::string_view text, std::size_t depth) : text_(text), deepest_(depth) {}

// Failing

OMS_DECL void json_reader::fail(std::string_view reason)
{
    if (failed())
        return;
    reason_ = reason;
    for (const level& each : levels_) {
        if (each.hidden || !each.started)
            break;
        if (!each.is_object) {
            path_ += '[' + std::to_string(each.index - 1) + ']';
        } else if (is_field_name(each.key)) {
            path_ += path_.empty() ? "" : ".";
            path_ += each.key;
        } else {
            path_ += "..."; // errors show the path, and this name is the document's own
            break;
        }
    }
    at_ = std::min(at_, text_.size());
}

OMS_DECL void json_reader::fail_kind(std::string_view expected)
{
    const json_kind found = peek();
    if (found == json_kind::nothing)
        return fail_nothing();
    fail("expected " + std::string(expected) + ", found " + std::string(name_of(found)));
}

OMS_DECL void json_reader::fail_nothing()
{
    fail(levels_.empty() ? "not JSON: no value" : "no value where one must be");
}

// Looking ahead

OMS_DECL void json_reader::white_space() noexcept
{
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
        ++at_;
}

OMS_DECL char json_reader::next_char() noexcept
{
    if (failed())
        return 0;
    white_space();
    return at_ < text_.size() ? text_[at_] : '\0';
}

OMS_DECL json_kind json_reader::peek() noexcept
{
    switch (next_char()) {
    case '{':
        return json_kind::object;
    case '[':
        return json_kind::array;
    case '"':
        return json_kind::string;
    case 't':
    case 'f':
        return json_kind::boolean;
    case 'n':
        return json_kind::null;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return json_kind::number;
    default:
        return json_kind::nothing;
    }
}

// Objects and arrays

OMS_DECL bool json_reader::open(char bracket, bool is_object)
{
    if (next_char() != bracket) {
        fail_kind(is_object ? "an object" : "an array");
        return false;
    }
    if (levels_.size() >= deepest_) {
        fail("nested deeper than " + std::to_string(deepest_));
        return false;
    }
    constexpr std::size_t usual = 8;
    if (levels_.empty())
        levels_.reserve(usual);
    level& entered = levels_.emplace_back();
    ++at_;
    entered.is_object = is_object;
    entered.first_key = keys_.size();
    entered.hidden = skipping_ > 0;
    return true;
}

OMS_DECL void json_reader::close()
{
    ++at_;
    level& left = levels_.back();
    left.started = false;
    if (left.is_object) {
        check_keys_by_sorting(left.first_key);
        keys_.resize(left.first_key);
    }
    levels_.pop_back();
}

// Before a member or element: true when one follows.
OMS_DECL bool json_reader::separator(char closing)
{
    const char next = next_char();
    if (failed())
        return false;
    level& here = levels_.back();
    if (next == closing) {
        close();
        return false;
    }
    if (here.started) {
        if (next != ',') {
            fail(at_ >= text_.size() ? "the document ends too early" : "a comma or a closing bracket must follow");
            return false;
        }
        ++at_;
    }
    here.started = true;
    return true;
}

OMS_DECL void json_reader::begin_object()
{
    open('{', true);
}

OMS_DECL bool json_reader::next_member(std::string_view& key)
{
    if (failed() || !separator('}'))
        return false;
    level& here = levels_.back();
    here.key = {};
    if (next_char() != '"') {
        fail("a member must begin with its name in quotes");
        return false;
    }
    std::string escaped;
    if (!take_string(escaped, key))
        return false;
    if (key.data() == escaped.data()) {
        escaped_keys_.push_back(std::make_unique<std::string>(std::move(escaped)));
        key = *escaped_keys_.back();
    }
    here.key = key;
    if (!note_key(key))
        return false;
    if (next_char() != ':') {
        fail("a colon must follow the name of a member");
        return false;
    }
    ++at_;
    return true;
}

OMS_DECL void json_reader::begin_array()
{
    open('[', false);
}

OMS_DECL bool json_reader::next_element()
{
    if (failed() || !separator(']'))
        return false;
    ++levels_.back().index;
    return true;
}

// Few keys are compared one by one as they come; many are sorted when the object ends, so that a large object costs
// n log n.
OMS_DECL bool json_reader::note_key(std::string_view key)
{
    constexpr std::size_t few = 24;
    const std::size_t first = levels_.back().first_key;
    if (keys_.size() - first < few)
        for (std::size_t i = first; i < keys_.size(); ++i)
            if (keys_[i] == key) {
                fail("the same name stands twice in one object");
                return false;
            }
    keys_.push_back(key);
    return true;
}

OMS_DECL void json_reader::check_keys_by_sorting(std::size_t first)
{
    constexpr std::size_t few = 24;
    if (keys_.size() - first <= few)
        return;
    const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, keys_.end());
    if (std::adjacent_find(begin, keys_.end()) != keys_.end())
        fail("the same name stands twice in one object");
}

// Strings

OMS_DECL std::string_view json_reader::string()
{
    std::string_view out;
    if (next_char() != '"')
        fail_kind("a string");
    else if (!take_string(scratch_, out))
        return {};
    return out;
}

OMS_DECL bool json_reader::take_string(std::string& decoded, std::string_view& out)
{
    const std::string_view fault = take_json_string(text_, at_, decoded, out);
    if (!fault.empty())
        fail(fault);
    return fault.empty();
}

// Numbers and words

OMS_DECL std::string_view json_reader::number()
{
    if (peek() != json_kind::number) {
        fail_kind("a number");
        return {};
    }
    const std::size_t begin = at_;
    const auto digits = [this] {
        const std::size_t from = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')
            ++at_;
        return at_ - from;
    };
    const auto take = [this](std::string_view any) {
        const bool found = at_ < text_.size() && any.find(text_[at_]) != any.npos;
        at_ += found;
        return found;
    };
    take("-");
    bool good = take("0") || digits() > 0;
    if (good && take("."))
        good = digits() > 0;
    if (good && take("eE")) {
        take("+-");
        good = digits() > 0;
    }
    if (!good || (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')) {
        fail("a number that JSON does not have");
        return {};
    }
    return text_.substr(begin, at_ - begin);
}

OMS_DECL bool json_reader::take_literal(std::string_view word)
{
    if (text_.substr(at_, word.size()) != word)
        return false;
    at_ += word.size();
    return true;
}

OMS_DECL bool json_reader::boolean()
{
    if (peek() != json_kind::boolean) {
        fail_kind("a boolean");
        return false;
    }
    const bool value = text_[at_] == 't';
    if (!take_literal(value ? "true" : "false"))
        fail("a word that JSON does not have");
    return value;
}

OMS_DECL void json_reader::null()
{
    if (peek() != json_kind::null)
        fail_kind("null");
    else if (!take_literal("null"))
        fail("a word that JSON does not have");
}

// Whole values

OMS_DECL void json_reader::skip()
{
    const std::size_t floor = levels_.size();
    std::string_view key;
    ++skipping_;
    do {
        switch (peek()) {
        case json_kind::object:
            begin_object();
            break;
        case json_kind::array:
            begin_array();
            break;
        case json_kind::string:
            string();
            break;
        case json_kind::number:
            number();
            break;
        case json_kind::boolean:
            boolean();
            break;
        case json_kind::null:
            null();
            break;
        case json_kind::nothing:
            fail_nothing();
            break;
        }
        // Up to the next value, out of all that ends here.
        while (levels_.size() > floor && !failed()) {
            if (levels_.back().is_object ? next_member(key) : next_element())
                break;
        }
    } while (levels_.size() > floor && !failed());
    --skipping_;
}

OMS_DECL std::size_t json_reader::begin_value() noexcept
{
    next_char();
    return at_;
}

OMS_DECL std::string_view json_reader::raw()
{
    const std::size_t begin = begin_value();
    skip();
    return failed() ? std::string_view() : text_since(begin);
}

OMS_DECL std::string json_reader::string_member_ahead(std::string_view key, std::string_view within) const
{
    if (failed())
        return {};
    json_reader ahead(text_.substr(at_), deepest_);
    std::string_view name;
    for (ahead.begin_object(); ahead.next_member(name); ahead.skip())
        if (!within.empty() && name == within)
            return ahead.string_member_ahead(key);
        else if (within.empty() && name == key)
            return ahead.peek() == json_kind::string ? std::string(ahead.string()) : std::string();
    return {};
}

OMS_DECL void json_reader::finish()
{
    if (next_char(); !failed() && at_ < text_.size())
        fail("more text after the end of the document");
}

}}} // namespace oms::v0_1::detail
