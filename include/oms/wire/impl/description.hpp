#pragma once

#include <oms/wire/impl/format.hpp>
#include <oms/wire/impl/look_at.hpp>
#include <oms/wire/impl/value_codec.hpp>

#include <array>
#include <bit>
#include <span>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// One member of a struct, with its type erased: where it is, and how its values are read and written.
struct member_access {
    const void* (*address)(const void* object);
    const value_codec* codec;
    sight look = nullptr; ///< how rules and queries see them; null where they are only read
};

template <class Object, class Value>
Object object_of(Value Object::*);
template <class Object, class Value>
Value value_of(Value Object::*);

template <auto Member>
const void* address_of(const void* object)
{
    return &(static_cast<const decltype(object_of(Member))*>(object)->*Member);
}

template <auto Member>
inline constexpr member_access member{&address_of<Member>, &codec_of<decltype(value_of(Member))>};

/// A member that can be sent: rules and queries see it.
template <auto Member>
inline constexpr member_access sent{&address_of<Member>, &codec_of<decltype(value_of(Member))>,
                                    sight_of<decltype(value_of(Member))>};

/// A member whose values are read and written in a way of their own.
template <auto Member, const value_codec& Codec>
inline constexpr member_access member_as{&address_of<Member>, &Codec};

enum class rule : unsigned char {
    none,
    required,           // its absence is an error in both directions: ids, what a request cannot be without
    omitted_when_empty, // an empty list is not sent
    required_to_send,   // a request cannot be without it; answers can
    clearable,          // a PATCH may send null (contract section 1.7)
};

/// One row of a table: the name on the wire, the member, names that are read as well, the preferred one first, and what
/// is asked of the value: `{"phone", member<&customer_update_fields::phone>, rule::clearable, format::phone}`.
struct field {
    using names = std::array<std::string_view, 3>;

    constexpr field(std::string_view on_the_wire, member_access what, names read_as_well = {},
                    detail::rule presence = rule::none, detail::format form = format::any)
        : name(on_the_wire), member(what), also(read_as_well), rule(presence), format(form)
    {
        while (last_rank != also.size() && !also[last_rank].empty())
            ++last_rank;
    }
    constexpr field(std::string_view on_the_wire, member_access what, detail::rule presence,
                    detail::format form = format::any)
        : field(on_the_wire, what, names(), presence, form)
    {
    }
    constexpr field(std::string_view on_the_wire, member_access what, detail::format form)
        : field(on_the_wire, what, rule::none, form)
    {
    }

    /// The name for rank 0, and those that are read as well for 1 to `last_rank`.
    constexpr std::string_view read_as(unsigned char rank) const { return rank == 0 ? name : also[rank - 1u]; }

    std::string_view name;
    member_access member;
    names also;
    detail::rule rule;
    detail::format format;
    unsigned char last_rank = 0;
};

/// What is no rank of a name.
inline constexpr unsigned char no_rank = 255;

class problem_list;

/// A struct on the wire. The one description serves reading and writing.
struct description {
    std::span<const field> fields;
    /// Value of the member `object`, written first.
    std::string_view object = {};
    /// Fields of the base class, and the way to it.
    const description* base = nullptr;
    const void* (*to_base)(const void* object) = nullptr;
    /// How a plain string in place of the object is read; null: it is refused.
    void (*read_string)(void* object, std::string_view text) = nullptr;
    /// Whether an array in place of the object is read as the value of the first field.
    bool array_is_first_field = false;
    /// How many fields the base class has, its own bases included.
    std::size_t base_fields = 0;
    /// Rules of a request that concern more than one field; null: there are none.
    void (*check)(const void* object, problem_list& found) = nullptr;
};

/// The same description, with rules that concern more than one field.
constexpr description checked_by(void (*check)(const void* object, problem_list& found), description what)
{
    what.check = check;
    return what;
}

/// As many fields a description has at most, those of its bases included.
inline constexpr std::size_t most_fields = 32;

constexpr std::size_t count_of(const description& what)
{
    return what.fields.size() + what.base_fields;
}

/// As many bases a description has at most, itself counted.
inline constexpr std::size_t most_parts = 6;

constexpr std::size_t parts_of(const description& what)
{
    return what.base ? 1 + parts_of(*what.base) : 1;
}

/// The description of T: `value`.
template <class T>
struct described;

template <class Derived, class Base>
const void* to_base(const void* object)
{
    return static_cast<const Base*>(static_cast<const Derived*>(object));
}

/// A description that begins with the fields of a base class.
template <class Derived, class Base>
constexpr description description_on(std::span<const field> fields, std::string_view object = {})
{
    description made{fields, object, &described<Base>::value, &to_base<Derived, Base>};
    made.base_fields = count_of(described<Base>::value);
    return made;
}

/// Where the row of one name is: that of a field, or one of those that are read as well.
struct name_entry {
    unsigned char part = 0; // bases first
    unsigned char row = 0;
    unsigned char rank = no_rank; // 0 for the name itself, 1 and up for the others, in their order
};

constexpr std::size_t names_of(const description& what)
{
    std::size_t count = what.base ? names_of(*what.base) : 0;
    for (const field& row : what.fields)
        count += 1u + row.last_rank;
    return count;
}

/// Puts the names of a description into a table that is at most half full, by their hashes; where a place is taken,
/// into the next. Throws, so that it does not compile, when a name stands there twice.
template <std::size_t Size>
constexpr void enter_names(std::array<name_entry, Size>& table, std::array<std::string_view, Size>& names,
                           const description& what)
{
    if (what.base)
        enter_names(table, names, *what.base);
    for (std::size_t i = 0; i != what.fields.size(); ++i)
        for (unsigned char rank = 0; rank <= what.fields[i].last_rank; ++rank) {
            const std::string_view name = what.fields[i].read_as(rank);
            std::size_t at = hash_of_name(name) % Size;
            for (; table[at].rank != no_rank; at = (at + 1) % Size)
                if (names[at] == name)
                    throw "two fields of a struct are read from the same name";
            table[at] = {static_cast<unsigned char>(parts_of(what) - 1), static_cast<unsigned char>(i), rank};
            names[at] = name;
        }
}

/// The names of a description, for finding rows: a table whose size is a power of two.
template <const description& What>
inline constexpr auto name_table = [] {
    std::array<name_entry, std::bit_ceil(2 * names_of(What) + 1)> table;
    std::array<std::string_view, table.size()> names;
    enter_names(table, names, What);
    return table;
}();

OMS_DECL void read_object(json_reader& in, void* object, const description& what, std::span<const name_entry> names);

template <const description& What>
void read_object(json_reader& in, void* object)
{
    static_assert(count_of(What) <= most_fields && parts_of(What) <= most_parts);
    read_object(in, object, What, name_table<What>);
}

OMS_DECL void write_object(std::string& out, const void* object, const description& what);

/// Values of a struct with a table.
template <class V>
struct table_values {
    static void read(json_reader& in, void* value) { read_object<described<V>::value>(in, value); }
    static bool write(std::string& out, const void* value)
    {
        return write_object(out, value, described<V>::value), true;
    }
};

template <class V>
struct values : table_values<V> {};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/description.ipp>
#endif
