#include "include_rules.hpp"
#include "source_tree.hpp"

#include "common/catch.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <regex>
#include <set>

// The rules of the house that can be read off the text of the files.

namespace {

namespace fs = std::filesystem;

bool is_word_character(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Whether `text` holds `word`, not as a part of a longer one.
bool has_word(std::string_view text, std::string_view word)
{
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !is_word_character(text[at - 1]);
        const std::size_t end = at + word.size();
        if (begins && (end == text.size() || !is_word_character(text[end])))
            return true;
    }
    return false;
}

std::string without_comment(std::string_view line)
{
    return std::string{line.substr(0, line.find("//"))};
}

/// `file:line: text` of every line of code that the question says yes to.
template <class Question>
std::vector<std::string> lines_where(const source_tree& tree, Question question)
{
    std::vector<std::string> found;
    for (const auto& [file, text] : tree) {
        std::size_t number = 0;
        for (const std::string_view line : lines_of(text)) {
            ++number;
            if (question(file, without_comment(line)))
                found.push_back(file + ":" + std::to_string(number) + ": " + std::string{line});
        }
    }
    return found;
}

/// All files of the repository that people write.
source_tree all_sources()
{
    source_tree sources;
    for (const char* folder : {"include", "tests", "examples", "benchmarks", "tools", "cmake"}) {
        const fs::path root = fs::path{OMS_SOURCE_DIR} / folder;
        if (!fs::is_directory(root))
            continue;
        for (auto& [file, text] : tree_below(root))
            if (file.find("fixtures/") == std::string::npos)
                sources[std::string{folder} + "/" + file] = text;
    }
    for (const char* file : {"CMakeLists.txt", "run", "README.md", "CHANGELOG.md", ".ci/run"})
        if (const fs::path path = fs::path{OMS_SOURCE_DIR} / file; fs::is_regular_file(path))
            sources[file] = text_of(path);
    return sources;
}

std::set<std::string> targets_of(const std::string& file)
{
    std::set<std::string> targets;
    for (const include_line& line : include_lines(file, our_headers().at(file)))
        targets.insert(line.target);
    return targets;
}

/// The includes that stand under `#ifndef OMS_SEPARATE_COMPILATION` at the end of a header.
std::set<std::string> bodies_at_the_end(const std::string& text)
{
    constexpr std::string_view guard = "#ifndef OMS_SEPARATE_COMPILATION\n";
    std::set<std::string> bodies;
    const std::size_t begin = text.rfind(guard);
    if (begin == std::string::npos)
        return bodies;
    const std::string tail = text.substr(begin + guard.size());
    for (const std::string_view line : lines_of(tail))
        if (!line.starts_with("#include <oms/") && line != "#endif" && !line.starts_with("#endif //") && !line.empty())
            return bodies; // something else stands there: not the end of the header
    for (const include_line& line : include_lines("", tail))
        bodies.insert(line.target);
    return bodies;
}

} // namespace

TEST_CASE("No file of include/oms has a name that says nothing")
{
    for (const auto& [file, text] : our_headers())
        for (const std::string_view name : {"util", "helper", "manager", "common", "misc", "stuff"})
            CHECK(file.find(name) == std::string::npos);
}

TEST_CASE("Every file of include/oms is a header or a body of the names the house uses")
{
    const std::regex pattern{"([a-z0-9_]+/)*[a-z0-9_]+\\.(hpp|ipp)"};
    for (const auto& [file, text] : our_headers()) {
        CAPTURE(file);
        CHECK(std::regex_match(file, pattern));
        CHECK(text.starts_with("#pragma once\n"));
        CHECK((!file.ends_with(".ipp") || file.find("/impl/") != std::string::npos));
    }
}

TEST_CASE("src.hpp includes every body of every room, and nothing that is not there")
{
    const std::set<std::string> listed = targets_of("src.hpp");
    for (const auto& [file, text] : our_headers())
        if (file.ends_with(".ipp")) {
            CAPTURE(file);
            CHECK(listed.contains("oms/" + file));
        }
    for (const std::string& target : listed)
        if (target.ends_with(".ipp")) {
            CAPTURE(target);
            CHECK(our_headers().contains(target.substr(4)));
        }
}

TEST_CASE(
    "Every body includes the header that it belongs to, which includes it at its end in header-only mode alone (I7)")
{
    for (const auto& [file, text] : our_headers()) {
        if (!file.ends_with(".ipp"))
            continue;
        CAPTURE(file);
        const auto lines = include_lines(file, text);
        CHECK(std::any_of(lines.begin(), lines.end(), [&](const include_line& line) {
            const auto header = our_headers().find(line.target.substr(std::min<std::size_t>(4, line.target.size())));
            return header != our_headers().end() && bodies_at_the_end(header->second).contains("oms/" + file);
        }));
    }
}

TEST_CASE("A header includes bodies at its end in header-only mode alone")
{
    for (const auto& [file, text] : our_headers()) {
        if (!file.ends_with(".hpp") || file == "src.hpp")
            continue;
        CAPTURE(file);
        const std::set<std::string> at_the_end = bodies_at_the_end(text);
        for (const std::string& target : targets_of(file))
            if (target.ends_with(".ipp")) {
                CAPTURE(target);
                CHECK(at_the_end.contains(target));
            }
    }
}

TEST_CASE("The library leaves no macro defined but the documented ones")
{
    const std::set<std::string> documented{"OMS_API_VERSION_TEXT", "OMS_DECL",          "OMS_VERSION_MAJOR",
                                           "OMS_VERSION_MINOR",    "OMS_VERSION_PATCH", "OMS_VERSION_TEXT"};
    const std::regex definition{R"(\s*#\s*define\s+(\w+).*)"};
    check_none(lines_where(our_headers(), [&](const std::string& file, const std::string& line) {
        std::smatch match;
        return std::regex_match(line, match, definition) && !documented.contains(match[1]) &&
               !(match[1].str().starts_with("OMS_") && has_word(our_headers().at(file), "#undef " + match[1].str()));
    }));
}

TEST_CASE("Everything of the library is in namespace oms, in its inline version namespace")
{
    for (const auto& [file, text] : our_headers()) {
        if (file == "oms.hpp" || file == "src.hpp" || file == "version.hpp")
            continue;
        CAPTURE(file);
        CHECK(text.find("namespace oms { inline namespace v0_1 {") != std::string::npos);
    }
    check_none(lines_where(our_headers(), [](const std::string&, const std::string& line) {
        return line.starts_with("using namespace ");
    }));
}

TEST_CASE("The library has no unnamed namespace, no static free function and no __COUNTER__")
{
    const std::regex unnamed{R"((^|.*\s)namespace\s*\{.*)"};
    check_none(lines_where(our_headers(), [&](const std::string&, const std::string& line) {
        return std::regex_match(line, unnamed) || line.starts_with("static ") || has_word(line, "__COUNTER__");
    }));
}

TEST_CASE("The library starts no thread and keeps no state of a thread or of the process (I4)")
{
    check_none(lines_where(our_headers(), [](const std::string& file, const std::string& line) {
        if (file == "config.hpp")
            return false; // the mark that keeps the two build modes apart
        return has_word(line, "std::thread") || has_word(line, "std::jthread") || has_word(line, "std::async") ||
               has_word(line, "thread_local") || line.starts_with("inline std::") ||
               (line.starts_with("extern ") && !line.starts_with("extern \"C\"")); // a function of C is no state
    }));
}

TEST_CASE("Nothing reads the environment but the client's configuration, the proxy function, and what has to see which "
          "roots OpenSSL was told to trust (X17)")
{
    const std::set<std::string> may{"client/impl/client_config.ipp", "net/impl/proxy_from_environment.ipp",
                                    "net/impl/trust_store.ipp"};
    check_none(lines_where(our_headers(), [&](const std::string& file, const std::string& line) {
        return (has_word(line, "getenv") || has_word(line, "secure_getenv") || has_word(line, "environ")) &&
               !may.contains(file);
    }));
}

TEST_CASE("No line of the library leaves a certificate unverified, and there is one place that asks for verification "
          "(E3, X22)")
{
    check_none(lines_where(our_headers(), [](const std::string& file, const std::string& line) {
        const bool weakens = has_word(line, "SSL_VERIFY_NONE") || has_word(line, "verify_none") ||
                             has_word(line, "set_verify_callback") || has_word(line, "set_verify_mode") ||
                             has_word(line, "X509_VERIFY_PARAM_set_depth") || has_word(line, "SSL_set_verify") ||
                             has_word(line, "X509_V_FLAG_PARTIAL_CHAIN") || has_word(line, "X509_V_FLAG_NO_CHECK_TIME");
        return weakens && !file.starts_with("sandbox/");
    }));
    std::size_t asked = 0;
    for (const auto& [file, text] : our_headers())
        asked += text.find("SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr)") != std::string::npos;
    CHECK(asked == 1);
}

TEST_CASE("The library names no host but those of the contract, and its own machine: it reports to nobody (F8)")
{
    const std::regex url{"://([A-Za-z0-9.-]+)"};
    std::set<std::string> hosts;
    for (const auto& [file, text] : our_headers())
        for (const std::string_view line : lines_of(text)) {
            const std::string code{line};
            if (code.find_first_not_of(' ') == code.find("//"))
                continue;
            for (std::sregex_iterator at(code.begin(), code.end(), url), end; at != end; ++at)
                hosts.insert((*at)[1]);
        }
    CHECK(hosts == std::set<std::string>{"api.polygon.technology", "localhost", "sandbox-api.polygon.technology"});
}

TEST_CASE("Nothing combines awaitables by operators, which cost every file that includes them")
{
    check_none(lines_where(all_sources(), [](const std::string& file, const std::string& line) {
        return !file.starts_with("tests/boundaries/") && has_word(line, "awaitable_operators");
    }));
}

TEST_CASE("No file carries a note that something is still to be done")
{
    const std::array<std::string, 3> notes{std::string{"TO"} + "DO", std::string{"FIX"} + "ME",
                                           std::string{"XX"} + "X"};
    for (const auto& [file, text] : all_sources())
        for (const std::string& note : notes) {
            CAPTURE(file, note);
            CHECK_FALSE(has_word(text, note));
        }
}

TEST_CASE("The rules that read text see what they look for")
{
    const source_tree tree{{"core/a.hpp", "int a; // std::thread\nstd::thread t;\nmy_std::threads u;\n"}};
    CHECK(lines_where(tree, [](const std::string&, const std::string& line) {
              return has_word(line, "std::thread");
          }) == std::vector<std::string>{"core/a.hpp:2: std::thread t;"});
    CHECK(bodies_at_the_end("int a;\n\n#ifndef OMS_SEPARATE_COMPILATION\n#include <oms/core/impl/a.ipp>\n#endif\n") ==
          std::set<std::string>{"oms/core/impl/a.ipp"});
    CHECK(bodies_at_the_end("#ifndef OMS_SEPARATE_COMPILATION\n#include <oms/core/impl/a.ipp>\n#endif\nint a;\n")
              .empty());
    CHECK(bodies_at_the_end("#include <oms/core/impl/a.ipp>\n").empty());
}
