#pragma once

namespace oms { inline namespace v0_1 { namespace detail {

/// Is told how one exchange goes on, on the thread that takes its steps, never under a lock.
class exchange_watch {
public:
    virtual ~exchange_watch() = default;
    /// It has a connection. Once more when that one had ended before a byte was written.
    virtual void leased(bool reused) noexcept = 0;
};

}}} // namespace oms::v0_1::detail
