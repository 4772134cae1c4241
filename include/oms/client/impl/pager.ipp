#pragma once

#include <oms/client/pager.hpp>
#ifdef OMS_SEPARATE_COMPILATION
#include <oms/model/cash_in.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/model/wallet.hpp>
#include <oms/model/webhook.hpp>
#endif

#include <algorithm>
#include <iterator>

namespace oms { inline namespace v0_1 {

template <class T>
boost::asio::awaitable<std::optional<page<T>>> pager<T>::next_page(std::shared_ptr<state> self)
{
    std::optional<page<T>> found;
    found.swap(self->left_over);
    if (!found && !self->walk.finished()) {
        self->walk.check();
        found = co_await self->source->fetch(self->walk.cursor());
        self->walk.advance(found->data.size(), found->has_more, found->next_cursor, found->previous_cursor);
    }
    co_return found;
}

template <class T>
boost::asio::awaitable<std::vector<T>> pager<T>::collect_items(std::shared_ptr<state> self, std::size_t at_most)
{
    std::vector<T> items;
    while (items.size() < at_most) {
        std::optional<page<T>> found = co_await next_page(self);
        if (!found)
            break;
        const auto begin = std::make_move_iterator(found->data.begin());
        const std::size_t taken = std::min(found->data.size(), at_most - items.size());
        items.insert(items.end(), begin, begin + static_cast<std::ptrdiff_t>(taken));
        if (taken < found->data.size()) {
            found->data.erase(found->data.begin(), found->data.begin() + static_cast<std::ptrdiff_t>(taken));
            self->left_over = std::move(found);
        }
    }
    co_return items;
}

#ifdef OMS_SEPARATE_COMPILATION
template class pager<any_transaction>;
template class pager<cash_in>;
template class pager<customer>;
template class pager<deposit_address>;
template class pager<virtual_account>;
template class pager<wallet>;
template class pager<webhook>;
#endif

}} // namespace oms::v0_1
