#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 {

/// One header field of a request or response (RFC 9110, section 5).
struct http_header {
    std::string name;
    std::string value;
};

/// The header fields of one message, in their order. Names are compared without regard to case.
class http_headers {
public:
    using const_iterator = std::vector<http_header>::const_iterator;

    http_headers() = default;

    /// Appends a field that we are going to send.
    ///
    /// Throws `error{errc::invalid_argument}` when the name is not a token, or when the value holds anything but
    /// visible ASCII with single spaces or tabs inside: CR, LF, NUL, DEL and bytes above 0x7E never reach the wire.
    http_headers& add(std::string_view name, std::string_view value);

    /// As `add`, but takes the place of every field of that name.
    http_headers& set(std::string_view name, std::string_view value);

    /// Appends a field as a peer sent it, unchecked: reading is liberal.
    void add_received(std::string_view name, std::string_view value);

    /// Removes every field of that name.
    void erase(std::string_view name);

    /// As `erase`, and overwrites the values first: they are secret.
    void wipe(std::string_view name) noexcept;

    /// The value of the first field of that name. The view lives until the fields change.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// The values of all fields of that name, in their order. The views live until the fields change.
    std::vector<std::string_view> find_all(std::string_view name) const;

    std::size_t size() const noexcept { return fields_.size(); }
    bool empty() const noexcept { return fields_.empty(); }
    const_iterator begin() const noexcept { return fields_.begin(); }
    const_iterator end() const noexcept { return fields_.end(); }

private:
    std::vector<http_header> fields_;
};

namespace detail {

/// Equal without regard to the case of ASCII letters.
OMS_DECL bool same_ignoring_case(std::string_view left, std::string_view right) noexcept;

/// A field name: one or more token characters (RFC 9110, section 5.6.2).
OMS_DECL bool is_header_name(std::string_view text) noexcept;

/// A field value that is safe to send: visible ASCII, spaces and tabs, and neither of these at an end.
OMS_DECL bool is_header_value(std::string_view text) noexcept;

} // namespace detail

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/headers.ipp>
#endif
