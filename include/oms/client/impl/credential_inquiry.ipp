#pragma once

#include <oms/client/impl/credential_inquiry.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL credential_inquiry::credential_inquiry(const boost::asio::any_io_executor& executor)
    : strand(executor), over(std::make_shared<pause>(executor))
{
}

OMS_DECL boost::asio::awaitable<api_credentials> credential_inquiry::ask(std::shared_ptr<credential_source> source)
{
    co_return co_await source->current();
}

OMS_DECL void credential_inquiry::begin(const std::shared_ptr<credential_inquiry>& self,
                                        std::shared_ptr<credential_source> source)
{
    auto at_end = [self](std::exception_ptr failure, api_credentials credentials) {
        if (!failure && !self->late)
            self->given = std::move(credentials);
        self->ended = true;
        self->over->end();
    };
    boost::asio::co_spawn(self->strand, ask(std::move(source)),
                          boost::asio::bind_cancellation_slot(self->stop.slot(), std::move(at_end)));
}

OMS_DECL void credential_inquiry::stop_soon(const std::shared_ptr<credential_inquiry>& self)
{
    boost::asio::post(self->strand, [self] {
        if (!self->ended)
            self->stop.emit(boost::asio::cancellation_type::terminal);
    });
}

}}} // namespace oms::v0_1::detail
