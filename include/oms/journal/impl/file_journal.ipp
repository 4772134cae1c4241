#pragma once

#include <oms/core/error.hpp>
#include <oms/journal/file_journal.hpp>
#include <oms/journal/impl/journal_writer.hpp>

#include <boost/system/system_error.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

/// Opens a journal; what the system says becomes an `oms::error`.
template <class Open>
std::shared_ptr<journal_writer> open_writer(const Open& open)
{
    try {
        return open();
    } catch (const boost::system::system_error& why) {
        throw error::builder(errc::journal_failed).text("the journal cannot be opened").cause(why.code()).build();
    }
}

} // namespace detail

OMS_DECL file_journal::file_journal(const std::string& path, runner on, const file_journal_options& options)
    : writer_(detail::open_writer([&] {
          return std::make_shared<detail::journal_writer>(open_journal_file(path), std::move(on.run), options);
      }))
{
}

OMS_DECL file_journal::file_journal(std::unique_ptr<journal_file> file, executor_function run,
                                    const file_journal_options& options)
    : writer_(detail::open_writer(
          [&] { return std::make_shared<detail::journal_writer>(std::move(file), std::move(run), options); }))
{
}

OMS_DECL file_journal::~file_journal()
{
    close();
}

OMS_DECL void file_journal::begin(journal_entry entry, stored done)
{
    writer_->begin(std::move(entry), std::move(done));
}

OMS_DECL void file_journal::end(const journal_outcome& outcome) noexcept
{
    try {
        writer_->end(outcome);
    } catch (...) {
        // Without memory it is lost, and `recover` settles the operation again.
    }
}

OMS_DECL void file_journal::end_durably(const journal_outcome& outcome, stored done)
{
    writer_->end(outcome, std::move(done));
}

OMS_DECL journal_contents file_journal::contents()
{
    return writer_->contents();
}

OMS_DECL void file_journal::close() noexcept
{
    writer_->close();
}

OMS_DECL boost::system::error_code file_journal::failure() const
{
    return writer_->failure();
}

OMS_DECL std::uint64_t file_journal::size() const
{
    return writer_->size();
}

}} // namespace oms::v0_1
