#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// One header field of a request or response (RFC 9110, section 5). Views into the fields that it is one of: they live
/// until these change.
struct http_header {
    std::string_view name;
    std::string_view value;
};

/// The header fields of one message, in their order. Names are compared without regard to case. All of them stand in
/// one text, as they go to the wire.
class http_headers {
public:
    class const_iterator;

    http_headers() = default;

    /// Appends a field that we are going to send.
    ///
    /// Throws `error{errc::invalid_argument}` when the name is not a token, or when the value holds anything but
    /// visible ASCII with single spaces or tabs inside: CR, LF, NUL, DEL and bytes above 0x7E never reach the wire.
    http_headers& add(std::string_view name, std::string_view value);

    /// As `add`, but takes the place of every field of that name.
    http_headers& set(std::string_view name, std::string_view value);

    /// Appends a field as a peer sent it, unchecked: reading is liberal. Also for one that is known to be good.
    void add_received(std::string_view name, std::string_view value);

    /// The same, where it stands as "Name: value" with its CRLF already; `name` is the size of the name.
    void add_received_line(std::string_view line, std::size_t name);

    /// Removes every field of that name.
    void erase(std::string_view name);

    /// As `erase`, and overwrites the values: they are secret. Shared fields are let go, all of them, when one of that
    /// name is among them.
    void wipe(std::string_view name) noexcept;

    /// Removes all fields, the shared ones too. The memory is kept for the next ones.
    void clear() noexcept;

    /// Makes room, so that fields of `bytes` in all (their names, their values, and 4 for each) come without another
    /// allocation.
    void reserve(std::size_t bytes, std::size_t fields);

    /// Puts fields in front of these that many messages have in common, in place of those shared before.
    void share(std::shared_ptr<const http_headers> in_front) noexcept { shared_ = std::move(in_front); }

    /// The value of the first field of that name. The view lives until the fields change.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// The values of all fields of that name, in their order. The views live until the fields change.
    std::vector<std::string_view> find_all(std::string_view name) const;

    std::size_t size() const noexcept { return places_.size() + (shared_ ? shared_->size() : 0); }
    bool empty() const noexcept { return size() == 0; }
    const_iterator begin() const noexcept;
    const_iterator end() const noexcept;

    /// Field number `index`, from 0 on.
    http_header operator[](std::size_t index) const noexcept;

    /// Appends all fields as they go to the wire: a line for each, "Name: value", with its CRLF.
    void append_to(std::string& head) const;

    /// How many bytes these lines have.
    std::size_t bytes() const noexcept { return text_.size() + (shared_ ? shared_->bytes() : 0); }

    /// How many bytes are allocated for the own fields.
    std::size_t capacity() const noexcept { return text_.capacity() + places_.capacity() * sizeof(place); }

private:
    struct place {
        std::uint32_t begin = 0;
        std::uint32_t name = 0; // lengths
        std::uint32_t value = 0;
    };

    http_header at(const place& field) const noexcept;
    void erase_own(std::string_view name) noexcept;

    std::shared_ptr<const http_headers> shared_;
    std::string text_;
    std::vector<place> places_;
};

/// Goes over the fields; `http_header` by value.
class http_headers::const_iterator {
public:
    using value_type = http_header;
    using difference_type = std::ptrdiff_t;

    const_iterator() = default;
    const_iterator(const http_headers& fields, std::size_t index) noexcept : fields_(&fields), index_(index) {}

    http_header operator*() const noexcept { return (*fields_)[index_]; }
    const_iterator& operator++() noexcept
    {
        ++index_;
        return *this;
    }
    const_iterator operator++(int) noexcept
    {
        const const_iterator before = *this;
        ++index_;
        return before;
    }
    friend bool operator==(const const_iterator& a, const const_iterator& b) noexcept { return a.index_ == b.index_; }

private:
    const http_headers* fields_ = nullptr;
    std::size_t index_ = 0;
};

inline http_headers::const_iterator http_headers::begin() const noexcept
{
    return {*this, 0};
}

inline http_headers::const_iterator http_headers::end() const noexcept
{
    return {*this, size()};
}

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
