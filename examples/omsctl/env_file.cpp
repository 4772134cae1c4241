#include "env_file.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace omsctl {

namespace {

constexpr const char* variables[] = {"OMS_API_KEY", "OMS_API_SECRET", "OMS_BASE_URL", "OMS_ENVIRONMENT", "OMS_CA_FILE"};

std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    return value ? value : "";
}

bool none_is_set()
{
    for (const char* const name : variables)
        if (!variable(name).empty())
            return false;
    return true;
}

std::string file_of_the_user()
{
    const std::filesystem::path config = variable("XDG_CONFIG_HOME"), home = variable("HOME");
    if (config.is_absolute())
        return config / "omsctl" / "env";
    return home.is_absolute() ? home / ".config" / "omsctl" / "env" : std::filesystem::path();
}

/// The content of a file that nobody but its owner can read. It is asked of the open file: no other can take its place.
std::string read_private(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about{};
    if (file < 0 || ::fstat(file, &about) != 0)
        throw usage_error("cannot read the file " + path);
    const bool is_open = about.st_mode & (S_IRWXG | S_IRWXO);
    if (!S_ISREG(about.st_mode) && (is_open || !S_ISFIFO(about.st_mode))) {
        ::close(file);
        throw usage_error(path + " is no regular file; its lines would look like OMS_API_KEY=...");
    }
    std::string content;
    char bytes[4096];
    for (ssize_t count; (count = ::read(file, bytes, sizeof bytes)) > 0;)
        content.append(bytes, static_cast<std::size_t>(count));
    ::close(file);
    if (is_open)
        throw usage_error(path + " has keys in it and can be read by others: chmod 600 " + path);
    return content;
}

/// `export OMS_API_KEY='...'` gives the value when it sets this variable.
std::optional<std::string> value_in(std::string_view line, std::string_view name)
{
    const auto skip = [&](std::string_view what) {
        if (line.starts_with(what))
            line.remove_prefix(what.size());
    };
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    skip("export ");
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != '=')
        return std::nullopt;
    line.remove_prefix(name.size() + 1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r'))
        line.remove_suffix(1);
    if (line.size() > 1 && (line.front() == '\'' || line.front() == '"') && line.back() == line.front())
        line = line.substr(1, line.size() - 2);
    return std::string(line);
}

} // namespace

void take_env_file(const arguments& given)
{
    std::string path = given.text("--env-file");
    if (path.empty()) {
        path = none_is_set() ? file_of_the_user() : "";
        if (path.empty() || ::access(path.c_str(), F_OK) != 0)
            return;
    }
    const std::string content = read_private(path);
    bool any = false;
    for (const char* const name : variables) {
        ::unsetenv(name);
        for (std::size_t begin = 0; begin < content.size();) {
            const std::size_t end = std::min(content.find('\n', begin), content.size());
            if (const auto value = value_in(std::string_view(content).substr(begin, end - begin), name))
                any |= ::setenv(name, value->c_str(), 1) == 0;
            begin = end + 1;
        }
    }
    if (!any)
        throw usage_error(path + " sets none of the OMS_ variables; its lines look like OMS_API_KEY=...");
}

} // namespace omsctl
