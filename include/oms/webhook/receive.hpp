#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/model/event.hpp>
#include <oms/webhook/verifier.hpp>

#include <concepts>
#include <optional>
#include <ranges>
#include <string_view>
#include <type_traits>

namespace oms { inline namespace v0_1 {

namespace detail {

/// What shows a text that is elsewhere, such as std::string_view.
template <class Text>
inline constexpr bool is_text_view = std::convertible_to<const Text&, std::string_view> && !std::is_array_v<Text> &&
                                     std::is_trivially_destructible_v<Text> && sizeof(Text) <= 2 * sizeof(void*);

/// Whether the text of a part of a header line is there after the line has gone by. `Part` is what the part is
/// declared as; `line_stays` when the line is no temporary, `inside` when a part that is no reference is in the line.
template <class Part, bool line_stays, bool inside>
inline constexpr bool text_stays =
    std::is_lvalue_reference_v<Part> || (line_stays && inside) || is_text_view<std::remove_cvref_t<Part>>;

/// Whether the lines of a range outlive the range: a container that is given as a temporary does not.
template <class Headers>
inline constexpr bool lines_stay =
    std::is_lvalue_reference_v<Headers> || (std::ranges::view<std::remove_cvref_t<Headers>> &&
                                            std::copyable<std::remove_cvref_t<Headers>>); // owning_view is not

} // namespace detail

/// An HTTP request as any server framework gives it. Holds views: what is given must live until `receive` returns.
class webhook_request {
public:
    webhook_request() = default;
    webhook_request(std::string_view method, std::string_view raw_body) noexcept : method_{method}, body_{raw_body} {}

    webhook_request& method(std::string_view name) noexcept;
    std::string_view method() const noexcept { return method_; }

    /// Once for each header line, in any order; names in any case. Only the lines that matter are kept; where
    /// Content-Type or Content-Encoding comes more than once, one that is wrong.
    webhook_request& header(std::string_view name, std::string_view value) noexcept;

    /// All header lines at once: anything iterable whose elements take apart into name and value, such as a
    /// `std::multimap<std::string, std::string>`, or have `name_string()` and `value()`, such as the fields of
    /// Boost.Beast. Not for a map that joined or dropped repeated lines: that hides a signature given twice. Does not
    /// compile for a container that is a temporary, nor for lines that are made while they are read and own their
    /// texts: what is kept would view what has gone.
    template <class Headers>
    webhook_request& headers(Headers&& lines)
    {
        static_assert(detail::lines_stay<Headers>,
                      "the header lines of an oms::webhook_request must outlive it: this container is a temporary");
        for (auto&& line : lines) {
            constexpr bool line_stays = std::is_lvalue_reference_v<decltype(line)>;
            if constexpr (requires { line.name_string(), line.value(); }) {
                constexpr bool shown =
                    line_stays || std::is_trivially_destructible_v<std::remove_cvref_t<decltype(line)>>;
                static_assert(shown && detail::text_stays<decltype(line.name_string()), line_stays, false> &&
                                  detail::text_stays<decltype(line.value()), line_stays, false>,
                              "the texts of header lines must outlive the loop over them: give lines that are stored "
                              "somewhere, and whose name_string() and value() return views or references");
                header(line.name_string(), line.value());
            } else {
                const auto& [name, value] = line;
                static_assert(detail::text_stays<decltype(name), line_stays, true> &&
                                  detail::text_stays<decltype(value), line_stays, true>,
                              "the texts of header lines must outlive the loop over them: give lines that are stored "
                              "somewhere, or pairs of std::string_view");
                header(name, value);
            }
        }
        return *this;
    }

    /// The bytes as received: not parsed, not decompressed, not converted.
    webhook_request& body(std::string_view raw) noexcept;
    std::string_view body() const noexcept { return body_; }

    std::optional<std::string_view> signature() const noexcept { return signature_; }
    bool signature_repeated() const noexcept { return signature_repeated_; }
    std::string_view content_type() const noexcept { return content_type_.value_or(std::string_view{}); }
    std::string_view content_encoding() const noexcept { return content_encoding_; }

private:
    std::string_view method_;
    std::string_view body_;
    std::optional<std::string_view> signature_;
    bool signature_repeated_ = false;
    std::optional<std::string_view> content_type_;
    std::string_view content_encoding_;
};

/// What came in, and what to answer. Exactly one of `event` and `problem` is there.
struct received_webhook {
    /// The HTTP status to answer with, without a body:
    /// - 204 there is an event. OMS takes it as delivered, so first hand the event to something that will not lose it;
    ///   any 5xx of your own instead makes OMS deliver it again;
    /// - 400 malformed or wrong signature, a time out of tolerance, or a signed body that is no event;
    /// - 405 not a POST (RFC 9110 section 15.5.6: say `Allow: POST`);
    /// - 413 the body is over the verifier's limit;
    /// - 415 not `application/json`, or compressed.
    ///
    /// Never 410: that would make OMS disable the subscription.
    int status = 0;

    std::optional<oms::event> event;
    std::optional<oms::error> problem; ///< for your log; the sender is told the status alone
    signature_match signature;         ///< which secret matched, when there is an event
};

/// Judges one HTTP request: method, size, content type, signature, then reads the event. An event of a name or a shape
/// that this version does not know is there as `unknown_event` and is answered 204 (contract section 12.3).
///
/// Repeated deliveries are the caller's to recognise, by `event->id`, and older states, by `supersedes`:
/// webhook_endpoint does both. Thread-safe; throws nothing but std::bad_alloc.
template <std::same_as<received_webhook> Received = received_webhook>
Received receive(const webhook_verifier& verifier, const webhook_request& request);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/receive.ipp>
#endif
