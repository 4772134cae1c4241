#pragma once

#include <span>
#include <string_view>
#include <vector>

/// Who may include whom. A room is a folder of include/oms; what its row does not name, it may not include.
struct room {
    /// Another room; all of it, or only the files named.
    struct neighbour {
        std::string_view room;
        std::vector<std::string_view> only = {};
    };

    std::string_view name;
    int level;
    std::vector<neighbour> may_include;
    std::vector<std::string_view> outside_in_headers; ///< beginnings of include paths, beside the standard library
    std::vector<std::string_view> outside_in_bodies;  ///< what files in `impl/` may include in addition
};

/// The rows, lowest level first.
inline const std::vector<room>& room_table()
{
    using std::string_view;
    using names = std::vector<string_view>;

    // Of the system, ::getpid for the guards in a file, which do not cross a fork.
    static const names signatures_and_guards{"openssl/", "boost/crc.hpp", "boost/system/", "sys/types.h", "unistd.h"};
    // Of the system, ::shutdown (Asio has it only for a socket that no other thread touches), ::recv to look at an
    // idle connection, ::poll to see its end, and ::getpid or a page of memory (::madvise) to see a fork.
    static const names sockets{"boost/asio/",  "boost/asio.hpp", "boost/beast/", "boost/beast.hpp", "openssl/",
                               "sys/socket.h", "sys/mman.h",     "poll.h",       "unistd.h"};
    // What an exchange without a coroutine is made of, which the bodies of the client run.
    static const names exchanges{"boost/asio/awaitable.hpp",
                                 "boost/asio/any_io_executor.hpp",
                                 "boost/asio/associated_",
                                 "boost/asio/async_result.hpp",
                                 "boost/asio/cancellation_type.hpp",
                                 "boost/asio/dispatch.hpp",
                                 "boost/asio/execution/outstanding_work.hpp",
                                 "boost/asio/prefer.hpp",
                                 "boost/asio/post.hpp",
                                 "boost/system/",
                                 "unistd.h"};
    // The emulator judges requests with a JSON reader that is not ours, so that the two cannot share a mistake.
    static const names sockets_and_json{"boost/asio/", "boost/asio.hpp", "boost/beast/", "boost/beast.hpp",
                                        "openssl/",    "sys/socket.h",   "boost/json"};
    static const names journal_files{"fcntl.h", "unistd.h", "sys/", "boost/crc.hpp"};

    // clang-format off
    static const std::vector<room> table{
        {"core", 0, {},
            {"boost/system/", "boost/assert/source_location.hpp"}, {"openssl/rand.h", "openssl/crypto.h"}},
        {"model", 1, {{"core"}},
            {}, {}},
        {"http", 1, {{"core"}},
            {}, {"boost/url"}},
        {"journal", 1, {{"core"}},
            {"boost/system/"}, journal_files},
        {"observe", 1, {{"core"}}, {"opentelemetry/"}, {}},
        {"wire", 2, {{"core"}, {"model"}},
            {}, {"boost/json"}},
        {"webhook", 3, {{"core"}, {"model"}, {"journal", {"journal/journal_file.hpp"}}, {"wire"}},
            {}, signatures_and_guards},
        {"net", 3, {{"core"}, {"http"}, {"observe"}},
            exchanges, sockets},
        {"client", 4, {{"core"}, {"model"}, {"http"}, {"journal"}, {"observe"}, {"webhook", {"webhook/event.hpp"}},
                       {"net", {"net/transport.hpp", "net/clock.hpp", "net/pool_config.hpp", "net/pool_metrics.hpp",
                                "net/tls_config.hpp", "net/timeouts.hpp", "net/response_limits.hpp",
                                "net/exchange_limits.hpp", "net/proxy_config.hpp"}}},
            {"boost/asio/awaitable.hpp"}, {}},
        {"endpoint", 4, {{"core"}, {"model"}, {"webhook"}, {"observe"}},
            {"boost/asio/awaitable.hpp", "boost/asio/any_io_executor.hpp"}, sockets},
        {"testing", 5, {{"core"}, {"model"}, {"http"}, {"journal"}, {"observe"}, {"wire"}, {"webhook"}, {"net"},
                        {"client"}},
            {"boost/asio/awaitable.hpp"}, {"fcntl.h", "sys/stat.h", "unistd.h"}},
        {"sandbox", 5, {{"core"}, {"model"}, {"http"}, {"wire"}, {"webhook"}, {"client", {"client/client_config.hpp"}}},
            {"boost/asio/any_io_executor.hpp"}, sockets_and_json},
    };
    // clang-format on
    return table;
}

/// The one public header that shows Boost.JSON.
inline constexpr std::string_view boost_json_header = "wire/json.hpp";

/// The second door of `client`: these headers, and the bodies that only they lead to. stop_on.hpp starts coroutines of
/// its own, which a file pays for that includes it; <oms/oms.hpp> does not.
inline const std::vector<std::string_view>& behind_door_two()
{
    static const std::vector<std::string_view> headers{"client/make_client.hpp", "client/stop_on.hpp"};
    return headers;
}

/// What `client` may include behind door 2, beyond its row.
inline const room& client_behind_door_two()
{
    // Boost.Regex for the patterns of fetched schemas: it is bounded in depth and steps, which <regex> is not.
    static const room row{"client",
                          4,
                          {{"wire"}, {"net"}},
                          {"boost/asio/any_io_executor.hpp"},
                          {"boost/asio/", "boost/regex.hpp", "boost/system/"}};
    return row;
}

/// Files at the top of include/oms that every room may include.
inline const std::vector<std::string_view>& top_files_for_all()
{
    static const std::vector<std::string_view> files{"config.hpp", "version.hpp", "fwd.hpp"};
    return files;
}
