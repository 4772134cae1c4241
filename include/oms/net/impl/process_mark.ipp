#pragma once

#include <oms/net/process_mark.hpp>

#include <sys/mman.h>

#include <cstddef>

namespace oms { inline namespace v0_1 { namespace detail {

/// The system maps whole pages, of whatever size.
inline constexpr std::size_t least_page = 1;

OMS_DECL process_mark::process_mark() noexcept : process_(::getpid())
{
#ifdef MADV_WIPEONFORK
    void* const page = ::mmap(nullptr, least_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return;
    if (::madvise(page, least_page, MADV_WIPEONFORK) != 0) {
        ::munmap(page, least_page);
        return;
    }
    page_ = static_cast<volatile unsigned char*>(page);
    *page_ = 1;
#endif
}

OMS_DECL process_mark::~process_mark()
{
    if (page_)
        ::munmap(const_cast<unsigned char*>(page_), least_page);
}

OMS_DECL bool process_mark::asks_system() const noexcept
{
    return ::getpid() == process_;
}

}}} // namespace oms::v0_1::detail
