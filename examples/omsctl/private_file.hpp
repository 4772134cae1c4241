// Files that their owner alone may read (0600).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace omsctl {

/// A new file for a secret. It is made before the secret exists, so that a secret that is shown only once always has a
/// place; without `keep` it is removed again.
class secret_file {
public:
    /// Throws usage_error when the file is there already or cannot be made.
    explicit secret_file(const std::string& path);
    ~secret_file();
    secret_file(const secret_file&) = delete;
    secret_file& operator=(const secret_file&) = delete;

    /// Writes the text and a line end. Throws std::runtime_error when the disk does not take it.
    void keep(std::string_view text);

private:
    std::string path_;
    int descriptor_ = -1;
    bool kept_ = false;
};

/// Writes the whole file at once, its folder (0700) too; readers see the old or the new one. Gives whether it could.
bool replace_private_file(const std::filesystem::path& file, std::string_view content);

} // namespace omsctl
