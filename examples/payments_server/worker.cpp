#include "worker.hpp"

#include "carry_forward.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/redirect_error.hpp>

#include <iostream>

namespace asio = boost::asio;

namespace payments {

worker::worker(asio::any_io_executor executor, database& store, oms::client client, worker_options options)
    : executor_(executor), store_(store), client_(std::move(client)), options_(options), idle_(executor)
{
}

asio::awaitable<void> worker::run()
{
    const auto self = shared_from_this();
    while (!stopped_) {
        std::vector<operation> claimed;
        const int room = options_.at_a_time - in_hand_;
        const int watched = at_most_watched() - watched_;
        if (room > 0 || watched > 0) {
            try {
                claimed = co_await store_.run(&claim, room, watched, options_.lease);
            } catch (const std::exception& failure) {
                std::cerr << "nothing claimed: " << failure.what() << std::endl;
            }
        }
        for (operation& row : claimed)
            start(std::move(row));
        if (!claimed.empty())
            continue;
        idle_.expires_after(options_.poll);
        co_await idle_.async_wait(asio::as_tuple(asio::deferred));
    }
}

void worker::stop()
{
    stopped_ = true;
    wake();
}

void worker::start(operation row)
{
    int& hands = row.is_watched() ? watched_ : in_hand_;
    const int few = (row.is_watched() ? at_most_watched() : options_.at_a_time) / 2;
    ++hands;
    const std::string name = row.kind + ' ' + row.reference;
    asio::co_spawn(executor_, carry_forward(store_, client_, options_, std::move(row)),
                   [self = shared_from_this(), &hands, few, name](std::exception_ptr thrown) {
                       // Its lease runs out, and somebody begins again where the table says.
                       try {
                           if (thrown)
                               std::rethrow_exception(thrown);
                       } catch (const std::exception& failure) {
                           std::cerr << name << ": " << failure.what() << std::endl;
                       }
                       if (--hands == few)
                           self->wake();
                   });
}

} // namespace payments
