#pragma once

#include <oms/net/impl/connect_answer.hpp>

#include <oms/net/cause_category.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void connect_answer::next_head()
{
    head_.emplace();
    head_->skip(true); // no answer to CONNECT that matters here has a body
    head_->header_limit(limits_.head);
    lines_ = strict_head();
}

OMS_DECL bool connect_answer::received(std::string_view bytes)
{
    unread_.append(bytes);
    while (!unread_.empty()) {
        if (const char* const wrong = lines_.objection(unread_))
            return fail(errc::proxy_failed, boost::beast::http::error::bad_version,
                        std::string("the proxy does not speak HTTP/1.1: ") + wrong);
        boost::system::error_code problem;
        const std::size_t used = head_->put(boost::asio::buffer(unread_), problem);
        unread_.erase(0, used);
        lines_.consumed(used);
        taken_ += used;
        if (taken_ + (head_->is_header_done() ? 0 : unread_.size()) > limits_.head)
            problem = boost::beast::http::error::header_limit;
        if (problem == boost::beast::http::error::need_more)
            return false;
        if (problem == boost::beast::http::error::header_limit)
            return fail(errc::proxy_failed, problem, "the head of the proxy's answer is over the limit");
        if (problem)
            return fail(errc::proxy_failed, problem, "the proxy does not speak HTTP/1.1: " + problem.message());
        if (head_->is_header_done() && head_arrived())
            return true;
    }
    return false;
}

/// False when it was that of an interim answer.
OMS_DECL bool connect_answer::head_arrived()
{
    const unsigned status = head_->get().result_int();
    const boost::system::error_code answered(static_cast<int>(status), proxy_category());
    if (status == 407)
        return fail(errc::proxy_auth_required, answered,
                    "the proxy answered 407 to CONNECT: proxy.user, proxy.password");
    if (status >= 200 && status <= 299) {
        // The server at the other end of the tunnel has nothing to say before it is spoken to.
        if (!unread_.empty())
            return fail(errc::proxy_failed, boost::beast::http::error::unexpected_body,
                        "the proxy sent more than the head of its answer");
        return true;
    }
    if (status >= 100 && status <= 199 && status != 101) {
        if (++interim_ > limits_.interim)
            return fail(errc::proxy_failed, answered, "too many interim answers of the proxy");
        next_head();
        return false;
    }
    return fail(errc::proxy_failed, answered, "the proxy answered " + std::to_string(status) + " to CONNECT");
}

OMS_DECL void connect_answer::ended(const boost::system::error_code& why)
{
    fail(errc::proxy_failed, why, "the proxy ended the connection before the tunnel was open");
}

OMS_DECL bool connect_answer::fail(errc code, const boost::system::error_code& cause, std::string text)
{
    failure_.code = code;
    failure_.cause = cause;
    failure_.text = std::move(text);
    return true;
}

}}} // namespace oms::v0_1::detail
