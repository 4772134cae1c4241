#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace sandbox {
class certificate;
}}} // namespace oms::v0_1::sandbox

namespace test {

/// A delivery as the receiver got it.
struct received_delivery {
    std::string path;
    std::string signature;
    std::string content_type;
    std::string body;
};

/// A webhook receiver on loopback, on a thread of its own, that answers as it was told: one status for each delivery,
/// the last one for all that follow. Status 0 closes the connection without an answer,
/// -1 leaves it open without one, 302 points elsewhere on itself.
class receiver {
public:
    explicit receiver(std::vector<int> statuses);
    /// The same over TLS, with this certificate.
    receiver(std::vector<int> statuses, const oms::sandbox::certificate& certificate);
    ~receiver();

    std::string url() const;

    /// The deliveries, once there are this many; throws when they do not come within ten seconds.
    std::vector<received_delivery> wait_for(std::size_t count);
    std::size_t count() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace test
