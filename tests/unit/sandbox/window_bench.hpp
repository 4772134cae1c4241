#pragma once

#include "bench.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Somebody at the emulator's window.

using header_list = std::vector<std::pair<std::string, std::string>>;

inline oms::sandbox::settings window_settings()
{
    oms::sandbox::settings settings = standing_settings();
    settings.window = true;
    return settings;
}

inline reply look(bench& emulator, std::string_view target = "/_sandbox/state", header_list more = {})
{
    more.emplace_back("Host", "localhost:8443");
    return emulator.send("GET", target, "", more);
}

/// As the page does it; the path without `/_sandbox/`.
inline reply act(bench& emulator, std::string_view path, std::string_view body = "{}")
{
    return emulator.send("POST", "/_sandbox/" + std::string(path), body,
                         {{"Host", "localhost:8443"},
                          {"Origin", "https://localhost:8443"},
                          {"Sec-Fetch-Site", "same-origin"},
                          {"X-Oms-Sandbox", "window"}});
}

inline std::string subscribe_all(bench& emulator, std::string_view url = "https://hooks.example.com/oms")
{
    return emulator.post("/webhooks", R"({"url":")" + std::string(url) + R"(","events":[]})")["id"];
}
