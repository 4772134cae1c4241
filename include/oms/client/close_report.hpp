#pragma once

#include <oms/client/client.hpp>
#include <oms/core/delivery.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// A call that had not ended when the time for closing was over.
class unfinished_call {
public:
    unfinished_call() = default;

    std::string method;
    std::string path_template;
    std::string idempotency_key; ///< empty for calls without one
    int attempts = 0;
    oms::delivery delivery = oms::delivery::not_sent; ///< what it ended with
};

/// What `client::close(at_most)` found and did.
class close_report {
public:
    close_report() = default;

    std::size_t finished = 0;                ///< calls that were in flight and ended by themselves
    std::vector<unfinished_call> unfinished; ///< calls that were ended with errc::client_closed
};

}} // namespace oms::v0_1
