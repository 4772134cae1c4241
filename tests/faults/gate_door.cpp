#include "common/catch.hpp"
#include "faults/gate_world.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>

// The gate's door, and who knocks by another name.

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

boost::system::error_code knock_at(std::uint16_t port)
{
    asio::io_context io;
    tcp::socket socket(io);
    boost::system::error_code how;
    socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), how);
    return how;
}

} // namespace

TEST_CASE("A gate whose door is closed refuses, and nobody else can have its port")
{
    test::gate gate{test::gate_terms()};
    CHECK_FALSE(knock_at(gate.port()));
    gate.close_door();
    CHECK(knock_at(gate.port()) == asio::error::connection_refused);

    asio::io_context io;
    tcp::acceptor other(io, tcp::v4());
    boost::system::error_code how;
    other.bind(tcp::endpoint(asio::ip::address_v4::loopback(), gate.port()), how);
    CHECK(how == asio::error::address_in_use);

    gate.open_door();
    CHECK_FALSE(knock_at(gate.port()));
}

TEST_CASE("A gate whose door is open says so when it is to be opened, and goes on")
{
    test::gate gate{test::gate_terms()};
    CHECK_THROWS_AS(gate.open_door(), boost::system::system_error);
    CHECK_FALSE(knock_at(gate.port()));
}

TEST_CASE("I5 a token for another name of the same machine is found by the gate's oracle")
{
    test::gate_world world;
    oms::client_config config = world.config();
    const auto calls = [&](const oms::client_config& how, const char* key) {
        const oms::client client = world.service.client(how);
        const std::optional<oms::error> failure = world.service.run(world.create(client, key));
        CHECK_FALSE(failure.has_value());
        return world.judged();
    };
    CHECK(calls(config, "at-home").violations() == 0);
    config.base_url = "https://localhost:" + std::to_string(world.through.port()) + "/v0.9";
    const test::verdict elsewhere = calls(config, "elsewhere");
    CHECK(elsewhere.stray_tokens == 2); // the token exchange and the call
    CHECK(elsewhere.violations() == 2);
}
