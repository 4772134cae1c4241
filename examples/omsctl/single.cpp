// The commands that belong to no group.
#include "completion.hpp"
#include "exit_code.hpp"
#include "listen.hpp"
#include "raw.hpp"

#include <oms/version.hpp>

#include <iostream>

namespace omsctl {

namespace {

int version(const arguments&)
{
    std::cout << "omsctl " << OMS_VERSION_TEXT << '\n';
    return done;
}

} // namespace

std::span<const command> single_commands()
{
    static const command all[] = {
        {"",
         "listen",
         {},
         {{"--event", "EVENT", "this one, not every event", true},
          {"--port", "NUMBER", "listen on this port of 127.0.0.1 (a free one)"},
          {"--url", "URL", "what the service calls, if not that port"},
          {"--secret-file", "FILE", "registers nothing; has a secret"},
          {"--count", "NUMBER", "end after so many events"}},
         "Receives webhooks and shows those that are verified.",
         listen},
        {"",
         "raw",
         {"METHOD", "PATH"},
         {{"--body", "JSON", "JSON, @FILE, or - for standard input"}},
         "Calls any path of the service, and shows what it answers.",
         raw},
        {"", "check", {}, {}, "Tries whether the service takes the keys.", check},
        {"", "completion", {"SHELL"}, {}, "Prints the script that completes ids.", nullptr, print_completion},
        {"", "version", {}, {}, "Prints the version.", nullptr, version},
    };
    return all;
}

} // namespace omsctl
