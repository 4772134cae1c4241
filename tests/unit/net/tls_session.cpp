#include "common/catch.hpp"
#include "tls_pair.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/sslerr.h>

#include <array>
#include <string>

using namespace net_test;
using waits_for = tls_pair::wait;
namespace error = boost::asio::error;

namespace {

int reason(const boost::system::error_code& failure)
{
    return failure.category() == error::get_ssl_category() ? ERR_GET_REASON(static_cast<unsigned long>(failure.value()))
                                                           : -1;
}

std::string text_of(std::size_t size)
{
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = static_cast<char>('a' + i % 23);
    return text;
}

} // namespace

TEST_CASE("A TLS session shakes hands and carries data, with TLS 1.2 and 1.3, whatever pieces the wire makes")
{
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    const std::size_t piece = GENERATE(1u, 2u, 7u, 100u, 100000u);
    tls_pair tls(version);
    const auto done = tls.shake_hands(piece);
    REQUIRE(done.failure.message() == boost::system::error_code().message());
    CHECK(SSL_version(tls.client->native()) == version);
    CHECK(SSL_get_verify_result(tls.client->native()) == X509_V_OK);

    tls.write("a question");
    CHECK(tls.server.read() == "a question");
    tls.server.write("an answer");
    CHECK(tls.read(tls.server.output(), piece) == "an answer");
    CHECK(tls.last.waits == waits_for::input);
    CHECK_FALSE(tls.client->holds_unread());
}

TEST_CASE("A TLS record split at any byte is read when its last byte is there, and not before")
{
    tls_pair tls(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    tls.shake_hands();
    tls.read("");
    for (std::size_t at = 1; at < 40; ++at) {
        tls.server.write("an answer");
        const std::string record = tls.server.output();
        if (at >= record.size())
            break;
        CHECK(tls.read(record.substr(0, at)).empty());
        CHECK(tls.last.waits == waits_for::input);
        CHECK(tls.client->holds_unread());
        CHECK(tls.read(record.substr(at)) == "an answer");
        CHECK_FALSE(tls.client->holds_unread());
    }
}

TEST_CASE("One read gives what several TLS records hold, as far as there is space")
{
    tls_pair tls;
    tls.shake_hands();
    tls.server.write("head ");
    tls.server.write("body ");
    tls.server.write("end");
    tls.give(tls.server.output());
    std::string to(7, '\0');
    tls_pair::progress got = tls.client->read(boost::asio::buffer(to));
    CHECK(got.waits == waits_for::nothing);
    CHECK(to.substr(0, got.bytes) == "head bo");
    CHECK(tls.client->holds_unread());
    got = tls.client->read(boost::asio::buffer(to));
    CHECK(to.substr(0, got.bytes) == "dy end");
    CHECK_FALSE(tls.client->holds_unread());
    CHECK(tls.client->read(boost::asio::buffer(to)).waits == waits_for::input);
    CHECK(tls.client->read(boost::asio::mutable_buffer()).waits == waits_for::nothing);
}

TEST_CASE("Records of the greatest size go both ways, and the memory for them is one record's")
{
    tls_pair tls(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    tls.shake_hands();
    const std::string text = text_of(100000);

    std::size_t records = 0;
    std::string taken;
    for (std::string_view rest = text; !rest.empty(); ++records) {
        const auto written = tls.client->write({boost::asio::buffer(rest), boost::asio::const_buffer()});
        REQUIRE(written.waits == waits_for::nothing);
        CHECK(written.bytes == std::min<std::size_t>(rest.size(), 16384));
        CHECK(tls.client->output().size() > written.bytes);
        CHECK(tls.client->output().size() <= oms::detail::ciphertext::one_record);
        rest.remove_prefix(written.bytes);
        tls.client_to_server();
        taken += tls.server.read();
    }
    CHECK(records == 7);
    CHECK(taken == text);

    tls.server.write(text);
    CHECK(tls.read(tls.server.output()) == text);
    CHECK(tls.read("").empty());
    CHECK(tls.client->input_space().size() <= oms::detail::ciphertext::one_record);
}

TEST_CASE("There is space for one whole record as soon as the peer fills what there was, and little when it does not")
{
    using oms::detail::ciphertext;
    tls_pair tls;
    tls.shake_hands();
    tls.read("");
    CHECK(tls.client->input_space().size() == ciphertext::usual);
    tls.server.write(text_of(16384));
    const std::string record = tls.server.output();
    REQUIRE(tls.give(record) == ciphertext::usual);
    std::string to(20000, '\0');
    CHECK(tls.client->read(boost::asio::buffer(to)).waits == waits_for::input);
    CHECK(tls.client->input_space().size() == ciphertext::one_record);
    CHECK(tls.give(std::string_view(record).substr(ciphertext::usual)) == record.size() - ciphertext::usual);
    CHECK(tls.client->read(boost::asio::buffer(to)).bytes == 16384);
    CHECK(tls.client->input_space().size() == ciphertext::usual);
}

TEST_CASE("Head and body of a request are one TLS record, and all of a long one arrives")
{
    tls_pair tls;
    tls.shake_hands();
    tls.take_output();
    const std::string head = text_of(300);
    const std::string body = text_of(GENERATE(0u, 1u, 500u, 16083u, 16084u, 16085u, 40000u));
    std::string taken;
    std::size_t at = 0;
    while (at < head.size() + body.size()) {
        const std::size_t of_head = std::min(at, head.size());
        const auto written =
            tls.client->write({boost::asio::buffer(head) + of_head, boost::asio::buffer(body) + (at - of_head)});
        REQUIRE(written.waits == waits_for::nothing);
        CHECK(written.bytes == std::min<std::size_t>(head.size() + body.size() - at, 16384));
        const auto* const record = static_cast<const unsigned char*>(tls.client->output().data());
        CHECK(tls.client->output().size() == 5u + record[3] * 256u + record[4]);
        at += written.bytes;
        tls.client_to_server();
        taken += tls.server.read();
    }
    CHECK(taken == head + body);
    CHECK(tls.client->write({}).bytes == 0);
    CHECK(tls.client->output().size() == 0);
}

TEST_CASE("Session tickets behind the handshake are kept to be resumed with, and nobody reads them as data")
{
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    tls_pair tls(version);
    tls.shake_hands();
    CHECK(SSL_session_reused(tls.client->native()) == 0);
    tls.server.write("an answer");
    CHECK(tls.read(tls.server.output()) == "an answer");
    CHECK_FALSE(tls.client->holds_unread());
    // The session is as good after its connection has gone without a word as after a proper end.
    tls.connect();
    CHECK_FALSE(tls.shake_hands().failure);
    CHECK(SSL_session_reused(tls.client->native()) == 1);
}

TEST_CASE("The peer's close_notify is the end, again and again, and known before it is asked for")
{
    tls_pair tls(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    tls.shake_hands();
    tls.server.write("an answer");
    SSL_shutdown(tls.server.native());
    CHECK(tls.read(tls.server.output()) == "an answer");
    CHECK(tls.last.failure == error::eof);
    CHECK(tls.last.waits == waits_for::nothing);
    CHECK(tls.client->holds_unread());
    CHECK(tls.read("").empty());
    CHECK(tls.last.failure == error::eof);
    CHECK(tls.client->ended(error::eof) == error::eof);
}

TEST_CASE("The end of the stream without close_notify is a truncation, wherever it comes")
{
    tls_pair tls;
    const boost::system::error_code truncated = boost::asio::ssl::error::stream_truncated;
    CHECK(tls.client->handshake().waits == waits_for::input);
    CHECK(tls.client->ended(error::eof) == truncated);
    tls.shake_hands();
    CHECK(tls.client->ended(error::eof) == truncated);
    tls.server.write("an answer");
    const std::string record = tls.server.output();
    tls.read(record.substr(0, record.size() - 1));
    CHECK(tls.client->ended(error::eof) == truncated);
    CHECK(tls.client->ended(error::connection_reset) == error::connection_reset);
}

TEST_CASE("A record that was changed on the way ends the session for good, with an alert to the peer")
{
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    tls_pair tls(version);
    tls.shake_hands();
    tls.read("");
    tls.take_output();
    tls.server.write("an answer");
    std::string record = tls.server.output();
    record.back() = static_cast<char>(record.back() ^ 1);
    CHECK(tls.read(record).empty());
    CHECK(tls.last.waits == waits_for::nothing);
    const boost::system::error_code failure = tls.last.failure;
    CHECK(failure.category() == error::get_ssl_category());
    if (version == TLS1_3_VERSION)
        CHECK(reason(failure) == SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC);
    CHECK(ERR_peek_error() == 0);
    CHECK(tls.client->output().size() > 0);
    CHECK(tls.client->holds_unread());
    tls.client_to_server();
    CHECK(tls.server.read().empty());
    CHECK(ERR_GET_REASON(ERR_get_error()) == SSL_R_SSLV3_ALERT_BAD_RECORD_MAC);

    ERR_clear_error();
    CHECK(tls.read("").empty());
    CHECK(tls.last.failure == failure);
    tls.write("more");
    CHECK(tls.last.failure == failure);
    CHECK(tls.client->handshake().failure == failure);
    CHECK(tls.client->output().size() == 0);
}

TEST_CASE("What came before a broken record is read first, then the failure")
{
    tls_pair tls;
    tls.shake_hands();
    tls.server.write("good");
    std::string both = tls.server.output();
    tls.server.write("bad");
    both += tls.server.output();
    both.back() = static_cast<char>(both.back() ^ 1);
    tls.give(both);
    std::string to(100, '\0');
    const tls_pair::progress first = tls.client->read(boost::asio::buffer(to));
    CHECK(to.substr(0, first.bytes) == "good");
    CHECK_FALSE(first.failure);
    CHECK(tls.client->holds_unread());
    CHECK(reason(tls.client->read(boost::asio::buffer(to)).failure) == SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC);
}

TEST_CASE("Bytes that are no TLS, in place of the handshake and after it, end the session")
{
    tls_pair tls;
    CHECK(tls.client->handshake().waits == waits_for::input);
    tls.give("HTTP/1.1 400 Bad Request\r\n\r\n");
    CHECK(reason(tls.client->handshake().failure) == SSL_R_WRONG_VERSION_NUMBER);

    tls.connect();
    tls.shake_hands();
    CHECK(tls.read("HTTP/1.1 400 Bad Request\r\n\r\n").empty());
    CHECK(tls.last.failure.category() == error::get_ssl_category());
}

TEST_CASE("The peer's fatal alert is the failure, in the handshake and after it")
{
    tls_pair tls;
    // A server that nobody can agree with.
    SSL_CTX_set_max_proto_version(tls.server.context(), TLS1_2_VERSION);
    SSL_CTX_set_min_proto_version(tls.server.context(), TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(tls.server.context(), "ECDHE-ECDSA-AES128-SHA256");
    tls.connect();
    CHECK(reason(tls.shake_hands().failure) == SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE);

    tls_pair other;
    other.shake_hands();
    other.read("");
    // The client's words are garbled on the way, and the server says so.
    other.client->write({boost::asio::buffer("question", 8), boost::asio::const_buffer()});
    std::string record = other.take_output();
    record.back() = static_cast<char>(record.back() ^ 1);
    other.server.arrived(record.data(), record.size());
    CHECK(other.server.read().empty());
    ERR_clear_error();
    CHECK(other.read(other.server.output()).empty());
    CHECK(reason(other.last.failure) == SSL_R_SSLV3_ALERT_BAD_RECORD_MAC);
}

TEST_CASE("A certificate for another name is refused, and the server is told so")
{
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    tls_pair tls(version, "elsewhere.example");
    CHECK(reason(tls.shake_hands().failure) == SSL_R_CERTIFICATE_VERIFY_FAILED);
    CHECK(SSL_get_verify_result(tls.client->native()) == X509_V_ERR_HOSTNAME_MISMATCH);
}

TEST_CASE("A KeyUpdate of the peer is answered, behind it data goes on in both directions")
{
    tls_pair tls;
    tls.shake_hands();
    tls.read("");
    tls.take_output();
    for (int round = 0; round < 5; ++round) {
        REQUIRE(SSL_key_update(tls.server.native(), SSL_KEY_UPDATE_REQUESTED) == 1);
        tls.server.write("with new keys");
        CHECK(tls.read(tls.server.output()) == "with new keys");
        tls.write("a question");
        CHECK(tls.server.read() == "a question");
    }
    REQUIRE(SSL_key_update(tls.client->native(), SSL_KEY_UPDATE_REQUESTED) == 1);
    tls.write("a question");
    CHECK(tls.server.read() == "a question");
    tls.server.write("an answer");
    CHECK(tls.read(tls.server.output()) == "an answer");
}

TEST_CASE("A record for which there is no room in the output waits for it, and is whole in the end")
{
    tls_pair tls;
    tls.shake_hands();
    tls.read("");
    tls.take_output();
    const std::string text = text_of(16384);
    const std::string more = text_of(2000);
    const std::array<boost::asio::const_buffer, 2> second{boost::asio::buffer(more), boost::asio::buffer("!", 1)};
    REQUIRE(tls.client->write({boost::asio::buffer(text), boost::asio::const_buffer()}).waits == waits_for::nothing);
    REQUIRE(tls.client->write(second).waits == waits_for::output);
    CHECK(tls.client->output().size() == oms::detail::ciphertext::one_record);
    CHECK(tls.client->write(second).waits == waits_for::output);

    tls.server.write("meanwhile");
    CHECK(tls.read(tls.server.output()) == "meanwhile");
    tls.client_to_server();
    CHECK(tls.server.read() == text);
    const tls_pair::progress done = tls.client->write(second);
    CHECK(done.waits == waits_for::nothing);
    CHECK(done.bytes == more.size() + 1);
    tls.client_to_server();
    CHECK(tls.server.read() == more + "!");
}

TEST_CASE("A server of TLS 1.2 that wants to renegotiate is told no, and its data is read all the same")
{
    tls_pair tls(TLS1_2_VERSION);
    tls.shake_hands();
    tls.take_output();
    REQUIRE(SSL_renegotiate(tls.server.native()) == 1);
    SSL_do_handshake(tls.server.native()); // HelloRequest
    const std::string hello = tls.server.output();
    REQUIRE_FALSE(hello.empty());
    CHECK(tls.read(hello).empty());
    CHECK(tls.last.waits == waits_for::input);
    CHECK(tls.client->output().size() > 0);
    tls.client_to_server();
    CHECK(tls.server.read().empty());
    CHECK(ERR_GET_REASON(ERR_get_error()) == SSL_R_NO_RENEGOTIATION);
    ERR_clear_error();
}

TEST_CASE("A session whose socket takes no more drops what is unsent, writes nothing from then on, and goes on reading")
{
    tls_pair tls;
    tls.shake_hands();
    tls.read("");
    tls.client_to_server();
    CHECK(tls.client->write({boost::asio::buffer("question", 8), boost::asio::const_buffer()}).bytes == 8);
    tls.client->mute();
    CHECK(tls.client->output().size() == 0);
    tls.write("more");
    CHECK(tls.last.failure == error::broken_pipe);
    REQUIRE(SSL_key_update(tls.server.native(), SSL_KEY_UPDATE_REQUESTED) == 1);
    tls.server.write("an early answer");
    CHECK(tls.read(tls.server.output()) == "an early answer");
    CHECK(tls.client->output().size() == 0);
}

TEST_CASE("An error that other code left in OpenSSL's queue is not taken for one of the session")
{
    tls_pair tls;
    const auto litter = [] {
        ERR_raise(ERR_LIB_USER, 99);
    };
    litter();
    CHECK(tls.client->handshake().waits == waits_for::input);
    tls.shake_hands();
    tls.server.write("an answer");
    const std::string record = tls.server.output();
    litter();
    CHECK(tls.read(record.substr(0, 6)).empty());
    CHECK(tls.last.waits == waits_for::input);
    litter();
    CHECK(tls.read(record.substr(6)) == "an answer");
    litter();
    tls.write("a question");
    CHECK_FALSE(tls.last.failure);
    ERR_clear_error();
}

TEST_CASE("A session that rested goes on as if it had not, and rests only between records")
{
    tls_pair tls(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    tls.shake_hands();
    tls.read("");
    for (int round = 0; round < 3; ++round) {
        tls.client->rest();
        tls.write("a question");
        CHECK(tls.server.read() == "a question");
        tls.client->rest();
        tls.server.write("an answer");
        const std::string record = tls.server.output();
        CHECK(tls.read(record.substr(0, 10)).empty());
        tls.client->rest();
        CHECK(tls.read(record.substr(10)) == "an answer");
    }
}
