#pragma once

#include <oms/sandbox/impl/window.hpp>

#include <oms/sandbox/impl/access.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/window_actions.hpp>
#include <oms/sandbox/impl/window_files.hpp>
#include <oms/sandbox/impl/window_state.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL const char* reason_to_refuse(const incoming& request, std::string_view path);
OMS_DECL http_response window_answer(int status, std::string_view type, std::string body);
OMS_DECL http_response window_problem(int status, std::string_view message);
OMS_DECL http_response state_answer(std::string state, std::string_view known);
OMS_DECL void press(emulator& state, const incoming& request, std::string_view path, instant at);

OMS_DECL bool is_of_window(std::string_view target)
{
    const std::string_view path = target.substr(0, target.find('?'));
    return path == "/" || path == "/favicon.ico" || path.starts_with("/_sandbox/");
}

/// The window has no key, so what stands between it and a page of another site is what a browser says of itself: the
/// name it asked for (a name that was made to point here is refused), the origin of a script, and the fetch metadata.
/// The page itself may be reached by a link from anywhere; it is the same for everybody.
OMS_DECL const char* reason_to_refuse(const incoming& request, std::string_view path)
{
    const http_headers& headers = request.headers;
    if (!is_own_name(only_value(headers, "Host")))
        return "The window answers to localhost, 127.0.0.1 and [::1] alone.";
    if (is_of_another_origin(headers))
        return "The window answers no script of another origin.";
    if (headers.find("Sec-Fetch-Site")) {
        const std::string_view site = only_value(headers, "Sec-Fetch-Site");
        const bool followed_link = path == "/" && only_value(headers, "Sec-Fetch-Mode") == "navigate" &&
                                   only_value(headers, "Sec-Fetch-Dest") == "document";
        if (site != "same-origin" && site != "none" && !followed_link)
            return "The window answers no request of another site.";
    }
    // A header that a form cannot send, and a script of another origin only after a question that is never answered.
    if (request.method == "POST" && only_value(headers, "X-Oms-Sandbox") != "window")
        return "An action needs the header X-Oms-Sandbox: window.";
    return nullptr;
}

OMS_DECL http_response window_answer(int status, std::string_view type, std::string body)
{
    http_response response;
    response.status = status;
    if (!body.empty())
        response.headers.add("Content-Type", type);
    response.headers.add("Cache-Control", "no-store")
        .add("Content-Security-Policy",
             "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
             "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'")
        .add("Cross-Origin-Opener-Policy", "same-origin")
        .add("Cross-Origin-Resource-Policy", "same-origin")
        .add("Referrer-Policy", "no-referrer")
        .add("X-Content-Type-Options", "nosniff");
    response.body = std::move(body);
    return response;
}

OMS_DECL http_response window_problem(int status, std::string_view message)
{
    json_writer out;
    out.open_object().text("message", message).close_object();
    http_response response = window_answer(status, "application/json", out.str());
    if (status == 405)
        response.headers.add("Allow", "GET, HEAD, POST");
    return response;
}

/// A page that asks twice a second is told everything when something has changed. What changes all the time, the time,
/// is the `Date` of the answer.
OMS_DECL http_response state_answer(std::string state, std::string_view known)
{
    const std::string version = '"' + std::to_string(std::hash<std::string_view>()(state)) + '"';
    http_response response =
        known == version ? window_answer(304, {}, {}) : window_answer(200, "application/json", std::move(state));
    response.headers.add("ETag", version);
    return response;
}

/// What has a number is done once: who got no answer asks again with the same one.
OMS_DECL void press(emulator& state, const incoming& request, std::string_view path, instant at)
{
    constexpr std::size_t longest_number = 64, most = 100;
    const std::string_view number = only_value(request.headers, "X-Oms-Press");
    if (number.empty() || number.size() > longest_number)
        return act_in_window(state, path, request.body, at);
    const std::string known = std::string(number) + ' ' + std::string(path);
    if (std::find(state.presses.begin(), state.presses.end(), known) != state.presses.end())
        return;
    act_in_window(state, path, request.body, at);
    if (state.presses.size() == most)
        state.presses.pop_front();
    state.presses.push_back(known);
}

OMS_DECL http_response serve_window(emulator& state, const incoming& request)
{
    const std::string_view path = request.target.substr(0, request.target.find('?'));
    if (const char* reason = reason_to_refuse(request, path))
        return window_problem(403, reason);
    if (request.body.size() > state.settings.body_limit)
        return window_problem(400, "The request body is too large.");
    const instant now = state.clock.now();
    state.step(now);
    if (request.method == "POST") {
        try {
            press(state, request, path, now);
            return window_answer(204, {}, {});
        } catch (const refusal& problem) {
            std::string message = problem.message;
            for (const field_note& note : problem.details)
                message += " (" + note.field + ' ' + note.message + ")";
            return window_problem(problem.status, message);
        } catch (const std::exception&) {
            return window_problem(500, "The emulator could not do this.");
        }
    }
    if (request.method != "GET" && request.method != "HEAD")
        return window_problem(405, "The window is read, and acted on by POST.");
    if (path == "/_sandbox/state")
        return state_answer(window_state(state, now), only_value(request.headers, "If-None-Match"));
    if (path == "/favicon.ico")
        return window_answer(204, {}, {});
    if (const std::optional<window_file> file = find_window_file(path))
        return window_answer(200, file->type, std::string(file->text));
    return window_problem(404, "The window has nothing there.");
}

}}} // namespace oms::v0_1::detail::emulation
