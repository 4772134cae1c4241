#include "payments_server/fleet.hpp"

#include <oms/client/webhooks.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <system_error>

using namespace std::chrono_literals;

namespace test {

namespace {

boost::asio::awaitable<std::string> subscribe(oms::client client, std::string url)
{
    oms::new_webhook wanted(std::move(url));
    wanted.event("transaction.cryptoToCrypto.*").event("transaction.fiatToCrypto.*").event("cashIn.*");
    const oms::webhook_created made = co_await client.webhooks().create(wanted);
    co_return std::string(made.secret.reveal());
}

} // namespace

shared_port::shared_port() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const int yes = 1;
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    // Bound and not listening: nothing is ever handed to this one.
    if (::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0 ||
        ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0 ||
        ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        throw std::system_error(errno, std::generic_category(), "a port for the fleet");
    number_ = ntohs(where.sin_port);
}

shared_port::~shared_port()
{
    ::close(descriptor_);
}

fleet::fleet(world& emulator, std::string database, std::size_t processes)
    : emulator_(emulator), database_(std::move(database)), sweeps_(processes, 5s), processes_(processes)
{
    const std::string url = "http://127.0.0.1:" + std::to_string(port()) + "/webhooks";
    webhook_secret_ = emulator_.run(subscribe(emulator_.client(), url));
    std::ofstream(directory_.file("ca.pem")) << emulator_.ca_pem();
}

void fleet::sweep(std::size_t which, std::chrono::milliseconds after)
{
    sweeps_[which] = after;
}

void fleet::start(std::size_t which)
{
    const oms::client_config config = emulator_.config();
    const environment variables{{"OMS_API_KEY", std::string(config.api_key.reveal())},
                                {"OMS_API_SECRET", std::string(config.api_secret.reveal())},
                                {"OMS_BASE_URL", config.base_url},
                                {"OMS_CA_FILE", directory_.file("ca.pem")},
                                {"PAYMENTS_DATABASE", database_},
                                {"PAYMENTS_WEBHOOK_SECRET", webhook_secret_}};
    processes_[which] = std::make_unique<background_program>(
        std::vector<std::string>{"sh", "-c", R"(log=$1; shift; exec "$@" 2>>"$log")", "sh", directory_.file("log"),
                                 PAYMENTS_SERVER, "--port", std::to_string(port()), "--lease", "3000", "--poll", "100",
                                 "--sweep", std::to_string(sweeps_[which].count())},
        variables);
    processes_[which]->read_until("listening on");
}

void fleet::kill(std::size_t which)
{
    processes_[which]->signal(SIGKILL);
    processes_[which].reset();
}

std::string fleet::log() const
{
    std::ifstream file(directory_.file("log"));
    return std::string(std::istreambuf_iterator<char>(file), {});
}

} // namespace test
