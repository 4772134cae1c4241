#pragma once

#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/http/url.hpp>
#include <oms/journal/journal.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>

namespace oms { inline namespace v0_1 { namespace detail {

/// What must not be carried out later: its caller may repeat it under another key.
inline bool is_without_effect(oms::delivery told) noexcept
{
    return told == delivery::not_sent || told == delivery::refused;
}

/// A client's side of its journal, when it has one. Thread-safe.
class journal_link {
public:
    journal_link(std::shared_ptr<oms::journal> journal, std::chrono::seconds resend_window);

    /// Whether the journal has to have this call before it is sent.
    bool keeps(const prepared_call& call) const noexcept { return journal_ && call.keyed() && !call.recovering; }

    /// The entry of a call that is complete but for its token, under a new number, which the call keeps.
    journal_entry entry_of(prepared_call& call, const base_url& origin, std::chrono::system_clock::time_point now);

    /// The call has ended: with the problem that it has, or with an exception that is none of ours. Its outcome is not
    /// written when an exception that is none of ours ends it after something may have been sent: the caller is not
    /// told what became of it, so that is left to `recover`. A call that is destroyed with its context does not come
    /// here, for the same reason.
    ///
    /// Gives the outcome that has to be durable before the caller is told it; all others are on their way.
    std::optional<journal_outcome> ended(const prepared_call& call) const noexcept;

    oms::journal* get() const noexcept { return journal_.get(); }
    std::chrono::seconds resend_window() const noexcept { return resend_window_; }

private:
    const std::shared_ptr<oms::journal> journal_;
    const std::chrono::seconds resend_window_;
    /// Begins at random: programs that follow each other write into one journal, and so may several clients.
    std::atomic<std::uint64_t> next_number_{0};
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/journal_link.ipp>
#endif
