#include "source_tree.hpp"

#include "common/catch.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <regex>
#include <vector>

// GCC 12 destroys some temporaries of an expression with co_await twice (PR 99576). These forms are kept out of the
// library, the examples and the README, because nothing warns of them.

namespace {

/// The text with the insides of comments and literals blanked, so that what is left is code.
std::string code_of(std::string_view text)
{
    std::string code{text};
    enum class place { outside, line_comment, comment, literal };
    place at = place::outside;
    char quote = '"';
    for (std::size_t i = 0; i < code.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (at == place::outside) {
            const bool in_number = i > 0 && std::isdigit(static_cast<unsigned char>(text[i - 1]));
            if (rest.starts_with("//"))
                at = place::line_comment;
            else if (rest.starts_with("/*"))
                at = place::comment;
            else if (text[i] == '"' || (text[i] == '\'' && !in_number)) {
                at = place::literal;
                quote = text[i];
                continue;
            } else
                continue;
        } else if (at == place::line_comment && text[i] == '\n') {
            at = place::outside;
            continue;
        } else if (at == place::comment && rest.starts_with("*/")) {
            at = place::outside;
        } else if (at == place::literal && text[i] == '\\') {
            code[i] = ' ';
            ++i;
        } else if (at == place::literal && text[i] == quote) {
            at = place::outside;
            continue;
        }
        if (i < code.size() && code[i] != '\n')
            code[i] = ' ';
    }
    return code;
}

/// From a co_await to the end of the expression that it stands in: a `;`, or a bracket that was opened before it.
std::string_view expression_from(std::string_view code)
{
    int depth = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '(' || code[i] == '[' || code[i] == '{')
            ++depth;
        if (code[i] == ')' || code[i] == ']' || code[i] == '}')
            --depth;
        if (depth < 0 || (depth == 0 && code[i] == ';'))
            return code.substr(0, i);
    }
    return code;
}

/// The dangerous forms in one file, each with its line.
std::vector<std::string> dangerous_awaits(const std::string& file, std::string_view text)
{
    static const std::regex bare_braces{R"([(,=]\s*\{)"};
    static const std::regex capturing_lambda{R"([(,=]\s*\[[^\]]+\]\s*[({])"};
    static const std::regex before{R"((\{|\?\s*|[^:]:\s*)$)"};

    std::vector<std::string> found;
    const std::string code = code_of(text);
    for (std::size_t at = code.find("co_await"); at != std::string::npos; at = code.find("co_await", at + 1)) {
        const auto in_a_name = [&](std::size_t i) {
            return i < code.size() && (std::isalnum(static_cast<unsigned char>(code[i])) != 0 || code[i] == '_');
        };
        if ((at > 0 && in_a_name(at - 1)) || in_a_name(at + 8))
            continue;
        const std::string expression{expression_from(std::string_view{code}.substr(at))};
        const std::string lead = code.substr(at < 8 ? 0 : at - 8, std::min<std::size_t>(at, 8));
        const char* reason = nullptr;
        if (std::regex_search(expression, bare_braces))
            reason = "a brace list as an argument";
        else if (std::regex_search(expression, capturing_lambda))
            reason = "a lambda with captures";
        else if (expression.find('?') != std::string::npos)
            reason = "a conditional operator";
        else if (std::regex_search(lead, before))
            reason = "co_await inside braces or a conditional operator";
        if (reason)
            found.push_back(file + ":" + std::to_string(lines_of(code.substr(0, at + 1)).size()) + ": " + reason);
    }
    return found;
}

/// The C++ blocks of a Markdown text.
std::string fenced_code(const std::string& markdown)
{
    std::string code;
    bool inside = false;
    for (const std::string_view line : lines_of(markdown)) {
        if (line.starts_with("```"))
            inside = line == "```cpp";
        else if (inside)
            code += std::string{line} + "\n";
    }
    return code;
}

} // namespace

TEST_CASE("No expression with co_await has a form that GCC 12 miscompiles")
{
    std::vector<std::string> found;
    const std::filesystem::path root{OMS_SOURCE_DIR};
    for (const char* folder : {"include", "examples", "tools"}) {
        if (!std::filesystem::is_directory(root / folder))
            continue;
        for (const auto& [file, text] : tree_below(root / folder))
            for (const std::string& line : dangerous_awaits(std::string{folder} + "/" + file, text))
                found.push_back(line);
    }
    for (const std::string& line : dangerous_awaits("README.md", fenced_code(text_of(root / "README.md"))))
        found.push_back(line);
    INFO(joined(found));
    CHECK(found.empty());
}

TEST_CASE("The forms that GCC 12 miscompiles are noticed when they are planted")
{
    for (const char* planted : {
             "co_await f({.a = 1});",
             "co_await f(x, {});",
             "co_await f(g(), oms::agg(h, {1, 2}));",
             "co_await f([x](int) { return x; });",
             "co_await f(c ? a : b);",
             "T t{co_await f()};",
             "auto x = c ? co_await f() : T();",
             "auto x = c ? T() : co_await f();",
             "co_return T{co_await f()};",
         }) {
        CAPTURE(planted);
        CHECK(dangerous_awaits("planted", planted).size() == 1);
    }
}

TEST_CASE("The forms that GCC 12 compiles well are let through")
{
    for (const char* sound : {
             "co_await f(oms::customer_id{text});",
             "if (co_await f(x)) { y = {1}; }",
             "while (auto page = co_await pages.next()) { use({page}); }",
             "{ co_await f(); }",
             "co_await f(oms::new_customer().first_name(\"{?\"));",
             "co_await f(x); // why? ({",
             "auto g = [x](int) { return x; }; co_await f(g); h({1});",
             "co_await f([](int) { return 1; });",
             "co_await f(list[i], 1'000);",
             "static_assert(safe_in_co_await<T>, f({x}));",
         }) {
        CAPTURE(sound);
        CHECK(dangerous_awaits("sound", sound).empty());
    }
}
