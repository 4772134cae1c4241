#pragma once

#include <oms/observe/observer.hpp>

#include <memory>
#include <vector>

namespace oms { inline namespace v0_1 {

/// Several observers as one: each is told everything, in the order in which they were given.
///
/// A call of which no part wants to know more costs nothing beyond their answers; else there is one group for the call,
/// made before the next part is asked. When memory for it cannot be had, only the first part that follows that call
/// does, and those after it are not told of the call. All parts are asked for header fields on the same sink: of two
/// that add the same name, the client's sink decides.
class observers final : public observer {
public:
    /// Parts that are null are left out.
    explicit observers(std::vector<std::shared_ptr<observer>> parts);

    std::unique_ptr<call_observer> on_call(const call_start& call) noexcept override;
    void on_token_exchange(const token_exchange& exchange) noexcept override;
    void on_drift(const version_drift& drift) noexcept override;

private:
    std::vector<std::shared_ptr<observer>> parts_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/observe/impl/observers.ipp>
#endif
