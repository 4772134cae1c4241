#pragma once

#include <string>
#include <vector>

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

/// A host name that has these addresses, in this order, in the whole program.
class made_up_name {
public:
    made_up_name(std::string host, std::vector<std::string> addresses);
    ~made_up_name();
    made_up_name(const made_up_name&) = delete;
    made_up_name& operator=(const made_up_name&) = delete;

    /// From now on it has these.
    void now(std::vector<std::string> addresses);
    /// From now on its lookup fails with this EAI_ number.
    void fails(int why);
    /// How often it was looked up.
    int lookups() const;

private:
    std::string host_;
};

} // namespace test
