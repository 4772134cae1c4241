#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/pager.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// The same filter, from a page's cursor on in the direction that the filter has.
template <class Filter>
Filter at_cursor(Filter filter, const std::optional<std::string>& cursor)
{
    if (cursor && filter.fields().ending_before)
        filter.ending_before(*cursor);
    else if (cursor)
        filter.starting_after(*cursor);
    return filter;
}

inline page_walk walk_from(const list_filter_fields& filter, const char* path)
{
    if (filter.ending_before)
        return page_walk(page_walk::direction::newer, filter.ending_before, path);
    return page_walk(page_walk::direction::older, filter.starting_after, path);
}

/// A list of everything: customers, transactions, cash-ins, webhooks.
template <class T, class Filter>
class list_source final : public page_source<T> {
public:
    using operation = boost::asio::awaitable<page<T>> (client_core::*)(Filter, call_options);

    list_source(std::shared_ptr<client_core> core, operation list, Filter filter, call_options options)
        : core_(std::move(core)), list_(list), filter_(std::move(filter)), options_(std::move(options))
    {
    }

    boost::asio::awaitable<page<T>> fetch(const std::optional<std::string>& cursor) const override
    {
        return (core_.get()->*list_)(at_cursor(filter_, cursor), options_);
    }

private:
    std::shared_ptr<client_core> core_;
    operation list_;
    Filter filter_;
    call_options options_;
};

/// A list of what one customer has: wallets, transactions.
template <class T, class Filter>
class customer_list_source final : public page_source<T> {
public:
    using operation = boost::asio::awaitable<page<T>> (client_core::*)(customer_id, Filter, call_options);

    customer_list_source(std::shared_ptr<client_core> core, operation list, customer_id owner, Filter filter,
                         call_options options)
        : core_(std::move(core)), list_(list), owner_(std::move(owner)), filter_(std::move(filter)),
          options_(std::move(options))
    {
    }

    boost::asio::awaitable<page<T>> fetch(const std::optional<std::string>& cursor) const override
    {
        return (core_.get()->*list_)(owner_, at_cursor(filter_, cursor), options_);
    }

private:
    std::shared_ptr<client_core> core_;
    operation list_;
    customer_id owner_;
    Filter filter_;
    call_options options_;
};

template <class T, class Filter>
pager<T> list_all(const std::shared_ptr<client_core>& core, typename list_source<T, Filter>::operation list,
                  Filter filter, call_options options, const char* path)
{
    page_walk walk = walk_from(filter.fields(), path);
    return pager<T>(std::make_unique<list_source<T, Filter>>(core, list, std::move(filter), std::move(options)),
                    std::move(walk));
}

template <class T, class Filter>
pager<T> list_of_customer(const std::shared_ptr<client_core>& core,
                          typename customer_list_source<T, Filter>::operation list, customer_id owner, Filter filter,
                          call_options options, const char* path)
{
    page_walk walk = walk_from(filter.fields(), path);
    return pager<T>(std::make_unique<customer_list_source<T, Filter>>(core, list, std::move(owner), std::move(filter),
                                                                      std::move(options)),
                    std::move(walk));
}

}}} // namespace oms::v0_1::detail
