#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/core/error.hpp>

#include <cstdint>
#include <cstring>

namespace oms { inline namespace v0_1 { namespace detail {

/// The fields of a struct, in parts: those of its bases first.
struct field_parts {
    struct part {
        const field* rows;
        std::size_t size;
        const void* object;      // of which the rows are members
        std::size_t first_index; // of its rows in all
    };

    std::array<part, most_parts> parts;
    std::size_t count = 0;
    std::size_t fields = 0;

    field_parts(const void* object, const description& what) { add(object, what); }

    void add(const void* object, const description& what)
    {
        if (what.base)
            add(what.to_base(object), *what.base);
        parts[count++] = {what.fields.data(), what.fields.size(), object, fields};
        fields += what.fields.size();
    }

    const part* begin() const noexcept { return parts.data(); }
    const part* end() const noexcept { return parts.data() + count; }
};

/// Whether two texts of one length are the same; names are too short for std::memcmp to be worth its call.
OMS_DECL bool is_same(const char* a, const char* b, std::size_t length) noexcept
{
    const auto differ = [a, b]<class Word>(std::size_t at, Word) {
        Word of_a, of_b;
        std::memcpy(&of_a, a + at, sizeof of_a);
        std::memcpy(&of_b, b + at, sizeof of_b);
        return of_a != of_b;
    };
    constexpr std::size_t eight = 8, four = 4;
    if (length < four) {
        std::size_t at = 0;
        while (at != length && a[at] == b[at])
            ++at;
        return at == length;
    }
    if (length < eight)
        return !differ(0, std::uint32_t()) && !differ(length - four, std::uint32_t());
    for (std::size_t at = 0; at < length - eight; at += eight)
        if (differ(at, std::uint64_t()))
            return false;
    return !differ(length - eight, std::uint64_t());
}

/// The entry of the name that was read last; null when there is none.
OMS_DECL const name_entry* entry_of(std::string_view name, std::size_t hash, const field_parts& fields,
                                    std::span<const name_entry> names)
{
    const std::size_t mask = names.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const name_entry& entry = names[at];
        if (entry.rank == no_rank)
            return nullptr;
        const std::string_view known = fields.parts[entry.part].rows[entry.row].read_as(entry.rank);
        if (known.size() == name.size() && is_same(known.data(), name.data(), name.size()))
            return &entry;
    }
}

/// Whether nothing stands in a member that was read from an empty text: an id or a word does not then.
OMS_DECL bool holds_nothing(const field& row, const void* object)
{
    std::string text;
    return !row.member.codec->write(text, row.member.address(object));
}

OMS_DECL void read_object(json_reader& in, void* object, const description& what, std::span<const name_entry> names)
{
    if (what.read_string && in.peek() == json_kind::string)
        return what.read_string(object, read_text(in));
    const field_parts fields(object, what);
    // The object is ours to write: only the tables, which serve both directions, see it as const.
    const auto read = [&in](const field& row, const void* of) {
        row.member.codec->read(in, const_cast<void*>(row.member.address(of)));
    };
    if (what.array_is_first_field && in.peek() == json_kind::array)
        return read(what.fields[0], object);

    std::array<unsigned char, most_fields> read_as; // the rank of the name each field was read from
    read_as.fill(no_rank);
    std::array<bool, most_fields> empty{}; // required ones that nothing stands in
    std::string_view name;
    for (in.begin_object(); in.next_member(name);) {
        const name_entry* const entry = entry_of(name, in.name_hash(), fields, names);
        if (!entry) {
            in.skip();
            continue;
        }
        const field_parts::part& part = fields.parts[entry->part];
        const field& row = part.rows[entry->row];
        unsigned char& known_as = read_as[part.first_index + entry->row];
        if (entry->rank >= known_as) { // a name that comes before this one was there
            in.skip();
        } else if (in.is_null_next() && !row.member.codec->reads_null) {
            in.null(); // the same as absence
        } else {
            const std::size_t begin = in.offset();
            known_as = entry->rank;
            read(row, part.object);
            if (row.rule == rule::required)
                empty[part.first_index + entry->row] =
                    in.text_since(begin) == "\"\"" && holds_nothing(row, part.object);
        }
    }
    for (const field_parts::part& part : fields)
        for (std::size_t i = 0; i != part.size; ++i)
            if (part.rows[i].rule == rule::required &&
                (read_as[part.first_index + i] == no_rank || empty[part.first_index + i]))
                return in.fail("expected a member \"" + std::string(part.rows[i].name) + "\", found none");
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
    const auto write = [&](const field& row, const void* of) {
        const std::size_t before = out.size();
        name(row.name);
        const std::size_t value = out.size();
        bool written = false;
        try {
            written = row.member.codec->write(out, row.member.address(of));
        } catch (unwritable_member& inner) {
            inner.enter(row.name);
            throw;
        }
        const std::string_view text = std::string_view(out).substr(value);
        const bool holds_nothing = text == "{}" && row.format != format::json_object; // an object with no member set
        if (row.rule == rule::required && (!written || holds_nothing))
            throw unwritable_member{std::string(row.name)};
        if (!written || (row.rule == rule::omitted_when_empty && text == "[]"))
            out.resize(before);
    };
    for (const field_parts::part& part : field_parts(object, what))
        for (std::size_t i = 0; i != part.size; ++i)
            write(part.rows[i], part.object);
    out += out.size() == begin ? "{}" : "}";
}

}}} // namespace oms::v0_1::detail
