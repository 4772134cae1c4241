#include "documents.hpp"

#include "common/catch.hpp"

#include <oms/core/delivery.hpp>

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
    // The retry policy is set by functions.
    for (const auto& [name, value] :
         std::map<std::string, std::string>{{"attempts", "3"}, {"base", "250 ms"}, {"cap", "8 s"}, {"judge", "none"}}) {
        documented.insert("retry." + name);
        CAPTURE(name);
        CHECK(rows["retry." + name] == value);
    }
    for (const auto& [name, value] : rows) {
        CAPTURE(name);
        CHECK(documented.contains(name));
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
