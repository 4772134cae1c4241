#pragma once

#include <oms/config.hpp>

#include <optional>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct window_file {
    std::string_view type;
    std::string_view text;
};

/// The page at `/`, and under `/_sandbox/` its style, page.css, and its script, page.js with the modules it imports.
OMS_DECL std::optional<window_file> find_window_file(std::string_view path);

OMS_DECL std::string_view window_html();
OMS_DECL std::string_view window_css();
OMS_DECL std::string_view window_actions_js();
OMS_DECL std::string_view window_elements_js();
OMS_DECL std::string_view window_page_js();
OMS_DECL std::string_view window_rows_js();
OMS_DECL std::string_view window_times_js();

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/window_actions_js.ipp>
#include <oms/sandbox/impl/window_css.ipp>
#include <oms/sandbox/impl/window_elements_js.ipp>
#include <oms/sandbox/impl/window_files.ipp>
#include <oms/sandbox/impl/window_html.ipp>
#include <oms/sandbox/impl/window_page_js.ipp>
#include <oms/sandbox/impl/window_rows_js.ipp>
#include <oms/sandbox/impl/window_times_js.ipp>
#endif
