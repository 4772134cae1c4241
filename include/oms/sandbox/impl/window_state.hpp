#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// What the window shows, as one JSON document: of customers with their wallets, quotes, transactions, cash-ins,
/// webhooks and deliveries 50 each under `shown`, with their number under `total`: first what is open, pending or under
/// way, then what has ended, the newest of both first; and how far the clock is ahead. Of all accounts; without keys,
/// tokens and secrets. It stays the same while nothing happens.
OMS_DECL std::string window_state(const emulator& state, instant now);

/// A URL without what may be secret in it: user, password, query and fragment.
OMS_DECL std::string url_to_show(std::string_view url);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/window_state.ipp>
#endif
