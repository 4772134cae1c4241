#pragma once

#include <oms/config.hpp>
#include <oms/wire/checks.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/core/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// Collects everything that is wrong with a request: walks its values by the tables that also write it, and holds each
/// against the rules of its row. Costs no memory while nothing is wrong.
class problem_list {
public:
    explicit problem_list(checks which) noexcept : which_(which) {}

    /// Looks at an object and all that is in it.
    void look_over(const void* object, const description& what);

    /// Notes a problem of `member`, a dotted path in the object under way; of that object itself when it is empty.
    void add(std::string_view member, std::string_view broken_rule);

    std::vector<field_problem> take() && { return std::move(found_); }

private:
    /// Of the way to the value under way: a member, or an element of an array when it has no name.
    struct step {
        const step* before;
        std::string_view name;
        std::size_t index = 0;
    };
    static void append_path(std::string& path, const step* last);

    void check_fields(const void* object, const description& what);
    void check_value(const value_view& value, rule presence, format form);
    void check_elements(const value_view& array, format form);

    // Each says whether there is more to look at.
    bool check_presence(const value_view& value, rule presence, format form);
    bool check_encoding(std::string_view text);

    void check_text(std::string_view text, format form);
    void check_word(const value_view& word, format form);
    void check_json(std::string_view json, format form);
    void check_amount(const decimal& amount, format form);
    void check_whole(std::int64_t number, format form);
    void check_number(double number, format form);

    bool refuse(std::string_view broken_rule) { return add({}, broken_rule), false; }
    /// The same for a rule of form, which may be switched off.
    bool refuse_form(std::string_view broken_rule) { return which_ == checks::safety_only || refuse(broken_rule); }

    checks which_;
    const step* at_ = nullptr; // the value under way
    int depth_ = 0;            // objects and arrays around it
    std::vector<field_problem> found_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/problem_list.ipp>
#endif
