#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/config.hpp>
#include <oms/journal/journal.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

/// Which operations are young enough to be sent again. Pure.
class resend_judge {
public:
    /// An operation from that far in the future may be the work of a clock that was corrected a little.
    static constexpr std::chrono::minutes tolerance{1};

    resend_judge(const journal_contents& found, std::chrono::system_clock::time_point now, std::chrono::seconds window);

    bool may_resend(const journal_entry& entry) const noexcept;

private:
    std::chrono::system_clock::time_point now_;
    std::chrono::system_clock::time_point latest_; ///< now, or later: when the youngest operation began
    std::chrono::seconds window_;
};

/// The whole of `client::recover`, over the calls of `core`.
OMS_DECL boost::asio::awaitable<recovery_report>
recover_all(std::shared_ptr<client_core> core, std::shared_ptr<api_channel> channel, call_options options);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/recovery.ipp>
#endif
