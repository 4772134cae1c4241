// What the client programs of the benchmarks share: options, CPU time, a fresh key, the line that is printed. See
// README.md for the protocol.
#pragma once

#include <openssl/rand.h>

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

inline constexpr std::string_view token = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl";
inline constexpr std::string_view user_agent = "oms-cpp/0.1.0";
inline constexpr std::string_view wallet = "wlt_01H9Xb3K7nM2pQ4r";

/// What a quote is asked for.
struct order {
    std::string_view customer_id = "cst_01H9Xa8F5dN6mP3q";
    std::string_view wallet_id = wallet;
    std::string_view asset = "usdc";
    std::string_view network = "polygon";
    std::string_view amount = "100.00";
    std::string_view address = "0x20f26aaa9d070e73d6432c839a37ed1b24087c3a";
};

struct options {
    std::string url, ca;
    bool post = false;
    int connections = 64;
    int in_flight = 0; ///< 0: as many as connections
    int threads = 1;
    bool separate_context = false;
    long calls = 100'000;
    long warmup = 0; ///< 0: twenty for each connection

    // The parts of `url`.
    bool tls = false;
    std::string host, port, path;
};

inline void split_url(options& o)
{
    std::string_view rest = o.url;
    o.tls = rest.starts_with("https://");
    if (!o.tls && !rest.starts_with("http://"))
        throw std::invalid_argument("--url is neither https:// nor http://");
    rest.remove_prefix(rest.find("//") + 2);
    const auto slash = rest.find('/'), colon = rest.find(':');
    if (slash == rest.npos || colon == rest.npos || colon > slash)
        throw std::invalid_argument("--url is to be scheme://host:port/path");
    o.host = rest.substr(0, colon);
    o.port = rest.substr(colon + 1, slash - colon - 1);
    o.path = rest.substr(slash);
}

inline long number(std::string_view text)
{
    long value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || end != text.data() + text.size() || value < 0)
        throw std::invalid_argument("not a number: " + std::string(text));
    return value;
}

/// Reads the options of the protocol, and those of `more` that a program takes beyond them.
inline options read_options(int argc, char** argv, std::initializer_list<std::string_view> more = {})
{
    options o;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        const bool extra = name == "--in-flight" || name == "--threads" || name == "--separate-context";
        if (extra && std::find(more.begin(), more.end(), name) == more.end())
            throw std::invalid_argument("this program does not take " + std::string(name));
        if (name == "--separate-context") {
            o.separate_context = true;
            continue;
        }
        if (++i == argc)
            throw std::invalid_argument(std::string(name) + " needs a value");
        const std::string_view value = argv[i];
        if (name == "--url")
            o.url = value;
        else if (name == "--ca")
            o.ca = value;
        else if (name == "--op" && (value == "get" || value == "post"))
            o.post = value == "post";
        else if (name == "--connections")
            o.connections = static_cast<int>(number(value));
        else if (name == "--in-flight")
            o.in_flight = static_cast<int>(number(value));
        else if (name == "--threads")
            o.threads = static_cast<int>(number(value));
        else if (name == "--calls")
            o.calls = number(value);
        else if (name == "--warmup")
            o.warmup = number(value);
        else
            throw std::invalid_argument("unknown option " + std::string(name) + ' ' + std::string(value));
    }
    if (o.in_flight == 0)
        o.in_flight = o.connections;
    if (o.warmup == 0)
        o.warmup = 20L * o.in_flight;
    split_url(o);
    return o;
}

/// Calls still to be made, shared by all that make them.
class work {
public:
    void refill(long calls) { left_ = calls; }
    bool take() { return left_.fetch_sub(1, std::memory_order_relaxed) > 0; }

private:
    std::atomic<long> left_{0};
};

/// Wall time and CPU time of this process since it was made.
class stopwatch {
public:
    stopwatch() { getrusage(RUSAGE_SELF, &begin_); }

    struct times {
        double wall, user, system;
    };
    times read() const
    {
        rusage now;
        getrusage(RUSAGE_SELF, &now);
        return {std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count(),
                seconds(now.ru_utime) - seconds(begin_.ru_utime), seconds(now.ru_stime) - seconds(begin_.ru_stime)};
    }

private:
    static double seconds(const timeval& t)
    {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    }

    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    rusage begin_;
};

/// A fresh Idempotency-Key: a UUID of version 4.
inline std::array<char, 36> fresh_key()
{
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        throw std::runtime_error("no randomness");
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
    constexpr char hex[] = "0123456789abcdef";
    std::array<char, 36> text;
    std::size_t at = 0;
    for (std::size_t i = 0; i != sizeof bytes; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text[at++] = '-';
        text[at++] = hex[bytes[i] >> 4];
        text[at++] = hex[bytes[i] & 0x0f];
    }
    return text;
}

/// Names and values, for the printed line. Values are printed as they are: they are ids, amounts and times.
using fields = std::vector<std::pair<std::string_view, std::string>>;

inline std::string as_object(const fields& all)
{
    std::string text = "{";
    for (const auto& [name, value] : all) {
        if (text.size() > 1)
            text += ',';
        text.append(1, '"').append(name).append("\":\"").append(value).append(1, '"');
    }
    return text + '}';
}

/// Prints the line of the protocol. `more` is further JSON members, each with a comma in front.
inline void report(std::string_view program, const options& o, const stopwatch::times& taken, const fields& last,
                   const std::string& more = "")
{
    std::printf(
        "{\"program\":\"%.*s\",\"calls\":%ld,\"wall_s\":%.6f,\"user_s\":%.6f,\"system_s\":%.6f,\"last\":%s%s}\n",
        static_cast<int>(program.size()), program.data(), o.calls, taken.wall, taken.user, taken.system,
        as_object(last).c_str(), more.c_str());
}

/// What main is: the program, and its failures on stderr.
template <class Program>
int guarded(Program program)
{
    try {
        program();
        return 0;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
}

} // namespace bench
