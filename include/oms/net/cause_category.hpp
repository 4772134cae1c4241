#pragma once

#include <oms/config.hpp>

#include <boost/system/error_code.hpp>

namespace oms { inline namespace v0_1 {

/// The category of `error::cause()` when a certificate was refused: the values are OpenSSL's X509_V_ERR_ numbers, the
/// messages its words for them. Named "oms.certificate".
OMS_DECL const boost::system::error_category& certificate_category() noexcept;

/// The category of `error::cause()` when a proxy answered CONNECT, but did not open the tunnel: the values are the
/// statuses of its answers. Named "oms.proxy".
OMS_DECL const boost::system::error_category& proxy_category() noexcept;

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/cause_category.ipp>
#endif
