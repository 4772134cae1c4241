#pragma once

#include <oms/config.hpp>

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// What a `file_journal` needs of a disk. Functions block, are called one at a time, and throw
/// `boost::system::system_error`.
class journal_file {
public:
    virtual ~journal_file() = default;

    /// All bytes.
    virtual std::string read() = 0;

    /// Writes at the end. After an exception any part of it may be there.
    virtual void append(std::string_view bytes) = 0;

    /// Returns when everything appended so far survives a crash of the machine.
    virtual void sync() = 0;

    /// Drops everything from `size` on.
    virtual void cut(std::uint64_t size) = 0;

    /// Puts `bytes` in place of everything: a crash at any moment leaves the old content or the new one. True: the new
    /// one survives a crash of the machine. False: the old one is in place as if nothing had been tried. After an
    /// exception it is not known which of them a crash leaves.
    virtual bool replace(std::string_view bytes) = 0;
};

/// A journal's file on a POSIX system, made when there is none, and locked for as long as the object lives.
///
/// The file belongs to its owner alone: it is made with mode 0600 whatever the umask is, and wider permissions that it
/// is found with are taken away. The last part of `path` must not be a symbolic link. Beside it stands `path.new` while
/// the file is replaced; what a crash left of one is removed.
///
/// Throws `boost::system::system_error`: `resource_unavailable_try_again` (EWOULDBLOCK) when another process or another
/// object of this one holds it, else what the system says. The lock is advisory (flock): it keeps journals out, not
/// editors. The child of a fork shares it until it destroys its copy of the object, exits or calls exec; that does not
/// unlock the parent's. Not for network file systems, where neither locks nor renames can be relied on.
OMS_DECL std::unique_ptr<journal_file> open_journal_file(const std::string& path);

namespace detail {

/// What an exception of a disk says, as a code that is never zero.
OMS_DECL boost::system::error_code code_of_failure(const std::exception_ptr& thrown);

} // namespace detail
}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/journal/impl/posix_journal_file.ipp>
#endif
