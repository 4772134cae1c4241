#include "settings.hpp"

#include "connection.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace payments {

namespace {

const char* const usage =
    R"(usage: payments_server [--port N] [--connections N] [--workers N] [--lease MS] [--poll MS] [--sweep MS]
  --port         loopback port, shared with the other processes of the fleet; by default the system chooses one
  --connections  to the database, for requests and for work each (4)
  --workers      operations in hand at a time (16)
  --lease        how long an operation stays with a process that does not answer (30000)
  --poll         how often to look for operations that others left (250)
  --sweep        how long to wait for a webhook before reading at OMS (15000)
From the environment: PAYMENTS_DATABASE (host=... dbname=...), PAYMENTS_WEBHOOK_SECRET (whsec_...), and OMS_API_KEY,
OMS_API_SECRET, OMS_BASE_URL or OMS_ENVIRONMENT, OMS_CA_FILE.
)";

int number(std::string_view text)
{
    int value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || end != text.data() + text.size() || value < 0)
        throw usage_error(usage);
    return value;
}

std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    if (!value || !*value)
        throw usage_error(std::string(name) + " is not set\n" + usage);
    return value;
}

} // namespace

settings read_settings(int argc, char** argv)
{
    settings chosen;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        const int value = number(i + 1 < argc ? argv[i + 1] : "");
        if (name == "--port" && value <= 65535)
            chosen.port = static_cast<unsigned short>(value);
        else if (name == "--connections" && value > 0)
            chosen.connections = static_cast<std::size_t>(value);
        else if (name == "--workers" && value > 0)
            chosen.work.at_a_time = value;
        else if (name == "--lease" && value > 0)
            chosen.work.lease = std::chrono::milliseconds(value);
        else if (name == "--poll" && value > 0)
            chosen.work.poll = std::chrono::milliseconds(value);
        else if (name == "--sweep" && value > 0)
            chosen.work.sweep = std::chrono::milliseconds(value);
        else
            throw usage_error(usage);
    }
    chosen.database = variable("PAYMENTS_DATABASE");
    if (!is_address(chosen.database))
        throw usage_error("PAYMENTS_DATABASE cannot be read: it is host=... dbname=..., or postgresql://... with "
                          "%40 and %2F for @ and / in a password\n");
    chosen.webhook_secret = oms::secret(variable("PAYMENTS_WEBHOOK_SECRET"));
    return chosen;
}

} // namespace payments
