#pragma once

#include <oms/client/client_core.hpp>

#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// Calls of any path, with the access token, keys, retries, limits and errors of all others; from `client.raw()`.
///
/// \code
/// const oms::raw_answer networks = co_await client.raw().get("/networks");
/// \endcode
///
/// A complete 2xx is the result, whatever its body; everything else throws the error that a typed call would throw.
/// `path` begins with `/`, is relative to the versioned base URL and may have a query; whoever puts ids or other data
/// into it encodes them. errc::invalid_argument, nothing sent: a path that would leave the base URL (`..`, `//`,
/// a scheme) or holds characters that a request target cannot have. A handle like `customers`.
class raw {
public:
    explicit raw(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    boost::asio::awaitable<raw_answer> get(std::string path, call_options options = {}) const
    {
        return core_->raw_call(raw_request(http_method::get, std::move(path)), std::move(options));
    }
    /// POST, with an idempotency key. `body` empty: none is sent.
    boost::asio::awaitable<raw_answer> post(std::string path, json_text body, call_options options = {}) const
    {
        return core_->raw_call(raw_request(http_method::post, std::move(path), std::move(body)), std::move(options));
    }
    /// PUT, with an idempotency key (contract section 1.4).
    boost::asio::awaitable<raw_answer> put(std::string path, json_text body, call_options options = {}) const
    {
        return core_->raw_call(raw_request(http_method::put, std::move(path), std::move(body)), std::move(options));
    }
    /// PATCH: no key, so it is repeated only when the service cannot have seen it.
    boost::asio::awaitable<raw_answer> patch(std::string path, json_text body, call_options options = {}) const
    {
        return core_->raw_call(raw_request(http_method::patch, std::move(path), std::move(body)), std::move(options));
    }
    /// DELETE. A 404 after a lost answer counts as done: the answer then has status 404.
    boost::asio::awaitable<raw_answer> remove(std::string path, call_options options = {}) const
    {
        return core_->raw_call(raw_request(http_method::del, std::move(path)), std::move(options));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
