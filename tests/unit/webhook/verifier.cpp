#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>
#include <oms/wire/event.hpp>

#include "common/catch.hpp"

#include <atomic>
#include <limits>
#include <string>
#include <thread>
#include <vector>

namespace {

using fixture::sample_body;
using fixture::standing_now;
using std::chrono::seconds;

std::string signed_at(std::int64_t unix_seconds)
{
    return oms::sign(fixture::secret(), unix_seconds, sample_body);
}

bool refused_for(const oms::result<oms::signature_match>& checked, oms::errc reason)
{
    return !checked && checked.error().code() == reason;
}

} // namespace

TEST_CASE("A good signature gives the event, and says when it was signed (G7)")
{
    const auto event = fixture::verifier().verify(signed_at(standing_now), sample_body);
    REQUIRE(event.has_value());
    CHECK(event->name.text() == "something.new");
    CHECK(fixture::verifier().check(signed_at(standing_now), sample_body).value().signed_at.time_since_epoch() ==
          seconds{standing_now});
}

TEST_CASE("Verifying and reading are usable apart (G7)")
{
    const std::string_view no_event = "[1]";
    CHECK(fixture::verifier().check(oms::sign(fixture::secret(), standing_now, no_event), no_event).has_value());
    CHECK(oms::decode_event(sample_body).value().name.text() == "something.new"); // without any signature
}

TEST_CASE("F87 A delivery replayed after the window is refused (G2)")
{
    CHECK(fixture::verifier().check(signed_at(standing_now - 300), sample_body).has_value());
    CHECK(refused_for(fixture::verifier().check(signed_at(standing_now - 301), sample_body),
                      oms::errc::timestamp_out_of_tolerance));
}

TEST_CASE("F88 A stamp in the future beyond the tolerance is refused (G2)")
{
    CHECK(fixture::verifier().check(signed_at(standing_now + 300), sample_body).has_value());
    CHECK(refused_for(fixture::verifier().check(signed_at(standing_now + 301), sample_body),
                      oms::errc::timestamp_out_of_tolerance));
    CHECK(refused_for(fixture::verifier().check(signed_at(std::numeric_limits<std::int64_t>::max()), sample_body),
                      oms::errc::timestamp_out_of_tolerance));
}

TEST_CASE("The tolerances for the past and for the future are set apart, and 0 means the same second (G2, X7)")
{
    auto options = fixture::options_at(standing_now);
    options.past_tolerance(seconds{10}).future_tolerance(seconds{0});
    const oms::webhook_verifier verifier{fixture::secret(), options};
    CHECK(verifier.check(signed_at(standing_now - 10), sample_body).has_value());
    CHECK(verifier.check(signed_at(standing_now), sample_body).has_value());
    CHECK(
        refused_for(verifier.check(signed_at(standing_now - 11), sample_body), oms::errc::timestamp_out_of_tolerance));
    CHECK(refused_for(verifier.check(signed_at(standing_now + 1), sample_body), oms::errc::timestamp_out_of_tolerance));
    CHECK_THROWS_AS(options.tolerance(seconds{-1}), oms::error);
    CHECK_THROWS_AS(options.past_tolerance(seconds{-1}), oms::error);
    CHECK_THROWS_AS(options.future_tolerance(seconds{-1}), oms::error);
}

TEST_CASE("A tolerance of 0 is none, and one without end takes any time that can be written (G2, X7)")
{
    const oms::webhook_verifier none{fixture::secret(), fixture::options_at(standing_now).tolerance(seconds{0})};
    CHECK(none.check(signed_at(standing_now), sample_body).has_value());
    CHECK(refused_for(none.check(signed_at(standing_now - 1), sample_body), oms::errc::timestamp_out_of_tolerance));
    CHECK(refused_for(none.check(signed_at(standing_now + 1), sample_body), oms::errc::timestamp_out_of_tolerance));

    const oms::webhook_verifier any{fixture::secret(), fixture::options_at(standing_now).tolerance(seconds::max())};
    for (const std::int64_t stamp : {std::int64_t{0}, standing_now, std::numeric_limits<std::int64_t>::max()})
        CHECK(any.check(signed_at(stamp), sample_body).has_value());
}

TEST_CASE("The clock is asked once a verdict, and not for a header that is malformed (G12)")
{
    int asked = 0;
    oms::verifier_options options;
    options.clock([&asked] {
        ++asked;
        return fixture::at(standing_now);
    });
    const oms::webhook_verifier verifier{fixture::secret(), options};
    CHECK(verifier.check(signed_at(standing_now), sample_body).has_value());
    CHECK(asked == 1);
    CHECK_FALSE(verifier.check(signed_at(standing_now - 1000), sample_body).has_value());
    CHECK(asked == 2);
    CHECK_FALSE(verifier.check("junk", sample_body).has_value());
    CHECK(asked == 2);
}

TEST_CASE("The fraction of the second does not count against the tolerance (G12)")
{
    auto options = fixture::options_at(standing_now);
    options.clock([] { return fixture::at(standing_now) + std::chrono::milliseconds{999}; });
    const oms::webhook_verifier verifier{fixture::secret(), options};
    CHECK(verifier.check(signed_at(standing_now - 300), sample_body).has_value());
}

TEST_CASE("Without a clock of the user's the system's clock says what now is")
{
    const oms::webhook_verifier verifier{fixture::secret()};
    const auto unix_now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    CHECK(verifier.check(signed_at(unix_now), sample_body).has_value());
    CHECK(refused_for(verifier.check(signed_at(unix_now - 4000), sample_body), oms::errc::timestamp_out_of_tolerance));
}

TEST_CASE("The verdicts come in the contract's order")
{
    const auto verifier = fixture::verifier();
    const std::string wrong(64, '0');
    CHECK(refused_for(verifier.check("t=1,t=1,v1=" + wrong, sample_body), oms::errc::malformed_header));
    CHECK(refused_for(verifier.check("t=1,v1=" + wrong, sample_body), oms::errc::timestamp_out_of_tolerance));
    CHECK(refused_for(verifier.check("t=" + std::to_string(standing_now) + ",v1=" + wrong, sample_body),
                      oms::errc::signature_mismatch));
}

TEST_CASE("F90 The digits of the time belong to the signed text as they were sent")
{
    const std::string good = signed_at(standing_now);
    const std::string padded = "t=0" + good.substr(2);
    CHECK(refused_for(fixture::verifier().check(padded, sample_body), oms::errc::signature_mismatch));
}

TEST_CASE("F94 A body that something changed on the way is refused")
{
    const auto verifier = fixture::verifier();
    const std::string header = signed_at(standing_now);
    const std::string raw{sample_body};
    CHECK(verifier.check(header, raw).has_value());
    std::string spaced = raw;
    spaced.insert(spaced.find(':') + 1, " ");
    for (const std::string& changed : {raw + "\n", raw + "\r\n", "\xef\xbb\xbf" + raw, " " + raw, spaced, raw + raw,
                                       raw.substr(1), std::string{}, raw + std::string(1, '\0')})
        CHECK(refused_for(verifier.check(header, changed), oms::errc::signature_mismatch));
}

TEST_CASE("F95 A signature of a wrong length never matches, also when it begins as the right one")
{
    const std::string good = signed_at(standing_now);
    for (std::size_t left = 1; left <= 64; ++left)
        CHECK(refused_for(fixture::verifier().check(good.substr(0, good.size() - left), sample_body),
                          oms::errc::signature_mismatch));
    CHECK(refused_for(fixture::verifier().check(good + "0", sample_body), oms::errc::signature_mismatch));
}

TEST_CASE("F95 A signature that differs in any one bit is refused")
{
    const std::string good = signed_at(standing_now);
    const std::string_view digits = "0123456789abcdef";
    for (std::size_t at = good.size() - 64; at < good.size(); ++at)
        for (const unsigned bit : {1U, 2U, 4U, 8U}) {
            std::string flipped = good;
            flipped[at] = digits[digits.find(good[at]) ^ bit];
            CHECK(refused_for(fixture::verifier().check(flipped, sample_body), oms::errc::signature_mismatch));
        }
}

TEST_CASE("F100 While a secret is rotated both are accepted, and the one that matched is reported (G3, G4, X18)")
{
    const oms::webhook_secret fresh{"whsec_" + std::string(64, 'b')};
    const oms::webhook_secret stranger{"whsec_" + std::string(64, 'c')};
    const oms::webhook_verifier verifier{{fixture::secret().id("old"), oms::webhook_secret{fresh}.id("new")},
                                         fixture::options_at(standing_now)};
    const auto by_old = verifier.check(oms::sign(fixture::secret(), standing_now, sample_body), sample_body).value();
    CHECK(by_old.secret_index == 0);
    CHECK(by_old.secret_id == "old");
    const auto by_new = verifier.check(oms::sign(fresh, standing_now, sample_body), sample_body).value();
    CHECK(by_new.secret_index == 1);
    CHECK(by_new.secret_id == "new");
    CHECK(refused_for(verifier.check(oms::sign(stranger, standing_now, sample_body), sample_body),
                      oms::errc::signature_mismatch));

    // A sender that rotates puts the codes of both secrets into one header.
    const std::string both =
        oms::sign(stranger, standing_now, sample_body) + oms::sign(fresh, standing_now, sample_body).substr(12);
    CHECK(verifier.check(both, sample_body).value().secret_id == "new");
}

TEST_CASE("A verifier without a secret cannot be made (G4)")
{
    CHECK_THROWS_AS(oms::webhook_verifier{std::vector<oms::webhook_secret>{}}, oms::error);
}

TEST_CASE("A body over the limit is refused before its signature is looked at, and at the limit it is taken (G6)")
{
    auto options = fixture::options_at(standing_now);
    CHECK(options.body_limit() == 1024 * 1024);
    const oms::webhook_verifier exact{fixture::secret(), options.body_limit(sample_body.size())};
    CHECK(exact.check(signed_at(standing_now), sample_body).has_value());
    const oms::webhook_verifier short_by_one{fixture::secret(), options.body_limit(sample_body.size() - 1)};
    CHECK(refused_for(short_by_one.check(signed_at(standing_now), sample_body), oms::errc::webhook_too_large));
    CHECK(refused_for(short_by_one.check("junk", sample_body), oms::errc::webhook_too_large));
}

TEST_CASE("A signed body that is no JSON is an error that says so, and not an event")
{
    const std::string_view raw = "{\"id\":";
    const auto event = fixture::verifier().verify(oms::sign(fixture::secret(), standing_now, raw), raw);
    REQUIRE_FALSE(event.has_value());
    CHECK(event.error().code() == oms::errc::decode_failed);
}

TEST_CASE("One verifier serves many threads at the same time, with one keyed state for all (I1, G4)")
{
    const auto verifier = fixture::verifier();
    const std::string good = signed_at(standing_now);
    const std::string bad = signed_at(standing_now - 1).replace(2, 10, std::to_string(standing_now));
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i)
                if (verifier.check(good, sample_body).has_value() && !verifier.check(bad, sample_body).has_value())
                    ++right;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(right == 4 * 500);
}

TEST_CASE("An error of the verifier holds neither the header nor the body nor the secret")
{
    const std::string what = fixture::verifier().check("t=1,v1=feedbeef", "private words").error().what();
    CHECK(what.find("feedbeef") == std::string::npos);
    CHECK(what.find("private") == std::string::npos);
    CHECK(what.find("whsec_") == std::string::npos);
}
