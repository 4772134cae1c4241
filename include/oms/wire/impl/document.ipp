#pragma once

#include <oms/wire/impl/document.hpp>

#include <oms/core/json_string.hpp>
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
        const movement_type found = movement_ahead(in);
        if (!found.empty() && found.text() != codec.type) {
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

/// Whether a document that the tables wrote may be none: for a text of a user that is not UTF-8, or for one that may
/// nest deeper than 64, which takes more brackets than that.
OMS_DECL bool needs_reading(std::string_view json)
{
    std::size_t brackets = 0;
    for (const char bracket : {'{', '['})
        for (std::size_t at = 0; (at = json.find(bracket, at)) != json.npos; ++at)
            ++brackets;
    return brackets > default_json_depth || !is_utf8(json);
}

OMS_DECL void check_by_reading(std::string_view json)
{
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
}

OMS_DECL std::string write_document(const void* value, const value_codec& codec)
{
    constexpr std::size_t usual = 512;
    std::string json;
    json.reserve(usual);
    try {
        codec.write(json, value);
    } catch (const unwritable_member& found) {
        throw error(errc::invalid_argument, found.path + ' ' + std::string(found.reason));
    }
    if (needs_reading(json))
        check_by_reading(json);
    return json;
}

}}} // namespace oms::v0_1::detail
