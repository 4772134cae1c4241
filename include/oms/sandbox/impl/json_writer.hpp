#pragma once

#include <oms/config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Writes JSON text member by member. The emulator does not use the SDK's codec, so that each can prove the other.
class json_writer {
public:
    /// As a member of an object, or, without a name, as the whole text or an element of an array.
    json_writer& open_object(std::string_view name = {});
    json_writer& open_array(std::string_view name = {});
    json_writer& close_object();
    json_writer& close_array();

    json_writer& text(std::string_view name, std::string_view value);
    /// Null when there is none.
    json_writer& text(std::string_view name, const std::optional<std::string>& value);
    json_writer& text(std::string_view name, const std::string& value) { return text(name, std::string_view(value)); }
    json_writer& text(std::string_view name, const char* value) { return text(name, std::string_view(value)); }
    json_writer& element(std::string_view value);
    json_writer& boolean(std::string_view name, bool value);
    json_writer& null(std::string_view name);
    /// JSON text as it stands: a number, or an object from elsewhere. Without a name an element.
    json_writer& raw(std::string_view name, std::string_view json);

    const std::string& str() const { return text_; }

private:
    void begin(std::string_view name);
    void quoted(std::string_view value);

    std::string text_;
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/json_writer.ipp>
#endif
