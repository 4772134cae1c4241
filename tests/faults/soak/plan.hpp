#pragma once

#include "faults/gate.hpp"

#include <cstdint>

namespace test {

/// The faults of a soak: a pure function of the seed, the connection's number and the request's number on it.
class fault_plan {
public:
    /// Of a thousand requests `per_thousand` are struck, and as many of a thousand connections at their door.
    explicit fault_plan(std::uint64_t seed, unsigned per_thousand) : seed_(seed), per_thousand_(per_thousand) {}

    connection_plan connection(int number) const;
    /// `size` is that of the request: where in it the fault strikes follows from it, too.
    exchange_plan exchange(int connection, int number, std::size_t size) const;

    /// Of the plan of 1000 connections with 20 requests of 500 bytes each.
    std::uint64_t hash() const;

private:
    std::uint64_t seed_;
    unsigned per_thousand_;
};

/// Random numbers from a seed, the same everywhere.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    std::uint64_t below(std::uint64_t end) { return next() % end; }

private:
    std::uint64_t state_;
};

} // namespace test
