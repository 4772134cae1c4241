#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/core/error.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Field number `index`, those of the base first; `object` becomes the part that the field belongs to.
OMS_DECL const field& field_at(const description& what, std::size_t index, const void*& object)
{
    if (!what.base)
        return what.fields[index];
    const std::size_t inherited = count_of(*what.base);
    if (index >= inherited)
        return what.fields[index - inherited];
    object = what.to_base(object);
    return field_at(*what.base, index, object);
}

/// 0 for the name, 1 and up for a tolerated one, in their order; `no_rank` when `name` is none of them.
inline constexpr unsigned char no_rank = 255;
OMS_DECL unsigned char rank_of(const field& row, std::string_view name)
{
    if (row.name == name)
        return 0;
    for (unsigned char i = 0; i < row.also.size() && !row.also[i].empty(); ++i)
        if (row.also[i] == name)
            return static_cast<unsigned char>(i + 1);
    return no_rank;
}

OMS_DECL void read_member(json_reader& in, const field& row, const void* object)
{
    // The object is ours to write: only the tables, which serve both directions, see it as const.
    row.member.codec->read(in, const_cast<void*>(row.member.address(object)));
}

OMS_DECL void read_object(json_reader& in, void* object, const description& what)
{
    if (what.read_string && in.peek() == json_kind::string)
        return what.read_string(object, read_text(in));
    if (what.array_is_first_field && in.peek() == json_kind::array)
        return read_member(in, what.fields[0], object);

    std::array<unsigned char, most_fields> read_as; // the rank of the name each field was read from
    read_as.fill(no_rank);
    const std::size_t count = count_of(what);
    std::size_t expected = 0; // servers write the members in one order, mostly ours
    std::string_view name;
    for (in.begin_object(); in.next_member(name);) {
        bool taken = false;
        for (std::size_t step = 0; step < count && !taken; ++step) {
            const std::size_t i = expected + step < count ? expected + step : expected + step - count;
            const void* part = object;
            const field& row = field_at(what, i, part);
            const unsigned char rank = rank_of(row, name);
            if (rank >= read_as[i])
                continue;
            taken = true;
            expected = i + 1 < count ? i + 1 : 0;
            if (in.peek() == json_kind::null && !row.member.codec->reads_null) {
                in.null(); // the same as absence
                continue;
            }
            read_as[i] = rank;
            read_member(in, row, part);
        }
        if (!taken)
            in.skip();
    }
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        const void* part = object;
        std::string value; // an empty id is none
        if (const field& row = field_at(what, i, part);
            row.rule == rule::required &&
            (read_as[i] == no_rank || !row.member.codec->write(value, row.member.address(part))))
            in.fail("expected a member \"" + std::string(row.name) + "\", found none");
    }
}

OMS_DECL void write_object(std::string& out, const void* object, const description& what)
{
    const std::size_t begin = out.size();
    const auto name = [&out, begin](std::string_view text) {
        out += out.size() == begin ? "{\"" : ",\"";
        out += text;
        out += "\":";
    };
    if (!what.object.empty()) {
        name("object");
        append_json_string(out, what.object);
    }
    const std::size_t count = count_of(what);
    for (std::size_t i = 0; i < count; ++i) {
        const void* part = object;
        const field& row = field_at(what, i, part);
        const std::size_t before = out.size();
        name(row.name);
        const std::size_t value = out.size();
        bool written = false;
        try {
            written = row.member.codec->write(out, row.member.address(part));
        } catch (missing_member& inner) {
            inner.enter(row.name);
            throw;
        }
        const std::string_view text = std::string_view(out).substr(value);
        const bool holds_nothing = text == "{}" && row.format != format::json_object; // an object with no member set
        if (row.rule == rule::required && (!written || holds_nothing))
            throw missing_member{std::string(row.name)};
        if (!written || (row.rule == rule::omitted_when_empty && text == "[]"))
            out.resize(before);
    }
    out += out.size() == begin ? "{}" : "}";
}

}}} // namespace oms::v0_1::detail
