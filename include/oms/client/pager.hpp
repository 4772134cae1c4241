#pragma once

#include <oms/client/page_walk.hpp>
#include <oms/model/page.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

namespace detail {

/// Asks for one page of one list. The page after `cursor`, or before it when the walk goes backwards; no cursor: the
/// first page.
template <class T>
class page_source {
public:
    virtual ~page_source() = default;
    virtual boost::asio::awaitable<page<T>> fetch(const std::optional<std::string>& cursor) const = 0;
};

} // namespace detail

/// Walks through a list page by page (contract section 1.5); from `list(…)` of a resource.
///
/// \code
/// auto pages = client.transactions().list(filter);
/// while (auto page = co_await pages.next())
///     for (const oms::any_transaction& transaction : page->data) ...
/// \endcode
///
/// Goes towards older items, or towards newer ones when the filter has `ending_before`. Owns what it needs: the client
/// and the handle it came from may be gone. One call at a time; a pager is not for several threads at once.
template <class T>
class pager {
public:
    /// The resources make pagers; there is one for customers, wallets, any_transactions, cash_ins and webhooks.
    pager(std::unique_ptr<const detail::page_source<T>> source, detail::page_walk walk)
        : state_(std::make_shared<state>(std::move(source), std::move(walk)))
    {
    }

    pager(pager&&) noexcept = default;
    pager& operator=(pager&&) noexcept = default;

    /// The next page, or nothing after the last one: after `has_more` was false, whatever the cursors say.
    ///
    /// Ends with errc::paging_loop when the service says that there is more but gives no cursor, one that it gave
    /// before, or a hundred empty pages in a row; else with the errors of the list call. After an error or a
    /// cancellation the walk stands where it stood: `next()` asks for the same page again.
    boost::asio::awaitable<std::optional<page<T>>> next() { return next_page(state_); }

    /// The items from here on in one vector, at most `at_most` of them. What is left of a page that was cut comes with
    /// the following `next()`. Errors as of `next()`; the pages read before an error are lost with it.
    boost::asio::awaitable<std::vector<T>> collect(std::size_t at_most) { return collect_items(state_, at_most); }

private:
    struct state {
        state(std::unique_ptr<const detail::page_source<T>> from, detail::page_walk start)
            : source(std::move(from)), walk(std::move(start))
        {
        }

        std::unique_ptr<const detail::page_source<T>> source;
        detail::page_walk walk;
        std::optional<page<T>> left_over;
    };

    static boost::asio::awaitable<std::optional<page<T>>> next_page(std::shared_ptr<state> self);
    static boost::asio::awaitable<std::vector<T>> collect_items(std::shared_ptr<state> self, std::size_t at_most);

    std::shared_ptr<state> state_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/pager.ipp>
#endif
