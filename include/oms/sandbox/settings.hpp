#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/version.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// An API key that the emulator accepts at POST /auth/token, and what it may do.
///
/// Keys of one account share its customers, wallets and idempotency keys; accounts do not see each other.
class credential {
public:
    credential(std::string key, std::string secret, std::string account_name = "default");

    std::string api_key;
    std::string api_secret;
    std::string account;
    bool read_only = false; ///< every operation that changes something answers 403 `forbidden`
};

/// What the emulator charges (contract 7.2 and 9.2). Rates are fractions: 0.0035 is 0.35 %.
class fee_schedule {
public:
    fee_schedule();

    decimal send_developer_rate; ///< of the gross source amount of a quote, 0.002
    decimal send_oms_rate;       ///< of the gross source amount of a quote, 0.0035
    decimal gas_usd;             ///< a quote's gas in USD, converted into the source asset, 0.03
    decimal cash_rate;           ///< of a cash deposit, 0.015
    decimal cash_fixed;          ///< in USD, added to the former, 0.50
};

/// How an emulator behaves. Every default is the contract's choice; times that the contract only scales are noted.
class settings {
public:
    settings();

    /// Accepted keys. By default one: `sk_sdbx_emulator` with the secret `emulator-secret`. Whatever the key, a script
    /// of another site gets 403: a request with an `Origin` that is not the emulator's own. Programs send none.
    std::vector<credential> credentials;
    std::string base_path = "/" OMS_API_VERSION_TEXT;
    fee_schedule fees;

    /// Ids, codes, addresses, tokens and webhook secrets follow from the seed and the order of the requests.
    std::uint64_t seed = 1;

    /// Where the emulator's clock stands at first, and it stands until service::advance moves it.
    /// Absent: it is the wall clock plus what advance added.
    timestamp start;
    /// What a receiver's clock shows. Signatures carry it, whatever the emulator's own clock says, because receivers
    /// hold them against theirs. Default: the system clock.
    std::function<std::chrono::system_clock::time_point()> wall_clock;

    /// From `processing` to `completed` of transactions and cash-ins. Zero: at the next request or step.
    std::chrono::milliseconds settle_delay{50};
    std::chrono::seconds token_lifetime{3600};
    std::chrono::seconds quote_lifetime{300};
    std::chrono::seconds code_lifetime{3600};
    std::chrono::seconds idempotency_retention{24 * 3600};

    /// Attempts of one delivery, and the gap after the first; it doubles each time (8.5 minutes in the contract).
    int delivery_attempts = 10;
    std::chrono::milliseconds delivery_first_gap{500};
    /// How long one attempt may take; for whoever sends it.
    std::chrono::milliseconds delivery_timeout{10'000};
    /// Attempts under way at a time: of all subscriptions, and of one. What is due beyond that waits, the oldest first,
    /// so that a slow receiver holds up its own events before those of others.
    int delivery_connections = 64;
    int delivery_connections_per_webhook = 16;

    /// The window: a page at `/` that shows what the emulator holds, and what the page needs under `/_sandbox/`. It
    /// asks for no key, so it is off unless asked for; who asks for it from another site, or by another name than this
    /// machine's own, is refused. It shows no secret. Of its traffic the connections alone count: in `server_counters`,
    /// and for `connection_fault::drop_connection`, which strikes them as it does others.
    bool window = false;

    bool production = false;   ///< simulations answer 404
    bool early_access = false; ///< the six operations of contract 15 are served; without it they answer 404

    std::size_t body_limit = 1024 * 1024; ///< bytes of a request body; above it 400
};

}}} // namespace oms::v0_1::sandbox

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/settings.ipp>
#endif
