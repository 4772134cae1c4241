#pragma once

#include <oms/core/error.hpp>

#include <string>

namespace omsctl {

/// What a failure means for who started omsctl: the exit code, and what to do next.
struct advice {
    int code;
    std::string next; ///< may be empty
};

/// `line` is the command line without --key, as `arguments::line`; `key` repeats all of it, and is the call's own when
/// it is empty. `key_was_given`: an earlier omsctl may have done it with this key.
advice advice_for(const oms::error& failure, const std::string& line, const std::string& key = {},
                  bool key_was_given = false);

/// The error, what the service said about it, and what to do next; lines for standard error.
std::string report(const oms::error& failure, const advice& next);

} // namespace omsctl
