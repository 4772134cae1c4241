#pragma once

#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// The program that uses this library, as the service shall see it: `client_config::application`.
///
/// Stands in the User-Agent of every request, as a product before this library's own (RFC 9110, section 10.1.5):
/// `shop/1.4 (https://shop.example) oms-cpp/…`. Empty by default, and the library's own stands alone then. At most 1
/// 024 characters in all.
class application_info {
public:
    application_info() {}
    explicit application_info(std::string its_name, std::string its_version = {}, std::string its_url = {})
        : name(std::move(its_name)), version(std::move(its_version)), url(std::move(its_url))
    {
    }

    /// A token: letters, digits and ``!#$%&'*+-.^_`|~``.
    std::string name;
    /// The same; may be empty.
    std::string version;
    /// Where more is known about it: visible ASCII without parentheses and backslashes; may be empty.
    std::string url;
};

}} // namespace oms::v0_1
