#include "private_file.hpp"

#include "arguments.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace omsctl {

namespace {

bool write_all(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace

secret_file::secret_file(const std::string& path)
    : path_(path), descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600))
{
    if (descriptor_ < 0)
        throw usage_error("cannot make the file " + path + ": " + std::strerror(errno) +
                          (errno == EEXIST ? "; name a new one" : ""));
}

secret_file::~secret_file()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
    if (!kept_)
        ::unlink(path_.c_str());
}

void secret_file::keep(std::string_view text)
{
    kept_ = write_all(descriptor_, text) && write_all(descriptor_, "\n") && ::fsync(descriptor_) == 0;
    if (!kept_)
        throw std::runtime_error("cannot write " + path_ + ": " + std::strerror(errno));
}

bool replace_private_file(const std::filesystem::path& file, std::string_view content)
{
    std::error_code failure;
    const std::filesystem::path folder = file.parent_path();
    if (std::filesystem::create_directories(folder, failure))
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
    std::string fresh = file.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(fresh.data(), O_CLOEXEC); // 0600
    if (descriptor < 0)
        return false;
    const bool written = write_all(descriptor, content);
    ::close(descriptor);
    if (written && ::rename(fresh.c_str(), file.c_str()) == 0)
        return true;
    ::unlink(fresh.c_str());
    return false;
}

} // namespace omsctl
