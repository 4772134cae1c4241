#pragma once

#include <oms/config.hpp>
#include <oms/core/safe_callback.hpp>
#include <oms/model/event.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 {

template <class Done>
class basic_webhook_router;

namespace detail {

/// How a router calls handlers, by what they give back. Room `endpoint` has the one for coroutines.
/// - `accepts<Result>`: whether a handler may return this;
/// - `call(handler, arguments...)`: calls it; handler and arguments outlive what is returned;
/// - `nothing()`: what is returned where there is no handler.
template <class Done>
struct routed;

template <>
struct routed<void> {
    template <class Result>
    static constexpr bool accepts = std::is_void_v<Result>;

    template <class Handler, class... Arguments>
    static void call(const Handler& handler, const Arguments&... arguments)
    {
        handler(arguments...);
    }
    static void nothing() noexcept {}
};

/// Places of the alternatives of `event::payload`, and a place for handlers that take any event.
inline constexpr std::size_t family_count = std::variant_size_v<decltype(event::payload)>;
inline constexpr std::size_t any_family = family_count;

template <std::size_t Place>
using family_at = std::variant_alternative_t<Place, decltype(event::payload)>;

template <class Handler, class Family>
inline constexpr bool takes_family =
    std::invocable<const Handler&, const Family&> || std::invocable<const Handler&, const Family&, const event&>;

template <class Family>
inline constexpr std::size_t place_of_family = [] {
    return []<std::size_t... Places>(std::index_sequence<Places...>) {
        return ((std::same_as<Family, family_at<Places>> ? Places : 0) + ...);
    }(std::make_index_sequence<family_count>{});
}();

template <class Family>
concept event_family = std::same_as<Family, unknown_event> || std::same_as<Family, transaction_event> ||
                       std::same_as<Family, endorsement_event> || std::same_as<Family, cash_in_event> ||
                       std::same_as<Family, wallet_event>;

/// How many families a handler takes, and the last of them.
template <class Handler>
inline constexpr std::size_t families_taken = []<std::size_t... Places>(std::index_sequence<Places...>) {
    return (std::size_t{takes_family<Handler, family_at<Places>>} + ...);
}(std::make_index_sequence<family_count>{});

template <class Handler>
inline constexpr std::size_t family_taken = []<std::size_t... Places>(std::index_sequence<Places...>) {
    std::size_t place = any_family;
    ((place = takes_family<Handler, family_at<Places>> ? Places : place), ...);
    return place;
}(std::make_index_sequence<family_count>{});

/// The family that events of this name bring when they are read, else `unknown_event`.
OMS_DECL std::size_t family_of(std::string_view name) noexcept;

[[noreturn]] OMS_DECL void throw_registered_twice(std::string_view what);
[[noreturn]] OMS_DECL void throw_never_comes(std::string_view name);
[[noreturn]] OMS_DECL void throw_empty_handler();

/// What every handler must be, whichever of these it takes.
template <class Done, class Handler, class... Arguments>
void check_handler(const Handler& handler)
{
    static_assert(std::copy_constructible<Handler>,
                  "a webhook handler must be copyable: hold what cannot be copied by a std::shared_ptr");
    static_assert(routed<Done>::template accepts<std::invoke_result_t<const Handler&, const Arguments&...>>,
                  "a webhook handler returns void; with oms::async_webhook_router it may be a coroutine and return "
                  "boost::asio::awaitable<void>");
    if constexpr (std::is_pointer_v<Handler> || is_std_function<Handler>)
        if (!handler)
            throw_empty_handler();
}

/// A handler that takes the event.
template <class Done, class Handler>
std::function<Done(const event&)> as_event_handler(Handler handler)
{
    static_assert(std::invocable<const Handler&, const event&>,
                  "this handler takes `const oms::event&`, and must be callable when const");
    check_handler<Done, Handler, event>(handler);
    return [handler = std::move(handler)](const event& whole) -> Done {
        return routed<Done>::call(handler, whole);
    };
}

/// One that takes the payload, as one that takes the event. Called for events with that payload alone.
template <class Done, class Family, class Handler>
std::function<Done(const event&)> as_family_handler(Handler handler)
{
    if constexpr (std::invocable<const Handler&, const Family&, const event&>) {
        check_handler<Done, Handler, Family, event>(handler);
        return [handler = std::move(handler)](const event& whole) -> Done {
            return routed<Done>::call(handler, *std::get_if<Family>(&whole.payload), whole);
        };
    } else {
        check_handler<Done, Handler, Family>(handler);
        return [handler = std::move(handler)](const event& whole) -> Done {
            return routed<Done>::call(handler, *std::get_if<Family>(&whole.payload));
        };
    }
}

} // namespace detail

/// Hands each event to the handler for its name, else to that for its family, else to the fallback.
///
/// A handler is a function object, callable when const, that takes one of
/// - `(const F&)` or `(const F&, const oms::event&)`, with F one of the five alternatives of `event::payload`;
/// - `(const oms::event&)`: with `on`, `on_superseded` and for the fallback.
///
/// It returns void, or `boost::asio::awaitable<void>` with `async_webhook_router` (room `endpoint`). What it throws
/// comes out of the call; an endpoint answers 500 then, and OMS sends the event again. References are valid until the
/// handler has returned, or its coroutine has ended.
///
/// An event of a name that is known, but whose resource could not be read, comes as an unknown_event, too. Where you
/// cannot do without some names, register `on_family<oms::unknown_event>` and throw there for them: OMS sends them
/// again, instead of taking them as delivered.
///
/// Between the effect of a handler and the note that it was handled a process may die: then the event is handed to the
/// handler again. Where an effect must not come twice, store `event.id` in the transaction of the effect, under a
/// unique key, and do nothing when it is there already.
///
/// Register first, then route: registering is not thread-safe, and routing is as far as the handlers are.
///
///     oms::webhook_router router{[](const oms::event& e) { log(e.name); }};
///     router.on(oms::event_name::cash_in_completed, [](const oms::cash_in_event& e) { ... });
///     router.on_family([](const oms::transaction_event& e) { ... });          // every other event of transactions
///     router.on_family<oms::wallet_event>([](const auto& e) { ... });
template <class Done>
class basic_webhook_router {
public:
    /// What takes all events that nothing else does, also those of names that come to be in the future; so there is no
    /// router without it. Throws `error{errc::invalid_argument}` when it is an empty function, as all of these do.
    template <class Fallback>
        requires(!std::same_as<std::remove_cvref_t<Fallback>, basic_webhook_router>)
    explicit basic_webhook_router(Fallback fallback) : fallback_{detail::as_event_handler<Done>(std::move(fallback))}
    {
    }

    /// Handles the events of one name. Throws `error{errc::invalid_argument}` when the name has a handler already, is
    /// empty or a pattern with `*` (subscriptions have patterns, events have names: see `on_family`), or never brings
    /// the family that the handler takes: a `cash_in_event` does not come as `transaction.…`. An event of that name
    /// whose resource could not be read is an unknown_event: it goes to a handler that takes `const oms::event&` or
    /// unknown_event, else to that of the family unknown_event, else to the fallback.
    template <class Handler>
    basic_webhook_router& on(const event_name& name, Handler handler)
    {
        if constexpr (std::invocable<const Handler&, const event&>) {
            add(name, detail::any_family, detail::as_event_handler<Done>(std::move(handler)));
        } else {
            static_assert(detail::families_taken<Handler> != 0,
                          "a webhook handler takes `const F&`, `const F&, const oms::event&` or `const oms::event&`, "
                          "F being one of the five alternatives of oms::event::payload, and is callable when const");
            static_assert(detail::families_taken<Handler> <= 1,
                          "this handler takes several families: write the type of the one that comes under this name");
            if constexpr (detail::families_taken<Handler> == 1) {
                constexpr std::size_t family = detail::family_taken<Handler>;
                add(name, family, detail::as_family_handler<Done, detail::family_at<family>>(std::move(handler)));
            }
        }
        return *this;
    }

    /// Handles the events of one family that `on` has no handler for. Throws `error{errc::invalid_argument}` when the
    /// family has a handler already.
    template <detail::event_family Family, class Handler>
    basic_webhook_router& on_family(Handler handler)
    {
        static_assert(detail::takes_family<Handler, Family>,
                      "this handler does not take the family it is registered for, or not when const");
        std::function<Done(const event&)>& place = families_[detail::place_of_family<Family>];
        if (place)
            detail::throw_registered_twice("this family of events");
        place = detail::as_family_handler<Done, Family>(std::move(handler));
        return *this;
    }

    /// The same, for a handler that takes one family by its type.
    template <class Handler>
        requires(!detail::event_family<Handler>)
    basic_webhook_router& on_family(Handler handler)
    {
        static_assert(
            detail::families_taken<Handler> != 0,
            "a handler of a family takes `const F&` or `const F&, const oms::event&`, F being one of the five "
            "alternatives of oms::event::payload, and is callable when const");
        static_assert(detail::families_taken<Handler> <= 1,
                      "this handler takes several families: say which one, on_family<oms::wallet_event>(...)");
        if constexpr (detail::families_taken<Handler> == 1)
            on_family<detail::family_at<detail::family_taken<Handler>>>(std::move(handler));
        return *this;
    }

    /// Called by an endpoint for an event that its order guard held back, since a newer state of the resource was
    /// handled before; without it such an event is acknowledged and nothing else. A newer state does not tell of every
    /// step that led to it: count the steps here, if they matter, but do not store the state.
    template <class Handler>
    basic_webhook_router& on_superseded(Handler handler)
    {
        if (superseded_)
            detail::throw_registered_twice("events that are superseded");
        superseded_ = detail::as_event_handler<Done>(std::move(handler));
        return *this;
    }

    /// Routes one event. What an endpoint does; of use alone for events that were stored first. The router and the
    /// event must outlive what is returned.
    Done operator()(const event& delivered) const { return handler_of(delivered)(delivered); }

    /// Hands an event to the handler given to `on_superseded`, if any.
    Done superseded(const event& delivered) const
    {
        return superseded_ ? superseded_(delivered) : detail::routed<Done>::nothing();
    }

private:
    using event_handler = std::function<Done(const event&)>;

    struct named {
        std::size_t family;
        event_handler handler;
    };

    void add(const event_name& name, std::size_t family, event_handler handler)
    {
        constexpr std::size_t unknown = detail::place_of_family<unknown_event>;
        if (name.empty() || name.text().find('*') != std::string_view::npos ||
            (family != detail::any_family && family != unknown && family != detail::family_of(name.text())))
            detail::throw_never_comes(name.text());
        if (!names_.emplace(name, named{family, std::move(handler)}).second)
            detail::throw_registered_twice(name.text());
    }

    const event_handler& handler_of(const event& delivered) const
    {
        const std::size_t family = delivered.payload.index();
        const auto found = names_.find(delivered.name);
        if (found != names_.end() && (found->second.family == family || found->second.family == detail::any_family))
            return found->second.handler;
        return family < families_.size() && families_[family] ? families_[family] : fallback_;
    }

    event_handler fallback_;
    event_handler superseded_;
    std::array<event_handler, detail::family_count> families_;
    std::unordered_map<event_name, named> names_;
};

/// The router of a server without coroutines.
using webhook_router = basic_webhook_router<void>;

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/router.ipp>
#endif
