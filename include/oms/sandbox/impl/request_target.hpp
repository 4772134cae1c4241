#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/text_checks.hpp>

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Text with its `%XX` undone; nothing when a `%` is not followed by two hexadecimal digits.
OMS_DECL std::optional<std::string> percent_decoded(std::string_view text);

/// Query parameters, read strictly: every parameter has one reader, `finish` throws about all that was wrong. A plus
/// sign means itself.
class query_parameters {
public:
    /// Throws a refusal when a parameter is there twice or is not well encoded.
    explicit query_parameters(std::string_view query);

    /// Nothing when it is absent; empty is wrong.
    std::optional<std::string> text(std::string_view name, text_check check = nullptr);
    std::string required_text(std::string_view name);
    std::optional<std::string> one_of(std::string_view name, std::initializer_list<std::string_view> values);
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> time(std::string_view name);
    std::optional<int> integer(std::string_view name, int least, int most);
    double required_number(std::string_view name, double least, double most);

    bool has(std::string_view name) const;
    void wrong(std::string_view name, std::string_view message);
    /// Throws missing_field or invalid_field when there is a reason, an unknown parameter included.
    void finish();

private:
    const std::string* value(std::string_view name);

    std::vector<std::pair<std::string, std::string>> parameters_;
    std::vector<std::string> known_;
    std::vector<field_note> missing_;
    std::vector<field_note> invalid_;
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/request_target.ipp>
#endif
