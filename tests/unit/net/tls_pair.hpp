#pragma once

// A session and its server, OpenSSL on both sides, without a socket: the test carries the ciphertext.

#include "common/net_certificates.hpp"

#include <oms/net/impl/tls_context.hpp>
#include <oms/net/impl/tls_session.hpp>

#include <boost/asio/buffer.hpp>

#include <openssl/err.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace net_test {

/// A client's side of TLS as a transport has it, that trusts one root.
class tls_client_side {
public:
    explicit tls_client_side(const authority& root, const std::string& host = "localhost")
        : context(trust(root), host, 8)
    {
    }

    oms::detail::tls_context context;

private:
    static oms::tls_config trust(const authority& root)
    {
        oms::tls_config config;
        config.ca_pem = root.pem();
        return config;
    }
};

/// The server's side, with memory for a wire.
class tls_server_side {
public:
    explicit tls_server_side(const identity& own, int version = TLS1_3_VERSION)
        : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free)
    {
        SSL_CTX_set_min_proto_version(context_.get(), version);
        SSL_CTX_set_max_proto_version(context_.get(), version);
        show(context_.get(), own);
    }

    SSL_CTX* context() { return context_.get(); }
    SSL* native() { return ssl_.get(); }

    void begin()
    {
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_accept_state(ssl_.get());
    }

    bool handshake() { return SSL_do_handshake(ssl_.get()) == 1; }
    void write(std::string_view text) { SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())); }

    /// All plaintext of what has arrived.
    std::string read()
    {
        std::string all;
        char some[20000];
        std::size_t bytes = 0;
        while (SSL_read_ex(ssl_.get(), some, sizeof some, &bytes) == 1)
            all.append(some, bytes);
        return all;
    }

    void arrived(const void* bytes, std::size_t size)
    {
        BIO_write(SSL_get_rbio(ssl_.get()), bytes, static_cast<int>(size));
    }

    /// The ciphertext it has for the client.
    std::string output()
    {
        std::string all(BIO_ctrl_pending(SSL_get_wbio(ssl_.get())), '\0');
        BIO_read(SSL_get_wbio(ssl_.get()), all.data(), static_cast<int>(all.size()));
        return all;
    }

private:
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
    std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, SSL_free};
};

/// Both, and the way between them.
class tls_pair {
public:
    using progress = oms::detail::tls_progress;
    using wait = oms::detail::tls_wait;

    explicit tls_pair(int version = TLS1_3_VERSION, const std::string& host = "localhost")
        : sides_(root, host), server(root.issue(), version)
    {
        connect();
    }

    void connect()
    {
        server.begin();
        client = std::make_unique<oms::detail::tls_session>(sides_.context.native());
        sides_.context.prepare(client->native());
    }

    /// Everything the client has to say, as if it was sent.
    std::string take_output()
    {
        std::string all;
        while (client->output().size() > 0) {
            all.append(static_cast<const char*>(client->output().data()), client->output().size());
            client->sent(client->output().size());
        }
        return all;
    }

    void client_to_server()
    {
        const std::string bytes = take_output();
        server.arrived(bytes.data(), bytes.size());
    }

    /// Gives the client as many of these bytes as there is space for; says how many.
    std::size_t give(std::string_view bytes)
    {
        const std::size_t part = boost::asio::buffer_copy(client->input_space(), boost::asio::buffer(bytes));
        client->arrived(part);
        return part;
    }

    /// Until it ends; what it sends and what comes goes in pieces of at most this many bytes.
    progress shake_hands(std::size_t piece = 100000)
    {
        std::string unread;
        progress done = client->handshake();
        bool stuck = false;
        while (done.waits != wait::nothing && !stuck) {
            const std::string sent = take_output();
            for (std::size_t at = 0; at < sent.size(); at += piece) {
                server.arrived(sent.data() + at, std::min(piece, sent.size() - at));
                server.handshake();
            }
            unread += server.output();
            stuck = unread.empty();
            while (done.waits == wait::input && !unread.empty() && client->output().size() == 0) {
                unread.erase(0, give(std::string_view(unread).substr(0, piece)));
                done = client->handshake();
            }
        }
        client_to_server();
        server.handshake();
        // What came behind the handshake.
        while (!unread.empty())
            unread.erase(0, give(unread));
        return done;
    }

    /// All that can be read of `ciphertext`, given in pieces of at most this many bytes. `last` is the progress that
    /// ended it.
    std::string read(std::string_view ciphertext, std::size_t piece = 100000, std::size_t space = 20000)
    {
        std::string all;
        std::string to(space, '\0');
        do {
            const std::size_t given = give(ciphertext.substr(0, piece));
            ciphertext.remove_prefix(given);
            for (last = client->read(boost::asio::buffer(to)); last.bytes > 0;
                 last = client->read(boost::asio::buffer(to)))
                all.append(to, 0, last.bytes);
        } while (!ciphertext.empty() && last.waits == wait::input);
        return all;
    }

    /// All of `text` in records; the ciphertext of each goes to the server at once.
    void write(std::string_view text)
    {
        while (!text.empty()) {
            last = client->write({boost::asio::buffer(text), boost::asio::const_buffer()});
            client_to_server();
            if (last.failure)
                return;
            text.remove_prefix(last.bytes);
        }
    }

    authority root;

private:
    tls_client_side sides_;

public:
    tls_server_side server;
    std::unique_ptr<oms::detail::tls_session> client;
    progress last;
};

} // namespace net_test
