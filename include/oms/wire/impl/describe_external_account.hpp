#pragma once

#include <oms/wire/impl/describe_transaction.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/external_account.hpp>
#include <oms/model/new_external_account.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct values<any_external_account_id> {
    static void read(json_reader& in, void* value)
    {
        *static_cast<any_external_account_id*>(value) = external_account_id_of(read_text(in));
    }
    static bool write(std::string& out, const void* value)
    {
        return write_text_value(out, text_of(*static_cast<const any_external_account_id*>(value)));
    }
};

template <std::same_as<external_account> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"customerId", member<&T::customer_id>},
        {"type", member<&T::type>},
        {"status", member<&T::status>},
        {"network", member<&T::network>},
        {"bankDetails", member<&T::bank_details>},
        {"createdAt", member<&T::created_at>},
    };
    // clang-format on
    static constexpr description value{fields, "externalAccount"};
};

template <std::same_as<external_account_field> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&T::name>},
        {"label", member<&T::label>},
        {"type", member<&T::type>},
        {"required", member<&T::required>},
        {"pattern", member<&T::pattern>},
        {"enum", member<&T::values>, {}, rule::omitted_when_empty},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<external_account_schema> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", member<&T::type>},
        {"country", member<&T::country>},
        {"currency", member<&T::currency>},
        {"network", member<&T::network>},
        {"fields", member<&T::fields>},
    };
    // clang-format on
    static constexpr description value{fields, "externalAccountSchema"};
};

/// A schema is read with its whole text; written are its members.
template <>
struct values<external_account_schema> : table_values<external_account_schema> {
    static void read(json_reader& in, void* value)
    {
        const std::size_t begin = in.begin_value();
        table_values::read(in, value);
        if (!in.failed())
            static_cast<external_account_schema*>(value)->document =
                json_text_access::of(std::string(in.text_since(begin)));
    }
};

template <std::same_as<new_external_account_fields> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", sent<&T::type>},
        {"country", sent<&T::country>, format::country},
        {"currency", sent<&T::currency>, format::currency},
        {"network", sent<&T::network>, rule::required},
        {"bankDetails", sent<&T::bank_details>, rule::required, format::json_object},
        {"metadata", sent<&T::metadata>, format::metadata},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
