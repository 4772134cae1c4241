#pragma once

#include <oms/config.hpp>
#include <oms/core/impl/inline_stack.hpp>
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

/// Of the name of a member; not the same for all that are different.
constexpr std::size_t hash_of_name(std::string_view name) noexcept
{
    const auto at = [name](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(name[i]));
    };
    const std::size_t length = name.size();
    return length == 0 ? 0 : length + 3 * at(0) + 5 * at(length / 2) + 9 * at(length - 1);
}

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
    explicit json_reader(std::string_view text, std::size_t depth = default_json_depth) noexcept
        : text_(text), deepest_(depth)
    {
    }
    json_reader(const json_reader&) = delete;
    json_reader& operator=(const json_reader&) = delete;

    /// Kind of the value that comes next; `nothing` when there is none.
    json_kind peek() noexcept
    {
        switch (next_char()) {
        case '{':
            return json_kind::object;
        case '[':
            return json_kind::array;
        case '"':
            return json_kind::string;
        case 't':
        case 'f':
            return json_kind::boolean;
        case 'n':
            return json_kind::null;
        case '-':
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
        case '8':
        case '9':
            return json_kind::number;
        default:
            return json_kind::nothing;
        }
    }

    /// Whether null comes next: peek() == json_kind::null.
    bool is_null_next() noexcept { return next_char() == 'n'; }

    void begin_object();
    bool next_member(std::string_view& key); // false: the object has ended, or a fault
    /// hash_of_name of the name that was read last.
    std::size_t name_hash() const noexcept { return name_hash_; }
    void begin_array();
    bool next_element(); // false: the array has ended, or a fault

    std::string_view string();
    /// Whether the string that was read last, `text`, had escapes.
    bool had_escapes(std::string_view text) const noexcept { return text.data() == scratch_.data(); }
    std::string_view number(); // the literal as written
    bool boolean();
    void null();

    /// Reads over one value, whatever it is, checking it. The second gives its text.
    void skip();
    std::string_view raw();

    /// The value of member `key` of the object that comes next, or of the object that is its member `within`, when it
    /// is a string; else empty. Reads nothing: the object still comes next.
    std::string string_member_ahead(std::string_view key, std::string_view within = {}) const;
    /// The text that has not been read yet, for a reader that looks ahead, and how deep that one may go.
    std::string_view text_ahead() const noexcept { return text_.substr(at_); }
    std::size_t depth() const noexcept { return deepest_; }

    /// How many objects and arrays are open.
    std::size_t open_levels() const noexcept { return levels_.size(); }

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
    struct member_name {
        const char* chars;
        std::size_t length;

        std::string_view view() const noexcept { return {chars, length}; }
    };

    struct level {
        member_name key;       // of the member being read; unused in arrays
        std::size_t index;     // of the element being read, plus one
        std::size_t first_key; // in keys_
        std::uint64_t marks;   // one for each key: names with different marks are different
        bool is_object;
        bool started;
        bool hidden; // inside a skipped value: not part of the path
    };

    // '\0' at the end, and once there was a fault: no text is left then.
    char next_char() noexcept
    {
        if (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) > ' ') [[likely]]
            return text_[at_];
        return next_char_after_space();
    }
    char next_char_after_space() noexcept;
    bool open(char bracket, bool is_object);
    void close();
    bool separator(char closing);
    bool take_string(std::string& decoded, std::string_view& out);
    bool next_member_of_any_form(std::string_view& key);
    std::string_view string_of_any_form();
    bool take_plain_string(std::string_view& out) noexcept;
    bool take_other_name(std::string_view& key);
    bool is_known(std::string_view key) const noexcept;
    void check_keys_by_sorting(std::size_t first);
    bool take_literal(std::string_view word);

    std::string_view text_; // up to the fault, when there was one
    std::size_t at_ = 0;
    std::size_t deepest_;
    std::size_t name_hash_ = 0;
    int skipping_ = 0;
    inline_stack<level, 8> levels_;      // of the open objects and arrays
    inline_stack<member_name, 64> keys_; // of all open objects
    std::vector<std::unique_ptr<std::string>> escaped_keys_;
    std::string scratch_;
    std::string reason_;
    std::string path_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/json_reader.ipp>
#endif
