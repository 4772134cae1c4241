#include "outside/prism.hpp"

#include <cctype>
#include <cstdlib>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace test {

namespace {

std::string documented_contract()
{
    return OMS_FIXTURES "/contract/openapi-v0.9.yaml";
}

std::vector<std::string> command(const std::vector<std::string>& arguments)
{
    const char* program = std::getenv("OMS_PRISM");
    if (!program)
        throw std::runtime_error("OMS_PRISM does not say where Prism is: start these tests with outside/prism.sh");
    std::vector<std::string> whole{program};
    whole.insert(whole.end(), arguments.begin(), arguments.end());
    whole.insert(whole.end(), {"--port", "0"});
    return whole;
}

// Ids have an underscore, no other part of a path has one.
std::string operation(std::string method, const std::string& path)
{
    for (char& letter : method)
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    static const std::regex id("/[^/]*_[^/]*");
    return method + ' ' + std::regex_replace(path, id, "/*");
}

std::set<std::string> names(const std::string& query)
{
    static const std::regex name("([^=&]+)=[^&]*");
    std::set<std::string> found;
    for (std::sregex_iterator at(query.begin(), query.end(), name), end; at != end; ++at)
        found.insert((*at)[1]);
    return found;
}

} // namespace

prism::prism(const std::vector<std::string>& arguments)
    : program_(std::make_unique<background_program>(command(arguments)))
{
    const std::string before = "Prism is listening on ";
    const std::string log = program_->read_until(before);
    base_url_ = log.substr(log.find(before) + before.size());
    base_url_.resize(base_url_.find_first_of(" \r\n"));
}

prism prism::mock()
{
    return prism({"mock", documented_contract()});
}

prism prism::proxy(const std::string& upstream)
{
    return prism({"proxy", documented_contract(), upstream});
}

prism_report prism::stop()
{
    static const std::regex listed(R"(\[CLI\].* ([A-Z]+) +https?://[^/]+([^? ]*))");
    static const std::regex received(R"(\[HTTP SERVER\] ([a-z]+) ([^? ]+).* Request received)");
    static const std::regex forwarded(R"( Forwarding .*\?(.*)\.\.\.$)");
    static const std::regex complaint(R"(✖|\[VALIDATOR\] ⚠)"); // other warnings are about Prism itself
    prism_report report;
    std::string call;
    std::istringstream lines(program_->stop().out);
    for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (std::regex_search(line, found, listed))
            report.documented.insert(operation(found[1], found[2]));
        else if (std::regex_search(line, found, received))
            report.called.insert(call = operation(found[1], found[2]));
        else if (std::regex_search(line, found, forwarded))
            report.parameters[call].merge(names(found[1]));
        else if (std::regex_search(line, complaint))
            report.complaints.push_back(call + ": " + line.substr(line.find('[', 1)));
    }
    return report;
}

} // namespace test
