#pragma once

#include <oms/config.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Puts ids into a path template: ("/customers/{customerId}/wallets", {"cst_1"}) gives "/customers/cst_1/wallets".
///
/// Every value becomes exactly one path segment: all characters but the unreserved ones of RFC 3986 are
/// percent-encoded. Throws `error{errc::invalid_id}` when a value is empty, "." or "..", which no encoding makes safe,
/// and `error{errc::invalid_argument}` when the number of values is not the number of places.
OMS_DECL std::string expand_path(std::string_view path_template, std::initializer_list<std::string_view> values);

/// As `expand_path`, at the end of `out`.
OMS_DECL void append_path(std::string& out, std::string_view path_template,
                          std::initializer_list<std::string_view> values);

/// A query string under construction: `http_query().add("limit", "2").str()` is "limit=2".
///
/// Names and values are percent-encoded (RFC 3986): "2026-06-14T14:30:00Z" becomes "2026-06-14T14%3A30%3A00Z".
class http_query {
public:
    http_query() = default;

    /// Appends one parameter. An empty value is kept ("name=").
    http_query& add(std::string_view name, std::string_view value);

    bool empty() const noexcept { return text_.empty(); }
    /// Without the question mark.
    const std::string& str() const noexcept { return text_; }
    /// The path with this query behind it; the path alone when the query is empty.
    std::string append_to(std::string path) const;

private:
    std::string text_;
};

namespace detail {

/// Why this text cannot be one segment of a path, however it is encoded; nothing when it can.
OMS_DECL std::string_view fault_of_segment(std::string_view value) noexcept;

/// Appends `text` with all but the unreserved characters of RFC 3986 as "%XX", upper case.
OMS_DECL void append_percent_encoded(std::string& out, std::string_view text);

} // namespace detail

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/path.ipp>
#endif
