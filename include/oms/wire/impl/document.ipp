#pragma once

#include <oms/wire/impl/document.hpp>

#include <oms/wire/impl/describe_movement.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL error unreadable(errc code, std::string reason, std::string_view json)
{
    return error::builder(code)
        .text(std::move(reason))
        .delivery(delivery::applied) // there is an answer
        .document(std::string(json))
        .build();
}

OMS_DECL std::string reason_of(const json_reader& in)
{
    const std::string where = in.path().empty() ? "" : in.path() + ": ";
    return where + in.reason() + " (at byte " + std::to_string(in.offset()) + ")";
}

OMS_DECL bool read_document(std::string_view json, void* value, const value_codec& codec, error& failure,
                            std::size_t depth)
{
    json_reader in(json, depth);
    if (!codec.type.empty()) {
        const std::string found = movement_ahead(in);
        if (!found.empty() && found != codec.type) {
            failure = unreadable(errc::unexpected_kind, "expected " + std::string(codec.type), json);
            return false;
        }
    }
    codec.read(in, value);
    in.finish();
    if (!in.failed())
        return true;
    failure = unreadable(errc::decode_failed, reason_of(in), json);
    return false;
}

OMS_DECL std::string write_document(const void* value, const value_codec& codec)
{
    std::string json;
    try {
        codec.write(json, value);
    } catch (const missing_member& found) {
        throw error(errc::invalid_argument, found.path + " must not be empty");
    }
    json_reader in(json);
    std::string_view name;
    if (in.peek() == json_kind::object)
        for (in.begin_object(); in.next_member(name);)
            in.skip();
    else
        in.skip();
    in.finish();
    if (in.failed())
        throw error(errc::invalid_argument, reason_of(in));
    return json;
}

}}} // namespace oms::v0_1::detail
