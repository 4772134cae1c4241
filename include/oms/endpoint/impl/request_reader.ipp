#pragma once

#include <oms/endpoint/impl/request_reader.hpp>

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/verb.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string_view path_of_target(std::string_view target) noexcept
{
    if (!target.starts_with('/')) {
        const std::size_t scheme = target.find("://");
        if (scheme == std::string_view::npos)
            return target;
        const boost::beast::string_view name(target.data(), scheme);
        const std::size_t authority = scheme + 3;
        const std::size_t path = target.find_first_of("/?", authority);
        if ((!boost::beast::iequals(name, "http") && !boost::beast::iequals(name, "https")) || path == authority)
            return target;
        if (path == std::string_view::npos || target[path] == '?')
            return "/";
        target.remove_prefix(path);
    }
    return target.substr(0, target.find('?'));
}

OMS_DECL bool has_folded_field(std::string_view lines) noexcept
{
    return lines.find("\r\n ") != std::string_view::npos || lines.find("\r\n\t") != std::string_view::npos;
}

OMS_DECL void refuse_control_characters(std::uint64_t, boost::beast::string_view chunk_extension,
                                        boost::beast::error_code& failure)
{
    const auto is_control = [](unsigned char c) {
        return (c < 0x20 && c != '\t') || c == 0x7f;
    };
    if (std::any_of(chunk_extension.begin(), chunk_extension.end(), is_control))
        failure = boost::beast::http::error::bad_chunk_extension;
}

OMS_DECL request_reader::request_reader(const request_rules& rules) : rules_(rules)
{
    constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
    parser_.header_limit(static_cast<std::uint32_t>(std::min(rules.head_limit, most)));
    parser_.body_limit(rules.body_limit);
    parser_.on_chunk_header(refuse_control_characters);
}

OMS_DECL void request_reader::read(boost::beast::flat_buffer& received)
{
    namespace http = boost::beast::http;
    while (received.size() > 0 && stage_ != stage::complete && stage_ != stage::refused) {
        if (stage_ == stage::nothing)
            stage_ = stage::head;
        // Beast asserts that the end of an empty chunked body does not come byte by byte after this.
        const std::string_view arrived{static_cast<const char*>(received.data().data()), received.size()};
        if (stage_ == stage::body && arrived == "0\r\n" && parser_.chunked())
            return;
        boost::system::error_code failure;
        const std::size_t body_size = parser_.get().body().size();
        std::size_t used = 0;
        try {
            used = parser_.put(received.data(), failure);
        } catch (const std::length_error&) { // of Beast, whose fields have 64 KiB
            return refuse(431, "a field is over the limit");
        }
        // Beast unfolds, where others see two fields.
        if (stage_ == stage::head && has_folded_field(arrived.substr(0, used)))
            return refuse(400, "a folded field");
        received.consume(used);
        if (stage_ == stage::head)
            head_size_ += used;

        if (failure == http::error::need_more)
            return check_size(received.size());
        if (failure == http::error::header_limit)
            return refuse(431, "the head is over the limit");
        if (failure == http::error::body_limit)
            return refuse(413, "the body is over the limit");
        if (failure)
            return refuse(400, "not a request of HTTP/1.1");
        if (stage_ == stage::body)
            check_size(used - (parser_.get().body().size() - body_size));

        if (stage_ == stage::head && parser_.is_header_done()) {
            stage_ = stage::body;
            judge_head();
        }
        if (stage_ == stage::body && parser_.is_done())
            stage_ = stage::complete;
    }
}

OMS_DECL void request_reader::check_size(std::size_t together)
{
    if (stage_ == stage::head && head_size_ + together > rules_.head_limit)
        return refuse(431, "the head is over the limit");
    if (stage_ == stage::body && together > rules_.head_limit)
        return refuse(400, "a chunk's extension or the trailer is over the limit");
}

OMS_DECL void request_reader::judge_head()
{
    namespace http = boost::beast::http;
    const auto& head = parser_.get();
    if (head_size_ > rules_.head_limit)
        return refuse(431, "the head is over the limit");

    // RFC 9112: section 3.2 for Host, 6.1 and 6.3 for what tells the end of the body. Whoever is ambiguous about that
    // may be talking to somebody else behind our back.
    const auto hosts = head.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && head.version() >= 11))
        return refuse(400, "not exactly one Host");
    if (head.count(http::field::content_length) > 1 ||
        head[http::field::content_length].find(',') != boost::beast::string_view::npos)
        return refuse(400, "more than one Content-Length");
    const auto codings = head.count(http::field::transfer_encoding);
    if (codings > 0 &&
        (head.version() < 11 || codings > 1 || !boost::beast::iequals(head[http::field::transfer_encoding], "chunked")))
        return refuse(400, "a Transfer-Encoding other than chunked");

    const auto target = head.target();
    if (path_of_target(std::string_view(target.data(), target.size())) != rules_.path)
        return refuse(404, "another path");

    expects_continue_ = head.version() >= 11 && http::token_list(head[http::field::expect]).exists("100-continue");
    // Now, before the fields of a trailer are put beside them.
    const auto method = head.method_string();
    request_.method(std::string_view(method.data(), method.size()));
    for (const auto& field : head) {
        const auto name = field.name_string();
        const auto value = field.value();
        request_.header(std::string_view(name.data(), name.size()), std::string_view(value.data(), value.size()));
    }
}

OMS_DECL void request_reader::refuse(int status, std::string_view reason)
{
    stage_ = stage::refused;
    refusal_ = status;
    reason_ = reason;
}

OMS_DECL bool request_reader::take_expectation()
{
    const bool expected = expects_continue_ && stage_ == stage::body;
    expects_continue_ = false;
    return expected;
}

OMS_DECL bool request_reader::keep_alive() const
{
    // Where the next request begins is known only when this one has ended, and was not ambiguous about where.
    const bool unambiguous = refusal_ == 0 || refusal_ == 404;
    if (!unambiguous || !parser_.is_done() || !parser_.keep_alive())
        return false;
    // In HTTP/1.0 Beast lets keep-alive win over close, against RFC 9112 section 9.3.
    const auto [first, last] = parser_.get().equal_range(boost::beast::http::field::connection);
    return std::none_of(
        first, last, [](const auto& field) { return boost::beast::http::token_list(field.value()).exists("close"); });
}

OMS_DECL bool request_reader::http_1_0() const
{
    return parser_.is_header_done() && parser_.get().version() < 11;
}

OMS_DECL bool request_reader::is_head_request() const
{
    return parser_.is_header_done() && parser_.get().method() == boost::beast::http::verb::head;
}

OMS_DECL webhook_request request_reader::request()
{
    request_.body(parser_.get().body());
    return request_;
}

}}} // namespace oms::v0_1::detail
