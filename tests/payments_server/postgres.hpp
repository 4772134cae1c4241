#pragma once

#include "common/temporary_directory.hpp"

#include <string>
#include <vector>

namespace test {

/// A PostgreSQL of the test's own: the distribution's, in a temporary directory, reached by a unix socket alone. It
/// does not run as root, so under root it runs as the user `postgres` or `nobody`.
class postgres {
public:
    /// Makes an empty one and starts it. Throws std::runtime_error when PostgreSQL is not installed.
    postgres();
    ~postgres();

    /// Where libpq finds it.
    std::string address() const;

    void start();
    /// Without a goodbye: connections break, what was not committed is gone, the next start recovers.
    void crash();

private:
    void run(const std::string& program, const std::vector<std::string>& arguments) const;

    temporary_directory directory_;
};

} // namespace test
