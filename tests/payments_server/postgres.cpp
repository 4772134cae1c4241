#include "payments_server/postgres.hpp"

#include "common/program.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace test {

namespace {

// Where Debian puts the programs of a server: one folder for each version.
std::filesystem::path programs()
{
    std::vector<std::filesystem::path> found;
    const std::filesystem::path versions = "/usr/lib/postgresql";
    if (std::filesystem::exists(versions))
        for (const auto& version : std::filesystem::directory_iterator(versions))
            if (std::filesystem::exists(version.path() / "bin" / "initdb"))
                found.push_back(version.path() / "bin");
    if (found.empty())
        throw std::runtime_error("PostgreSQL is not installed (Debian: postgresql)");
    return *std::max_element(found.begin(), found.end());
}

const passwd& somebody_else()
{
    for (const char* name : {"postgres", "nobody"})
        if (const passwd* found = ::getpwnam(name))
            return *found;
    throw std::runtime_error("PostgreSQL does not run as root, and there is no other user");
}

} // namespace

postgres::postgres()
{
    const std::string home = directory_.file("");
    if (::geteuid() == 0) {
        const passwd& owner = somebody_else();
        if (::chown(home.c_str(), owner.pw_uid, owner.pw_gid) != 0)
            throw std::runtime_error("chown " + home);
    }
    run("initdb", {"-D", home + "data", "-U", "payments", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"});
    start();
}

postgres::~postgres()
{
    try {
        crash();
    } catch (const std::exception&) {
        // It does not run.
    }
}

std::string postgres::address() const
{
    return "host=" + directory_.file("") + " user=payments dbname=postgres";
}

void postgres::start()
{
    // What is killed is processes, not the machine: nothing has to reach the disk.
    const std::string home = directory_.file("");
    run("pg_ctl", {"-D", home + "data", "-l", home + "log", "-w", "-o",
                   "-k " + home + " -c listen_addresses='' -c fsync=off -c max_connections=100", "start"});
}

void postgres::crash()
{
    run("pg_ctl", {"-D", directory_.file("data"), "-m", "immediate", "-w", "stop"});
}

void postgres::run(const std::string& program, const std::vector<std::string>& arguments) const
{
    std::vector<std::string> command;
    if (::geteuid() == 0) {
        const passwd& owner = somebody_else();
        command = {"setpriv",       "--reuid", std::to_string(owner.pw_uid), "--regid", std::to_string(owner.pw_gid),
                   "--clear-groups"};
    }
    command.push_back((programs() / program).string());
    command.insert(command.end(), arguments.begin(), arguments.end());
    const program_outcome outcome = run_program(command);
    if (outcome.status != 0)
        throw std::runtime_error(program + ": " + outcome.out + outcome.err);
}

} // namespace test
