#pragma once

#include <oms/sandbox/impl/window_files.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL std::optional<window_file> find_window_file(std::string_view path)
{
    constexpr std::string_view script = "text/javascript; charset=utf-8";
    if (path == "/")
        return window_file{"text/html; charset=utf-8", window_html()};
    if (path == "/_sandbox/page.css")
        return window_file{"text/css; charset=utf-8", window_css()};
    if (path == "/_sandbox/page.js")
        return window_file{script, window_page_js()};
    if (path == "/_sandbox/rows.js")
        return window_file{script, window_rows_js()};
    if (path == "/_sandbox/actions.js")
        return window_file{script, window_actions_js()};
    if (path == "/_sandbox/elements.js")
        return window_file{script, window_elements_js()};
    if (path == "/_sandbox/times.js")
        return window_file{script, window_times_js()};
    return std::nullopt;
}

}}} // namespace oms::v0_1::detail::emulation
