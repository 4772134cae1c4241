#pragma once

#include <oms/core/result.hpp>

#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

struct json_text_access;

} // namespace detail

/// One JSON value as text: UTF-8, checked, kept byte for byte as it was written.
///
/// Refused are, beside what RFC 8259 refuses: invalid UTF-8, lone surrogates, a key twice in one object, and nesting
/// deeper than 64. <oms/wire/json.hpp> converts to and from boost::json::value. Two texts are equal when their bytes
/// are.
class json_text {
public:
    /// No value: nothing is sent for it.
    json_text() noexcept = default;

    /// Throws errc::invalid_json, with the reason and the offset.
    explicit json_text(std::string_view text);

    /// The same without throwing: errc::invalid_json.
    template <std::same_as<json_text> Value = json_text>
    static result<Value> parse(std::string_view text)
    {
        return detail::parser::parse<Value>(text);
    }

    /// The text; valid as long as this value lives and is not assigned to.
    std::string_view view() const noexcept { return text_; }
    const std::string& str() const noexcept { return text_; }

    /// Whether there is no value.
    bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const json_text& a, const json_text& b) noexcept { return a.text_ == b.text_; }

    /// Prints the text.
    friend std::ostream& operator<<(std::ostream& out, const json_text& value)
    {
        return detail::write_text(out, value.text_);
    }

private:
    friend struct detail::parser;
    bool read(std::string_view text, error& why);

    friend struct detail::json_text_access;

    std::string text_;
};

namespace detail {

// For the readers and writers of JSON, whose text is known to be right.
struct json_text_access {
    static json_text of(std::string checked)
    {
        json_text made;
        made.text_ = std::move(checked);
        return made;
    }
};

} // namespace detail

/// A JSON object, put together field by field:
///
///     order.metadata(oms::json_object().add("orderId", "ord_789").add("attempt", 2));
///
/// Throws errc::invalid_json for a key that is there already and for text that is not UTF-8.
class json_object {
public:
    json_object() = default;

    json_object& add(std::string_view key, std::string_view value) &;
    json_object& add(std::string_view key, const char* value) & { return add(key, std::string_view(value)); }
    json_object& add(std::string_view key, const json_text& value) &; ///< an empty json_text is `null`
    json_object& add(std::string_view key, const json_object& value) & { return add(key, value.text()); }
    json_object& add(std::string_view key, std::nullptr_t) &;
    template <std::same_as<bool> Boolean>
    json_object& add(std::string_view key, Boolean value) &
    {
        return add_literal(key, value ? "true" : "false");
    }
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool>)
    json_object& add(std::string_view key, Integer value) &
    {
        return add_literal(key, std::to_string(value));
    }
    template <class Value>
    json_object&& add(std::string_view key, const Value& value) &&
    {
        return std::move(add(key, value));
    }

    /// What has been put together so far.
    json_text text() const { return detail::json_text_access::of("{" + members_ + "}"); }
    operator json_text() const { return text(); }

private:
    json_object& add_literal(std::string_view key, std::string_view checked);

    std::string members_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/json_text.ipp>
#endif
