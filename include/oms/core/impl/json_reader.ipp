#pragma once

#include <oms/core/json_reader.hpp>

#include <oms/core/error.hpp>
#include <oms/core/json_string.hpp>
#include <oms/core/server_text.hpp>

#include <algorithm>
#include <cstdlib>

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
        } else if (is_field_name(each.key.view())) {
            path_ += path_.empty() ? "" : ".";
            path_ += each.key.view();
        } else {
            path_ += "..."; // errors show the path, and this name is the document's own
            break;
        }
    }
    at_ = std::min(at_, text_.size());
    text_ = text_.substr(0, at_); // nothing is read any more
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

OMS_DECL char json_reader::next_char_after_space() noexcept
{
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
        ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
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
    ++at_;
    levels_.push() = {{nullptr, 0}, 0, keys_.size(), 0, is_object, false, skipping_ > 0};
    return true;
}

OMS_DECL void json_reader::close()
{
    ++at_;
    level& left = levels_.back();
    left.started = false;
    if (left.is_object) {
        check_keys_by_sorting(left.first_key);
        keys_.shrink(left.first_key);
    }
    levels_.pop();
}

// Before a member or element: true when one follows.
OMS_DECL bool json_reader::separator(char closing)
{
    if (failed())
        return false;
    const char next = next_char();
    level& here = levels_.back();
    if (next == ',' && here.started) {
        ++at_;
        return true;
    }
    if (next == closing) {
        close();
        return false;
    }
    if (here.started) {
        fail(at_ >= text_.size() ? "the document ends too early" : "a comma or a closing bracket must follow");
        return false;
    }
    here.started = true;
    return true;
}

OMS_DECL void json_reader::begin_object()
{
    open('{', true);
}

// Few keys are compared as they come, and only when another has the same mark; many are sorted when the object ends, so
// that a large object costs n log n.
inline constexpr std::size_t few_keys = 32;

OMS_DECL bool json_reader::is_known(std::string_view key) const noexcept
{
    for (const member_name* each = keys_.begin() + levels_.back().first_key; each != keys_.end(); ++each)
        if (each->view() == key)
            return true;
    return false;
}

// The usual case in one piece: `,"name":`, a short name, and no other one with its mark. All else, and after a fault,
// when no text is left, the general one.
OMS_DECL bool json_reader::next_member(std::string_view& key)
{
    const char* text = text_.data() + at_;
    constexpr std::size_t longest = std::string_view(",\"\":").size() + string_block;
    if (text_.size() - at_ < longest || keys_.is_full())
        return next_member_of_any_form(key);
    level& here = levels_.back();
    if (here.started && *text++ != ',')
        return next_member_of_any_form(key);
    if (*text++ != '"')
        return next_member_of_any_form(key);
    const std::size_t length = end_of_plain_block(text);
    const std::string_view name(text, length);
    const std::size_t hash = hash_of_name(name);
    const std::uint64_t mark = std::uint64_t{1} << hash % 64;
    if (text[length] != '"' || text[length + 1] != ':' || (here.marks & mark) != 0)
        return next_member_of_any_form(key);
    at_ = static_cast<std::size_t>(text - text_.data()) + length + 2;
    here.started = true;
    here.marks |= mark;
    here.key = {text, length};
    keys_.push() = here.key;
    name_hash_ = hash;
    key = name;
    return true;
}

OMS_DECL bool json_reader::next_member_of_any_form(std::string_view& key)
{
    if (!separator('}'))
        return false;
    level& here = levels_.back();
    here.key = {nullptr, 0};
    if (next_char() != '"') {
        fail("a member must begin with its name in quotes");
        return false;
    }
    std::string_view name;
    if (!take_plain_string(name))
        if (!take_other_name(name))
            return false;
    key = name;
    here.key = {name.data(), name.size()};
    name_hash_ = hash_of_name(name);
    const std::uint64_t mark = std::uint64_t{1} << name_hash_ % 64;
    if ((here.marks & mark) != 0)
        if (keys_.size() - here.first_key < few_keys && is_known(name)) {
            fail("the same name stands twice in one object");
            return false;
        }
    here.marks |= mark;
    keys_.push() = here.key;
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
    if (!separator(']'))
        return false;
    ++levels_.back().index;
    return true;
}

OMS_DECL void json_reader::check_keys_by_sorting(std::size_t first)
{
    member_name* const begin = keys_.begin() + first;
    if (keys_.size() - first <= few_keys)
        return;
    // Not std::sort: its thirty templates would be compiled by every file that includes the SDK.
    std::qsort(begin, keys_.size() - first, sizeof(member_name), [](const void* a, const void* b) {
        return static_cast<const member_name*>(a)->view().compare(static_cast<const member_name*>(b)->view());
    });
    for (const member_name* each = begin + 1; each != keys_.end(); ++each)
        if (each[-1].view() == each->view())
            return fail("the same name stands twice in one object");
}

// Strings

OMS_DECL std::string_view json_reader::string()
{
    if (text_.size() - at_ > 1 + string_block && text_[at_] == '"') {
        const char* const text = text_.data() + at_ + 1;
        if (const std::size_t length = end_of_plain_block(text); text[length] == '"') {
            at_ += length + 2;
            return {text, length};
        }
    }
    return string_of_any_form();
}

OMS_DECL std::string_view json_reader::string_of_any_form()
{
    std::string_view out;
    if (next_char() != '"')
        fail_kind("a string");
    else if (!take_plain_string(out))
        take_string(scratch_, out);
    return out;
}

// Most strings are ASCII and have no escapes. Otherwise nothing is taken.
OMS_DECL bool json_reader::take_plain_string(std::string_view& out) noexcept
{
    const std::size_t begin = at_ + 1;
    const std::size_t end = end_of_plain_text(text_, begin);
    if (end == text_.size() || text_[end] != '"')
        return false;
    out = {text_.data() + begin, end - begin};
    at_ = end + 1;
    return true;
}

OMS_DECL bool json_reader::take_string(std::string& decoded, std::string_view& out)
{
    const std::string_view fault = take_json_string(text_, at_, decoded, out);
    if (!fault.empty()) {
        out = {};
        fail(fault);
    }
    return fault.empty();
}

// A decoded name is kept as long as the reader: others of the object are compared with it.
OMS_DECL bool json_reader::take_other_name(std::string_view& key)
{
    auto decoded = std::make_unique<std::string>();
    if (!take_string(*decoded, key))
        return false;
    if (key.data() == decoded->data())
        escaped_keys_.push_back(std::move(decoded));
    return true;
}

// Numbers and words

OMS_DECL std::string_view json_reader::number()
{
    if (peek() != json_kind::number) {
        fail_kind("a number");
        return {};
    }
    const std::size_t begin = at_;
    const auto is_next = [this](char c) {
        return at_ < text_.size() && text_[at_] == c;
    };
    const auto digits = [this] {
        const std::size_t from = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')
            ++at_;
        return at_ - from;
    };
    at_ += is_next('-');
    bool good = true;
    if (is_next('0'))
        good = ++at_ >= text_.size() || text_[at_] < '0' || text_[at_] > '9';
    else
        good = digits() > 0;
    if (good && is_next('.')) {
        ++at_;
        good = digits() > 0;
    }
    if (good && (is_next('e') || is_next('E'))) {
        ++at_;
        at_ += is_next('+') || is_next('-');
        good = digits() > 0;
    }
    if (!good) {
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
