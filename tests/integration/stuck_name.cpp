#include "stuck_name.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

#include <dlfcn.h>
#include <netdb.h>

namespace {

std::mutex names_mutex;
std::condition_variable lookup_changed;
std::string stuck;
bool stuck_released = false;
int lookups_begun = 0;
struct resolution {
    std::vector<std::string> addresses;
    int failure = 0;
    int asked = 0;
};
std::map<std::string, resolution> made_up;

/// Whether the name is the stuck one; then after its release.
bool wait_if_stuck(const char* host)
{
    std::unique_lock lock(names_mutex);
    if (host == nullptr || stuck.empty() || host != stuck)
        return false;
    ++lookups_begun;
    lookup_changed.notify_all();
    lookup_changed.wait(lock, [] { return stuck_released; });
    return true;
}

/// What a made-up name resolves to; nothing for any other.
resolution answer_for(const char* host)
{
    const std::lock_guard lock(names_mutex);
    const auto found = host == nullptr ? made_up.end() : made_up.find(host);
    if (found == made_up.end())
        return {};
    ++found->second.asked;
    return found->second;
}

} // namespace

// Stands before the C library's own, which Asio's resolver calls.
extern "C" int getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** found)
{
    using function = int(const char*, const char*, const addrinfo*, addrinfo**);
    static function* const original = reinterpret_cast<function*>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    if (wait_if_stuck(host))
        return EAI_NONAME;
    const resolution made_up_answer = answer_for(host);
    if (made_up_answer.failure != 0)
        return made_up_answer.failure;
    if (made_up_answer.addresses.empty())
        return original(host, service, hints, found);
    addrinfo numeric = *hints;
    numeric.ai_flags |= AI_NUMERICHOST;
    addrinfo** end = found;
    for (const std::string& address : made_up_answer.addresses) {
        if (const int failure = original(address.c_str(), service, &numeric, end))
            return failure;
        while (*end != nullptr)
            end = &(*end)->ai_next;
    }
    return 0;
}

namespace test {

stuck_name::stuck_name(std::string host)
{
    const std::lock_guard lock(names_mutex);
    stuck = std::move(host);
    stuck_released = false;
    lookups_begun = 0;
}

stuck_name::~stuck_name()
{
    release();
    const std::lock_guard lock(names_mutex);
    stuck.clear();
}

void stuck_name::wait_for_lookup() const
{
    std::unique_lock lock(names_mutex);
    if (!lookup_changed.wait_for(lock, std::chrono::seconds(10), [] { return lookups_begun > 0; }))
        throw std::runtime_error("no lookup of " + stuck + " has begun");
}

void stuck_name::release()
{
    const std::lock_guard lock(names_mutex);
    stuck_released = true;
    lookup_changed.notify_all();
}

int stuck_name::lookups() const
{
    const std::lock_guard lock(names_mutex);
    return lookups_begun;
}

made_up_name::made_up_name(std::string host, std::vector<std::string> addresses) : host_(std::move(host))
{
    now(std::move(addresses));
}

made_up_name::~made_up_name()
{
    const std::lock_guard lock(names_mutex);
    made_up.erase(host_);
}

void made_up_name::now(std::vector<std::string> addresses)
{
    const std::lock_guard lock(names_mutex);
    made_up[host_].addresses = std::move(addresses);
    made_up[host_].failure = 0;
}

void made_up_name::fails(int why)
{
    const std::lock_guard lock(names_mutex);
    made_up[host_].failure = why;
}

int made_up_name::lookups() const
{
    const std::lock_guard lock(names_mutex);
    return made_up[host_].asked;
}

} // namespace test
