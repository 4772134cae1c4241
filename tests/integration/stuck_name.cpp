#include "stuck_name.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <utility>

#include <dlfcn.h>
#include <netdb.h>

namespace {

std::mutex mutex;
std::condition_variable changed;
std::string stuck;
bool released = false;
int begun = 0;

/// Whether the name is the stuck one; then after its release.
bool wait_if_stuck(const char* host)
{
    std::unique_lock lock(mutex);
    if (host == nullptr || stuck.empty() || host != stuck)
        return false;
    ++begun;
    changed.notify_all();
    changed.wait(lock, [] { return released; });
    return true;
}

} // namespace

// Stands before the C library's own, which Asio's resolver calls.
extern "C" int getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** found)
{
    using function = int(const char*, const char*, const addrinfo*, addrinfo**);
    static function* const original = reinterpret_cast<function*>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return wait_if_stuck(host) ? EAI_NONAME : original(host, service, hints, found);
}

namespace test {

stuck_name::stuck_name(std::string host)
{
    const std::lock_guard lock(mutex);
    stuck = std::move(host);
    released = false;
    begun = 0;
}

stuck_name::~stuck_name()
{
    release();
    const std::lock_guard lock(mutex);
    stuck.clear();
}

void stuck_name::wait_for_lookup() const
{
    std::unique_lock lock(mutex);
    if (!changed.wait_for(lock, std::chrono::seconds(10), [] { return begun > 0; }))
        throw std::runtime_error("no lookup of " + stuck + " has begun");
}

void stuck_name::release()
{
    const std::lock_guard lock(mutex);
    released = true;
    changed.notify_all();
}

int stuck_name::lookups() const
{
    const std::lock_guard lock(mutex);
    return begun;
}

} // namespace test
