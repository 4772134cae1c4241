#pragma once

#include <oms/config.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_reader.hpp>
#include <oms/core/json_string.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/secret.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/model/endorsement.hpp>
#include <oms/model/patch.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// How values of one type are read and written, with the type erased: tables of these keep the code small, one loop
/// works them all.
struct value_codec {
    /// Reads the next value into `*value`, or makes the reader fail.
    void (*read)(json_reader& in, void* value);
    /// Appends `*value`; false, with nothing appended, when it is absent.
    bool (*write)(std::string& out, const void* value);
    /// Whether `read` wants to see null; else null leaves the value as it was.
    bool reads_null = false;
    /// `type` that a document must have when it has one.
    std::string_view type = {};
};

/// Thrown on the way out of `write`: a member that has to be there is not, or cannot be written. `path` grows towards
/// the document.
struct unwritable_member {
    std::string path;
    std::string_view reason = "must not be empty";

    void enter(std::string_view member)
    {
        path.insert(0, path.empty() || path.starts_with('[') ? "" : ".");
        path.insert(0, member);
    }
};

/// Reads and writes values of type V. The primary template is for structs with a table, see description.hpp.
template <class V>
struct values;

template <class V>
inline constexpr value_codec codec_of{&values<V>::read, &values<V>::write};

// Text of a typed field: U+0000 is refused.
OMS_DECL std::string_view read_text(json_reader& in);
OMS_DECL bool write_text_value(std::string& out, std::string_view text); // false when empty

OMS_DECL void read_value(json_reader& in, std::string& value);
OMS_DECL void read_value(json_reader& in, bool& value);
OMS_DECL void read_value(json_reader& in, std::int64_t& value); // no fraction, no exponent
OMS_DECL void read_value(json_reader& in, double& value);       // a number, or a string that is one
OMS_DECL void read_value(json_reader& in, decimal& value);      // a string, or the literal text of a number
OMS_DECL void read_value(json_reader& in, timestamp& value);
OMS_DECL void read_value(json_reader& in, json_text& value); // any value
OMS_DECL void read_value(json_reader& in, secret& value);
OMS_DECL void read_value(json_reader& in, endorsement_status& value); // known values without regard to case

OMS_DECL bool write_value(std::string& out, const std::string& value);
OMS_DECL bool write_value(std::string& out, const bool& value);
OMS_DECL bool write_value(std::string& out, const std::int64_t& value);
OMS_DECL bool write_value(std::string& out, const double& value);
OMS_DECL bool write_value(std::string& out, const decimal& value);
OMS_DECL bool write_value(std::string& out, const timestamp& value);
OMS_DECL bool write_value(std::string& out, const json_text& value);
OMS_DECL bool write_value(std::string& out, const secret& value);
OMS_DECL bool write_value(std::string& out, const endorsement_status& value);

template <class V>
concept plain_value = requires(json_reader& in, V& value) { read_value(in, value); };

template <plain_value V>
struct values<V> {
    static void read(json_reader& in, void* value) { read_value(in, *static_cast<V*>(value)); }
    static bool write(std::string& out, const void* value) { return write_value(out, *static_cast<const V*>(value)); }
};

template <fixed_text Prefix>
struct values<basic_id<Prefix>> {
    static void read(json_reader& in, void* value)
    {
        *static_cast<basic_id<Prefix>*>(value) = basic_id<Prefix>::from_answer(read_text(in));
    }
    static bool write(std::string& out, const void* value)
    {
        return write_text_value(out, static_cast<const basic_id<Prefix>*>(value)->view());
    }
};

template <class Enum>
    requires std::same_as<typename Enum::open_enum_of, Enum> && (!plain_value<Enum>)
struct values<Enum> {
    static void read(json_reader& in, void* value) { *static_cast<Enum*>(value) = Enum(read_text(in)); }
    static bool write(std::string& out, const void* value)
    {
        return write_text_value(out, static_cast<const Enum*>(value)->text());
    }
};

/// Writes a value that is there: a text may then be empty.
template <class T>
bool write_present(std::string& out, const T& value)
{
    if constexpr (std::same_as<T, std::string>)
        return append_json_string(out, value), true;
    else
        return values<T>::write(out, &value);
}

template <class T>
struct values<std::optional<T>> {
    static void read(json_reader& in, void* value)
    {
        values<T>::read(in, &static_cast<std::optional<T>*>(value)->emplace());
    }
    static bool write(std::string& out, const void* value)
    {
        const auto& optional = *static_cast<const std::optional<T>*>(value);
        return optional && write_present(out, *optional);
    }
};

// Arrays, with the element's type erased as well.
// `append` makes room for as many elements as are expected in all.
OMS_DECL void read_array(json_reader& in, void* array, void* (*append)(void* array, std::size_t expected),
                         const value_codec& element);
OMS_DECL void write_array(std::string& out, const void* array, std::size_t size,
                          const void* (*at)(const void*, std::size_t), const value_codec& element);

template <class T>
struct values<std::vector<T>> {
    static void read(json_reader& in, void* value)
    {
        static_cast<std::vector<T>*>(value)->clear();
        read_array(
            in, value,
            [](void* array, std::size_t expected) -> void* {
                auto& elements = *static_cast<std::vector<T>*>(array);
                if (elements.size() == elements.capacity() && elements.size() < expected)
                    elements.reserve(expected);
                return &elements.emplace_back();
            },
            codec_of<T>);
    }
    static bool write(std::string& out, const void* value)
    {
        write_array(
            out, value, static_cast<const std::vector<T>*>(value)->size(),
            [](const void* array, std::size_t i) -> const void* {
                return &(*static_cast<const std::vector<T>*>(array))[i];
            },
            codec_of<T>);
        return true;
    }
};

template <class T>
struct values<patch<T>> {
    static void read(json_reader& in, void* value)
    {
        auto& patched = *static_cast<patch<T>*>(value);
        if (in.peek() == json_kind::null) {
            in.null();
            patched = patch<T>::cleared();
            return;
        }
        T made{};
        values<T>::read(in, &made);
        patched = std::move(made);
    }
    static bool write(std::string& out, const void* value)
    {
        const auto& patched = *static_cast<const patch<T>*>(value);
        if (patched.clears())
            return out += "null", true;
        return patched.value() && write_present(out, *patched.value());
    }
};

template <class T>
inline constexpr value_codec codec_of<patch<T>>{&values<patch<T>>::read, &values<patch<T>>::write, true};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/value_codec.ipp>
#endif
