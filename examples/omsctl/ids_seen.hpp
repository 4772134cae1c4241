#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace omsctl {

/// The ids that answers brought, in a file of this user alone, for completion: it must be quick, and must need neither
/// key nor network. `$XDG_STATE_HOME/omsctl/ids`, else `~/.local/state/omsctl/ids`; without either, and with
/// OMSCTL_IDS=off, nothing is kept. One line an id, after the base URL it belongs to; the latest 500. A file that
/// cannot be written is done without.
class ids_seen {
public:
    explicit ids_seen(std::string base_url);

    /// Keeps the ids of an answer.
    void note(std::string_view json) const;
    /// Those with the prefix, latest first.
    std::vector<std::string> with_prefix(std::string_view prefix) const;

private:
    std::vector<std::string> lines() const;

    std::string base_url_;
    std::filesystem::path file_; ///< empty: nothing is kept
};

} // namespace omsctl
