#include "fuzz/seeds.hpp"

#include "properties/answers.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

using namespace std::string_literals;

namespace {

namespace json = boost::json;
namespace files = std::filesystem;

json::value read(const files::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error("no fixture " + file.string());
    return json::parse(std::string{std::istreambuf_iterator<char>(in), {}});
}

json::value contract(const std::string& file)
{
    return read(files::path(OMS_FIXTURES) / "contract" / file);
}

/// The elements of a list that a file of the contract holds.
std::vector<json::value> elements_of(const std::string& file, std::string_view list)
{
    const json::value document = contract(file);
    const json::array& found = document.at(list).as_array();
    return {found.begin(), found.end()};
}

/// The contract's files of one kind, in the order of their names.
std::vector<json::value> contract_beginning_with(const std::string& start)
{
    std::vector<files::path> found;
    for (const auto& entry : files::directory_iterator(files::path(OMS_FIXTURES) / "contract"))
        if (entry.path().filename().string().starts_with(start))
            found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    std::vector<json::value> made;
    for (const files::path& each : found)
        made.push_back(read(each));
    return made;
}

std::string text(const json::value& object, std::string_view name)
{
    return std::string(object.at(name).as_string());
}

/// Every text in a document.
void collect_texts(const json::value& of, std::vector<std::string>& into)
{
    if (const auto* string = of.if_string())
        into.emplace_back(*string);
    if (const auto* object = of.if_object())
        for (const auto& member : *object)
            collect_texts(member.value(), into);
    if (const auto* array = of.if_array())
        for (const auto& element : *array)
            collect_texts(element, into);
}

/// The texts of the contract's examples that look like what is asked for, each once.
std::vector<std::string> texts_of_answers(bool (*wanted)(std::string_view))
{
    std::vector<std::string> all;
    for (const json::value& each : contract_beginning_with("operation."))
        collect_texts(each, all);
    for (const json::value& each : contract_beginning_with("event."))
        collect_texts(each, all);
    std::erase_if(all, [&](const std::string& each) { return !wanted(each); });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::vector<std::string> decimals()
{
    const std::vector<std::string> numbers = texts_of_answers([](std::string_view text) {
        return !text.empty() && text.size() < 40 && text.find_first_not_of("0123456789.") == text.npos;
    });
    std::vector<std::string> made;
    for (std::size_t i = 0; i != numbers.size(); ++i)
        made.push_back(numbers[i] + "\n-" + numbers[numbers.size() - 1 - i] + "\n" + static_cast<char>(i % 9) +
                       static_cast<char>(i % 7));
    const std::string nines(96, '9');
    made.push_back(nines + "\n-0.1\n\x01\x02");
    made.push_back("0." + nines + "\n" + nines + "\n`\x03"); // 96 places
    made.push_back("-00.0050\n3\n\x02"s + '\0');
    made.push_back("1e5\n+1\n");
    return made;
}

std::vector<std::string> timestamps()
{
    std::vector<std::string> made = texts_of_answers([](std::string_view text) {
        return text.size() >= 20 && text.size() < 40 && text[4] == '-' && text[7] == '-' && text[10] == 'T';
    });
    for (const char* each :
         {"2026-06-15t16:30:00.123456789+02:00", "2026-06-15 16:30:00.1234567891234-0230", "2016-12-31T23:59:60Z",
          "2017-01-01T05:29:60+05:30", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2024-02-29T00:00:00Z",
          "1900-02-29T00:00:00Z", "0000-01-01T00:00:00+00:01", "1969-12-31T23:59:59.5Z"})
        made.emplace_back(each);
    return made;
}

std::vector<std::string> waits()
{
    std::vector<std::string> made;
    for (const json::value& each : elements_of("tolerance.json", "cases"))
        if (const json::value* headers = each.as_object().if_contains("headers"))
            if (const json::value* wait = headers->as_object().if_contains("Retry-After")) {
                const json::value* date = headers->as_object().if_contains("Date");
                made.push_back("\1" + (date ? std::string(date->as_string()) : "") + "\n" +
                               std::string(wait->as_string()));
            }
    made.push_back("\1Mon, 15 Jun 2026 14:36:40 GMT\nMon, 15 Jun 2026 14:37:00 GMT\n120");
    made.push_back("\1\nMonday, 15-Jun-26 14:36:50 GMT\n \t7 ");
    made.push_back("\1Mon Jun 15 14:36:40 2026\nMon Jun  1 14:36:40 2026\nTue Jun 16 00:00:00 2026");
    made.push_back("\3Friday, 31-Dec-99 23:59:60 GMT\nSaturday, 01-Jan-00 00:00:01 GMT\n99999999999999999999");
    made.push_back("\2Mon, 29 Feb 2100 00:00:00 GMT\n-1\n1.5\n");
    return made;
}

std::vector<std::string> signature_headers()
{
    std::vector<std::string> made;
    for (const json::value& each : elements_of("signatures.json", "vectors"))
        made.push_back(text(each, "header"));
    std::string many = "t=1";
    for (int i = 0; i != 64; ++i)
        many += i % 2 ? ",v1=ab" : ",x=y";
    made.push_back(many);
    made.push_back(std::string(8190, ' ') + "t=1");
    return made;
}

std::vector<std::string> deliveries()
{
    std::vector<std::string> made;
    for (const json::value& each : contract_beginning_with("event.v"))
        made.push_back(text(each.at("delivery"), "rawBody"));
    for (const json::value& each : elements_of("tolerance.json", "cases"))
        if (text(each, "reads") == "WebhookDelivery")
            made.push_back(text(each, "rawBody"));
    return made;
}

std::vector<std::string> signed_deliveries()
{
    std::vector<std::string> made;
    for (const json::value& each : elements_of("signatures.json", "vectors"))
        made.push_back("\1\1" + text(each, "header") + "\n" + text(each, "body"));
    char when = 0;
    for (const std::string& body : deliveries()) {
        for (const int form : {0x80, 0x84, 0x88, 0x8d})
            if (body.size() < 700 || form == 0x80)
                made.push_back(std::string{static_cast<char>(form), static_cast<char>(when % 10)} + "\n" + body);
        ++when;
    }
    return made;
}

/// The first byte of json_answer: its model. After the models come the error body and JSON itself.
char choice_of(std::string_view schema)
{
    const auto models = property::answers();
    const auto found =
        std::find_if(models.begin(), models.end(), [&](const property::answer& each) { return each.schema == schema; });
    const std::ptrdiff_t behind = found == models.end() && schema == "JSON" ? 1 : 0;
    return static_cast<char>(found - models.begin() + behind);
}

std::vector<std::string> answers()
{
    std::vector<std::string> made;
    for (const json::value& each : contract_beginning_with("operation.")) {
        const json::object* response = each.at("response").if_object();
        if (!response || !response->at("schema").is_string())
            continue;
        const std::string schema = text(each.at("response"), "schema");
        const std::string body = json::serialize(response->at("body"));
        made.push_back(choice_of(schema.substr(schema.rfind('/') + 1)) + body);
        made.push_back(choice_of("JSON") + body);
    }
    for (const json::value& each : elements_of("errors.json", "errors"))
        made.push_back(choice_of("Error") + json::serialize(each.at("body")));
    for (const json::value& each : elements_of("tolerance.json", "cases"))
        if (each.as_object().contains("rawBody"))
            made.push_back(choice_of(text(each, "reads")) + text(each, "rawBody"));
    for (const char* each :
         {R"({"type":"urn:x","title":"T","detail":"D","errors":[{"pointer":"#/source/amount","detail":"no"},"text"]})",
          R"({"error":{"error":{"code":"deep"}}})", "<html>502 Bad Gateway</html>", "[]", ""})
        made.push_back(choice_of("Error") + std::string(each));
    for (const char* each : {R"({"a":1,"\u0061":2})", R"(["\ud83d\ude00","\ud83d","\u0000"])", "-0.0e-1", "01", "nul",
                             "\xEF\xBB\xBF{}", "\"\xC0\x80\"", R"({"a":{"b":[{"c":[[[1e99999999999]]]}]}})"})
        made.push_back(choice_of("JSON") + std::string(each));
    for (const std::size_t depth : {64u, 65u})
        made.push_back(choice_of("JSON") + std::string(depth, '[') + std::string(depth, ']'));
    return made;
}

std::vector<std::string> responses()
{
    std::vector<std::string> bytes;
    for (const json::value& each : contract_beginning_with("operation.")) {
        const json::object* response = each.at("response").if_object();
        if (!response)
            continue;
        std::string head = "HTTP/1.1 " + json::serialize(response->at("status")) + " X\r\n";
        for (const auto& field : response->at("headers").as_object())
            head += std::string(field.key()) + ": " + std::string(field.value().as_string()) + "\r\n";
        const json::value& body = response->at("body");
        const std::string text = body.is_null() ? "" : json::serialize(body).substr(0, 600);
        bytes.push_back(head + "Content-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text);
    }
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    for (const std::string& each : {
             ok + "Transfer-Encoding: chunked\r\n\r\n5;note=\"a b\"\r\nhello\r\n7\r\n, world\r\n0\r\nT: t\r\n\r\n",
             "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok +
                 "Content-Length: 2\r\n\r\n{}",
             "HTTP/1.1 204 No Content\r\nKeep-Alive: timeout=5, max=100\r\n\r\n"s,
             "HTTP/1.1 503 \r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: 7\r\n\r\n"s,
             "HTTP/1.0 200 OK\r\n\r\nuntil the end"s,
             ok + "Content-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n",
             ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
             ok + "Content-Length: +2\r\n\r\n{}",
             ok + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
             ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
             ok + "A: b\r\n c\r\n\r\n",
             ok + "A: b\n\r\n",
             "HTTP/1.1 101 Switching Protocols\r\n\r\n"s,
             "HTTP/2 200\r\n\r\n"s,
             "\r\n" + ok + "\r\n"s,
         })
        bytes.push_back(each);
    std::vector<std::string> made;
    for (std::size_t i = 0; i != bytes.size(); ++i)
        made.push_back(std::string{static_cast<char>(i % 2), static_cast<char>(i)} + bytes[i]);
    return made;
}

std::vector<std::string> requests()
{
    std::vector<std::string> bytes;
    const std::string begin = "POST /oms HTTP/1.1\r\nHost: a\r\n";
    for (const json::value& each : elements_of("signatures.json", "vectors")) {
        const std::string body = text(each, "body");
        const std::string head =
            begin + "Content-Type: application/json\r\nWebhook-Signature: " + text(each, "header") + "\r\n";
        const std::string sized = head + "Content-Length: " + std::to_string(body.size()) + "\r\n";
        std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
        for (std::size_t at = 0; at < body.size(); at += 15)
            chunked +=
                (body.size() - at < 15 ? "0" + std::string(1, "0123456789abcdef"[body.size() - at]) : "F;n=\"a b\"") +
                "\r\n" + body.substr(at, 15) + "\r\n";
        chunked += "0\r\nT: t\r\n\r\n";
        bytes.push_back(sized + "\r\n" + body);
        bytes.push_back(chunked);
        bytes.push_back(sized + "\r\n" + body + chunked);
        bytes.push_back(sized + "Expect: 100-continue\r\n\r\n" + body);
    }
    for (const std::string& each : {
             begin + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + begin + "\r\n",
             begin + "Content-Length: 2\r\nConnection: close\r\n\r\n{}" + begin + "\r\n",
             begin + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
             begin + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             begin + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
             begin + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
             begin + "Webhook-Signature: a\r\nwebhook-signature: b\r\n\r\n",
             "GET /other?x HTTP/1.1\r\nHost: a\r\n\r\n" + begin + "\r\n",
             "HEAD https://a:1/oms?x HTTP/1.1\r\nHost: a\r\n\r\n"s,
             "POST /oms HTTP/1.0\r\nConnection: x, keep-alive\r\nContent-Length: 1\r\n\r\n1" + begin + "\r\n",
             "POST /oms HTTP/1.1\nHost: a\n\n"s,
             "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"s,
         })
        bytes.push_back(each);
    std::vector<std::string> made;
    for (std::size_t i = 0; i != bytes.size(); ++i)
        made.push_back(std::string{static_cast<char>(i % 5 == 4), static_cast<char>(i)} + bytes[i]);
    return made;
}

} // namespace

std::vector<std::string> fuzz::seeds(std::string_view target)
{
    constexpr struct {
        std::string_view target;
        std::vector<std::string> (*seeds)();
    } all[] = {
        {"decimal", &decimals},
        {"event_decode", &deliveries},
        {"json_answer", &answers},
        {"request_head", &requests},
        {"response_head", &responses},
        {"retry_after", &waits},
        {"signature_header", &signature_headers},
        {"timestamp", &timestamps},
        {"verify", &signed_deliveries},
    };
    for (const auto& each : all)
        if (each.target == target)
            return each.seeds();
    throw std::invalid_argument("no fuzz target " + std::string(target));
}
