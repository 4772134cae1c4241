#pragma once

#include <oms/core/result.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace property {

/// A state that a decoded value has, and how it reads it.
struct seen_state {
    std::string text;
    bool success = false;
    bool terminal = false;
};

/// How the answers of one schema are read.
struct answer {
    std::string_view schema;
    /// Reads a document and writes what was read.
    oms::result<std::string> (*read_and_write)(std::string_view json);
    /// Reads a document; the states of transactions, cash-ins and endorsements in it.
    oms::result<std::vector<seen_state>> (*states)(std::string_view json);
};

/// One row for every schema that an operation answers with.
std::span<const answer> answers();

/// The row of a schema.
const answer& answer_of(std::string_view schema);

/// What a decoded delivery holds, as JSON: id, name, family and the resource; of an unknown event not its data.
oms::result<std::string> read_event(std::string_view json);

/// The states in a decoded delivery.
oms::result<std::vector<seen_state>> states_of_event(std::string_view json);

} // namespace property
