#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Encrypts what a `file_journal` writes, since bodies hold personal data. Implement it with an authenticated cipher
/// (AES-256-GCM for instance) and a key of your own; `number` belongs into the authenticated data, so that no content
/// can stand under another number. Method, target, key and body are sealed; number, size and outcome are not.
///
/// Called on the journal's executor and where the journal is opened, one call at a time.
class journal_seal {
public:
    virtual ~journal_seal() = default;

    /// What is stored in place of `content`. An exception fails this entry alone: its call ends with
    /// `errc::journal_failed`, not sent.
    virtual std::string seal(std::uint64_t number, std::string_view content) = 0;

    /// The content again. An exception makes the record a corrupted one; the text of a std::exception is given as the
    /// reason, so it must hold no secret. Such a record is never dropped from the file: a wrong key loses nothing.
    virtual std::string unseal(std::uint64_t number, std::string_view sealed) = 0;
};

}} // namespace oms::v0_1
