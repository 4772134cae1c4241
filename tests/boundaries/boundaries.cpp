#include "include_rules.hpp"
#include "room_table.hpp"

#include "common/catch.hpp"

#include <algorithm>
#include <filesystem>

namespace {

bool has_room(std::string_view name)
{
    return std::any_of(room_table().begin(), room_table().end(), [&](const room& row) { return row.name == name; });
}

int level_of(std::string_view name)
{
    const auto found =
        std::find_if(room_table().begin(), room_table().end(), [&](const room& row) { return row.name == name; });
    REQUIRE(found != room_table().end());
    return found->level;
}

/// What the rules say about one line put into a small sound tree.
std::vector<std::string> planted(const std::string& file, const std::string& line)
{
    source_tree tree{
        {"config.hpp", ""},
        {"oms.hpp", "#include <oms/client/client.hpp>\n#include <oms/webhook/verifier.hpp>\n"},
        {"src.hpp", "#include <oms/client/impl/make_client.ipp>\n"},
        {"core/error.hpp", "#include <boost/system/error_code.hpp>\n#include <string>\n"},
        {"model/quote.hpp", "#include <oms/core/error.hpp>\n"},
        {"http/request.hpp", "#include <oms/core/error.hpp>\n"},
        {"http/impl/url.ipp", "#include <boost/url/parse.hpp>\n"},
        {"wire/codec.hpp", "#include <oms/model/quote.hpp>\n"},
        {"wire/json.hpp", "#include <boost/json/value.hpp>\n"},
        {"net/transport.hpp", "#include <oms/http/request.hpp>\n#include <boost/asio/awaitable.hpp>\n"},
        {"net/https_transport.hpp", "#include <oms/net/transport.hpp>\n"},
        {"net/impl/https_transport.ipp", "#include <boost/beast/http/read.hpp>\n"},
        {"webhook/verifier.hpp", "#include <oms/model/quote.hpp>\n"},
        {"webhook/impl/verifier.ipp", "#include <oms/wire/codec.hpp>\n#include <openssl/evp.h>\n"},
        {"client/client.hpp", "#include <oms/net/transport.hpp>\n#include <oms/client/impl/client.ipp>\n"},
        {"client/impl/client.ipp", "#include <oms/client/client.hpp>\n"},
        {"client/client_config.hpp", "#include <oms/config.hpp>\n"},
        {"client/make_client.hpp", "#include <oms/client/client.hpp>\n#include <oms/client/impl/make_client.ipp>\n"},
        {"client/impl/make_client.ipp", "#include <oms/client/impl/live_core.hpp>\n"},
        {"client/impl/live_core.hpp", "#include <oms/wire/codec.hpp>\n#include <oms/net/https_transport.hpp>\n"},
        {"sandbox/server.hpp", "#include <boost/asio/any_io_executor.hpp>\n"},
        {"sandbox/impl/server.ipp", "#include <oms/client/client_config.hpp>\n#include <boost/beast/http/read.hpp>\n"},
    };
    REQUIRE(forbidden_includes(tree).empty());
    tree[file] += line + "\n";
    return forbidden_includes(tree);
}

bool refused(const std::string& file, const std::string& line, std::string_view reason)
{
    const auto found = planted(file, line);
    CAPTURE(file, line, joined(found));
    return found.size() == 1 && found[0].starts_with(file + ":") && found[0].find(reason) != std::string::npos;
}

} // namespace

TEST_CASE("Every include of the library is one that the table of rooms allows (I8)")
{
    REQUIRE(our_headers().size() > 10);
    const auto found = forbidden_includes(our_headers());
    INFO(joined(found));
    CHECK(found.empty());
}

TEST_CASE("No headers include each other in a circle")
{
    const auto found = circles(our_headers());
    INFO(joined(found));
    CHECK(found.empty());
}

TEST_CASE("Every folder of include/oms is a room of the table")
{
    for (const auto& entry : std::filesystem::directory_iterator{std::filesystem::path{OMS_SOURCE_DIR} / "include/oms"})
        if (entry.is_directory())
            CHECK(has_room(entry.path().filename().string()));
}

TEST_CASE("Every arrow of the table points down")
{
    for (const room& row : room_table())
        for (const room::neighbour& neighbour : row.may_include)
            CHECK(level_of(neighbour.room) < row.level);
    for (const room::neighbour& neighbour : client_behind_door_two().may_include)
        CHECK(level_of(neighbour.room) < level_of("client"));
}

TEST_CASE("A planted include that points up is caught")
{
    CHECK(refused("core/error.hpp", "#include <oms/model/quote.hpp>", "points up"));
    CHECK(refused("http/request.hpp", "#include <oms/net/transport.hpp>", "points up"));
    CHECK(refused("wire/codec.hpp", "#include <oms/client/client.hpp>", "points up"));
    CHECK(refused("webhook/verifier.hpp", "#include <oms/net/transport.hpp>", "points up or sideways"));
    CHECK(refused("model/quote.hpp", "#include <oms/http/request.hpp>", "points up or sideways"));
    CHECK(refused("core/error.hpp", "#include <oms/oms.hpp>", "top of include/oms"));
}

TEST_CASE("A planted include of a room that the row does not name is caught")
{
    CHECK(refused("webhook/impl/verifier.ipp", "#include <oms/http/request.hpp>", "not in the row"));
    CHECK(refused("net/transport.hpp", "#include <oms/model/quote.hpp>", "not in the row"));
    CHECK(refused("sandbox/server.hpp", "#include <oms/net/transport.hpp>", "not in the row"));
    CHECK(refused("sandbox/server.hpp", "#include <oms/client/client.hpp>", "not in the row"));
    CHECK(refused("net/transport.hpp", "#include <oms/http/impl/url.ipp>", "bodies of another room"));
    CHECK(refused("core/error.hpp", "#include <oms/core/lost.hpp>", "not there"));
    CHECK(refused("core/error.hpp", "#include \"error.hpp\"", "quoted"));
    CHECK(refused("extra/thing.hpp", "#include <string>", "table does not have"));
}

TEST_CASE("A planted leak from the first door of client to the second is caught, in headers and in bodies")
{
    CHECK(refused("client/client.hpp", "#include <oms/client/make_client.hpp>", "first door"));
    CHECK(refused("client/impl/client.ipp", "#include <oms/client/make_client.hpp>", "first door"));
    CHECK(refused("client/client.hpp", "#include <oms/wire/codec.hpp>", "not in the row"));
    CHECK(refused("client/impl/client.ipp", "#include <oms/wire/codec.hpp>", "not in the row"));
    CHECK(refused("client/impl/client.ipp", "#include <oms/net/https_transport.hpp>", "not in the row"));
    CHECK(refused("client/impl/client.ipp", "#include <boost/asio/steady_timer.hpp>", "no library"));
    CHECK(refused("oms.hpp", "#include <oms/client/make_client.hpp>", "first door"));
    CHECK(refused("oms.hpp", "#include <oms/sandbox/server.hpp>", "not for using"));
    CHECK(planted("client/impl/make_client.ipp", "#include <oms/wire/codec.hpp>").empty());
}

TEST_CASE("A planted library that a room must not show or use is caught")
{
    CHECK(refused("net/transport.hpp", "#include <boost/beast/http/message.hpp>", "may show"));
    CHECK(refused("net/transport.hpp", "#include <boost/asio/ssl/context.hpp>", "may show"));
    CHECK(refused("webhook/verifier.hpp", "#include <openssl/hmac.h>", "may show"));
    CHECK(refused("webhook/impl/verifier.ipp", "#include <boost/asio/buffer.hpp>", "may use"));
    CHECK(refused("wire/codec.hpp", "#include <boost/json/value.hpp>", "may show"));
    CHECK(refused("core/error.hpp", "  #  include <boost/url/url.hpp>", "may show"));
    CHECK(refused("model/quote.hpp", "#include <boost/system/result.hpp>", "may show"));
    CHECK(refused("oms.hpp", "#include <boost/asio.hpp>", "top of include/oms"));
}

TEST_CASE("A planted circle of headers is caught, and a body that begins with its header is none")
{
    source_tree tree{{"core/a.hpp", "#include <oms/core/b.hpp>\n#include <oms/core/impl/a.ipp>\n"},
                     {"core/b.hpp", "#include <string>\n"},
                     {"core/impl/a.ipp", "#include <oms/core/a.hpp>\n"}};
    CHECK(circles(tree).empty());
    tree["core/b.hpp"] += "#include <oms/core/a.hpp>\n";
    CHECK(circles(tree).size() == 1);
}
