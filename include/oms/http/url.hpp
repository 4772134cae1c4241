#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/core/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Which paths a base URL may have.
enum class base_path_rule {
    versioned, ///< the last segment is an API version, "/v0.9" (contract section 1.1); loopback hosts are exempt
    any        ///< every path, also none
};

/// The checked base URL of the API: scheme, host, port and a path prefix that is kept in front of every path.
///
/// Refused are: a scheme other than https (http is allowed to loopback hosts), user information, a query, a fragment,
/// an empty or non-ASCII host (write the "xn--" form), port 0, and a path with dot segments or percent-encoding.
/// A slash at the end makes no difference.
class base_url {
public:
    /// Empty; nothing can be sent to it.
    base_url() = default;

    /// Throws `error{errc::invalid_config}` that says what is wrong.
    explicit base_url(std::string_view text, base_path_rule rule = base_path_rule::versioned);

    /// As the constructor, without throwing.
    static result<base_url> parse(std::string_view text, base_path_rule rule = base_path_rule::versioned);

    bool empty() const noexcept { return host_.empty(); }
    bool tls() const noexcept { return tls_; }
    std::string_view scheme() const noexcept { return tls_ ? "https" : "http"; }
    /// In lower case, an IPv6 address without its brackets.
    const std::string& host() const noexcept { return host_; }
    std::uint16_t port() const noexcept { return port_; }
    /// "/v0.9", or empty; never a slash at the end.
    const std::string& path_prefix() const noexcept { return path_prefix_; }
    /// "localhost", 127.0.0.0/8 or ::1.
    bool is_loopback() const noexcept { return loopback_; }
    bool is_ipv6() const noexcept { return ipv6_; }

    /// What the Host header holds: "api.polygon.technology", "[::1]:8443". The scheme's own port is left out.
    std::string host_header() const;
    /// "https://api.polygon.technology": scheme and host header.
    std::string origin() const;
    /// "https://api.polygon.technology/v0.9".
    std::string str() const;
    /// The target of a request: the prefix, then `path`, which starts with a slash and is already encoded.
    std::string target(std::string_view path) const;

    friend bool operator==(const base_url&, const base_url&) = default;

private:
    const char* take_authority(std::string_view authority);

    bool tls_ = true;
    bool loopback_ = false;
    bool ipv6_ = false;
    std::uint16_t port_ = 0;
    std::string host_;
    std::string path_prefix_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/url.ipp>
#endif
