#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// What a URL is without user, password, query and fragment: these three in a row.
struct plain_url {
    std::string_view scheme; ///< with its slashes; empty for a reference without authority, which is all path
    std::string_view authority;
    std::string_view path;
};

constexpr plain_url plain_url_of(std::string_view url)
{
    url = url.substr(0, url.find_first_of("?#"));
    const std::size_t slashes = url.find("://");
    if (slashes == url.npos)
        return {{}, {}, url};
    const std::size_t begin = slashes + 3, end = std::min(url.find('/', begin), url.size());
    std::string_view authority = url.substr(begin, end - begin);
    if (const std::size_t user = authority.rfind('@'); user != authority.npos)
        authority.remove_prefix(user + 1);
    return {url.substr(0, begin), authority, url.substr(end)};
}

}}} // namespace oms::v0_1::detail
