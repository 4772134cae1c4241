#include "answers.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gauge {

namespace {

namespace json = boost::json;

json::value fixture(const std::string& operation)
{
    const std::string name = OMS_FIXTURES "/contract/operation." + operation + ".json";
    std::ifstream file(name);
    if (!file)
        throw std::runtime_error("cannot read " + name);
    return json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

} // namespace

std::string answer_of(const std::string& operation)
{
    return json::serialize(fixture(operation).at("response").at("body"));
}

std::string page_of_transactions(int count)
{
    const json::value document = fixture("getTransaction");
    json::array examples{document.at("response").at("body")};
    for (const json::value& more : document.at("moreResponses").as_array())
        examples.push_back(more.at("body"));

    json::value page = fixture("listTransactions").at("response").at("body");
    json::array& data = page.at("data").as_array();
    data.clear();
    for (std::size_t i = 0; i != static_cast<std::size_t>(count); ++i)
        data.push_back(examples[i % examples.size()]);
    return json::serialize(page);
}

} // namespace gauge
