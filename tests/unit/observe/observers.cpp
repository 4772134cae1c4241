#include "unit/observe/observed_calls.hpp"

#include "common/catch.hpp"

#include <oms/observe/observers.hpp>

#include <memory>
#include <string>
#include <vector>

namespace {

/// Writes down what it is told, with its name in front.
class note_taker final : public oms::observer {
public:
    note_taker(std::string name, std::vector<std::string>& notes, bool follows = true)
        : name_(std::move(name)), notes_(notes), follows_(follows)
    {
    }

    std::unique_ptr<oms::call_observer> on_call(const oms::call_start&) noexcept override
    {
        note("call");
        return follows_ ? std::make_unique<follower>(*this) : nullptr;
    }
    void on_token_exchange(const oms::token_exchange&) noexcept override { note("exchange"); }
    void on_drift(const oms::version_drift&) noexcept override { note("drift"); }

private:
    class follower final : public oms::call_observer {
    public:
        explicit follower(note_taker& by) : by_(by) {}
        ~follower() override { by_.note("gone"); }
        void on_token(const oms::token_step&) noexcept override { by_.note("token"); }
        void on_attempt(const oms::attempt_start&, oms::header_sink& headers) noexcept override
        {
            by_.note("attempt");
            headers.add("x-correlation-id", by_.name_);
        }
        void on_lease(const oms::lease_step&) noexcept override { by_.note("lease"); }
        void on_response(const oms::response_step&) noexcept override { by_.note("response"); }
        void on_retry(const oms::retry_step&) noexcept override { by_.note("retry"); }
        void on_end(const oms::call_end&) noexcept override { by_.note("end"); }

    private:
        note_taker& by_;
    };

    void note(const char* what) { notes_.push_back(name_ + ' ' + what); }

    std::string name_;
    std::vector<std::string>& notes_;
    bool follows_;
};

std::vector<std::string> notes_of(const char* name, const std::vector<std::string>& all)
{
    std::vector<std::string> notes;
    for (const std::string& each : all)
        if (each.starts_with(name))
            notes.push_back(each.substr(2));
    return notes;
}

} // namespace

TEST_CASE("Each of several observers is told everything, in the order given (F5)")
{
    std::vector<std::string> notes;
    oms::observers all({std::make_shared<note_taker>("a", notes), nullptr, std::make_shared<note_taker>("b", notes)});

    const auto sent = test::run_call(all, test::new_quote(), {test::unavailable()});
    all.on_token_exchange({});
    all.on_drift({});

    const std::vector<std::string> expected{"call",    "token", "attempt",  "lease", "response", "retry",    "token",
                                            "attempt", "lease", "response", "end",   "gone",     "exchange", "drift"};
    CHECK(notes_of("a", notes) == expected);
    CHECK(notes_of("b", notes) == expected);
    CHECK(std::vector<std::string>(notes.begin(), notes.begin() + 4) ==
          std::vector<std::string>{"a call", "b call", "a token", "b token"});
    REQUIRE(sent.size() == 2);
    CHECK(sent[1].fields ==
          std::vector<std::pair<std::string, std::string>>{{"x-correlation-id", "a"}, {"x-correlation-id", "b"}});
}

TEST_CASE("Of several observers, one that does not follow a call is told no more of it, and without any there is none")
{
    std::vector<std::string> notes;
    oms::observers mixed(
        {std::make_shared<note_taker>("a", notes, false), std::make_shared<note_taker>("b", notes, true)});
    test::run_call(mixed, test::new_quote(), {});
    CHECK(notes_of("a", notes) == std::vector<std::string>{"call"});
    CHECK(notes_of("b", notes) ==
          std::vector<std::string>{"call", "token", "attempt", "lease", "response", "end", "gone"});

    notes.clear();
    oms::observers early({std::make_shared<note_taker>("a", notes, true),
                          std::make_shared<note_taker>("b", notes, false),
                          std::make_shared<note_taker>("c", notes, false)});
    test::run_call(early, test::new_quote(), {});
    CHECK(notes_of("a", notes) ==
          std::vector<std::string>{"call", "token", "attempt", "lease", "response", "end", "gone"});
    CHECK(notes_of("b", notes) == std::vector<std::string>{"call"});
    CHECK(notes_of("c", notes) == std::vector<std::string>{"call"});

    oms::observers silent({std::make_shared<note_taker>("a", notes, false)});
    CHECK(silent.on_call(test::new_quote()) == nullptr);
    CHECK(oms::observers({}).on_call(test::new_quote()) == nullptr);
}
