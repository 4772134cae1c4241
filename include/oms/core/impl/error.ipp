#pragma once

#include <oms/core/error.hpp>

#include <oms/core/server_text.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

// What a default-constructed error answers with.
inline constexpr oms::server_code no_server_code{};

OMS_DECL std::string_view shown_code(const oms::server_code& code)
{
    return code.known() || is_plain_code(code.text()) ? std::string_view(code.text()) : "unknown code";
}

OMS_DECL std::string fields_of(const std::vector<field_problem>& details)
{
    constexpr std::size_t most = 8;
    std::string fields;
    for (std::size_t i = 0; i != details.size(); ++i) {
        if (i == most)
            return fields + ", ...";
        fields += (i == 0 ? "" : ", ") + shown_field_path(details[i].field);
    }
    return fields;
}

// Why, in the words of this library, OpenSSL or the system: one line.
OMS_DECL std::string cause_of(const error_data& data)
{
    constexpr std::size_t longest = 240;
    std::string shown = data.cause_text.empty() && data.cause.failed() ? data.cause.message() : data.cause_text;
    if (shown.size() > longest)
        shown = shown.substr(0, longest) + "...";
    for (char& c : shown)
        if (c < 0x20 || c > 0x7e)
            c = '?';
    return shown;
}

// Never shows server_type, server_message, the messages of details, or document.
OMS_DECL std::string what_of(const error_data& data)
{
    std::string what = data.code.message();
    if (data.http_status != 0)
        what += " (HTTP " + std::to_string(data.http_status) +
                (data.server_code.empty() ? "" : " " + std::string(shown_code(data.server_code))) + ")";
    else if (!data.server_code.empty())
        what += " (" + std::string(shown_code(data.server_code)) + ")";
    if (!data.safe_text.empty())
        what += ": " + data.safe_text;
    if (const std::string cause = cause_of(data); !cause.empty())
        what += "; cause " + cause;
    if (!data.path_template.empty())
        what += "; " + data.method + " " + data.path_template;
    // What is wrong with a request before it is sent stands in the text already, with the fields.
    if (!data.details.empty() && (data.http_status != 0 || data.safe_text.empty()))
        what += "; fields " + fields_of(data.details);
    if (is_request_id(data.request_id))
        what += "; request " + data.request_id;
    if (data.attempts != 0)
        what += "; attempts " + std::to_string(data.attempts);
    if (!data.idempotency_key.empty())
        what += "; key " + data.idempotency_key;
    if (data.delivery != oms::delivery::not_sent || !data.path_template.empty())
        what += "; delivery " + std::string(to_string(data.delivery));
    return what;
}

} // namespace detail

// Not through the builder: decimals and ids throw this one, and then every file that has one would compile what_of.
OMS_DECL error::error(errc code, std::string safe_text, std::string_view refused)
{
    auto data = std::make_shared<detail::error_data>();
    data->code = code;
    data->what = data->code.message();
    if (!safe_text.empty())
        data->what.append(": ").append(safe_text);
    data->safe_text = std::move(safe_text);
    data->document = refused;
    data_ = std::move(data);
}

OMS_DECL error::error(std::shared_ptr<const detail::error_data> data) noexcept : data_(std::move(data)) {}

OMS_DECL error::builder error::edit() const
{
    return builder(data_ ? *data_ : detail::error_data());
}

OMS_DECL const char* error::what() const noexcept
{
    return data_ ? data_->what.c_str() : "no error";
}

OMS_DECL boost::system::error_code error::code() const noexcept
{
    return data_ ? data_->code : boost::system::error_code();
}

OMS_DECL int error::http_status() const noexcept
{
    return data_ ? data_->http_status : 0;
}

OMS_DECL const oms::server_code& error::server_code() const noexcept
{
    return data_ ? data_->server_code : detail::no_server_code;
}

OMS_DECL std::string_view error::server_type() const noexcept
{
    return data_ ? std::string_view(data_->server_type) : std::string_view();
}

OMS_DECL std::string_view error::server_message() const noexcept
{
    return data_ ? std::string_view(data_->server_message) : std::string_view();
}

OMS_DECL std::span<const field_problem> error::details() const noexcept
{
    return data_ ? std::span<const field_problem>(data_->details) : std::span<const field_problem>();
}

OMS_DECL std::string_view error::request_id() const noexcept
{
    return data_ ? std::string_view(data_->request_id) : std::string_view();
}

OMS_DECL std::string_view error::method() const noexcept
{
    return data_ ? std::string_view(data_->method) : std::string_view();
}

OMS_DECL std::string_view error::path_template() const noexcept
{
    return data_ ? std::string_view(data_->path_template) : std::string_view();
}

OMS_DECL int error::attempts() const noexcept
{
    return data_ ? data_->attempts : 0;
}

OMS_DECL std::string_view error::idempotency_key() const noexcept
{
    return data_ ? std::string_view(data_->idempotency_key) : std::string_view();
}

OMS_DECL boost::system::error_code error::cause() const noexcept
{
    return data_ ? data_->cause : boost::system::error_code();
}

OMS_DECL std::string_view error::cause_text() const noexcept
{
    return data_ ? std::string_view(data_->cause_text) : std::string_view();
}

OMS_DECL oms::delivery error::delivery() const noexcept
{
    return data_ ? data_->delivery : oms::delivery::not_sent;
}

OMS_DECL std::string_view error::document() const noexcept
{
    return data_ ? std::string_view(data_->document) : std::string_view();
}

OMS_DECL std::optional<std::chrono::seconds> error::retry_after() const noexcept
{
    return data_ ? data_->retry_after : std::nullopt;
}

OMS_DECL error::builder::builder(errc code)
{
    data_.code = make_error_code(code);
}

OMS_DECL error::builder::builder(detail::error_data data) : data_(std::move(data)) {}

OMS_DECL error::builder& error::builder::code(errc value)
{
    data_.code = make_error_code(value);
    return *this;
}

OMS_DECL error::builder& error::builder::more_text(std::string_view safe_text)
{
    data_.safe_text.append(data_.safe_text.empty() ? "" : "; ").append(safe_text);
    return *this;
}

OMS_DECL error::builder& error::builder::text(std::string safe_text)
{
    data_.safe_text = std::move(safe_text);
    return *this;
}

OMS_DECL error::builder& error::builder::http_status(int value)
{
    data_.http_status = value;
    return *this;
}

OMS_DECL error::builder& error::builder::server_code(oms::server_code value)
{
    data_.server_code = std::move(value);
    return *this;
}

OMS_DECL error::builder& error::builder::server_code(std::string_view value)
{
    return server_code(oms::server_code(value));
}

OMS_DECL error::builder& error::builder::server_type(std::string value)
{
    data_.server_type = std::move(value);
    return *this;
}

OMS_DECL error::builder& error::builder::server_message(std::string value)
{
    data_.server_message = std::move(value);
    return *this;
}

OMS_DECL error::builder& error::builder::details(std::vector<field_problem> value)
{
    data_.details = std::move(value);
    return *this;
}

OMS_DECL error::builder& error::builder::request_id(std::string value)
{
    data_.request_id = std::move(value);
    return *this;
}

OMS_DECL error::builder& error::builder::operation(std::string method, std::string path_template)
{
    data_.method = std::move(method);
    data_.path_template = std::move(path_template);
    return *this;
}

OMS_DECL error::builder& error::builder::attempts(int value)
{
    data_.attempts = value;
    return *this;
}

OMS_DECL error::builder& error::builder::key(std::string idempotency_key)
{
    data_.idempotency_key = std::move(idempotency_key);
    return *this;
}

OMS_DECL error::builder& error::builder::cause(boost::system::error_code value)
{
    data_.cause = value;
    return *this;
}

OMS_DECL error::builder& error::builder::cause_text(std::string value)
{
    data_.cause_text = std::move(value);
    return *this;
}

OMS_DECL error::builder& error::builder::delivery(oms::delivery value)
{
    data_.delivery = value;
    return *this;
}

OMS_DECL error::builder& error::builder::document(std::string value)
{
    data_.document = std::move(value);
    return *this;
}

OMS_DECL error::builder& error::builder::retry_after(std::chrono::seconds value)
{
    data_.retry_after = value;
    return *this;
}

OMS_DECL error error::builder::build() const
{
    auto data = std::make_shared<detail::error_data>(data_);
    data->what = detail::what_of(*data);
    return error(std::move(data));
}

}} // namespace oms::v0_1
