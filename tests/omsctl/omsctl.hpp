// omsctl as its user has it: a program, an environment, a folder of its own.
#pragma once

#include "common/catch.hpp"
#include "common/program.hpp"
#include "common/temporary_directory.hpp"
#include "common/world.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace test {

/// A terminal in front of an emulator, or of any service.
class terminal {
public:
    explicit terminal(const world& service)
    {
        std::ofstream(folder.file("ca.pem")) << service.ca_pem();
        const oms::client_config config = service.config();
        variables = {{"OMS_API_KEY", std::string(config.api_key.reveal())},
                     {"OMS_API_SECRET", std::string(config.api_secret.reveal())},
                     {"OMS_BASE_URL", service.base_url()},
                     {"OMS_ENVIRONMENT", ""},
                     {"OMS_CA_FILE", folder.file("ca.pem")}};
        settle();
    }
    /// Without any variable of the SDK.
    terminal()
    {
        variables = {{"OMS_API_KEY", ""},
                     {"OMS_API_SECRET", ""},
                     {"OMS_BASE_URL", ""},
                     {"OMS_ENVIRONMENT", ""},
                     {"OMS_CA_FILE", ""}};
        settle();
    }

    program_outcome omsctl(std::vector<std::string> words) const
    {
        words.insert(words.begin(), program());
        return run_program(words, variables);
    }
    /// Lines of bash that call `omsctl`; the first that fails ends it.
    program_outcome bash(const std::string& script) const
    {
        return run_program({"bash", "-c", "set -euo pipefail\n" + script}, variables);
    }
    static std::string program() { return std::string(OMS_PROGRAMS) + "/examples/omsctl/omsctl"; }

    temporary_directory folder;
    environment variables;

private:
    void settle()
    {
        const char* const path = std::getenv("PATH");
        variables["PATH"] =
            std::string(OMS_PROGRAMS) + "/examples/omsctl:" + OMS_PROGRAMS + "/tools:" + (path ? path : "");
        variables["HOME"] = folder.file("home");
        variables["XDG_STATE_HOME"] = folder.file("state");
        variables["XDG_CONFIG_HOME"] = folder.file("config");
        variables["COLUMNS"] = "";
        variables["OMSCTL_IDS"] = "";
    }
};

} // namespace test
