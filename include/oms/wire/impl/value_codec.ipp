#pragma once

#include <oms/wire/impl/value_codec.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string_view read_text(json_reader& in)
{
    const std::string_view text = in.string();
    if (in.had_escapes(text) && text.find('\0') != text.npos)
        in.fail("a NUL character in a text");
    return text;
}

OMS_DECL bool write_text_value(std::string& out, std::string_view text)
{
    if (!text.empty())
        append_json_string(out, text);
    return !text.empty();
}

template <class Number>
bool number_from(std::string_view text, Number& out)
{
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return fault == std::errc() && end == text.data() + text.size();
}

template <class Number>
void write_number(std::string& out, Number value)
{
    char digits[32];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

OMS_DECL void read_value(json_reader& in, std::string& value)
{
    value = read_text(in);
}
OMS_DECL bool write_value(std::string& out, const std::string& value)
{
    return write_text_value(out, value);
}

OMS_DECL void read_value(json_reader& in, bool& value)
{
    value = in.boolean();
}
OMS_DECL bool write_value(std::string& out, const bool& value)
{
    return out += value ? "true" : "false", true;
}

OMS_DECL void read_value(json_reader& in, std::int64_t& value)
{
    const std::string_view literal = in.number();
    if (!in.failed() && !number_from(literal, value))
        in.fail("expected an integer of 64 bits, found another number");
}
OMS_DECL bool write_value(std::string& out, const std::int64_t& value)
{
    return write_number(out, value), true;
}

OMS_DECL void read_value(json_reader& in, double& value)
{
    const bool quoted = in.peek() == json_kind::string;
    const std::string_view literal = quoted ? in.string() : in.number();
    if (in.failed())
        return;
    json_reader inner(literal); // the text of a string has to be a JSON number as well: no "inf", no spaces
    inner.number();
    inner.finish();
    if (inner.failed() || !number_from(literal, value))
        in.fail(quoted ? "expected a number, found a string that is none"
                       : "expected a number, found one that is out of range");
}
OMS_DECL bool write_value(std::string& out, const double& value)
{
    if (!std::isfinite(value))
        throw unwritable_member{{}, "must be a finite number"};
    return write_number(out, value), true;
}

OMS_DECL void read_value(json_reader& in, decimal& value)
{
    const json_kind kind = in.peek();
    if (kind != json_kind::string && kind != json_kind::number)
        return in.fail_kind("a decimal in a string");
    // The literal text of a number is read exactly; an exponent is refused by decimal.
    const std::string_view text = kind == json_kind::string ? in.string() : in.number();
    if (in.failed())
        return;
    if (error why; !parser::read(value, text, why))
        in.fail("expected a decimal, found " + std::string(name_of(kind)) + " that is none");
}
OMS_DECL bool write_value(std::string& out, const decimal& value)
{
    return !value.absent() && write_text_value(out, value.str());
}

OMS_DECL void read_value(json_reader& in, timestamp& value)
{
    const std::string_view text = in.string();
    if (in.failed())
        return;
    if (error why; !parser::read(value, text, why))
        in.fail("expected a date and time of RFC 3339, found a string that is none");
}
OMS_DECL bool write_value(std::string& out, const timestamp& value)
{
    return !value.absent() && write_text_value(out, value.str());
}

OMS_DECL void read_value(json_reader& in, json_text& value)
{
    value = json_text_access::of(std::string(in.raw()));
}
OMS_DECL bool write_value(std::string& out, const json_text& value)
{
    out += value.view();
    return !value.empty();
}

OMS_DECL void read_value(json_reader& in, secret& value)
{
    value = secret(read_text(in));
}
OMS_DECL bool write_value(std::string& out, const secret& value)
{
    return write_text_value(out, value.reveal());
}

OMS_DECL void read_value(json_reader& in, endorsement_status& value)
{
    const std::string_view text = read_text(in);
    std::string upper(text);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    const endorsement_status folded(upper);
    value = folded.known() ? folded : endorsement_status(text);
}
OMS_DECL bool write_value(std::string& out, const endorsement_status& value)
{
    return write_text_value(out, value.text());
}

OMS_DECL void read_array(json_reader& in, void* array, void* (*append)(void* array, std::size_t expected),
                         const value_codec& element)
{
    // Of a page, what is left is taken to hold more elements like the first; it has at most 100. What is left behind an
    // array further in is mostly not its own.
    constexpr std::size_t most_expected = 100;
    const bool is_page = in.open_levels() == 1;
    std::size_t expected = 1;
    const std::size_t begin = in.offset();
    for (in.begin_array(); in.next_element();) {
        if (in.is_null_next() && !element.reads_null) {
            in.null(); // the same as absence
            continue;
        }
        element.read(in, append(array, expected));
        if (is_page && expected == 1)
            expected = std::min(2 + in.text_ahead().size() / (in.offset() - begin), most_expected);
    }
}

OMS_DECL void write_array(std::string& out, const void* array, std::size_t size,
                          const void* (*at)(const void*, std::size_t), const value_codec& element)
{
    out += '[';
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0)
            out += ',';
        try {
            if (!element.write(out, at(array, i)))
                out += "\"\""; // the only absent element there can be: an empty text
        } catch (unwritable_member& inner) {
            inner.enter("[" + std::to_string(i) + "]");
            throw;
        }
    }
    out += ']';
}

}}} // namespace oms::v0_1::detail
