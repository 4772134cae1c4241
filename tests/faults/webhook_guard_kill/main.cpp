// Handles webhook deliveries that it makes up, on several threads, without end: it is there to be killed.
//
//     webhook_guard_kill DELIVERIES RESOURCES LOG LIFE
//
// DELIVERIES and RESOURCES are the files of its guards. LOG gets a line for each that is confirmed: `delivery ID` or
// `state RESOURCE SEQUENCE`; and `confirming ID` before a delivery is. LIFE tells this run's deliveries from those of
// others. Standard output gets `ready`, and `stored N` after each 50 that are confirmed.
#include <oms/webhook/file_order_guard.hpp>
#include <oms/webhook/file_replay_guard.hpp>

#include "capacities.hpp"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

/// A file whose lines survive the end of the program, whatever end that is.
class event_log {
public:
    explicit event_log(const char* path) : file_(::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}

    void write(const std::string& line)
    {
        const std::string bytes = line + '\n';
        if (::write(file_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("no log");
    }

    void write_stored(const std::string& line)
    {
        write(line);
        const int now = ++stored_;
        if (now % 50 == 0)
            std::cout << "stored " + std::to_string(now) + "\n" << std::flush;
    }

private:
    int file_;
    std::atomic<int> stored_{0};
};

void handle_delivery(oms::replay_guard& guard, const oms::event_id& id, event_log& log)
{
    if (guard.claim(id) != oms::replay_claim::granted)
        throw std::runtime_error("a new delivery was not granted");
    log.write("confirming " + id.str());
    guard.confirm(id);
    log.write_stored("delivery " + id.str());
}

void handle_change(oms::order_guard& guard, const std::string& resource, event_log& log)
{
    const auto known = guard.latest(resource);
    oms::resource_version next;
    next.resource = resource;
    next.sequence = 1;
    if (known && known->sequence)
        next.sequence = *known->sequence + 1;
    if (guard.claim(next) != oms::order_claim::granted)
        throw std::runtime_error("a newer state was not granted");
    guard.confirm(next);
    log.write_stored("state " + resource + ' ' + std::to_string(next.sequence.value_or(0)));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::cerr << "usage: webhook_guard_kill DELIVERIES RESOURCES LOG LIFE\n";
        return 2;
    }
    try {
        oms::file_replay_guard deliveries(argv[1], guard_kill::deliveries_kept);
        oms::file_order_guard resources(argv[2], guard_kill::resources_kept);
        event_log log(argv[3]);
        std::cout << "ready\n" << std::flush;
        std::vector<std::thread> all;
        for (int i = 0; i < guard_kill::threads; ++i)
            all.emplace_back([&, name = std::to_string(i), life = std::string(argv[4])] {
                for (int n = 0;; ++n) {
                    handle_delivery(deliveries, oms::event_id("evt_" + life + '_' + name + '_' + std::to_string(n)),
                                    log);
                    handle_change(resources, "txn_" + name + '_' + std::to_string(n % guard_kill::resources_each), log);
                }
            });
        for (std::thread& thread : all)
            thread.join();
    } catch (const std::exception& why) {
        std::cerr << why.what() << '\n';
        return 1;
    }
}
