#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/token.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<token_request_fields> {
    // clang-format off
    static constexpr field fields[] = {
        {"apiKey", sent<&token_request_fields::api_key>, {}, rule::required},
        {"apiSecret", sent<&token_request_fields::api_secret>, {}, rule::required},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<access_token> {
    // clang-format off
    static constexpr field fields[] = {
        {"accessToken", member<&access_token::token>},
        {"tokenType", member<&access_token::token_type>},
        {"expiresIn", member<&access_token::expires_in>},
        {"expiresAt", member<&access_token::expires_at>},
    };
    // clang-format on
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail
