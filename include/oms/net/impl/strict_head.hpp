#pragma once

// What the head of a response, or the line before a chunk, must not have, although some parsers let it pass: two
// readers that disagree about it could disagree about where the response ends (response smuggling). Rules beyond those
// of Beast's parser:
//
//   - what arrives begins with "HTTP/1.", from its first byte on; the version is 1.0 or 1.1;
//   - each line ends in CRLF, not in a bare LF (RFC 9112, section 2.2);
//   - no field line is folded (section 5.2);
//   - Content-Length comes once at most and is digits alone, even where a list of equal values would be legal;
//   - Transfer-Encoding comes once at most, is "chunked" alone, not with Content-Length, not in HTTP/1.0 (section 6.1);
//   - a chunk extension has no control characters, above all no bare LF (section 7.1.1).
//
// Those about Content-Length, Transfer-Encoding and the version are kept by `response_reader`, field by field.

#include <oms/config.hpp>

#include <cstddef>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The lines of one head, while they arrive.
class strict_head {
public:
    /// `arrived`: what has arrived of the head and was not consumed, and whatever follows it. Null, or what is wrong
    /// with it.
    const char* objection(std::string_view arrived) noexcept;

    /// The first `bytes` of what had arrived are gone.
    void consumed(std::size_t bytes) noexcept;

    /// How many bytes are gone.
    std::size_t taken() const noexcept { return taken_; }

private:
    std::size_t line_ = 0; // where the last line begins
    std::size_t seen_ = 0;
    std::size_t taken_ = 0;
    bool whole_ = false;
};

/// Whether a chunk extension may be as it is.
OMS_DECL bool is_clean_extension(std::string_view extension) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/strict_head.ipp>
#endif
