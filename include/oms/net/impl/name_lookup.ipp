#pragma once

// How the pool resolves the name of its origin, or of the proxy before it: once for all connects that need it at the
// same time.

#include <oms/net/impl/connection_pool.hpp>

#include <boost/system/system_error.hpp>

#include <cstddef>
#include <new>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::shared_ptr<const name_lookup> connection_pool::look_up()
{
    std::shared_ptr<name_lookup> lookup;
    {
        const std::lock_guard lock(mutex_);
        if (lookup_)
            return lookup_;
        lookup_ = lookup = std::make_shared<name_lookup>();
    }
    // Whatever happens from here on, the lookup comes to its end: all later connects would wait for it.
    using boost::asio::ip::tcp;
    std::shared_ptr<void> unanswered;
    try {
        boost::system::error_code not_an_address;
        const auto address = boost::asio::ip::make_address(next_host(), not_an_address);
        if (!not_an_address) {
            const tcp::endpoint only(address, next_port());
            looked_up(lookup, {}, tcp::resolver::results_type::create(only, next_host(), {}));
            return lookup;
        }
        // The one who drops the handler without a call answers, too: Asio, where it finds no memory for what was found.
        const auto answer = [pool = weak_from_this(), lookup](std::nullptr_t) {
            if (const std::shared_ptr<connection_pool> alive = pool.lock())
                alive->looked_up(lookup, boost::asio::error::no_memory, {});
        };
        unanswered = std::shared_ptr<void>(nullptr, answer);
        auto resolver = std::make_shared<tcp::resolver>(executor);
        tcp::resolver& in_use = *resolver;
        in_use.async_resolve(next_host(), std::to_string(next_port()), tcp::resolver::numeric_service,
                             [resolver = std::move(resolver), unanswered, pool = weak_from_this(),
                              lookup](const boost::system::error_code& failure, const auto& found) {
                                 if (const std::shared_ptr<connection_pool> alive = pool.lock())
                                     alive->looked_up(lookup, failure, found);
                             });
    } catch (const boost::system::system_error& not_started) {
        looked_up(lookup, not_started.code(), {}); // no thread for the resolver
    } catch (const std::bad_alloc&) {
        looked_up(lookup, boost::asio::error::no_memory, {});
    }
    return lookup;
}

// The families take turns, the resolver's first choice first (RFC 8305, section 4).
OMS_DECL std::vector<boost::asio::ip::tcp::endpoint>
take_turns(const boost::asio::ip::tcp::resolver::results_type& found)
{
    std::vector<boost::asio::ip::tcp::endpoint> first;
    std::vector<boost::asio::ip::tcp::endpoint> other;
    for (const auto& entry : found)
        (first.empty() || entry.endpoint().protocol() == first.front().protocol() ? first : other)
            .push_back(entry.endpoint());
    std::vector<boost::asio::ip::tcp::endpoint> mixed;
    for (std::size_t i = 0; i < first.size() || i < other.size(); ++i) {
        if (i < first.size())
            mixed.push_back(first[i]);
        if (i < other.size())
            mixed.push_back(other[i]);
    }
    return mixed;
}

OMS_DECL void connection_pool::looked_up(const std::shared_ptr<name_lookup>& lookup,
                                         const boost::system::error_code& failure,
                                         const boost::asio::ip::tcp::resolver::results_type& found) noexcept
{
    std::vector<boost::asio::ip::tcp::endpoint> addresses;
    boost::system::error_code problem = failure;
    try {
        addresses = take_turns(found);
    } catch (const std::bad_alloc&) {
        problem = boost::asio::error::no_memory;
    }
    const std::lock_guard lock(mutex_);
    if (lookup->done)
        return;
    lookup->failure = problem;
    lookup->addresses = std::move(addresses);
    lookup->done = true;
    lookup_.reset();
    for (pool_slot* slot = state_.opening().front(); slot; slot = state_.opening().next(*slot))
        if (auto* const parked = std::exchange(static_cast<connection*>(slot)->parked, nullptr))
            parked->cancel_one();
}

OMS_DECL void connection_pool::park(connection& opening, boost::asio::steady_timer& timer,
                                    const name_lookup& lookup) noexcept
{
    const std::lock_guard lock(mutex_);
    if (lookup.done || opening.guard.tripped() != trip::none)
        timer.cancel_one();
    else
        opening.parked = &timer;
}

OMS_DECL void connection_pool::unpark(connection& opening) noexcept
{
    const std::lock_guard lock(mutex_);
    opening.parked = nullptr;
}

}}} // namespace oms::v0_1::detail
