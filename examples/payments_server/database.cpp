#include "database.hpp"

#include <algorithm>
#include <thread>

using namespace std::chrono_literals;

namespace payments {

namespace {

constexpr database::clock::duration first_pause = 20ms;
constexpr database::clock::duration longest_pause = 500ms;

} // namespace

database::database(std::string address, std::size_t connections, clock::duration patience)
    : address_(std::move(address)), patience_(patience), pause_(first_pause), threads_(connections)
{
}

std::unique_ptr<connection> database::take()
{
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<connection> found = std::move(idle_.back());
            idle_.pop_back();
            return found;
        }
        if (clock::now() < next_attempt_)
            throw database_lost("there was none a moment ago");
        next_attempt_ = clock::now() + (pause_ == first_pause ? 0ms : pause_); // others wait for what becomes of this
    }
    return connect();
}

std::unique_ptr<connection> database::connect()
{
    try {
        auto made = std::make_unique<connection>(address_);
        const std::lock_guard lock(mutex_);
        next_attempt_ = {};
        pause_ = first_pause;
        return made;
    } catch (const database_lost&) {
        const std::lock_guard lock(mutex_);
        next_attempt_ = clock::now() + pause_;
        pause_ = std::min(pause_ * 2, longest_pause);
        throw;
    }
}

void database::give_back(std::unique_ptr<connection> used)
{
    if (!used)
        return;
    const std::lock_guard lock(mutex_);
    if (used->usable())
        idle_.push_back(std::move(used));
    else
        idle_.clear();
}

bool database::wait_for_next_attempt(clock::time_point until)
{
    clock::time_point next;
    {
        const std::lock_guard lock(mutex_);
        next = std::max(next_attempt_, clock::now() + 5ms);
    }
    if (next > until)
        return false;
    std::this_thread::sleep_until(next); // of the pool: it may block
    return true;
}

} // namespace payments
