#pragma once

#include <oms/config.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <array>
#include <cstddef>
#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

/// Bytes on their way between OpenSSL and a socket. Few need no memory but this object's own; for more, there is room
/// for one record of the greatest size until the queue is empty again.
class ciphertext {
public:
    static constexpr std::size_t usual = 4 * 1024;
    static constexpr std::size_t one_record = 17 * 1024; ///< 16 KB of plaintext, its head and its seal

    boost::asio::const_buffer data() const noexcept { return {start() + first_, last_ - first_}; }
    bool empty() const noexcept { return first_ == last_; }
    void consume(std::size_t bytes) noexcept;

    /// What is behind the data and still free; at least a byte when the queue is empty.
    boost::asio::mutable_buffer space() noexcept { return {start() + last_, capacity() - last_}; }
    void commit(std::size_t bytes) noexcept { last_ += bytes; }

    /// Takes as many of these bytes as there is room and memory for; says how many.
    std::size_t append(const char* from, std::size_t size) noexcept;

    /// Has room for one record of the greatest size, if there is memory.
    void widen() noexcept;

private:
    std::size_t capacity() const noexcept { return wide_ ? one_record : usual; }
    char* start() noexcept { return wide_ ? wide_.get() : narrow_.data(); }
    const char* start() const noexcept { return wide_ ? wide_.get() : narrow_.data(); }

    std::size_t first_ = 0;
    std::size_t last_ = 0;
    std::unique_ptr<char[]> wide_;
    std::array<char, usual> narrow_;
};

struct tls_release {
    void operator()(SSL* session) const noexcept { SSL_free(session); }
};

/// What an operation of TLS waits for.
enum class tls_wait : unsigned char {
    nothing, ///< it has ended
    input,   ///< ciphertext of the peer
    output   ///< room for more of its own ciphertext
};

/// How far an operation of TLS has come.
struct tls_progress {
    tls_wait waits = tls_wait::nothing;
    boost::system::error_code failure; ///< of what has ended
    std::size_t bytes = 0;             ///< plaintext read or written
};

/// The client's side of TLS, without a socket: ciphertext goes in and comes out, and who has the socket moves it. After
/// each call `output` is to be sent, whatever came of the call. What waits is called again with the same arguments.
class tls_session {
public:
    static constexpr std::size_t most_at_once = 16 * 1024; ///< of plaintext in one record

    /// Throws `std::bad_alloc`.
    explicit tls_session(SSL_CTX* context);
    tls_session(const tls_session&) = delete;
    tls_session& operator=(const tls_session&) = delete;
    ~tls_session();

    SSL* native() noexcept { return ssl_.get(); }

    tls_progress handshake() noexcept;

    /// All that is decrypted already, of any number of records, as far as there is space for it. `asio::error::eof`
    /// when the peer ended TLS as it should.
    tls_progress read(boost::asio::mutable_buffer to) noexcept;

    /// One record, of as much as it can hold. It is written when all of `output` is sent, and not a byte of it before:
    /// nobody can open a part of a record.
    tls_progress write(const std::array<boost::asio::const_buffer, 2>& from) noexcept;

    /// Where ciphertext of the peer goes to.
    boost::asio::mutable_buffer input_space() noexcept;
    void arrived(std::size_t bytes) noexcept;

    /// What `problem` of the socket, met while ciphertext was waited for, means to a reader: without the word of TLS
    /// the end of the stream may be anybody's doing, and is `asio::ssl::error::stream_truncated`.
    boost::system::error_code ended(const boost::system::error_code& problem) const noexcept;

    boost::asio::const_buffer output() const noexcept { return output_.data(); }
    void sent(std::size_t bytes) noexcept { output_.consume(bytes); }
    /// The socket takes no more. What is left of the output is dropped, and nothing can be written from now on.
    void mute() noexcept;

    /// The last input left room: there was no more to be had then.
    bool took_all() const noexcept { return !crowded_; }

    /// There is something to read, be it the end: the peer's word is more than what was asked for.
    bool holds_unread() const noexcept;

    /// Gives back OpenSSL's buffers. The next operation takes them again.
    void rest() noexcept;

private:
    // OpenSSL reads and writes through a BIO. This one is the two queues; its data is the session.
    static const BIO_METHOD* queues();
    static int take_input(BIO* from, char* to, std::size_t size, std::size_t* taken) noexcept;
    static int put_output(BIO* to, const char* from, std::size_t size, std::size_t* taken) noexcept;
    static long answer_control(BIO* about, int question, long number, void* pointer) noexcept;

    /// What the result of an operation that did not succeed means.
    tls_progress stopped(int result) noexcept;
    tls_progress read_one(boost::asio::mutable_buffer to) noexcept;

    std::unique_ptr<SSL, tls_release> ssl_;
    boost::system::error_code failure_; // for good
    bool crowded_ = false;              // the last input filled all the space
    bool muted_ = false;
    ciphertext input_;
    ciphertext output_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/tls_session.ipp>
#endif
