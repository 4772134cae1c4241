#pragma once

#include <oms/net/cause_category.hpp>

#include <openssl/x509.h>

#include <string>

namespace oms { inline namespace v0_1 {

namespace detail {

// The fixed ids make two copies of a category, in two shared libraries, one and the same.
class certificate_category_type final : public boost::system::error_category {
public:
    constexpr certificate_category_type() noexcept : boost::system::error_category(0x6f6d732d63707002ULL) {}
    const char* name() const noexcept override { return "oms.certificate"; }
    std::string message(int value) const override { return X509_verify_cert_error_string(value); }
};

class proxy_category_type final : public boost::system::error_category {
public:
    constexpr proxy_category_type() noexcept : boost::system::error_category(0x6f6d732d63707003ULL) {}
    const char* name() const noexcept override { return "oms.proxy"; }
    std::string message(int value) const override { return "the proxy answered " + std::to_string(value); }
};

} // namespace detail

OMS_DECL const boost::system::error_category& certificate_category() noexcept
{
    static const detail::certificate_category_type category;
    return category;
}

OMS_DECL const boost::system::error_category& proxy_category() noexcept
{
    static const detail::proxy_category_type category;
    return category;
}

}} // namespace oms::v0_1
