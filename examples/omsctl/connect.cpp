#include "connect.hpp"

#include <oms/client/make_client.hpp>

#include <cstdlib>

namespace omsctl {

namespace {

std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    return value ? value : "";
}

} // namespace

std::string base_url_of(const arguments& given)
{
    if (given.has("--base-url"))
        return given.text("--base-url");
    if (!variable("OMS_BASE_URL").empty())
        return variable("OMS_BASE_URL");
    return variable("OMS_ENVIRONMENT") == "production" ? oms::client_config::production_url
                                                       : oms::client_config::sandbox_url;
}

oms::client connect(boost::asio::any_io_executor executor, const arguments& given)
{
    // One reader of the configuration: the SDK's. The command line stands in for the environment.
    if (given.has("--base-url")) {
        ::setenv("OMS_BASE_URL", given.text("--base-url").c_str(), 1);
        ::unsetenv("OMS_ENVIRONMENT");
    }
    if (given.has("--ca-file"))
        ::setenv("OMS_CA_FILE", given.text("--ca-file").c_str(), 1);
    return oms::make_client(std::move(executor), oms::client_config::from_environment());
}

} // namespace omsctl
