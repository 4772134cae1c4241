#pragma once

#include <oms/client/client.hpp>
#include <oms/client/client_metrics.hpp>
#include <oms/client/close_report.hpp>
#include <oms/client/early_access.hpp>
#include <oms/client/recovery_report.hpp>
#include <oms/config.hpp>
#include <oms/model/event.hpp>
#include <oms/testing/mock_operations.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

namespace detail {
class mocked_core;
}

namespace testing {

/// A client for the tests of your own code, without a network, a server or JSON: every operation ends with
/// `error{errc::not_available}`, not sent, that names it, until the test says what answers it.
///
/// @code
/// oms::testing::mock_client mock;
/// mock.get_customer.runs([](const oms::customer_id& id, const oms::call_options&) {
///     oms::customer found;
///     found.id = id;
///     return found;
/// });
/// code_under_test(mock.client());
/// CHECK(mock.calls() == std::vector<std::string>{"get_customer"});
/// CHECK(mock.unanswered().empty());
/// @endcode
///
/// Answers come from the test as they are: nothing is validated, retried or waited for. An operation with an
/// `expected_kind` must give that alternative; for another one the call ends with errc::unexpected_kind, delivery
/// applied, as with the service, but without its document, method and path.
///
/// Its clients may outlive it. Thread-safe, as far as the functions of the test are.
class mock_client : public mock_operations {
public:
    mock_client();

    /// A client that asks this mock. All of them are the same client: closing one closes all.
    oms::client client() const;

    /// The names of the operations that were awaited, in their order.
    std::vector<std::string> calls() const;
    /// Those of them that the test had no answer for. Code that survives errors hides them: check that it is empty.
    std::vector<std::string> unanswered() const;

    /// What `client.notify` was given.
    std::vector<event> events() const;

    /// What `client.metrics()` gives from now on; all zero before.
    void metrics(const client_metrics& numbers);

    /// Whether the client was closed, by either function. Calls then end with errc::client_closed; closing with a time
    /// reports that nothing was cut off.
    bool closed() const;

private:
    std::shared_ptr<detail::mocked_core> core_;
};

} // namespace testing

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/testing/impl/mock_client.ipp>
#endif
