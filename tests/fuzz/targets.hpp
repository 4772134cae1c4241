#pragma once

#include <string_view>

/// What is fuzzed. Each target takes any bytes at all, and throws `broken_property` (or lets out what the SDK should
/// not have thrown) when something that must hold for all bytes does not. It keeps nothing from one input to the next.
namespace fuzz {

void decimal(std::string_view input);
void event_decode(std::string_view input);
void json_answer(std::string_view input);
void request_head(std::string_view input);
void response_head(std::string_view input);
void retry_after(std::string_view input);
void signature_header(std::string_view input);
void timestamp(std::string_view input);
void verify(std::string_view input);

struct target {
    std::string_view name;
    void (*run)(std::string_view input);
};

inline constexpr target targets[] = {
    {"decimal", &decimal},
    {"event_decode", &event_decode},
    {"json_answer", &json_answer},
    {"request_head", &request_head},
    {"response_head", &response_head},
    {"retry_after", &retry_after},
    {"signature_header", &signature_header},
    {"timestamp", &timestamp},
    {"verify", &verify},
};

} // namespace fuzz
