#include "unit/observe/observed_calls.hpp"

#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <oms/observe/log.hpp>
#include <oms/observe/metrics.hpp>
#include <oms/observe/observers.hpp>
#include <oms/observe/opentelemetry.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace {

/// Texts that nobody may see, of every look that keys, tokens, people and accounts have.
class secrets {
public:
    explicit secrets(std::uint64_t seed) : random_(seed) {}

    /// A new one; the next kind in turn.
    std::string operator()()
    {
        static const std::string small = "abcdefghijklmnopqrstuvwxyz";
        static const std::string capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        static const std::string digits = "0123456789", hexadecimal = "0123456789abcdef";
        std::string text;
        switch (kind_++ % kinds) {
        case 0: // API key and secret
            text = "sk_live_" + of(small + capital + digits, 32);
            break;
        case 1: // token
            text = "eyJ" + of(small + capital + digits + "-_", 40) + '.' + of(small + capital + digits + "-_", 60);
            break;
        case 2: // webhook secret
            text = "whsec_" + of(hexadecimal, 64);
            break;
        case 3: // account, card or document number
            text = of(digits, 12);
            break;
        case 4: // name
            text = of(capital, 1) + of(small, 11);
            break;
        case 5: // name that looks like a code of the service
            text = of(small, 10);
            break;
        case 6: // what tries to be a line, a field or a label of its own
            text = of(small, 6) + "\"\n}x=Q " + of(small, 8) + "\\\r\x1b[2J" + of(capital, 8);
            break;
        case 7: // neither ASCII nor UTF-8
            text = of("\xc3\xa9\xff\x80\xf0\x01\x7f\xfe", 12);
            break;
        case looks_like_an_id:
            text = of(small + capital + digits, 24);
            made_.push_back(text);
            return "req_" + text;
        }
        made_.push_back(text);
        return text;
    }

    /// One that has no form of a request id: what has one, and is none that the sinks can know, is shown as such.
    std::string in_place_of_an_id()
    {
        if (kind_ % kinds == looks_like_an_id)
            ++kind_;
        return (*this)();
    }

    static constexpr unsigned kinds = 9;

    /// Six characters in a row of one of them that stand in `text`; empty when there are none.
    std::string seen_in(const std::string& text) const
    {
        constexpr std::size_t length = 6;
        std::unordered_set<std::string_view> parts;
        for (std::size_t at = 0; at + length <= text.size(); ++at)
            parts.insert(std::string_view(text).substr(at, length));
        for (const std::string& each : made_)
            for (std::size_t at = 0; at + length <= each.size(); ++at)
                if (const std::string part = each.substr(at, length); parts.count(part) != 0)
                    return part;
        return {};
    }

private:
    static constexpr unsigned looks_like_an_id = 8;

    std::string of(const std::string& characters, std::size_t count)
    {
        std::string text;
        std::uniform_int_distribution<std::size_t> any(0, characters.size() - 1);
        while (text.size() < count)
            text += characters[any(random_)];
        return text;
    }

    std::mt19937_64 random_;
    unsigned kind_ = 0;
    std::vector<std::string> made_;
};

/// What every sink has put out.
class all_sinks {
public:
    all_sinks()
    {
        const oms::log_options debug = oms::log_options().level(oms::log_level::debug).times(false);
        for (const auto format : {oms::log_format::logfmt, oms::log_format::json})
            parts_.push_back(std::make_shared<oms::logger>(
                [this](oms::log_level, std::string_view line) { text_.append(line).append("\n"); },
                oms::log_options(debug).format(format)));
        parts_.push_back(metrics_);
        parts_.push_back(std::make_shared<oms::opentelemetry_traces>(tracer_));
    }

    oms::observers told() const { return oms::observers(parts_); }

    std::string text() const
    {
        std::string all = text_ + metrics_->text();
        for (const auto& span : tracer_->spans) {
            all += span->name + '\n';
            for (const auto& [name, value] : span->attributes)
                all.append(name).append("=").append(value).append("\n");
            for (const auto& event : span->events) {
                all += event.name + '\n';
                for (const auto& [name, value] : event.attributes)
                    all.append(name).append("=").append(value).append("\n");
            }
        }
        return all;
    }

private:
    std::string text_;
    std::shared_ptr<oms::metrics> metrics_ = std::make_shared<oms::metrics>();
    std::shared_ptr<opentelemetry::trace::Tracer> tracer_ = std::make_shared<opentelemetry::trace::Tracer>();
    std::vector<std::shared_ptr<oms::observer>> parts_;
};

/// An error each of whose texts is a secret.
oms::error hostile(secrets& next, std::mt19937_64& random)
{
    const std::array codes{oms::errc::unprocessable, oms::errc::unavailable,         oms::errc::connection_lost,
                           oms::errc::decode_failed, oms::errc::invalid_argument,    oms::errc::cancelled,
                           oms::errc::unauthorized,  oms::errc::credentials_rejected};
    const std::array statuses{0, 200, 201, 401, 404, 422, 429, 503};
    return oms::error::builder(codes[random() % codes.size()])
        .text(next())
        .http_status(statuses[random() % statuses.size()])
        .server_code(next())
        .server_type(next())
        .server_message(next())
        .details({oms::field_problem{next(), next()}, oms::field_problem{"destination." + next(), next()}})
        .request_id(next.in_place_of_an_id())
        .operation(next(), "/customers/" + next())
        .attempts(1)
        .key(next())
        .cause_text(next())
        .delivery(static_cast<oms::delivery>(random() % 4))
        .document("{\"message\":\"" + next() + "\"}")
        .build();
}

} // namespace

TEST_CASE("No six characters of a secret reach a log, a metric or a span, whatever servers and requests say (F2)")
{
    for (int seed = 1; seed <= test::property_count(60); ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(static_cast<std::uint64_t>(seed));
        secrets next(random());
        all_sinks sinks;
        oms::observers told = sinks.told();

        for (int n = 0; n != 8; ++n) {
            const std::string key = next(), path = "/customers/" + next() + "?name=" + next(), method = next();
            oms::call_start call = n % 2 ? test::get_customer() : test::new_quote();
            call.idempotency_key = key;
            if (n % 4 > 1)
                call.path_template = path;
            if (n == 7)
                call.method = method;
            std::vector<oms::error> reasons;
            while (reasons.size() < random() % 3)
                reasons.push_back(hostile(next, random));
            const oms::error last = hostile(next, random);
            test::run_call(told, call, reasons, n % 3 ? &last : nullptr);

            // Request ids of answers that went well, the call's own key among them, and a call that is dropped.
            const auto dropped = told.on_call(call);
            const std::string id = next.in_place_of_an_id(), key_as_id = key.starts_with("req_") ? key : "req_" + key;
            for (const std::string& each : {id, key, key_as_id}) {
                oms::response_step step = test::response(1, 201);
                step.request_id = each;
                dropped->on_response(step);
            }

            oms::token_exchange exchange;
            exchange.failure = &last;
            told.on_token_exchange(exchange);
            const std::string where = next(), what = next();
            oms::version_drift drift;
            drift.path_template = call.path_template;
            drift.where = n % 2 ? std::string_view("Sunset") : where;
            drift.what = what;
            told.on_drift(drift);
        }

        const std::string text = sinks.text();
        CHECK(next.seen_in(text) == "");
        CHECK(std::all_of(text.begin(), text.end(), [](char c) { return (c >= 0x20 && c <= 0x7e) || c == '\n'; }));
        REQUIRE(text.find("event=end") != text.npos); // there is something to look at
        REQUIRE(text.find("oms_retries_total{") != text.npos);
        REQUIRE(text.find("http.request.resend_count") != text.npos);
    }
}

TEST_CASE("The search for secrets finds one that is planted in a log (F2)")
{
    secrets next(1);
    std::vector<std::string> planted;
    for (unsigned kind = 0; kind != secrets::kinds; ++kind)
        planted.push_back(next());
    CHECK(next.seen_in("level=error event=end path=/quotes") == "");
    for (const std::string& each : planted) {
        CHECK(next.seen_in("event=end message=" + each) != "");
        CHECK(next.seen_in("event=end message=" + each.substr(each.size() - 6) + " status=422") != "");
    }
}
