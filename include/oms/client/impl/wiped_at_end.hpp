#pragma once

#include <oms/core/secret.hpp>

#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// Overwrites a text that holds a secret at the end of the block, however that is left.
class wiped_at_end {
public:
    explicit wiped_at_end(std::string& text) noexcept : text_(text) {}
    ~wiped_at_end() { secret::wipe(text_); }
    wiped_at_end(const wiped_at_end&) = delete;
    wiped_at_end& operator=(const wiped_at_end&) = delete;

private:
    std::string& text_;
};

}}} // namespace oms::v0_1::detail
