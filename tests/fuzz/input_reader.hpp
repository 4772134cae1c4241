#pragma once

#include <cstdint>
#include <string_view>

namespace fuzz {

/// Takes an input apart from the left. Beyond its end there are zeros and empty lines.
class input_reader {
public:
    explicit input_reader(std::string_view input) noexcept : rest_(input) {}

    unsigned byte() noexcept
    {
        if (rest_.empty())
            return 0;
        const unsigned value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }

    /// Up to the next '\n', which goes too.
    std::string_view line() noexcept
    {
        const std::string_view taken = rest_.substr(0, rest_.find('\n'));
        rest_.remove_prefix(taken.size() == rest_.size() ? taken.size() : taken.size() + 1);
        return taken;
    }

    bool empty() const noexcept { return rest_.empty(); }
    std::string_view rest() const noexcept { return rest_; }

private:
    std::string_view rest_;
};

} // namespace fuzz
