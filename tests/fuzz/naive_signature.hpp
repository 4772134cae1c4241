#pragma once

// Contract section 12.4 once more, without a look at how the SDK does it: strings are copied, split and compared as
// text, and OpenSSL makes the whole HMAC.

#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

struct naive_header {
    std::string digits;
    std::int64_t seconds = 0;
    std::vector<std::string> signatures; // every v1, whatever it holds
};

inline std::string_view without_blanks_around(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

inline bool is_all_of(std::string_view text, std::string_view set)
{
    return text.find_first_not_of(set) == text.npos;
}

/// Nothing for a malformed header.
inline std::optional<naive_header> naive_signature_header(std::string_view header)
{
    if (header.size() > 8192)
        return std::nullopt;
    std::size_t count = 0;
    std::vector<std::string> times;
    naive_header found;
    for (std::size_t begin = 0; begin <= header.size();) {
        const std::size_t end = std::min(header.find(',', begin), header.size());
        const std::string_view element = without_blanks_around(header.substr(begin, end - begin));
        begin = end + 1;
        count += element.empty() ? 0 : 1;
        if (element.substr(0, 2) == "t=")
            times.emplace_back(element.substr(2));
        if (element.substr(0, 3) == "v1=")
            found.signatures.emplace_back(element.substr(3));
    }
    if (count > 64 || times.size() != 1 || found.signatures.empty())
        return std::nullopt;

    found.digits = times.front();
    if (found.digits.empty() || !is_all_of(found.digits, "0123456789"))
        return std::nullopt;
    // As text, against the largest number of 63 bits.
    std::string digits = found.digits;
    while (digits.size() > 1 && digits.front() == '0')
        digits.erase(digits.begin());
    const std::string largest = "9223372036854775807";
    if (digits.size() > largest.size() || (digits.size() == largest.size() && digits > largest))
        return std::nullopt;
    found.seconds = std::stoll(digits);
    return found;
}

/// In lower case.
inline std::string naive_hmac(std::string_view key, std::string_view text)
{
    static EVP_MAC_CTX* const context = [] {
        char digest[] = "SHA256";
        const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end()};
        EVP_MAC_CTX* made = EVP_MAC_CTX_new(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
        EVP_MAC_CTX_set_params(made, params);
        return made;
    }();
    unsigned char code[32];
    std::size_t size = 0;
    EVP_MAC_init(context, reinterpret_cast<const unsigned char*>(key.data()), key.size(), nullptr);
    EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MAC_final(context, code, &size, sizeof code);
    std::string made(2 * sizeof code, '0');
    for (std::size_t i = 0; i != sizeof code; ++i) {
        made[2 * i] = "0123456789abcdef"[code[i] / 16];
        made[2 * i + 1] = "0123456789abcdef"[code[i] % 16];
    }
    return made;
}

inline std::string lower_case(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

} // namespace fuzz
