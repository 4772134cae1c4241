#pragma once

#include <string>

namespace test {

/// A host name whose lookups do not end until `release`, in the whole program, as it is on a machine without a network.
/// Other names are looked up as ever. One at a time.
class stuck_name {
public:
    explicit stuck_name(std::string host);
    ~stuck_name();
    stuck_name(const stuck_name&) = delete;
    stuck_name& operator=(const stuck_name&) = delete;

    /// Returns once a lookup is under way; throws when none begins within ten seconds.
    void wait_for_lookup() const;
    /// Lookups end from now on, those under way too: no such host.
    void release();
    /// How many have begun.
    int lookups() const;
};

} // namespace test
