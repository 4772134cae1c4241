#pragma once

#include <oms/config.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

// Prometheus' text format. Names, help texts and labels are ours and need no escaping: `labels` is `a="b",c="d"`.

OMS_DECL void write_family(std::string& out, std::string_view name, std::string_view type, std::string_view help);

OMS_DECL void write_sample(std::string& out, std::string_view name, std::string_view labels, std::string_view value);

using event_count = std::atomic<std::uint64_t>;

OMS_DECL std::uint64_t value_of(const event_count& count) noexcept;
OMS_DECL void add_one(event_count& count) noexcept;

/// How often durations fell between fixed bounds, from 5 ms to the minute that a call has by default.
class latency_histogram {
public:
    void add(std::chrono::nanoseconds duration) noexcept;

    bool empty() const noexcept;

    /// Buckets, sum in seconds, and count.
    void write(std::string& out, std::string_view name, std::string_view labels) const;

private:
    struct bound {
        std::chrono::milliseconds at_most;
        std::string_view seconds;
    };
    static constexpr std::array<bound, 13> bounds{{
        {std::chrono::milliseconds(5), "0.005"},
        {std::chrono::milliseconds(10), "0.01"},
        {std::chrono::milliseconds(25), "0.025"},
        {std::chrono::milliseconds(50), "0.05"},
        {std::chrono::milliseconds(100), "0.1"},
        {std::chrono::milliseconds(250), "0.25"},
        {std::chrono::milliseconds(500), "0.5"},
        {std::chrono::milliseconds(1000), "1"},
        {std::chrono::milliseconds(2500), "2.5"},
        {std::chrono::milliseconds(5000), "5"},
        {std::chrono::milliseconds(10000), "10"},
        {std::chrono::milliseconds(30000), "30"},
        {std::chrono::milliseconds(60000), "60"},
    }};

    std::array<event_count, bounds.size() + 1> buckets_; // the last one has no bound
    event_count sum_;                                    // in nanoseconds
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/observe/impl/exposition.ipp>
#endif
