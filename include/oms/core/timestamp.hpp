#pragma once

#include <oms/core/result.hpp>

#include <chrono>
#include <cstdint>

namespace oms { inline namespace v0_1 {

/// An instant in UTC, from year 0000 to 9999, to the nanosecond (contract 1.7, "date-time").
///
/// It prints with as many digits of a second's fraction as it was given. A default-constructed timestamp is absent: it
/// prints as nothing, and comparing it, subtracting it or asking for its time throws errc::absent_value. A plain
/// value: one object is not to be changed while another thread reads it.
class timestamp {
public:
    /// An absent value.
    timestamp() noexcept = default;

    /// A date-time of RFC 3339: `2026-06-15T14:30:00Z`, `2026-06-15t16:30:00.123456789+02:00`. A space may stand for
    /// `T`, and the offset's colon may be missing. An offset is converted to UTC. Of a fraction the first nine digits
    /// count. A leap second (23:59:60 UTC) is the first second of the next day, as in POSIX time. Throws
    /// errc::invalid_timestamp for anything else: no zone, a day or hour that does not exist, a year outside 0000 to
    /// 9999 in UTC. The error's document() is the refused text.
    explicit timestamp(std::string_view text);

    /// The same without throwing.
    template <std::same_as<timestamp> Value = timestamp>
    static result<Value> parse(std::string_view text)
    {
        return detail::parser::parse<Value>(text);
    }

    /// A point in time of the system's clock; finer than nanoseconds is cut off. It prints with 0, 3, 6 or 9 digits of
    /// a fraction, as its unit has. Throws errc::invalid_timestamp outside the years 0000 to 9999.
    template <class Duration>
    timestamp(std::chrono::sys_time<Duration> time) : timestamp(at(time.time_since_epoch()))
    {
    }

    /// Whether there is no value.
    bool absent() const noexcept { return absent_; }

    /// The instant, finer than microseconds cut off. Throws errc::absent_value.
    std::chrono::sys_time<std::chrono::microseconds> time() const;

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down. Throws errc::absent_value.
    std::int64_t unix_seconds() const;

    /// The part of a second after unix_seconds(), at least 0 and below one second. Throws errc::absent_value.
    std::chrono::nanoseconds subsecond() const;

    /// `2026-06-15T14:30:00.120Z`: UTC, with the fraction as given; empty when absent.
    std::string str() const;

    /// By instant, however many digits were given. Throws errc::absent_value when one of both is absent.
    friend bool operator==(const timestamp& a, const timestamp& b) { return a.compare(b) == 0; }

    /// By instant. Throws errc::absent_value when one of both is absent.
    friend std::weak_ordering operator<=>(const timestamp& a, const timestamp& b) { return a.compare(b); }

    /// The time from `b` to `a`: a.time() - b.time(). Throws errc::absent_value when one of both is absent.
    friend std::chrono::microseconds operator-(const timestamp& a, const timestamp& b) { return a.time() - b.time(); }

    /// Prints str().
    friend std::ostream& operator<<(std::ostream& out, const timestamp& value)
    {
        return detail::write_text(out, value.str());
    }

private:
    friend struct detail::parser;
    bool read(std::string_view text, error& why);

    timestamp(std::int64_t seconds, std::int64_t nanoseconds, int fraction_digits);

    template <class Duration>
    static timestamp at(Duration since_1970)
    {
        using namespace std::chrono;
        check_years(duration<double>(since_1970)); // before the exact conversions, which could overflow
        seconds whole = duration_cast<seconds>(since_1970);
        nanoseconds rest = floor<nanoseconds>(since_1970 - whole);
        if (rest < nanoseconds::zero()) {
            whole -= seconds(1);
            rest += seconds(1);
        }
        return timestamp(whole.count(), rest.count(), fraction_digits_of<Duration>());
    }

    static void check_years(std::chrono::duration<double> since_1970);

    template <class Duration>
    static constexpr int fraction_digits_of() noexcept
    {
        using period = typename Duration::period;
        if constexpr (std::ratio_greater_equal_v<period, std::ratio<1>>)
            return 0;
        else if constexpr (std::ratio_greater_equal_v<period, std::milli>)
            return 3;
        else if constexpr (std::ratio_greater_equal_v<period, std::micro>)
            return 6;
        else
            return 9;
    }

    std::weak_ordering compare(const timestamp& other) const;
    const timestamp& present() const;

    std::int64_t seconds_ = 0; // since 1970-01-01T00:00:00Z
    std::int32_t nanoseconds_ = 0;
    std::int8_t fraction_digits_ = 0;
    bool absent_ = true;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/timestamp.ipp>
#endif
