#pragma once

#include "arguments.hpp"

namespace omsctl {

/// Puts the OMS_ variables of a private file into this process's environment: the file of --env-file; else, when the
/// environment has none of them, `$XDG_CONFIG_HOME/omsctl/env` or `~/.config/omsctl/env` if it is there. A file counts
/// as a whole: what it does not set is unset, so that keys never go to the service of another source.
///
/// The lines of it that count are `OMS_API_KEY=...`, with or without `export` and quotes, as oms-sandbox prints them.
/// Throws usage_error for a file that others can read, cannot be read or sets nothing.
void take_env_file(const arguments& given);

} // namespace omsctl
