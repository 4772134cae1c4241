#include "suggest.hpp"

#include <algorithm>
#include <numeric>

namespace omsctl {

namespace {

/// How many letters must be changed, added or left out (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

} // namespace

std::string suggestion(std::string_view word, const std::vector<std::string_view>& names)
{
    std::string_view best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view name : names) {
        const bool begins = word.size() > 2 && name.starts_with(word);
        const std::size_t apart = begins ? 1 : distance(word, name);
        if (apart < least) {
            least = apart;
            best = name;
        }
    }
    return best.empty() ? std::string() : ", did you mean " + std::string(best) + "?";
}

} // namespace omsctl
