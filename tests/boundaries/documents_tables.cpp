#include "documents.hpp"

#include "common/catch.hpp"

#include <oms/core/delivery.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/retry_policy.hpp>
#include <oms/http/retry_verdict.hpp>

// Tables of the pages that say everything there is, held against the headers.

namespace {

std::string page(const std::string& file)
{
    return text_of(std::filesystem::path{OMS_SOURCE_DIR} / "docs" / file);
}

/// The public members of a class with the initialisers that stand beside them, from its header's text.
std::map<std::string, std::string> members_of(const std::string& header, const std::string& name)
{
    static const std::regex member{R"(^    (?:[a-z0-9_:]+(?:<[a-z0-9_:]+>)?) ([a-z_]+)(?: = ([^;]+))?;.*$)"};
    const std::string& text = our_headers().at(header);
    const std::size_t begin = text.find("\nclass " + name + " {\n");
    REQUIRE(begin != std::string::npos);
    const std::string body = text.substr(begin, text.find("\n};\n", begin) - begin);
    std::map<std::string, std::string> members;
    for (const std::string_view line : lines_of(body)) {
        if (line.starts_with("private:"))
            break;
        const std::string code{line};
        std::smatch found;
        if (std::regex_match(code, found, member))
            members[found[1]] = found[2];
    }
    return members;
}

/// An initialiser as the page writes it.
std::string in_words(const std::string& initialiser)
{
    static const std::regex time{R"(std::chrono::([a-z]+)\{(\d+)\})"};
    static const std::map<std::string, std::string> units{
        {"milliseconds", " ms"}, {"seconds", " s"}, {"minutes", " min"}, {"hours", " h"}};
    static const std::map<std::string, std::string> others{{"", "none"},
                                                           {"true", "on"},
                                                           {"false", "off"},
                                                           {"16 * 1024", "16 KiB"},
                                                           {"8 * 1024 * 1024", "8 MiB"},
                                                           {"100'000", "100 000"},
                                                           {"default_json_depth", "64"},
                                                           {"sandbox_url", "`sandbox_url`"}};
    std::smatch found;
    if (std::regex_match(initialiser, found, time))
        return found[2] == "0" ? "0" : found[2].str() + units.at(found[1]);
    const auto other = others.find(initialiser);
    return other == others.end() ? initialiser : other->second;
}

/// The rows of the configuration page: what stands in the first cell, and its default.
std::map<std::string, std::string> rows_of(const std::string& text)
{
    static const std::regex row{R"(^\| `([a-z_.]+)(?:\(\))?` \| ([^|]+) \| .+ \|$)"};
    std::map<std::string, std::string> rows;
    for (const std::string_view line : lines_of(text)) {
        const std::string code{line};
        std::smatch found;
        if (std::regex_match(code, found, row))
            rows[found[1]] = found[2];
    }
    return rows;
}

std::string in_words(std::chrono::milliseconds time)
{
    return time % 1000 == std::chrono::milliseconds{0} ? std::to_string(time.count() / 1000) + " s"
                                                       : std::to_string(time.count()) + " ms";
}

/// The retry policy is set by functions, and asked by others.
std::map<std::string, std::string> defaults_of_the_retry_policy()
{
    const oms::retry_policy policy;
    const bool judged = policy.verdict_on(503, oms::http_headers()) != oms::retry_verdict::by_status;
    return {{"retry.attempts", std::to_string(policy.attempts())},
            {"retry.base", in_words(policy.base())},
            {"retry.cap", in_words(policy.cap())},
            {"retry.judge", judged ? "a judge" : "none"}};
}

/// The rows of the README's table of members: several in a row, those after the first without their part's name.
std::vector<std::pair<std::string, std::string>> rows_of_the_readme()
{
    static const std::regex row{R"(^\| (`[a-z_.()`, ]+`) \| ([^|]+) \| .+ \|$)"}, name{R"(`([a-z_.]+)(?:\(\))?`)"},
        value{"(?:^|, )([^,:]+)"};
    const std::string text = text_of(std::filesystem::path{OMS_SOURCE_DIR} / "README.md");
    const std::size_t begin = text.find("\n## Configuration\n");
    REQUIRE(begin != std::string::npos);
    const std::string section = text.substr(begin, text.find("\n## ", begin + 1) - begin);
    std::vector<std::pair<std::string, std::string>> rows;
    for (const std::string_view line : lines_of(section)) {
        const std::string code{line};
        std::smatch found;
        if (!std::regex_match(code, found, row))
            continue;
        const std::vector<std::string> names = groups(found[1], name), values = groups(found[2], value);
        CAPTURE(code);
        REQUIRE(names.size() == values.size());
        const std::string part = names[0].substr(0, names[0].find('.'));
        for (std::size_t i = 0; i < names.size(); ++i)
            rows.emplace_back(names[i].starts_with('.') ? part + names[i] : names[i], values[i]);
    }
    return rows;
}

struct part {
    const char* prefix;
    const char* header;
    const char* name;
};

constexpr part parts[] = {
    {"", "client/client_config.hpp", "client_config"},
    {"application.", "client/application_info.hpp", "application_info"},
    {"tls.", "net/tls_config.hpp", "tls_config"},
    {"proxy.", "net/proxy_config.hpp", "proxy_config"},
    {"pool.", "net/pool_config.hpp", "pool_config"},
    {"timeouts.", "net/timeouts.hpp", "timeouts"},
    {"limits.", "net/response_limits.hpp", "response_limits"},
    {"breaker.", "http/circuit_breaker_policy.hpp", "circuit_breaker_policy"},
    {"rate_limit.", "http/rate_limit.hpp", "rate_limit"},
};

} // namespace

TEST_CASE("The table of the configuration has every member of client_config and of its parts, with its default")
{
    std::map<std::string, std::string> rows = rows_of(page("configuration.md"));
    std::set<std::string> documented;
    for (const part& each : parts) {
        const auto members = members_of(each.header, each.name);
        CAPTURE(each.name);
        CHECK(members.size() >= 2);
        for (const auto& [member, initialiser] : members) {
            const bool has_members = std::any_of(std::begin(parts), std::end(parts), [&](const part& other) {
                return *each.prefix == '\0' && other.prefix == member + ".";
            });
            if (has_members || (*each.prefix == '\0' && member == "retry"))
                continue;
            const std::string name = each.prefix + member;
            documented.insert(name);
            CAPTURE(name);
            CHECK(rows[name] == in_words(initialiser));
        }
    }
    for (const auto& [name, value] : defaults_of_the_retry_policy()) {
        documented.insert(name);
        CAPTURE(name);
        CHECK(rows[name] == value);
    }
    for (const auto& [name, value] : rows) {
        CAPTURE(name);
        CHECK(documented.contains(name));
    }
}

TEST_CASE("The README's table of members has the defaults of the configuration's page, which the test above compares")
{
    const std::map<std::string, std::string> all = rows_of(page("configuration.md"));
    const auto rows = rows_of_the_readme();
    CHECK(rows.size() >= 14);
    for (const auto& [name, value] : rows) {
        CAPTURE(name);
        const bool whole_part = std::any_of(std::begin(parts), std::end(parts), [&, &prefix = name](const part& each) {
            return each.prefix == prefix + ".";
        });
        if (!whole_part)
            CHECK((all.contains(name) && all.at(name) == value));
    }
}

TEST_CASE("The variables that the README and the configuration's page name are those that are read, and no others")
{
    static const std::regex row{R"(\n\| (`OMS_[A-Z_`, ]+) \|)"}, name{"`(OMS_[A-Z_]+)`"},
        read{R"re(environment_variable\("(OMS_[A-Z_]+)"\))re"};
    const std::vector<std::string> code = groups(our_headers().at("client/impl/client_config.ipp"), read);
    const std::set<std::string> variables(code.begin(), code.end());
    CHECK(variables.size() == 5);
    for (const char* file : {"../README.md", "configuration.md"}) {
        std::set<std::string> named;
        for (const std::string& cell : groups(page(file), row))
            for (const std::string& each : groups(cell, name))
                named.insert(each);
        CAPTURE(file);
        CHECK(named == variables);
    }
}

TEST_CASE("The table of call options has every setter of call_options")
{
    static const std::regex setter{R"(\n    call_options& ([a-z_]+)\()"};
    const std::string text = page("configuration.md");
    const std::vector<std::string> setters = groups(our_headers().at("client/call_options.hpp"), setter);
    CHECK(setters.size() >= 12);
    for (const std::string& each : setters) {
        CAPTURE(each);
        CHECK(text.find("| `" + each + "(") != std::string::npos);
    }
}

TEST_CASE("The page of errors has every error code, and what each delivery means")
{
    static const std::regex value{R"(\n    ([a-z_]+)(?: = 1)?, +///<)"};
    const std::string text = page("errors.md");
    const std::vector<std::string> codes = groups(our_headers().at("core/errc.hpp"), value);
    CHECK(codes.size() >= 50);
    for (const std::string& code : codes) {
        CAPTURE(code);
        CHECK(text.find("`" + code + "`") != std::string::npos);
    }
    for (const oms::delivery each :
         {oms::delivery::not_sent, oms::delivery::maybe_applied, oms::delivery::refused, oms::delivery::applied}) {
        CAPTURE(each);
        CHECK(text.find("| `" + std::string{to_string(each)} + "` |") != std::string::npos);
    }
}

TEST_CASE("Each name of namespace oms that a page mentions is one of the headers")
{
    static const std::regex word{"([A-Za-z_][A-Za-z0-9_]*)"};
    static const std::regex name{"oms::(?:sandbox::|testing::)?([a-z_0-9]+)"};
    std::set<std::string> words{"oms", "separate"}; // the targets of CMake
    for (const auto& [file, text] : our_headers()) {
        const std::vector<std::string> list = groups(text, word);
        words.insert(list.begin(), list.end());
    }
    std::size_t named = 0;
    for (const auto& [file, text] : pages_of_the_repository())
        for (const std::string& each : groups(text, name)) {
            CAPTURE(file, each);
            CHECK(words.contains(each));
            ++named;
        }
    CHECK(named > 200);
}
