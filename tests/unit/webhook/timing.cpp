#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/step_counter.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <vector>

// How long a verdict takes says nothing about the right signature, and costs nothing where nothing can match. The gates
// count machine instructions, which is exact; the clock is asked too, and its answer printed.

namespace {

constexpr std::string_view decimal_digits = "0123456789";
constexpr std::string_view letter_digits = "abcdef";

/// Another digit of the same kind: whoever reads digits may take as long as the digits themselves say.
char other_digit(char digit, std::size_t by = 1)
{
    const std::string_view kind = digit <= '9' ? decimal_digits : letter_digits;
    return kind[(kind.find(digit) + by) % kind.size()];
}

/// A rightly signed delivery, of which digits of the signature may be made wrong.
struct signed_delivery {
    explicit signed_delivery(std::string signed_body)
        : body{std::move(signed_body)}, header{oms::sign(fixture::secret(), fixture::standing_now, body)}
    {
    }

    char& digit(std::size_t place) { return header[header.size() - 64 + place]; }

    std::string body;
    std::string header;
};

/// The machine instructions of one verdict. Exact for who makes the same call before (it finds the functions of
/// OpenSSL) and leaves the heap as it is between counts: no check of a test's.
std::optional<std::uint64_t> steps_of_verdict(const oms::webhook_verifier& verifier, std::string_view header,
                                              std::string_view body)
{
    return test::steps_of([&] { static_cast<void>(verifier.check(header, body)); });
}

/// Whether the system lets a process trace its child, and the program is the one that was written: ThreadSanitizer and
/// AddressSanitizer add steps of their own that differ from run to run.
bool can_count_steps()
{
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
    return false;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
    return false;
#endif
#endif
    if (test::steps_of([] {}))
        return true;
    WARN("this system lets no process trace its child: not tested");
    return false;
}

oms::webhook_verifier verifier_of(oms::webhook_secret secret)
{
    return oms::webhook_verifier{std::move(secret),
                                 fixture::options_at(fixture::standing_now).body_limit(8 * 1024 * 1024)};
}

/// Welch's t of two samples.
class welch {
public:
    void add(bool second, double value)
    {
        moments& m = of_[second];
        ++m.count;
        const double distance = value - m.mean;
        m.mean += distance / m.count;
        m.squares += distance * (value - m.mean);
    }

    double t() const
    {
        const auto error = [](const moments& m) {
            return m.squares / (m.count - 1) / m.count;
        };
        return (of_[0].mean - of_[1].mean) / std::sqrt(error(of_[0]) + error(of_[1]));
    }

private:
    struct moments {
        double count = 0;
        double mean = 0;
        double squares = 0;
    };
    std::array<moments, 2> of_;
};

struct sample {
    bool late;
    double nanoseconds;
};

/// As dudect does: also over the fastest so many percent, where interruptions by other programs are gone.
void print_t(const std::string& of_what, std::vector<sample> samples)
{
    std::sort(samples.begin(), samples.end(),
              [](const sample& a, const sample& b) { return a.nanoseconds < b.nanoseconds; });
    std::cout << of_what << ", " << samples.size() << " signatures, median " << samples[samples.size() / 2].nanoseconds
              << " ns; Welch's t";
    for (const std::size_t percent : {100U, 99U, 90U, 50U}) {
        welch test;
        for (std::size_t i = 0; i < samples.size() * percent / 100; ++i)
            test.add(samples[i].late, samples[i].nanoseconds);
        std::cout << (percent == 100 ? " " : ", ") << test.t() << " (" << percent << " %)";
    }
    std::cout << '\n';
}

/// What nobody may write: it stops at the first digit that differs.
bool stops_early(std::string_view given, std::string_view expected)
{
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (given[i] != expected[i])
            return false;
    return true;
}

} // namespace

TEST_CASE("F95 A wrong signature takes the same machine instructions wherever its first wrong digit stands (X16)")
{
    if (!can_count_steps())
        return;
    constexpr std::array<std::size_t, 13> places{0, 1, 2, 7, 8, 15, 16, 31, 32, 47, 48, 62, 63};
    const oms::webhook_verifier verifier = verifier_of(fixture::secret());
    signed_delivery sent{std::string{fixture::sample_body}};
    const auto with_wrong_digit = [&](std::size_t place, auto measure) {
        const char right = sent.digit(place);
        sent.digit(place) = other_digit(right);
        const std::optional<std::uint64_t> steps = measure();
        sent.digit(place) = right;
        return steps.value();
    };

    // The whole verdict.
    const auto verdict = [&] {
        return steps_of_verdict(verifier, sent.header, sent.body);
    };
    with_wrong_digit(0, [&] {
        static_cast<void>(verifier.check(sent.header, sent.body));
        return std::optional<std::uint64_t>{0};
    });
    const auto first = with_wrong_digit(0, verdict);
    const auto last = with_wrong_digit(63, verdict);
    CHECK(first == last);
    CHECK(first > 1000); // the steps were seen

    // The comparison alone, at many places; and one that stops early, which the same measure sees.
    const auto expected =
        oms::detail::signature_of(fixture::secret(), std::to_string(fixture::standing_now), fixture::sample_body);
    const std::string right = sent.header;
    std::array<std::uint64_t, places.size()> steps{};
    std::array<std::uint64_t, places.size()> steps_of_early{};
    for (std::size_t i = 0; i < places.size(); ++i) {
        steps[i] = with_wrong_digit(places[i], [&] {
            const auto read = oms::detail::parse_signature_header(sent.header).value();
            return test::steps_of([&] { static_cast<void>(oms::detail::carries(read, expected)); });
        });
        steps_of_early[i] = with_wrong_digit(
            places[i], [&] { return test::steps_of([&] { static_cast<void>(stops_early(sent.header, right)); }); });
    }
    for (std::size_t i = 1; i < places.size(); ++i) {
        INFO("first wrong digit at " << places[i]);
        CHECK(steps[i] == steps[0]);
        CHECK(steps_of_early[i] > steps_of_early[i - 1]);
    }
}

TEST_CASE("F92 F95 A header that cannot match is refused without a look at the body (G6)")
{
    if (!can_count_steps())
        return;
    const oms::webhook_verifier verifier = verifier_of(fixture::secret());
    const std::string small(16, ' ');
    const std::string large(4 * 1024 * 1024, ' ');
    const std::string t = "t=" + std::to_string(fixture::standing_now);
    std::string many = t;
    for (int i = 0; i < 10'000; ++i)
        many += ",v1=" + std::string(64, 'a');
    const std::string cut = t + ",v1=" + std::string(63, 'a');

    for (const std::string_view header : {std::string_view{many}, std::string_view{cut}}) {
        CHECK_FALSE(verifier.check(header, small).has_value());
        const auto with_small = steps_of_verdict(verifier, header, small);
        const auto with_large = steps_of_verdict(verifier, header, large);
        CHECK(with_small.value() == with_large.value());
        CHECK(with_small.value() < 600'000); // less than a step for each byte of the long header
    }
}

TEST_CASE("A verdict does not set up the key again: the length of the secret does not count (G4)")
{
    if (!can_count_steps())
        return;
    const oms::webhook_secret short_secret{std::string(70, 'k')};
    const oms::webhook_secret long_secret{std::string(1'000'000, 'k')};
    const oms::webhook_verifier by_short = verifier_of(short_secret);
    const oms::webhook_verifier by_long = verifier_of(long_secret);
    const std::string for_short = oms::sign(short_secret, fixture::standing_now, fixture::sample_body);
    const std::string for_long = oms::sign(long_secret, fixture::standing_now, fixture::sample_body);
    REQUIRE(by_short.check(for_short, fixture::sample_body).has_value());
    REQUIRE(by_long.check(for_long, fixture::sample_body).has_value());

    const auto with_short = steps_of_verdict(by_short, for_short, fixture::sample_body).value();
    const auto with_long = steps_of_verdict(by_long, for_long, fixture::sample_body).value();
    // What differs is which kinds of digits the codes have; a key set up again would be hashed: 15 000 blocks.
    CHECK(with_long < with_short + 2000);
    CHECK(with_short < with_long + 2000);
}

TEST_CASE(
    "F95 How long a verdict takes does not tell where the first wrong digit stands: t of 200 000 signatures (X16)")
{
    const oms::webhook_verifier verifier = verifier_of(fixture::secret());
    std::mt19937_64 random{20260615};
    std::vector<signed_delivery> deliveries;
    for (int i = 0; i < 1000; ++i)
        deliveries.emplace_back("{\"id\":\"evt_" + std::to_string(1'000'000'000 + random() % 1'000'000'000) + "\"}");

    const int count = test::property_count(200'000);
    std::vector<sample> verdicts;
    std::vector<sample> comparisons; // that stop early: so that one sees what a leak looks like
    int refused = 0;
    for (int i = 0; i < count; ++i) {
        const signed_delivery& sent = deliveries[random() % deliveries.size()];
        const bool late = random() % 2 == 1;
        const std::size_t place = random() % 8 + (late ? 56 : 0);
        signed_delivery wrong = sent;
        wrong.digit(place) = other_digit(wrong.digit(place), 1 + random() % 5);

        auto begin = std::chrono::steady_clock::now();
        const auto checked = verifier.check(wrong.header, wrong.body);
        auto end = std::chrono::steady_clock::now();
        refused += !checked && checked.error().code() == oms::errc::signature_mismatch;
        verdicts.push_back({late, std::chrono::duration<double, std::nano>(end - begin).count()});

        begin = std::chrono::steady_clock::now();
        const bool equal = stops_early(wrong.header, sent.header);
        end = std::chrono::steady_clock::now();
        refused -= equal;
        comparisons.push_back({late, std::chrono::duration<double, std::nano>(end - begin).count()});
    }
    CHECK(refused == count);
    print_t("verdicts", std::move(verdicts));
    print_t("a comparison that stops early, for contrast", std::move(comparisons));
}
