#pragma once

#include <oms/config.hpp>

#include <unistd.h>

namespace oms { inline namespace v0_1 { namespace detail {

/// Tells the process that it was made in from those forked off it, without a system call each time.
class process_mark {
public:
    process_mark() noexcept;
    ~process_mark();
    process_mark(const process_mark&) = delete;
    process_mark& operator=(const process_mark&) = delete;

    bool in_its_process() const noexcept { return page_ ? *page_ != 0 : asks_system(); }

private:
    bool asks_system() const noexcept;

    const pid_t process_;
    // A page that a child of a fork finds filled with zeros. Null where the system knows no such pages.
    volatile unsigned char* page_ = nullptr;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/process_mark.ipp>
#endif
