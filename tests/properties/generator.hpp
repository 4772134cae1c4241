#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace property {

/// Seeded random values; the same seed gives the same values.
class generator {
public:
    explicit generator(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    std::size_t between(std::size_t least, std::size_t most) { return least + below(most - least + 1); }

    template <class T, std::size_t N>
    const T& one_of(const T (&values)[N])
    {
        return values[below(N)];
    }

    std::string digits(std::size_t count)
    {
        std::string text;
        while (text.size() < count)
            text += static_cast<char>('0' + below(10));
        return text;
    }

    /// Letters and digits, beginning with a letter.
    std::string word(std::size_t least = 1, std::size_t most = 12)
    {
        static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        std::string text(1, letters[below(52)]);
        for (std::size_t more = between(least, most) - 1; more != 0; --more)
            text += letters[below(letters.size())];
        return text;
    }

    /// Text that is not empty, with what JSON has to escape and characters of one to four bytes.
    std::string text(std::size_t most = 20)
    {
        static constexpr std::string_view pieces[] = {
            "\"",         "\\",     "/",          "\n",   "\t", "\x01", "\x7f",
            "\u00e9",     "\u20ac", "\U0001f4b8", " ",    "'",  "{",    "]",
            "\\u0041",    "\u2028", "\u00ad",     "null", ",",  ":",    "\u0627\u0644",
            "\U0010ffff", "\ufeff", "<b>"};
        std::string made = word();
        for (std::size_t more = below(most); more != 0; --more)
            made += one_in(3) ? std::string(one_of(pieces)) : word(1, 4);
        return made;
    }

    /// A decimal above zero, as the contract writes it.
    std::string amount()
    {
        std::string text = one_in(4) ? "0" : digits(between(1, one_in(20) ? 60 : 9));
        text = text.substr(std::min(text.find_first_not_of('0'), text.size() - 1));
        if (text == "0" || one_in(2))
            text += "." + digits(below(one_in(20) ? 30 : 6)) + static_cast<char>('1' + below(9));
        return text;
    }

    /// A decimal of any sign.
    std::string decimal() { return one_in(10) ? one_of(zeros) : (one_in(4) ? "-" : "") + amount(); }

    /// A point in time as the SDK prints it.
    std::string timestamp()
    {
        std::string text = date() + "T" + two(below(24)) + ":" + two(below(60)) + ":" + two(below(60));
        if (one_in(3))
            text += "." + digits(between(1, 9));
        return text + "Z";
    }

    /// A day of the calendar.
    std::string date() { return "20" + digits(2) + "-" + two(between(1, 12)) + "-" + two(between(1, 28)); }

    /// Any JSON value, at most `depth` levels deep.
    boost::json::value json(int depth = 3)
    {
        switch (below(depth > 0 ? 7 : 5)) {
        case 0:
            return nullptr;
        case 1:
            return one_in(2);
        case 2:
            return static_cast<std::int64_t>(random_()) >> below(64);
        case 3:
            return static_cast<double>(2 * below(1'000'000) + 1) / 64;
        case 4:
            return boost::json::string(text());
        case 5: {
            boost::json::array made;
            for (std::size_t more = below(4); more != 0; --more)
                made.push_back(json(depth - 1));
            return made;
        }
        default:
            return json_object(depth - 1);
        }
    }

    boost::json::object json_object(int depth = 3, std::size_t most_members = 4)
    {
        boost::json::object made;
        for (std::size_t more = below(most_members + 1); more != 0; --more)
            made[one_in(4) ? text() : word()] = json(depth);
        return made;
    }

private:
    static constexpr const char* zeros[] = {"0", "0.00", "0.000000"};

    static std::string two(std::size_t number)
    {
        return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
    }

    std::mt19937_64 random_;
};

} // namespace property
