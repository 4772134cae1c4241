// fleet: three payments_server behind one PostgreSQL, killed while money passes. Exit code 0 when everything happened
// once and nothing was lost.
#include "payments_server/campaign.hpp"

#include <charconv>
#include <exception>
#include <iostream>
#include <string_view>

namespace {

template <class Number>
bool read(std::string_view text, Number& into)
{
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), into);
    return wrong == std::errc() && end == text.data() + text.size();
}

bool read_arguments(int argc, char** argv, test::campaign& into)
{
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
        const bool good = name == "--operations" ? read(value, into.operations) && into.operations > 0
                          : name == "--kills"    ? read(value, into.kills) && into.kills >= 0
                          : name == "--seed"     ? read(value, into.seed)
                                                 : false;
        if (!good)
            return false;
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    test::campaign how;
    if (!read_arguments(argc, argv, how)) {
        std::cerr << "usage: fleet [--operations N] [--kills N] [--seed N]   (10000, 200, 1)\n";
        return 2;
    }
    try {
        const test::report found = test::carry_out(how);
        std::cout << found;
        return found.good() ? 0 : 1;
    } catch (const std::exception& failure) {
        std::cerr << "fleet: " << failure.what() << '\n';
        return 1;
    }
}
