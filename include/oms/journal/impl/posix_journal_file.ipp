#pragma once

#include <oms/journal/journal_file.hpp>

#include <boost/system/errc.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>
#include <exception>
#include <fcntl.h>
#include <new>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

[[noreturn]] OMS_DECL void throw_system_error(const char* what, int error = errno)
{
    throw boost::system::system_error(error, boost::system::system_category(), what);
}

/// An open descriptor.
class file_descriptor {
public:
    file_descriptor() = default;
    explicit file_descriptor(int number) noexcept : number_(number) {}
    file_descriptor(file_descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    file_descriptor& operator=(file_descriptor&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    ~file_descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }

    int number() const noexcept { return number_; }

private:
    int number_ = -1;
};

OMS_DECL file_descriptor open_file(const std::string& path, int flags)
{
    int number = -1;
    do
        number = ::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR);
    while (number < 0 && errno == EINTR);
    if (number < 0)
        throw_system_error("open");
    return file_descriptor(number);
}

class posix_journal_file final : public journal_file {
public:
    explicit posix_journal_file(std::string path) : path_(std::move(path))
    {
        // A file that was replaced between opening and locking is nobody's any more: locking it keeps nobody out.
        do {
            file_ = open_file(path_, O_RDWR | O_CREAT | O_NOFOLLOW);
            lock(file_);
        } while (!is_in_place(file_));
        make_private(file_);
        ::unlink(beside().c_str());
        sync_directory();
        size_ = status(file_).st_size;
    }

    std::string read() override
    {
        std::string bytes(static_cast<std::size_t>(size_), '\0');
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t count =
                ::pread(file_.number(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                throw_system_error("read");
            if (count == 0)
                break;
            done += static_cast<std::size_t>(count);
        }
        bytes.resize(done);
        return bytes;
    }

    void append(std::string_view bytes) override
    {
        write_all(file_, bytes, size_);
        size_ += static_cast<off_t>(bytes.size());
    }

    void sync() override
    {
        if (::fdatasync(file_.number()) != 0)
            throw_system_error("fdatasync");
    }

    void cut(std::uint64_t size) override
    {
        if (::ftruncate(file_.number(), static_cast<off_t>(size)) != 0)
            throw_system_error("ftruncate");
        size_ = static_cast<off_t>(size);
    }

    bool replace(std::string_view bytes) override
    {
        file_descriptor fresh;
        try {
            fresh = write_beside(bytes);
        } catch (const boost::system::system_error&) {
            ::unlink(beside().c_str());
            return false;
        }
        file_ = std::move(fresh);
        size_ = static_cast<off_t>(bytes.size());
        sync_directory();
        return true;
    }

private:
    std::string beside() const { return path_ + ".new"; }

    /// Locked before it has its name: at no time is there a journal that another process could open.
    file_descriptor write_beside(std::string_view bytes) const
    {
        file_descriptor fresh = open_file(beside(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW);
        lock(fresh);
        make_private(fresh);
        write_all(fresh, bytes, 0);
        if (::fsync(fresh.number()) != 0)
            throw_system_error("fsync");
        if (::rename(beside().c_str(), path_.c_str()) != 0)
            throw_system_error("rename");
        return fresh;
    }

    static void write_all(const file_descriptor& file, std::string_view bytes, off_t at)
    {
        while (!bytes.empty()) {
            const ssize_t count = ::pwrite(file.number(), bytes.data(), bytes.size(), at);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                throw_system_error("write");
            bytes.remove_prefix(static_cast<std::size_t>(count));
            at += count;
        }
    }

    static void lock(const file_descriptor& file)
    {
        int result = -1;
        do
            result = ::flock(file.number(), LOCK_EX | LOCK_NB);
        while (result != 0 && errno == EINTR);
        if (result != 0)
            throw_system_error("flock");
    }

    static struct ::stat status(const file_descriptor& file)
    {
        struct ::stat found = {};
        if (::fstat(file.number(), &found) != 0)
            throw_system_error("fstat");
        return found;
    }

    bool is_in_place(const file_descriptor& file) const
    {
        struct ::stat named = {};
        const struct ::stat opened = status(file);
        return ::lstat(path_.c_str(), &named) == 0 && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
    }

    static void make_private(const file_descriptor& file)
    {
        const struct ::stat found = status(file);
        if (!S_ISREG(found.st_mode))
            throw_system_error("not a regular file", EINVAL);
        if ((found.st_mode & 07777) != (S_IRUSR | S_IWUSR) && ::fchmod(file.number(), S_IRUSR | S_IWUSR) != 0)
            throw_system_error("fchmod");
    }

    void sync_directory() const
    {
        const std::size_t slash = path_.rfind('/');
        std::string directory = ".";
        if (slash != std::string::npos)
            directory = path_.substr(0, slash + 1);
        const file_descriptor opened = open_file(directory, O_RDONLY | O_DIRECTORY);
        if (::fsync(opened.number()) != 0)
            throw_system_error("fsync of the directory");
    }

    std::string path_;
    file_descriptor file_;
    off_t size_ = 0;
};

}}} // namespace oms::v0_1::detail

namespace oms { inline namespace v0_1 {

OMS_DECL std::unique_ptr<journal_file> open_journal_file(const std::string& path)
{
    return std::make_unique<detail::posix_journal_file>(path);
}

namespace detail {

OMS_DECL boost::system::error_code code_of_failure(const std::exception_ptr& thrown)
{
    namespace system = boost::system;
    try {
        std::rethrow_exception(thrown);
    } catch (const system::system_error& why) {
        if (why.code())
            return why.code();
    } catch (const std::bad_alloc&) {
        return system::errc::make_error_code(system::errc::not_enough_memory);
    } catch (...) {
        // Something else: an error of the disk as good as any.
    }
    return system::errc::make_error_code(system::errc::io_error);
}

} // namespace detail

}} // namespace oms::v0_1
