#pragma once

// What the demo prints: one line for each call and each event, details indented below, checks at the end.

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>

class timeline {
public:
    using clock = std::chrono::steady_clock;

    /// Awaits a call and remembers how long it took; the next `step` prints it.
    template <class T>
    boost::asio::awaitable<T> timed(boost::asio::awaitable<T> call)
    {
        const clock::time_point began = clock::now();
        T answer = co_await std::move(call);
        took_ = std::chrono::duration<double, std::milli>(clock::now() - began).count();
        ++calls_;
        all_ += took_;
        co_return answer;
    }

    void heading(const std::string& text) const { std::printf("\n%s\n", text.c_str()); }

    /// A call: who did what, the id that came out, and the time of the call that was timed last.
    void step(const std::string& who, const std::string& what, const std::string& id)
    {
        char took[32];
        std::snprintf(took, sizeof took, "%.1f ms", took_);
        line(who, what, id, took);
    }

    /// A webhook that was delivered and verified.
    void event(const std::string& name, const std::string& id) { line("webhook", "<- " + name, id, "verified"); }

    void detail(const std::string& name, const std::string& value) const
    {
        std::printf("%24s%-14s %s\n", "", name.c_str(), value.c_str());
    }

    /// One line of an account: the numbers stand with their points below each other.
    void entry(const std::string& name, const std::string& amount) const
    {
        const std::size_t point = std::min(amount.find('.'), amount.size());
        std::printf("  %-22s %*s%s\n", name.c_str(), 6, amount.substr(0, point).c_str(), amount.substr(point).c_str());
    }

    /// Something that must be so.
    void check(bool so, const std::string& what)
    {
        std::printf("  %s  %s\n", so ? "ok    " : "FAILED", what.c_str());
        failed_ += so ? 0 : 1;
        ++checks_;
    }

    int calls() const { return calls_; }
    double milliseconds_per_call() const { return calls_ == 0 ? 0 : all_ / calls_; }
    double seconds() const { return std::chrono::duration<double>(clock::now() - began_).count(); }
    int checks() const { return checks_; }
    int failed() const { return failed_; }

private:
    void line(const std::string& who, const std::string& what, const std::string& id, const std::string& end) const
    {
        std::printf("%7.3f s  %-8s %-43s %-30s %10s\n", seconds(), who.c_str(), what.c_str(), id.c_str(), end.c_str());
        std::fflush(stdout);
    }

    clock::time_point began_ = clock::now();
    double took_ = 0;
    double all_ = 0;
    int calls_ = 0;
    int checks_ = 0;
    int failed_ = 0;
};
