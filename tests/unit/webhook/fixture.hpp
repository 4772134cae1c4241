#pragma once

#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/hmac_sha256.hpp>
#include <oms/webhook/secret.hpp>
#include <oms/webhook/verifier.hpp>

#include <boost/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// The contract's vectors, and a verifier whose clock stands still.
namespace fixture {

inline boost::json::value read(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    if (!in)
        throw std::runtime_error{"no fixture " + file.string()};
    return boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
}

inline std::filesystem::path contract()
{
    return std::filesystem::path{OMS_FIXTURES} / "contract";
}

inline std::vector<std::filesystem::path> files_beginning_with(std::string_view start)
{
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator{contract()})
        if (entry.path().filename().string().starts_with(start))
            found.push_back(entry.path());
    return found;
}

inline std::string text(const boost::json::value& object, std::string_view name)
{
    return std::string{object.at(name).as_string()};
}

inline oms::secret_form form(std::string_view name)
{
    if (name == "afterPrefix")
        return oms::secret_form::after_prefix;
    return name == "decodedHex" ? oms::secret_form::decoded_hex : oms::secret_form::whole;
}

inline std::chrono::system_clock::time_point at(std::int64_t unix_seconds)
{
    return std::chrono::system_clock::time_point{std::chrono::seconds{unix_seconds}};
}

inline oms::verifier_options options_at(std::int64_t unix_seconds)
{
    return oms::verifier_options{}.clock([unix_seconds] { return at(unix_seconds); });
}

inline constexpr std::int64_t standing_now = 1781534200;
inline constexpr std::string_view secret_text =
    "whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
inline constexpr std::string_view sample_body =
    R"({"id":"evt_1","object":"event","event":"something.new","createdAt":"2026-06-15T14:36:40Z","data":{}})";

inline oms::webhook_secret secret()
{
    return oms::webhook_secret{secret_text};
}

inline oms::webhook_verifier verifier()
{
    return oms::webhook_verifier{secret(), options_at(standing_now)};
}

/// The code of a message, in hexadecimal.
inline std::string code_of(std::string_view key, std::string_view message)
{
    return oms::detail::to_hexadecimal(oms::detail::hmac_sha256{key}.of({message}));
}

} // namespace fixture
