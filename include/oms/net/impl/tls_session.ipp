#pragma once

#include <oms/net/impl/tls_session.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/crypto.h>
#include <openssl/err.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void ciphertext::consume(std::size_t bytes) noexcept
{
    first_ += bytes;
    if (empty()) {
        first_ = last_ = 0;
        wide_.reset();
    }
}

OMS_DECL void ciphertext::widen() noexcept
{
    if (wide_)
        return;
    std::unique_ptr<char[]> wide(new (std::nothrow) char[one_record]);
    if (!wide)
        return;
    std::memcpy(wide.get(), narrow_.data() + first_, last_ - first_);
    last_ -= first_;
    first_ = 0;
    wide_ = std::move(wide);
}

OMS_DECL std::size_t ciphertext::append(const char* from, std::size_t size) noexcept
{
    if (size > space().size())
        widen();
    const std::size_t taken = boost::asio::buffer_copy(space(), boost::asio::const_buffer(from, size));
    commit(taken);
    return taken;
}

OMS_DECL int tls_session::take_input(BIO* from, char* to, std::size_t size, std::size_t* taken) noexcept
{
    BIO_clear_retry_flags(from);
    ciphertext& input = static_cast<tls_session*>(BIO_get_data(from))->input_;
    *taken = boost::asio::buffer_copy(boost::asio::mutable_buffer(to, size), input.data());
    input.consume(*taken);
    if (*taken == 0)
        BIO_set_retry_read(from);
    return *taken > 0 ? 1 : 0;
}

OMS_DECL int tls_session::put_output(BIO* to, const char* from, std::size_t size, std::size_t* taken) noexcept
{
    BIO_clear_retry_flags(to);
    tls_session& session = *static_cast<tls_session*>(BIO_get_data(to));
    *taken = session.muted_ ? size : session.output_.append(from, size);
    if (*taken == 0)
        BIO_set_retry_write(to);
    return *taken > 0 ? 1 : 0;
}

OMS_DECL long tls_session::answer_control(BIO*, int question, long, void*) noexcept
{
    return question == BIO_CTRL_FLUSH ? 1 : 0;
}

OMS_DECL const BIO_METHOD* tls_session::queues()
{
    const auto make = [] {
        BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "oms::tls_session");
        if (!made)
            throw std::bad_alloc(); // the next call tries again
        BIO_meth_set_read_ex(made, take_input);
        BIO_meth_set_write_ex(made, put_output);
        BIO_meth_set_ctrl(made, answer_control);
        return made;
    };
    static const BIO_METHOD* const method = make(); // never freed: a client may be among the last things a program
                                                    // ends
    return method;
}

OMS_DECL tls_session::tls_session(SSL_CTX* context) : ssl_(SSL_new(context))
{
    BIO* const both = ssl_ ? BIO_new(queues()) : nullptr;
    if (!both) {
        ERR_clear_error();
        throw std::bad_alloc();
    }
    BIO_set_data(both, this);
    BIO_set_init(both, 1);
    SSL_set_bio(ssl_.get(), both, both);
    SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_set_read_ahead(ssl_.get(), 1); // the head of a record and the rest of it in one step
    SSL_set_connect_state(ssl_.get());
}

OMS_DECL tls_session::~tls_session()
{
    // Without this mark OpenSSL takes the connection for broken and its session for spoilt.
    SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

/// OpenSSL takes an error that somebody left in its queue for one of the connection. Looking is cheap, clearing is not.
OMS_DECL void forget_errors() noexcept
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

OMS_DECL tls_progress tls_session::stopped(int result) noexcept
{
    namespace error = boost::asio::error;

    switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
        return {tls_wait::input, {}, 0};
    case SSL_ERROR_WANT_WRITE:
        return {tls_wait::output, {}, 0};
    case SSL_ERROR_ZERO_RETURN:
        return {tls_wait::nothing, error::eof, 0};
    case SSL_ERROR_SSL:
    case SSL_ERROR_SYSCALL:
        failure_.assign(static_cast<int>(ERR_get_error()), error::get_ssl_category());
        if (!failure_)
            failure_ = boost::asio::ssl::error::unspecified_system_error;
        ERR_clear_error();
        break;
    default:
        failure_ = boost::asio::ssl::error::unexpected_result;
        break;
    }
    return {tls_wait::nothing, failure_, 0};
}

OMS_DECL tls_progress tls_session::handshake() noexcept
{
    if (failure_)
        return {tls_wait::nothing, failure_, 0};
    forget_errors();
    const int result = SSL_do_handshake(ssl_.get());
    return result == 1 ? tls_progress() : stopped(result);
}

OMS_DECL tls_progress tls_session::read_one(boost::asio::mutable_buffer to) noexcept
{
    if (failure_)
        return {tls_wait::nothing, failure_, 0};
    if (!holds_unread())
        return {tls_wait::input, {}, 0};
    forget_errors();
    std::size_t bytes = 0;
    const int result = SSL_read_ex(ssl_.get(), to.data(), to.size(), &bytes);
    return result == 1 ? tls_progress{tls_wait::nothing, {}, bytes} : stopped(result);
}

OMS_DECL tls_progress tls_session::read(boost::asio::mutable_buffer to) noexcept
{
    tls_progress all;
    while (to.size() > 0) {
        const tls_progress next = read_one(to);
        if (next.bytes == 0)
            return all.bytes > 0 ? all : next;
        all.bytes += next.bytes;
        to += next.bytes;
    }
    return all;
}

OMS_DECL tls_progress tls_session::write(const std::array<boost::asio::const_buffer, 2>& from) noexcept
{
    if (failure_)
        return {tls_wait::nothing, failure_, 0};
    if (muted_)
        return {tls_wait::nothing, boost::asio::error::broken_pipe, 0};
    const bool joined = from[0].size() > 0 && from[1].size() > 0;
    const boost::asio::const_buffer& only = from[from[0].size() > 0 ? 0 : 1];
    if (only.size() == 0)
        return {};
    forget_errors();
    std::size_t bytes = 0;
    int result = 0;
    if (joined && from[0].size() < most_at_once) {
        std::array<char, most_at_once> record;
        const std::size_t size = boost::asio::buffer_copy(boost::asio::buffer(record), from);
        result = SSL_write_ex(ssl_.get(), record.data(), size, &bytes);
        OPENSSL_cleanse(record.data(), size); // it holds the access token
    } else {
        result = SSL_write_ex(ssl_.get(), only.data(), std::min(only.size(), most_at_once), &bytes);
    }
    return result == 1 ? tls_progress{tls_wait::nothing, {}, bytes} : stopped(result);
}

OMS_DECL boost::asio::mutable_buffer tls_session::input_space() noexcept
{
    if (crowded_)
        input_.widen();
    return input_.space();
}

OMS_DECL void tls_session::arrived(std::size_t bytes) noexcept
{
    crowded_ = bytes == input_.space().size();
    input_.commit(bytes);
}

OMS_DECL boost::system::error_code tls_session::ended(const boost::system::error_code& problem) const noexcept
{
    const bool truncated = problem == boost::asio::error::eof &&
                           (!input_.empty() || (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) == 0);
    return truncated ? boost::system::error_code(boost::asio::ssl::error::stream_truncated) : problem;
}

OMS_DECL void tls_session::mute() noexcept
{
    muted_ = true;
    output_.consume(output_.data().size());
}

OMS_DECL bool tls_session::holds_unread() const noexcept
{
    const bool in_a_record =
        SSL_has_pending(ssl_.get()) == 1 || std::string_view(SSL_rstate_string(ssl_.get())) == "RB";
    return in_a_record || !input_.empty() || failure_ || (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

OMS_DECL void tls_session::rest() noexcept
{
    forget_errors();
    SSL_free_buffers(ssl_.get());
}

}}} // namespace oms::v0_1::detail
