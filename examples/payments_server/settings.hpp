#pragma once

#include "worker.hpp"

#include <oms/core/secret.hpp>

#include <stdexcept>
#include <string>

namespace payments {

/// What the program was started with.
class settings {
public:
    settings() = default;

    unsigned short port = 0;
    std::string database;
    std::size_t connections = 4;
    oms::secret webhook_secret;
    worker_options work;
};

/// How to start it.
class usage_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

settings read_settings(int argc, char** argv);

} // namespace payments
