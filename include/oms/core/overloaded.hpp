#pragma once

namespace oms { inline namespace v0_1 {

/// Several lambdas as one visitor for std::visit:
///
///     std::visit(oms::overloaded{[](const oms::wallet_event& e) { ... }, [](const auto&) { ... }}, event.payload);
template <class... Visitors>
struct overloaded : Visitors... {
    using Visitors::operator()...;
};

template <class... Visitors>
overloaded(Visitors...) -> overloaded<Visitors...>;

}} // namespace oms::v0_1
