#pragma once

#include <oms/core/delivery.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// One keyed operation as a journal keeps it: all that is needed to send it again.
class journal_entry {
public:
    journal_entry() = default;

    std::uint64_t number = 0; ///< given by the client; unique within a journal
    std::chrono::system_clock::time_point begun;
    std::string origin; ///< the base URL that it is for, with its path: "https://api.polygon.technology/v0.9"
    std::string method;
    std::string target; ///< path and query as sent, without the base URL's own path
    std::string path_template;
    std::string idempotency_key;
    std::string body; ///< the very bytes; holds personal data
};

/// How an operation ended that a journal holds.
class journal_outcome {
public:
    journal_outcome() = default;

    std::uint64_t number = 0; ///< of its entry
    oms::delivery delivery = oms::delivery::maybe_applied;
    int http_status = 0; ///< 0 without an answer
};

/// A record of a journal that is damaged and cannot be read.
class corrupted_record {
public:
    corrupted_record() = default;
    corrupted_record(std::uint64_t at, std::string why) : offset(at), reason(std::move(why)) {}

    std::uint64_t offset = 0; ///< in the file as it was found; zero for a journal that is no file
    std::string reason;
};

/// What a journal holds when it is opened.
class journal_contents {
public:
    journal_contents() = default;

    std::vector<journal_entry> unfinished; ///< begun and without an outcome, oldest first
    std::vector<corrupted_record> corrupted;
};

/// Remembers operations that move money across a crash: `client_config::journal`. Before the first byte of a POST or
/// PUT is sent the client waits until the journal has it; when the call has ended, the journal is told how.
/// `client::recover` settles what a crash left without an outcome.
///
/// That an operation has ended means that its caller was told, not that its effect is known: one that the caller was
/// told is `maybe_applied` has ended, too, and `recover` neither sends it again nor looks it up. Repeat it yourself,
/// with the same key, which is in the error.
///
/// Implement it over your own database, or take `file_journal`. Functions may be called from any thread.
class journal {
public:
    /// Zero, or why the entry is not stored. May be called from any thread, also from within `begin`; once.
    using stored = std::function<void(boost::system::error_code)>;

    virtual ~journal() = default;

    /// Stores an entry and then calls `done`: with zero only when the entry survives a crash of the machine. A call
    /// whose entry cannot be stored ends with `errc::journal_failed`, not sent. Does not block.
    virtual void begin(journal_entry entry, stored done) = 0;

    /// Stores an outcome, `applied` or `maybe_applied`. Need not survive a crash: what is lost here is settled again by
    /// `recover`. Does not block.
    virtual void end(const journal_outcome& outcome) noexcept = 0;

    /// Stores an outcome, `not_sent` or `refused`, and then calls `done`: with zero only when it survives a crash of
    /// the machine. The caller is told only then, since `recover` would carry out an operation whose outcome was lost,
    /// and whoever was told that it has no effect may have repeated it under another key. The call waits for a second
    /// at most, whatever its deadline; then, and after an error, its error says that only the same key is safe. Does
    /// not block. What it throws is as good as an error. After a crash between the two nobody hears of the operation,
    /// which has no effect.
    ///
    /// It may come before `done` of the entry was called: the call ended while it waited, and was not sent. It also
    /// comes for an entry whose `done` was given an error, since some of it may have been stored all the same.
    virtual void end_durably(const journal_outcome& outcome, stored done) = 0;

    /// What was unfinished when this journal was opened, without what has ended since. Not what this process began:
    /// those calls are still under way. `recover` works through it and calls `end` or `end_durably` for what it has
    /// settled.
    virtual journal_contents contents() = 0;
};

}} // namespace oms::v0_1
