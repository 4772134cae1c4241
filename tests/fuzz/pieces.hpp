#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace fuzz {

/// Pieces of the sizes that a linear congruential generator gives, or all in one.
class pieces {
public:
    explicit pieces(std::optional<unsigned> seed) noexcept : whole_(!seed), state_(seed.value_or(0)) {}

    std::size_t next(std::size_t left) noexcept
    {
        if (whole_)
            return left;
        state_ = state_ * 1'664'525 + 1'013'904'223;
        const std::size_t most = (state_ >> 28) == 0 ? 400 : (state_ >> 30) == 1 ? 1 : 24;
        return std::min(left, 1 + (state_ >> 12) % most);
    }

private:
    bool whole_;
    std::uint32_t state_;
};

} // namespace fuzz
