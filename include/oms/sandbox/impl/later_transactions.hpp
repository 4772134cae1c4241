#pragma once

#include <oms/config.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
struct transaction_record;
class json_writer;

/// A transaction in the shape of v0.11 (contract 16): typed sides, one block `pricing`, `precursor`.
OMS_DECL void render_later(json_writer& out, const emulator& state, const transaction_record& transaction);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
