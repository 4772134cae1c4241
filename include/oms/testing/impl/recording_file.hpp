#pragma once

#include <oms/testing/recorded_exchange.hpp>

#include <fstream>
#include <mutex>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// The file of a recording, written line by line from any thread.
class recording_file {
public:
    explicit recording_file(const std::string& name) : out_(name, std::ios::trunc)
    {
        if (!out_)
            throw error(errc::not_available, "the recording " + name + " cannot be written");
    }

    void write(const http_request& request, const exchange_result& result)
    {
        const std::string line = line_of(testing::recorded(request, result));
        const std::lock_guard lock(mutex_);
        out_ << line << '\n' << std::flush;
    }

    bool good() const
    {
        const std::lock_guard lock(mutex_);
        return out_.good();
    }

private:
    mutable std::mutex mutex_;
    std::ofstream out_;
};

}}} // namespace oms::v0_1::detail
