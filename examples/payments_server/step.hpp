#pragma once

#include "worker.hpp"

#include <oms/client/raw.hpp>
#include <oms/core/error.hpp>
#include <oms/wire/codec.hpp>

#include <string>

// Each step: what is about to be sent is in the table; it is sent; what came back goes into the table. A process that
// dies anywhere in between is followed by one that sends the same bytes under the same key, which has no second effect.
namespace payments {

/// An operation in the hands of a worker.
class work {
public:
    work(database& where, oms::client with, worker_options how, operation what);

    database& store;
    oms::client client;
    worker_options options;
    operation row;
    bool more = true; ///< there is a next step now
};

// The steps; `operation` says which state they take up.
boost::asio::awaitable<void> ask_price(work& on);       // a payout, accepted
boost::asio::awaitable<void> begin_execution(work& on); // a payout, quoted
boost::asio::awaitable<void> pay(work& on);             // a payout, executing
boost::asio::awaitable<void> take_cash(work& on);       // a deposit, executing
boost::asio::awaitable<void> look_after(work& on);      // submitted, and no webhook came

// What they have in common.

/// Sends bytes of the table, not a request that is written anew: a later version of this program may write another.
boost::asio::awaitable<oms::result<oms::raw_answer>> post(oms::client client, std::string path, std::string body,
                                                          std::string key);

/// What an answer holds. An answer that cannot be read is an error, too: one whose request was applied.
template <class T>
oms::result<T> read(const oms::result<oms::raw_answer>& answer)
{
    if (!answer)
        return answer.error();
    return oms::decode<T>(answer->body());
}

/// This sending was refused. 401, 409 and 429 are none: they say nothing of the request. Somebody else may have
/// answered in place of OMS, and OMS may have forgotten what it answered before: money may have moved all the same.
bool is_refusal(const oms::error& failure);

/// A refusal in the words of OMS: with `code` and `type`, as its contract has them, or with the one message that is
/// documented. A gateway, or a server that is not OMS at all, answers with other documents or none. OMS keeps 403, 404
/// and 422 for the key; a 400 it does not keep, but gives to the same bytes every time, and they are never sent
/// otherwise.
bool refused_by_oms(const oms::error& failure);

/// Ends the operation when OMS refused; else the same goes out again later. For requests that move no money by
/// themselves: what moves some is looked for first.
boost::asio::awaitable<void> not_done(work& on, const oms::error& failure);

/// The same goes out again, the later the more often it was tried, and not before OMS wants it.
boost::asio::awaitable<void> try_later(work& on, const oms::error& failure);

/// The request was applied.
boost::asio::awaitable<void> became(work& on, const resource_state& state);

} // namespace payments
