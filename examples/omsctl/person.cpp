#include "person.hpp"

#include <cstdlib>

namespace omsctl {

namespace {

/// `ssn:US:FILE`: the number is no argument, where every process of the machine could read it.
oms::identifying_information identity_of(const std::string& text)
{
    const std::size_t first = text.find(':');
    const std::size_t second = first == text.npos ? text.npos : text.find(':', first + 1);
    if (second == text.npos || second + 1 == text.size())
        throw usage_error("--identity takes TYPE:COUNTRY:FILE such as ssn:US:number.txt; the file, or - for standard "
                          "input, has the number");
    std::string number = read_file(text.substr(second + 1));
    while (!number.empty() && (number.back() == '\n' || number.back() == '\r'))
        number.pop_back();
    return {oms::identity_document(text.substr(0, first)), text.substr(first + 1, second - first - 1),
            oms::secret(std::move(number))};
}

/// What a new customer and a change have in common.
template <class Request>
void take(Request& request, const arguments& given)
{
    const auto text = [&](std::string_view name, auto set) {
        if (given.has(name))
            (request.*set)(given.text(name));
    };
    using set = Request& (Request::*)(std::string)&;
    text("--first-name", static_cast<set>(&Request::first_name));
    text("--middle-name", static_cast<set>(&Request::middle_name));
    text("--last-name", static_cast<set>(&Request::last_name));
    text("--email", static_cast<set>(&Request::email));
    text("--phone", static_cast<set>(&Request::phone));
    text("--birth-date", static_cast<set>(&Request::birth_date));
    text("--nationality", static_cast<set>(&Request::nationality));
    text("--ip-address", static_cast<set>(&Request::ip_address));
    text("--external-id", static_cast<set>(&Request::external_id));
    if (given.has("--signed"))
        request.signed_agreement(true);

    oms::residential_address home;
    bool has_home = false;
    const auto line = [&](std::string_view name, auto setter) {
        if (given.has(name))
            (home.*setter)(given.text(name)), has_home = true;
    };
    using set_line = oms::residential_address& (oms::residential_address::*)(std::string)&;
    line("--line1", static_cast<set_line>(&oms::residential_address::line1));
    line("--line2", static_cast<set_line>(&oms::residential_address::line2));
    line("--city", static_cast<set_line>(&oms::residential_address::city));
    line("--state", static_cast<set_line>(&oms::residential_address::state));
    line("--country", static_cast<set_line>(&oms::residential_address::country));
    line("--zip-code", static_cast<set_line>(&oms::residential_address::zip_code));
    if (has_home)
        request.residential_address(home);

    for (const std::string& each : given.all("--identity"))
        request.identifying_information(identity_of(each));
    for (const std::string& each : given.all("--endorsement"))
        request.endorsement(oms::endorsement_name(each));
    if (given.has("--metadata"))
        request.metadata(given.json("--metadata"));
}

oms::new_customer made_up()
{
    // The key says it better than the URL, of which there are many that lead to production.
    const char* const key = std::getenv("OMS_API_KEY");
    if (!key || !std::string_view(key).starts_with("sk_sdbx_"))
        throw usage_error("--made-up is for the sandbox, with a key that begins with sk_sdbx_: production wants to "
                          "know who it really is");
    oms::new_customer person;
    person.first_name("Alex").last_name("Example").email("alex@example.com").phone("+12125550123");
    person.birth_date("1990-04-12").nationality("US").ip_address("203.0.113.24").signed_agreement(true);
    oms::residential_address home;
    home.line1("548 Market Street").city("San Francisco").state("CA").country("US").zip_code("94104");
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret("987654321"));
    return person.residential_address(home).identifying_information(document), person;
}

} // namespace

std::vector<option> person_options(bool is_new)
{
    std::vector<option> all;
    if (is_new)
        all = {{"--wait", "SECONDS", "and wait until its endorsements are decided"},
               {"--made-up", "", "in the sandbox: what is not given is made up"}};
    for (const option& each :
         {option{"--first-name", "TEXT", ""}, option{"--middle-name", "TEXT", ""}, option{"--last-name", "TEXT", ""},
          option{"--email", "TEXT", ""}, option{"--phone", "NUMBER", "+12125550123"},
          option{"--birth-date", "DATE", "1990-04-12"}, option{"--nationality", "CODE", "US"},
          option{"--ip-address", "TEXT", ""}, option{"--external-id", "TEXT", ""}, option{"--line1", "TEXT", ""},
          option{"--line2", "TEXT", ""}, option{"--city", "TEXT", ""}, option{"--state", "TEXT", ""},
          option{"--country", "CODE", "US"}, option{"--zip-code", "TEXT", ""},
          option{"--identity", "TYPE:COUNTRY:FILE", "ssn:US:FILE", true},
          option{"--endorsement", "ENDORSEMENT", is_new ? "to ask for" : "to evaluate again", true},
          option{"--signed", "", "signed the agreement"}, option{"--metadata", "JSON", "an object"}})
        all.push_back(each);
    if (!is_new)
        all.push_back({"--clear", "CLEARABLE", "to have none", true});
    return all;
}

oms::new_customer person_of(const arguments& given)
{
    oms::new_customer request = given.has("--made-up") ? made_up() : oms::new_customer();
    take(request, given);
    return request;
}

oms::customer_update changes_of(const arguments& given)
{
    oms::customer_update changes;
    take(changes, given);
    for (const std::string& each : given.all("--clear")) {
        if (each == "middleName")
            changes.clear_middle_name();
        else if (each == "email")
            changes.clear_email();
        else if (each == "phone")
            changes.clear_phone();
        else if (each == "externalId")
            changes.clear_external_id();
        else if (each == "metadata")
            changes.clear_metadata();
        else
            throw usage_error("--clear takes middleName, email, phone, externalId or metadata, not " + each);
    }
    return changes;
}

} // namespace omsctl
