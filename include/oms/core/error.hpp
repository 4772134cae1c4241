#pragma once

#include <oms/core/delivery.hpp>
#include <oms/core/errc.hpp>
#include <oms/core/server_code.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 {

/// One entry of `details` in an error answer (contract 1.6).
struct field_problem {
    std::string field;   ///< dotted path of the field: `source.amount`
    std::string message; ///< the service's words; may repeat what was sent
};

namespace detail {

struct error_data {
    boost::system::error_code code;
    std::string safe_text;
    int http_status = 0;
    oms::server_code server_code;
    std::string server_type;
    std::string server_message;
    std::vector<field_problem> details;
    std::string request_id;
    std::string method;
    std::string path_template;
    int attempts = 0;
    std::string idempotency_key;
    boost::system::error_code cause;
    std::string cause_text;
    oms::delivery delivery = oms::delivery::not_sent;
    std::string document;
    std::optional<std::chrono::seconds> retry_after;
    std::string what;
};

} // namespace detail

/// The one error type: thrown as an exception, and the error of `result`.
///
/// Copies are cheap, share the same immutable data and never throw; a moved-from error keeps its data. Texts returned
/// as views are valid as long as this error or a copy of it lives. One error may be read from several threads.
///
/// what() holds what is safe to log: the code's message, the HTTP status, the server code, the cause in the words of
/// the system or OpenSSL, the method and path template, the paths of the fields in question, request id, attempts,
/// idempotency key, delivery, and words of this library. What the service said in its own words, and the body of its
/// answer, may repeat personal data and are reached through server_message(), details() and document() only.
class error : public std::exception {
public:
    class builder;

    /// No error; what() says so. Only there for default construction.
    error() noexcept = default;

    /// An error found before anything was sent. `safe_text` becomes part of what(): never put a server's text, a
    /// secret or personal data into it. `refused` is the text that could not be read: document(). Throws
    /// std::bad_alloc only.
    explicit error(errc code, std::string safe_text = {}, std::string_view refused = {});

    error(const error& other) noexcept = default;
    error& operator=(const error& other) noexcept = default;
    ~error() override = default;

    /// A builder that begins with the data of this error. Throws std::bad_alloc only.
    builder edit() const;

    /// What is safe to log, and nothing of the server's words.
    const char* what() const noexcept override;

    /// What went wrong, of the category "oms": compare with errc.
    boost::system::error_code code() const noexcept;

    /// Status of the answer, 0 without an answer.
    int http_status() const noexcept;

    /// `code` of the error answer, empty without one.
    const oms::server_code& server_code() const noexcept;

    /// `type` of the error answer, empty without one.
    std::string_view server_type() const noexcept;

    /// `message` of the error answer. For people; may repeat personal data.
    std::string_view server_message() const noexcept;

    /// `details` of the error answer. Valid as long as this error or a copy of it lives.
    std::span<const field_problem> details() const noexcept;

    /// Id of the request, from the answer's body or header; empty without one.
    std::string_view request_id() const noexcept;

    /// `GET`, `POST`, …; empty when no operation was under way.
    std::string_view method() const noexcept;

    /// Path of the operation with its parameters unfilled: `/customers/{customerId}`.
    std::string_view path_template() const noexcept;

    /// How many times the request was begun, 0 when it was not.
    int attempts() const noexcept;

    /// The idempotency key that all attempts carried; empty for calls without one.
    std::string_view idempotency_key() const noexcept;

    /// The last error of the network, TLS or system library, if there was one.
    boost::system::error_code cause() const noexcept;

    /// More about the cause, for instance why a certificate was refused.
    std::string_view cause_text() const noexcept;

    /// Whether the call had its effect. `not_sent` for errors found before sending.
    oms::delivery delivery() const noexcept;

    /// The raw document that could not be used: the body of the answer, or the text that was refused. May hold
    /// personal data.
    std::string_view document() const noexcept;

    /// What the service asked to wait, whole seconds.
    std::optional<std::chrono::seconds> retry_after() const noexcept;

    /// Prints what().
    friend std::ostream& operator<<(std::ostream& out, const error& failure)
    {
        return detail::write_text(out, failure.what());
    }

private:
    explicit error(std::shared_ptr<const detail::error_data> data) noexcept;

    std::shared_ptr<const detail::error_data> data_;
};

/// Puts an error together, one fact a call:
///
///     throw error::builder(errc::decode_failed).text("at source.amount").http_status(201).document(body).build();
///
/// Texts that come from a server go into server_code, server_type, server_message, details, request_id and document;
/// only text() is for words of our own. Of these, what() shows a server_code and a request_id that have the form of
/// one, and a field path up to the first segment that is not named like a field.
class error::builder {
public:
    explicit builder(errc code);

    builder& code(errc value);
    builder& text(std::string safe_text);
    /// Adds to the text.
    builder& more_text(std::string_view safe_text);
    builder& http_status(int value);
    builder& server_code(oms::server_code value);
    builder& server_code(std::string_view value);
    builder& server_type(std::string value);
    builder& server_message(std::string value);
    builder& details(std::vector<field_problem> value);
    builder& request_id(std::string value);
    builder& operation(std::string method, std::string path_template);
    builder& attempts(int value);
    builder& key(std::string idempotency_key);
    builder& cause(boost::system::error_code value);
    /// Never a server's words: what() shows it.
    builder& cause_text(std::string value);
    builder& delivery(oms::delivery value);
    builder& document(std::string value);
    builder& retry_after(std::chrono::seconds value);

    /// The error. The builder may be used further.
    error build() const;
    operator error() const { return build(); }

private:
    friend class error;
    explicit builder(detail::error_data data);

    detail::error_data data_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/error.ipp>
#endif
