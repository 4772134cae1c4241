#pragma once

#include <oms/testing/recorded_exchange.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <ios>
#include <mutex>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// The file of a recording, written line by line from any thread. A new one is its owner's alone.
class recording_file {
public:
    explicit recording_file(const std::string& name)
    {
        if (const int made = ::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR); made >= 0)
            ::close(made);
        out_.open(name, std::ios::trunc);
        if (!out_)
            throw error(errc::not_available, "the recording " + name + " cannot be written");
    }

    /// What cannot be written makes the file no longer good(): the answer that the caller waits for is worth more.
    void write(const http_request& request, const exchange_result& result,
               std::chrono::system_clock::time_point began) noexcept
    {
        try {
            const timestamp at(std::chrono::floor<std::chrono::microseconds>(began));
            const std::string line = line_of(testing::recorded(request, result, at));
            const std::lock_guard lock(mutex_);
            out_ << line << '\n' << std::flush;
        } catch (...) {
            const std::lock_guard lock(mutex_);
            out_.setstate(std::ios::badbit);
        }
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
