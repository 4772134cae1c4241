#include "faults/webhook_soak/sender.hpp"

#include "faults/webhook_soak/story.hpp"

#include <oms/sandbox/server.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_set>

namespace test {

namespace {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::chrono::hours overlap{24};

oms::sandbox::server_options options_of(const sender_terms& terms)
{
    oms::sandbox::settings rules;
    rules.seed = terms.seed;
    rules.delivery_first_gap = milliseconds(40); // 20 s in all: a receiver that begins again is back long before
    rules.delivery_timeout = milliseconds(1'000);
    rules.delivery_connections = 64;
    rules.delivery_connections_per_webhook = 64;
    oms::sandbox::server_options made;
    made.http().settings(rules);
    if (!terms.ca_pem.empty())
        made.webhook_ca_pem(terms.ca_pem);
    return made;
}

/// The value of a member of a JSON document whose name occurs once, text or number.
std::string member_of(const std::string& document, const std::string& name)
{
    const std::string before = '"' + name + "\":";
    std::size_t at = document.find(before);
    if (at == std::string::npos)
        throw std::runtime_error("no " + name + " in " + document);
    at += before.size();
    const bool text = document[at] == '"';
    at += text;
    return document.substr(at, document.find_first_of(text ? "\"" : ",}", at) - at);
}

std::string reason(oms::sandbox::delivery_failure why)
{
    using oms::sandbox::delivery_failure;
    switch (why) {
    case delivery_failure::refused:
        return "refused";
    case delivery_failure::tls:
        return "no TLS";
    case delivery_failure::broken:
        return "broken";
    case delivery_failure::timed_out:
        return "timed out";
    default:
        return "no answer";
    }
}

} // namespace

struct webhook_sender::running {
    explicit running(const sender_terms& told)
        : terms(told), tale(told.seed, told.active_resources), random(told.seed + 1),
          server(io.get_executor(), options_of(told))
    {
        subscribe();
        thread = std::thread([this] { io.run(); });
    }

    ~running()
    {
        stopping = true;
        server.stop();
        thread.join();
    }

    void subscribe()
    {
        server.with_service([this](oms::sandbox::service& rules) {
            oms::http_headers headers;
            headers.add("Content-Type", "application/json");
            const auto token = rules.handle("POST", "/v0.9/auth/token", headers,
                                            R"({"apiKey":"sk_sdbx_emulator","apiSecret":"emulator-secret"})");
            headers.add("Authorization", "Bearer " + member_of(token.response.body, "accessToken"));
            headers.add("Idempotency-Key", "soak-subscription");
            const auto made =
                rules.handle("POST", "/v0.9/webhooks", headers, R"({"url":")" + terms.url + R"(","events":[]})");
            webhook_id = member_of(made.response.body, "id");
            secret = member_of(made.response.body, "secret");
        });
    }

    /// One fault for about every third event, and more where copies under new ids have a sequence that tells them.
    /// Gives how many copies the next event has.
    std::uint64_t trouble(oms::sandbox::service& rules, bool has_sequence)
    {
        using oms::sandbox::delivery_fault;
        if (has_sequence && random.below(4) == 0) {
            const std::uint64_t copies = 1 + random.below(2);
            rules.inject(
                delivery_fault::duplicate(static_cast<int>(copies), milliseconds(random.below(50))).under_new_ids());
            return copies;
        }
        switch (random.below(15)) {
        case 0: {
            const std::uint64_t copies = 1 + random.below(2);
            rules.inject(delivery_fault::duplicate(static_cast<int>(copies)));
            return copies;
        }
        case 1:
            rules.inject(delivery_fault::duplicate(1, milliseconds(random.below(200))));
            return 1;
        case 2:
            rules.inject(delivery_fault::duplicate(1, milliseconds(random.below(50))).under_new_ids());
            return 1;
        case 3:
            rules.inject(delivery_fault::delay(milliseconds(random.below(400))));
            ++report.delayed;
            break;
        case 4:
            rules.inject(delivery_fault::reorder(milliseconds(300)));
            ++report.delayed;
            break;
        default:
            break;
        }
        return 0;
    }

    void trigger(oms::sandbox::service& rules)
    {
        const happening next = tale.next();
        const bool has_sequence = next.event_name == "transaction.statusChanged";
        begun += 1 + trouble(rules, has_sequence);
        const std::string id = rules.trigger(next.event_name, oms::json_text(next.data));
        sent_event made{next.resource, next.version, next.rank};
        const std::string& body = rules.events().back().body;
        if (next.is_state && body.find("\"sequence\":") != std::string::npos) {
            made.change = id;
            made.sequence = std::atoll(member_of(body, "sequence").c_str());
        }
        if (!next.is_state)
            made.resource = id;
        else if (next.version == 0)
            made.version = made.sequence;
        truth.emplace(id, std::move(made));
        ++triggered;
    }

    /// The attempts that ended since the last look.
    void look(const oms::sandbox::service& rules)
    {
        const auto& all = rules.deliveries();
        auto first = all.end();
        while (first != all.begin()) {
            const auto& before = *std::prev(first);
            if (before.delivery_id == last_seen.first && before.attempt == last_seen.second)
                break;
            --first;
        }
        for (; first != all.end(); ++first) {
            ++report.attempts;
            ++report.answers[first->status ? std::to_string(*first->status) : reason(first->failure)];
            last_seen = {first->delivery_id, first->attempt};
            if (first->sequel == oms::sandbox::delivery_sequel::retry)
                continue;
            last_end = clock::now();
            deliveries[first->delivery_id] = first->event_id;
            ended_events.insert(first->event_id);
            if (first->sequel == oms::sandbox::delivery_sequel::delivered)
                last_delivered = first->event_id;
            else
                ++report.given_up;
        }
        while (deliveries.count(first_open) != 0)
            ++first_open;
        ended = ended_events.size();
    }

    bool all_ended(const oms::sandbox::service& rules) const
    {
        return triggered == terms.events && deliveries.size() == begun && !rules.next_due();
    }

    asio::awaitable<void> send()
    {
        asio::steady_timer timer(io);
        bool over = false;
        last_end = clock::now();
        while (!over && !stopping) {
            server.with_service([&](oms::sandbox::service& rules) {
                const std::lock_guard lock(mutex);
                look(rules);
                for (int i = 0; i < 32 && triggered < terms.events && begun + 1 < first_open + terms.most_outstanding;
                     ++i)
                    trigger(rules);
                over = all_ended(rules) ||
                       (triggered == terms.events && clock::now() - last_end > std::chrono::minutes(1));
            });
            timer.expires_after(milliseconds(1));
            co_await timer.async_wait(asio::as_tuple(asio::deferred));
        }
    }

    const sender_terms terms;
    story tale;
    dice random;
    std::string webhook_id;
    std::string secret;
    std::promise<void> finished;

    std::mutex mutex; ///< guards what follows
    sent_events truth;
    sender_report report;
    std::unordered_map<std::uint64_t, std::string> deliveries; ///< that ended, with their events
    std::unordered_set<std::string> ended_events;
    std::pair<std::uint64_t, int> last_seen{0, 0};
    std::uint64_t begun = 0;      ///< deliveries, copies included
    std::uint64_t first_open = 1; ///< the number of the oldest that has not ended
    std::uint64_t triggered = 0;
    std::string last_delivered;
    clock::time_point last_end;

    std::atomic<std::uint64_t> ended{0};
    std::atomic<bool> stopping{false};
    asio::io_context io{1};
    oms::sandbox::server server;
    std::thread thread;
};

webhook_sender::webhook_sender(const sender_terms& terms) : running_(std::make_unique<running>(terms)) {}
webhook_sender::~webhook_sender() = default;

const std::string& webhook_sender::secret() const
{
    return running_->secret;
}

std::string webhook_sender::rotate_secret()
{
    return running_->server.rotate_webhook_secret(running_->webhook_id, overlap);
}

void webhook_sender::end_overlap()
{
    running_->server.advance(overlap + milliseconds(1));
}

void webhook_sender::begin()
{
    asio::co_spawn(running_->io, running_->send(), [this](std::exception_ptr failure) {
        if (failure)
            running_->finished.set_exception(failure);
        else
            running_->finished.set_value();
    });
}

std::uint64_t webhook_sender::ended() const
{
    return running_->ended;
}

void webhook_sender::wait()
{
    running_->finished.get_future().get();
}

std::optional<delivered_event> webhook_sender::latest_delivered() const
{
    std::optional<delivered_event> found;
    running_->server.with_service([&](oms::sandbox::service& rules) {
        const std::lock_guard lock(running_->mutex);
        const auto& all = rules.events();
        const auto one = std::find_if(all.rbegin(), all.rend(),
                                      [&](const auto& event) { return event.id == running_->last_delivered; });
        if (one != all.rend())
            found = delivered_event{one->id, one->body};
    });
    return found;
}

/// A copy under an id of its own follows its original: its delivery has the next number.
sent_events webhook_sender::sent() const
{
    const std::lock_guard lock(running_->mutex);
    sent_events all = running_->truth;
    const std::map<std::uint64_t, std::string> by_number(running_->deliveries.begin(), running_->deliveries.end());
    const sent_event* original = nullptr;
    for (const auto& [number, id] : by_number) {
        const auto known = running_->truth.find(id);
        if (known != running_->truth.end()) {
            original = &known->second;
        } else if (original != nullptr) {
            sent_event copy = *original;
            if (copy.version == 0)
                copy.resource = id;
            all.emplace(id, std::move(copy));
        }
    }
    return all;
}

sender_report webhook_sender::report() const
{
    const std::lock_guard lock(running_->mutex);
    sender_report made = running_->report;
    made.repetitions = running_->deliveries.size() - std::min(running_->deliveries.size(), running_->truth.size());
    for (const auto& [id, event] : running_->truth)
        made.unfinished += running_->ended_events.count(id) == 0;
    return made;
}

} // namespace test
