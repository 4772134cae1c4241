#pragma once

#include <oms/observe/impl/exposition.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void write_family(std::string& out, std::string_view name, std::string_view type, std::string_view help)
{
    out.append("# HELP ").append(name).append(" ").append(help).append("\n");
    out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

OMS_DECL void write_sample(std::string& out, std::string_view name, std::string_view labels, std::string_view value)
{
    out.append(name);
    if (!labels.empty())
        out.append("{").append(labels).append("}");
    out.append(" ").append(value).append("\n");
}

OMS_DECL std::uint64_t value_of(const event_count& count) noexcept
{
    return count.load(std::memory_order_relaxed);
}

OMS_DECL void add_one(event_count& count) noexcept
{
    count.fetch_add(1, std::memory_order_relaxed);
}

OMS_DECL void latency_histogram::add(std::chrono::nanoseconds duration) noexcept
{
    std::size_t place = 0;
    while (place != bounds.size() && duration > bounds[place].at_most)
        ++place;
    add_one(buckets_[place]);
    if (duration.count() > 0)
        sum_.fetch_add(static_cast<std::uint64_t>(duration.count()), std::memory_order_relaxed);
}

OMS_DECL bool latency_histogram::empty() const noexcept
{
    for (const event_count& bucket : buckets_)
        if (value_of(bucket) != 0)
            return false;
    return true;
}

OMS_DECL void latency_histogram::write(std::string& out, std::string_view name, std::string_view labels) const
{
    const std::string family(name);
    const std::string before = labels.empty() ? std::string() : std::string(labels) + ',';
    std::uint64_t count = 0;
    for (std::size_t i = 0; i != buckets_.size(); ++i) {
        count += value_of(buckets_[i]);
        const std::string at_most(i == bounds.size() ? "+Inf" : bounds[i].seconds);
        write_sample(out, family + "_bucket", before + "le=\"" + at_most + '"', std::to_string(count));
    }
    constexpr std::uint64_t second = 1'000'000'000;
    const std::uint64_t sum = value_of(sum_);
    const std::string rest = std::to_string(sum % second);
    write_sample(out, family + "_sum", labels,
                 std::to_string(sum / second) + '.' + std::string(9 - rest.size(), '0') + rest);
    write_sample(out, family + "_count", labels, std::to_string(count));
}

}}} // namespace oms::v0_1::detail
