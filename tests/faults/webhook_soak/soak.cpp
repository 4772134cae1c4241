#include "faults/webhook_soak/soak.hpp"

#include "common/net_certificates.hpp"
#include "common/program.hpp"
#include "common/temporary_directory.hpp"
#include "faults/webhook_soak/story.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iomanip>
#include <ostream>
#include <thread>
#include <vector>

#include <sys/stat.h>

namespace test {

namespace {

using clock = std::chrono::steady_clock;

/// A port of loopback that nobody else is given, bound and never listening: the receiver shares it while it lives.
class reserved_port {
public:
    reserved_port() : socket_(io_)
    {
        socket_.open(boost::asio::ip::tcp::v4());
        socket_.set_option(boost::asio::ip::tcp::acceptor::reuse_address(true));
        socket_.bind(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    }
    std::uint16_t number() const { return socket_.local_endpoint().port(); }

private:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor socket_;
};

class webhook_soaking {
public:
    explicit webhook_soaking(const webhook_soak_terms& told)
        : terms_(told), random_(told.seed + 2), through_(gate_terms_of()), sender_(sender_terms_of())
    {
        old_secret_ = sender_.secret();
    }

    webhook_soak_report run()
    {
        const clock::time_point begun = clock::now();
        sender_.begin();
        for (int life = 0; life < terms_.kills; ++life)
            live_and_die(life);
        {
            const auto last = start(0);
            open_door();
            last->read_until("ready\n");
            look_at_guard_files();
            forge_some();
            sender_.wait();
            look_at_guard_files();
            const program_outcome outcome = last->stop();
            if (outcome.status != 0)
                throw std::runtime_error("the receiver ended with " + std::to_string(outcome.status) + ": " +
                                         outcome.err);
        }
        report_.seconds = std::chrono::duration<double>(clock::now() - begun).count();
        report_.events = terms_.events;
        report_.faults = faults_;
        report_.sender = sender_.report();
        report_.history = judge(sender_.sent(), read_ledger(file("ledger")));
        return report_;
    }

private:
    std::string file(const std::string& name) const
    {
        return terms_.directory.empty() ? directory_.file(name) : terms_.directory + '/' + name;
    }

    gate_terms gate_terms_of()
    {
        gate_terms made;
        made.server_port = port_.number();
        made.ends_tls = false;
        made.connections = [this](int number) {
            connection_plan plan = webhook_trouble(terms_.seed, terms_.faults_per_thousand, number);
            faults_ += plan.door != entrance::serve || !plan.to_server.passes() || !plan.to_client.passes();
            return plan;
        };
        return made;
    }

    sender_terms sender_terms_of()
    {
        sender_terms made;
        made.events = terms_.events;
        made.seed = terms_.seed;
        made.most_outstanding = std::min(made.most_outstanding, remembered() / 2);
        made.url =
            (terms_.tls ? "https" : "http") + std::string("://127.0.0.1:") + std::to_string(through_.port()) + "/hooks";
        if (terms_.tls) {
            const net_test::identity identity = root_.issue();
            std::ofstream(file("chain.pem")) << identity.certificate;
            std::ofstream(file("key.pem")) << identity.key;
            made.ca_pem = root_.pem();
        }
        return made;
    }

    /// The first third of its lives it knows the old secret, the second both, the last the new one alone.
    void write_secrets() const
    {
        std::ofstream secrets(file("secrets"));
        if (!overlap_ended_)
            secrets << "old=" << old_secret_ << '\n';
        if (!new_secret_.empty())
            secrets << "new=" << new_secret_ << '\n';
    }

    /// While it runs, and receives.
    void change_secrets(background_program& program)
    {
        write_secrets();
        program.signal(SIGHUP);
        program.read_until(overlap_ended_ ? "knows new\n" : "knows old new\n");
        ++report_.secret_changes;
        forge_some();
    }

    /// A guard writes a file anew beside the old one, and renames it.
    void look_at_guard_files()
    {
        const std::string paths[] = {file("replay"), file("order")};
        for (std::size_t i = 0; i < 2; ++i) {
            struct stat found{};
            if (::stat(paths[i].c_str(), &found) != 0)
                continue;
            report_.guard_files_renewed += guard_files_[i] != 0 && guard_files_[i] != found.st_ino;
            guard_files_[i] = found.st_ino;
        }
    }

    std::unique_ptr<background_program> start(std::uint64_t reach)
    {
        write_secrets();
        // Resources must be remembered as long as they change.
        const std::uint64_t resources = terms_.events / 10 + 300;
        std::vector<std::string> command{terms_.receiver,
                                         file(""),
                                         std::to_string(port_.number()),
                                         std::to_string(random_.next()),
                                         std::to_string(reach),
                                         std::to_string(remembered()),
                                         std::to_string(resources)};
        if (terms_.tls) {
            command.push_back(file("chain.pem"));
            command.push_back(file("key.pem"));
        }
        return std::make_unique<background_program>(command);
    }

    /// Few enough that the guards write their files anew meanwhile.
    std::uint64_t remembered() const { return std::max<std::uint64_t>(terms_.events * 2 / 5, 200); }

    void live_and_die(int life)
    {
        const bool rotates = life == terms_.kills / 3;
        const bool overlap_ends = life == terms_.kills * 2 / 3;
        const bool dies_early = !rotates && !overlap_ends && random_.below(5) == 0;
        const std::uint64_t left = terms_.events - std::min(terms_.events, sender_.ended());
        const std::uint64_t share = left / static_cast<std::uint64_t>(terms_.kills - life + 1);
        const std::uint64_t reach = 1 + share / 2 + random_.below(share / 2 + 1);

        const auto program = start(reach);
        open_door();
        if (dies_early) {
            std::this_thread::sleep_for(std::chrono::microseconds(random_.below(200'000)));
        } else {
            program->read_until("ready\n");
            look_at_guard_files();
            forge_some();
            if (rotates) {
                new_secret_ = sender_.rotate_secret();
                change_secrets(*program);
            }
            if (overlap_ends) {
                sender_.end_overlap();
                overlap_ended_ = true;
                change_secrets(*program);
            }
            program->read_until("reached\n");
            std::this_thread::sleep_for(std::chrono::microseconds(random_.below(3'000)));
        }
        // Of the dead, some refuse connections; with others they end at once.
        if (random_.below(2) == 0) {
            through_.close_door(random_.below(2) == 0);
            door_closed_ = true;
        }
        tell(life, reach, dies_early);
        ++report_.kills;
    } // SIGKILL

    void open_door()
    {
        if (door_closed_)
            through_.open_door();
        door_closed_ = false;
    }

    void forge_some()
    {
        if (terms_.tls)
            return;
        const bool knows_new = !new_secret_.empty();
        forge(port_.number(), knows_new ? new_secret_ : old_secret_, overlap_ended_ ? old_secret_ : std::string(),
              sender_, report_.forgeries);
    }

    void tell(int life, std::uint64_t reach, bool early)
    {
        if (terms_.log == nullptr)
            return;
        *terms_.log << "life " << life + 1 << ": killed ";
        if (early)
            *terms_.log << "at its beginning";
        else
            *terms_.log << "after " << reach << " events";
        *terms_.log << ", " << sender_.ended() << " of " << terms_.events << " delivered" << std::endl;
    }

    const webhook_soak_terms& terms_;
    webhook_soak_report report_;
    temporary_directory directory_;
    reserved_port port_;
    net_test::authority root_;
    dice random_;
    std::atomic<std::uint64_t> faults_{0};
    gate through_;
    webhook_sender sender_;
    std::string old_secret_;
    std::string new_secret_;
    ino_t guard_files_[2] = {0, 0};
    bool overlap_ended_ = false;
    bool door_closed_ = false;
};

} // namespace

std::uint64_t webhook_soak_report::genuine_refused() const
{
    const std::uint64_t forged = forgeries.sent - forgeries.accepted;
    return history.refused > forged ? history.refused - forged : forged - history.refused;
}

std::uint64_t webhook_soak_report::secrets_unused() const
{
    return 2 - history.signed_by.count("old") - history.signed_by.count("new");
}

std::uint64_t webhook_soak_report::violations() const
{
    return history.violations() + sender.given_up + sender.unfinished + forgeries.accepted + forgeries.replays_refused +
           genuine_refused() + secrets_unused();
}

webhook_soak_report webhook_soak(const webhook_soak_terms& terms)
{
    webhook_soaking one(terms);
    return one.run();
}

void print(std::ostream& out, const webhook_soak_report& report)
{
    const webhook_verdict& history = report.history;
    const auto line = [&out](const std::string& what, auto value) {
        out << std::left << std::setw(48) << what << value << '\n';
    };
    line("events", report.events);
    line("  repeated by the sender", report.sender.repetitions);
    line("  delayed or overtaken at the sender", report.sender.delayed);
    line("attempts to deliver", report.sender.attempts);
    for (const auto& [answer, count] : report.sender.answers)
        line("  " + answer, count);
    line("connections that the gate spoiled", report.faults);
    line("receivers killed", report.kills);
    line("secrets changed while a receiver ran", report.secret_changes);
    line("guard files written anew", report.guard_files_renewed);
    line("effects applied", history.applied);
    line("superseded", history.superseded);
    line("handlers that threw", history.failed);
    line("duplicates acknowledged", history.duplicates);
    line("sent away busy", history.busy);
    line("handlers that outran their time", history.outrun);
    line("changes passed over under other ids", history.copies_passed_over);
    line("calls again after a death or a throw", history.calls_again);
    line("older states that came into such a gap", history.held_by_the_store);
    line("  that a sequence put before a time", history.ahead_by_sequence);
    for (const auto& [secret, count] : history.signed_by)
        line("signed by the " + secret + " secret", count);
    line("forged, changed, late or early requests", report.forgeries.sent);
    line("replays by a stranger", report.forgeries.replayed);
    line("seconds", report.seconds);
    line("events per second",
         static_cast<std::uint64_t>(static_cast<double>(report.events) / std::max(report.seconds, 0.001)));
    out << "to be zero:\n";
    line("  lost", history.lost);
    line("  effects applied twice", history.double_effects);
    line("  changes applied under two ids", history.double_changes);
    line("  older states over newer ones", history.steps_back);
    line("  resources whose last state is not the newest", history.not_newest);
    line("  events that nobody sent", history.never_sent);
    line("  events that changed on their way", history.garbled);
    line("  calls again that nothing explains", history.repeated_calls);
    line("  older states let through by the guard", history.unguarded_calls);
    line("  superseded by nothing", history.wrongly_held_back);
    line("  acknowledged without a call", history.empty_promises);
    line("  deliveries given up", report.sender.given_up);
    line("  deliveries not ended", report.sender.unfinished);
    line("  forgeries accepted", report.forgeries.accepted);
    line("  replays not acknowledged", report.forgeries.replays_refused);
    line("  genuine deliveries refused", report.genuine_refused());
    line("  secrets of the rotation never used", report.secrets_unused());
    for (const std::string& finding : history.findings)
        out << "  ! " << finding << '\n';
    out.flush();
}

} // namespace test
