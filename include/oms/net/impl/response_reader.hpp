#pragma once

// One response as it arrives, straight into an `http_response`: Beast's grammar of HTTP/1.1, none of its containers.
// For all whose head is not plain (plain_head.hpp).

#include <oms/config.hpp>
#include <oms/http/response.hpp>
#include <oms/net/response_limits.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/version.hpp>

#include <cstddef>
#include <cstdint>

namespace oms { inline namespace v0_1 { namespace detail {

/// Reads one response, and notes what is wrong with how its head frames its body, although Beast lets it pass.
class response_reader : public boost::beast::http::basic_parser<false> {
public:
    /// Fills `into`, whose fields and body are empty and whose memory is used again.
    response_reader(http_response& into, const response_limits& limits);

    unsigned status() const noexcept { return status_; }

    /// Of a head that is whole: null, or what is wrong with it.
    const char* framing_objection() const noexcept;

private:
    using error_code = boost::beast::error_code;
    using text = boost::beast::string_view;
    using field_name = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb, text, text, int, error_code&) override {}
    void on_response_impl(int code, text reason, int version, error_code& problem) override;
    void on_field_impl(field_name name, text name_as_sent, text value, error_code& problem) override;
#if BOOST_BEAST_VERSION >= 359 // Boost 1.90: before, they came as fields
    void on_trailer_field_impl(field_name, text, text, error_code&) override {}
#endif
    void on_header_impl(error_code& problem) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& problem) override;
    std::size_t on_body_impl(text part, error_code& problem) override;
    void on_chunk_header_impl(std::uint64_t size, text extension, error_code& problem) override;
    std::size_t on_chunk_body_impl(std::uint64_t left, text part, error_code& problem) override;
    void on_finish_impl(error_code& problem) override;

    http_response& into_;
    const char* objection_ = nullptr;
    unsigned status_ = 0;
    int version_ = 0;
    int framing_fields_ = 0;
    bool coded_ = false;
    bool in_head_ = true;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/response_reader.ipp>
#endif
