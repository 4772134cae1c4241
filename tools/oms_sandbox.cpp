// oms-sandbox: the sandbox emulator as a program, for curl and for clients in any language.
#include <oms/sandbox/server.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>

#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace asio = boost::asio;

namespace {

constexpr std::string_view usage =
    "usage: oms-sandbox [--port N] [--http] [--ca-file PATH] [--early-access] [--no-page]\n"
    "\n"
    "Runs the OMS sandbox emulator on loopback until SIGINT or SIGTERM. Everything it knows ends with it.\n"
    "\n"
    "Its page at / shows customers, wallets, quotes, transactions, cash-ins and webhook deliveries as they\n"
    "change, and has buttons to hand over cash, expire a quote, fail or repeat a delivery and move the clock.\n"
    "Over HTTPS a browser warns of the certificate once, unless it trusts the CA; with --http it has no reason to.\n"
    "\n"
    "  --port N        listen on TCP port N (default: a free one)\n"
    "  --http          plain HTTP instead of HTTPS\n"
    "  --ca-file PATH  write the CA certificate to PATH (default: a file in a fresh temporary directory,\n"
    "                  removed at the end)\n"
    "  --early-access  serve virtual accounts, deposit addresses and external accounts too\n"
    "  --no-page       serve the API alone\n"
    "  --help          print this and exit\n";

struct bad_arguments : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct arguments {
    std::uint16_t port = 0;
    bool http = false;
    bool early_access = false;
    bool page = true;
    bool help = false;
    std::string ca_file;
};

arguments parse(int argc, char** argv)
{
    arguments given;
    int at = 1;
    const auto value = [&](std::string_view option) {
        if (++at == argc)
            throw bad_arguments(std::string(option) + " needs a value");
        return std::string_view(argv[at]);
    };
    for (; at < argc; ++at) {
        const std::string_view option = argv[at];
        if (option == "--help") {
            given.help = true;
        } else if (option == "--http") {
            given.http = true;
        } else if (option == "--early-access") {
            given.early_access = true;
        } else if (option == "--no-page") {
            given.page = false;
        } else if (option == "--ca-file") {
            given.ca_file = value(option);
        } else if (option == "--port") {
            const std::string_view text = value(option);
            const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), given.port);
            if (failure != std::errc() || end != text.data() + text.size())
                throw bad_arguments("--port takes a number from 0 to 65535, not \"" + std::string(text) + '"');
        } else {
            throw bad_arguments("unknown argument \"" + std::string(option) + '"');
        }
    }
    if (given.http && !given.ca_file.empty())
        throw bad_arguments("--ca-file has no meaning with --http");
    return given;
}

/// The CA certificate on disk, where a client of another process finds it.
class ca_file {
public:
    ca_file(const std::string& pem, const std::string& wanted) : path_(wanted)
    {
        if (wanted.empty()) {
            std::string directory = std::filesystem::temp_directory_path() / "oms-sandbox-XXXXXX";
            if (!::mkdtemp(directory.data()))
                throw std::runtime_error("no temporary directory can be made: " + directory);
            temporary_ = directory;
            path_ = temporary_ / "ca.pem";
        }
        std::ofstream file(path_, std::ios::binary);
        file << pem << std::flush;
        if (!file)
            throw std::runtime_error("cannot write " + path_.string());
    }
    ca_file(const ca_file&) = delete;
    ca_file& operator=(const ca_file&) = delete;
    ~ca_file()
    {
        std::error_code ignored;
        if (!temporary_.empty())
            std::filesystem::remove_all(temporary_, ignored);
    }

    std::string path() const { return std::filesystem::absolute(path_).string(); }

private:
    std::filesystem::path path_;
    std::filesystem::path temporary_;
};

void introduce(const oms::sandbox::server& sandbox, const std::optional<ca_file>& ca, bool page)
{
    const oms::client_config config = sandbox.client_config();
    const std::string key(config.api_key.reveal());
    const std::string secret(config.api_secret.reveal());

    std::cout << "OMS sandbox emulator\n\n";
    if (page)
        std::cout << "  page            " << (ca ? "https" : "http") << "://localhost:" << sandbox.port() << "/\n";
    std::cout << "  base URL        " << config.base_url << '\n'
              << "  API key         " << key << '\n'
              << "  API secret      " << secret << '\n';
    if (ca)
        std::cout << "  CA certificate  " << ca->path() << '\n';

    std::cout << "\nFor a program that uses oms::client_config::from_environment():\n\n"
              << "  export OMS_API_KEY='" << key << "'\n"
              << "  export OMS_API_SECRET='" << secret << "'\n"
              << "  export OMS_BASE_URL='" << config.base_url << "'\n";
    if (ca)
        std::cout << "  export OMS_CA_FILE='" << ca->path() << "'\n";

    std::cout << "\nFor curl, a token:\n\n  curl " << (ca ? "--cacert '" + ca->path() + "' " : "") << '\''
              << config.base_url << "/auth/token' \\\n"
              << "    -H 'Content-Type: application/json' \\\n"
              << "    -d '{\"apiKey\":\"" << key << "\",\"apiSecret\":\"" << secret << "\"}'\n"
              << "\nCtrl-C ends it.\n"
              << std::flush;
}

oms::sandbox::server start(const asio::any_io_executor& executor, const arguments& given)
{
    oms::sandbox::server_options options;
    oms::sandbox::settings rules;
    rules.early_access = given.early_access;
    rules.window = given.page;
    options.port(given.port).http(given.http).settings(rules);
    try {
        return oms::sandbox::server(executor, options);
    } catch (const boost::system::system_error& failure) {
        // Its own what() shows places in the source.
        throw std::runtime_error("port " + std::to_string(given.port) + ": " + failure.code().message());
    }
}

int serve(const arguments& given)
{
    asio::io_context io(1);
    oms::sandbox::server sandbox = start(io.get_executor(), given);

    std::optional<ca_file> ca;
    if (!given.http)
        ca.emplace(sandbox.ca_pem(), given.ca_file);

    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&sandbox](const boost::system::error_code& failure, int) {
        if (!failure)
            sandbox.stop();
    });
    introduce(sandbox, ca, given.page);
    io.run();
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const arguments given = parse(argc, argv);
        if (given.help) {
            std::cout << usage;
            return EXIT_SUCCESS;
        }
        return serve(given);
    } catch (const bad_arguments& mistake) {
        std::cerr << "oms-sandbox: " << mistake.what() << "\n\n" << usage;
        return 2;
    } catch (const std::exception& failure) {
        std::cerr << "oms-sandbox: " << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}
