#pragma once

#include <concepts>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace omsctl {

/// What is shown of a resource: names and texts, in their order. Amounts are the decimals' own text.
class facts {
public:
    struct fact {
        std::string name;
        std::string text;
    };

    template <class T>
    facts& add(std::string_view name, const T& value)
    {
        if constexpr (std::same_as<T, bool>) {
            all_.push_back({std::string(name), value ? "yes" : "no"});
        } else {
            std::ostringstream out;
            out << value;
            if (!out.str().empty())
                all_.push_back({std::string(name), out.str()});
        }
        return *this;
    }
    template <class T>
    facts& add(std::string_view name, const std::optional<T>& value)
    {
        return value ? add(name, *value) : *this;
    }
    template <class T>
    facts& add(std::string_view name, const std::vector<T>& values)
    {
        std::ostringstream out;
        for (const T& each : values)
            out << (&each == &values.front() ? "" : ", ") << each;
        return add(name, out.str());
    }

    const std::vector<fact>& all() const noexcept { return all_; }
    bool has(std::string_view name) const
    {
        for (const fact& each : all_)
            if (each.name == name)
                return true;
        return false;
    }
    /// Empty when there is no such fact.
    std::string text(std::string_view name) const
    {
        for (const fact& each : all_)
            if (each.name == name)
                return each.text;
        return {};
    }

private:
    std::vector<fact> all_;
};

/// Text of the service as a terminal may have it: control characters become `?`.
std::string printable(std::string_view text);

/// `name  text` in two columns.
std::string as_sheet(const facts& one);

/// A table with a heading; of each row the facts of these names. One that is wider than `room` characters (0: any width
/// will do) becomes a sheet for each row, with an empty line between: nothing is ever cut.
std::string as_table(const std::vector<facts>& rows, const std::vector<std::string_view>& columns,
                     std::size_t room = 0);

} // namespace omsctl
