#pragma once

#include <oms/config.hpp>
#include <oms/core/json_depth.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

enum class json_kind : unsigned char { object, array, string, number, boolean, null, nothing };

/// "an object", "a string", …
OMS_DECL std::string_view name_of(json_kind kind);

/// Reads one JSON document from front to back, without building a tree.
///
/// Strict: RFC 8259, UTF-8 checked, lone surrogates, a byte order mark, duplicate keys and nesting deeper than `depth`
/// are refused. Nothing here calls itself, so no document is too deep for the stack. A first fault makes the reader
/// `failed()`; from then on every function reads nothing, so that loops end by themselves and a caller asks once, at
/// the end. Strings are views into the document when they have no escapes, else into the reader; they hold until the
/// next string is read.
///
///     json_reader in(text);
///     std::string_view key;
///     for (in.begin_object(); in.next_member(key);) ...   // read or skip exactly one value
///     in.finish();
class json_reader {
public:
    explicit json_reader(std::string_view text, std::size_t depth = default_json_depth);
    json_reader(const json_reader&) = delete;
    json_reader& operator=(const json_reader&) = delete;

    /// Kind of the value that comes next; `nothing` when there is none.
    json_kind peek() noexcept;

    void begin_object();
    bool next_member(std::string_view& key); // false: the object has ended, or a fault
    void begin_array();
    bool next_element(); // false: the array has ended, or a fault

    std::string_view string();
    std::string_view number(); // the literal as written
    bool boolean();
    void null();

    /// Reads over one value, whatever it is, checking it. The second gives its text.
    void skip();
    std::string_view raw();

    /// The value of member `key` of the object that comes next, or of the object that is its member `within`, when it
    /// is a string; else empty. Reads nothing: the object still comes next.
    std::string string_member_ahead(std::string_view key, std::string_view within = {}) const;

    /// Where the next value begins, and the text from there to here.
    std::size_t begin_value() noexcept;
    std::string_view text_since(std::size_t begin) const noexcept { return text_.substr(begin, at_ - begin); }

    /// Only white space may be left.
    void finish();

    /// Makes the reader fail with a reason of the caller's, at the current path.
    void fail(std::string_view reason);
    /// The same, for a value of another kind than `expected` ("a string").
    void fail_kind(std::string_view expected);
    void fail_nothing();

    bool failed() const noexcept { return !reason_.empty(); }
    const std::string& reason() const noexcept { return reason_; }
    /// Where the fault is: `data[3].source.amountNet`; empty for the document itself. Inside skipped values it is the
    /// path of the skipped value. Of a member's name it shows characters of identifiers only.
    const std::string& path() const noexcept { return path_; }
    std::size_t offset() const noexcept { return at_; }

private:
    struct level {
        std::string_view key;  // of the member being read; unused in arrays
        std::size_t index = 0; // of the element being read, plus one
        std::size_t first_key = 0;
        bool is_object = false;
        bool started = false;
        bool hidden = false; // inside a skipped value: not part of the path
    };

    char next_char() noexcept;
    void white_space() noexcept;
    bool open(char bracket, bool is_object);
    void close();
    bool separator(char closing);
    bool take_string(std::string& decoded, std::string_view& out);
    bool note_key(std::string_view key);
    void check_keys_by_sorting(std::size_t first);
    bool take_literal(std::string_view word);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t deepest_;
    int skipping_ = 0;
    std::vector<level> levels_;          // of the open objects and arrays
    std::vector<std::string_view> keys_; // of all open objects
    std::vector<std::unique_ptr<std::string>> escaped_keys_;
    std::string scratch_;
    std::string reason_;
    std::string path_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/json_reader.ipp>
#endif
