#include "bench.hpp"

#include <oms/sandbox/service.hpp>

#include <boost/json.hpp>

#include "common/catch.hpp"

using namespace std::chrono_literals;

namespace {

/// Null when it is no JSON.
std::shared_ptr<const boost::json::value> read_json(std::string_view json)
{
    boost::system::error_code failure;
    boost::json::value document = boost::json::parse({json.data(), json.size()}, failure);
    if (failure)
        return nullptr;
    return std::make_shared<const boost::json::value>(std::move(document));
}

std::string value_at(const boost::json::value* document, std::string_view path)
{
    if (document == nullptr)
        return "(no JSON)";
    std::string pointer;
    if (!path.empty())
        pointer = "/" + std::string(path);
    for (char& c : pointer)
        c = c == '.' ? '/' : c;
    boost::system::error_code failure;
    const boost::json::value* found = document->find_pointer(pointer, failure);
    if (found == nullptr)
        return "(absent)";
    if (found->is_string())
        return found->get_string().c_str();
    return boost::json::serialize(*found);
}

} // namespace

std::string json_at(std::string_view json, std::string_view path)
{
    return value_at(read_json(json).get(), path);
}

std::string reply::operator[](std::string_view path) const
{
    return value_at(static_cast<const boost::json::value*>(document_.get()), path);
}

std::size_t reply::count(std::string_view path) const
{
    std::size_t number = 0;
    while (has(std::string(path) + "." + std::to_string(number)))
        ++number;
    return number;
}

std::string reply::header(std::string_view name) const
{
    return std::string(headers.find(name).value_or("(absent)"));
}

oms::sandbox::settings standing_settings()
{
    oms::sandbox::settings settings;
    settings.start = oms::timestamp("2026-06-15T14:30:00Z");
    settings.wall_clock = [] {
        return std::chrono::system_clock::time_point(std::chrono::seconds{1781534200});
    };
    settings.settle_delay = 0ms;
    return settings;
}

oms::sandbox::settings early_settings()
{
    oms::sandbox::settings settings = standing_settings();
    settings.early_access = true;
    return settings;
}

std::string identified_customer(std::string_view first_name, std::string_view more)
{
    return R"({"type":"individual","firstName":")" + std::string(first_name) +
           R"(","lastName":"Nguyen","email":"alice@example.com","phone":"+12125550123","birthDate":"1990-04-12",)"
           R"("nationality":"US","ipAddress":"203.0.113.24","externalId":"usr_12345","signedAgreement":true,)"
           R"("residentialAddress":{"line1":"350 Fifth Avenue","city":"New York","state":"NY","country":"US",)"
           R"("zipCode":"10118"},"identifyingInformation":[{"type":"ssn","issuingCountry":"US","number":"987654321"}])" +
           std::string(more) + "}";
}

struct bench::parts {
    explicit parts(oms::sandbox::settings with) : service(std::move(with)) {}
    oms::sandbox::service service;
};

bench::bench(oms::sandbox::settings with) : parts_(std::make_unique<parts>(std::move(with)))
{
    token_ = token(parts_->service.settings().credentials.front().api_key,
                   parts_->service.settings().credentials.front().api_secret);
}

bench::~bench() = default;

reply bench::send(std::string_view method, std::string_view target, std::string_view body,
                  const std::vector<std::pair<std::string, std::string>>& headers)
{
    oms::http_headers fields;
    for (const auto& [name, value] : headers)
        fields.add_received(name, value);
    oms::sandbox::handled handled = parts_->service.handle(method, target, fields, body);
    reply answer;
    answer.status = handled.response.status;
    answer.headers = handled.response.headers;
    answer.body = handled.response.body;
    answer.delay = handled.delay;
    answer.document_ = read_json(answer.body);
    return answer;
}

reply bench::get(std::string_view path)
{
    return send("GET", "/v0.9" + std::string(path), "", {{"Authorization", "Bearer " + token_}});
}

reply bench::post(std::string_view path, std::string_view body, std::string_view key)
{
    const std::string used = key.empty() ? fresh_key() : std::string(key);
    return send("POST", "/v0.9" + std::string(path), body,
                {{"Authorization", "Bearer " + token_}, {"Idempotency-Key", used}});
}

reply bench::patch(std::string_view path, std::string_view body)
{
    return send("PATCH", "/v0.9" + std::string(path), body, {{"Authorization", "Bearer " + token_}});
}

reply bench::remove(std::string_view path)
{
    return send("DELETE", "/v0.9" + std::string(path), "", {{"Authorization", "Bearer " + token_}});
}

std::string bench::token(std::string_view key, std::string_view secret)
{
    const reply answer =
        send("POST", "/v0.9/auth/token",
             R"({"apiKey":")" + std::string(key) + R"(","apiSecret":")" + std::string(secret) + "\"}", {});
    REQUIRE(answer.status == 200);
    return answer["accessToken"];
}

std::string bench::customer(std::string_view first_name)
{
    const reply made = post("/customers", identified_customer(first_name));
    REQUIRE(made.status == 201);
    return made["id"]; // the next request finds it endorsed
}

std::string bench::wallet(std::string_view customer, std::string_view asset, std::string_view chain)
{
    const reply made = post("/customers/" + std::string(customer) + "/wallets",
                            R"({"asset":")" + std::string(asset) + R"(","chain":")" + std::string(chain) + "\"}");
    REQUIRE(made.status == 201);
    return made["id"];
}

std::string bench::funded_wallet(std::string_view customer, std::string_view amount)
{
    std::string id = wallet(customer);
    fund(id, amount);
    return id;
}

std::string bench::quote(std::string_view customer, std::string_view wallet, std::string_view amount,
                         std::string_view destination)
{
    const reply made =
        post("/quotes", R"({"customerId":")" + std::string(customer) + R"(","source":{"walletId":")" +
                            std::string(wallet) + R"(","asset":"usdc","network":"polygon","amount":")" +
                            std::string(amount) + R"("},"destination":{"asset":"usdc","network":"polygon","wallet":{)" +
                            std::string(destination) + R"(}},"metadata":{"orderId":"ord_789"}})");
    CAPTURE(made.body);
    REQUIRE(made.status == 201);
    return made["id"];
}

reply bench::transaction(std::string_view quote, std::string_view key)
{
    return post("/transactions", R"({"quoteId":")" + std::string(quote) + "\"}", key);
}

reply bench::cash_in(std::string_view customer, std::string_view wallet, std::string_view amount)
{
    const reply shops = get("/cash-locations?provider=greendot&latitude=38.495133&longitude=-121.505336");
    return post("/cash-ins", R"({"customerId":")" + std::string(customer) +
                                 R"(","source":{"asset":"usd","indicatedAmount":")" + std::string(amount) +
                                 R"("},"destination":{"asset":"usdc","network":"polygon","wallet":{"id":")" +
                                 std::string(wallet) + R"("}},"cash":{"locationId":")" + shops["data.0.id"] +
                                 R"(","locationReference":")" + shops["data.0.reference"] + "\"}}");
}

reply bench::pay_at_counter(std::string_view code, std::string_view amount)
{
    const reply authorized = post("/cash-ins/simulate/barcode-auth",
                                  R"({"code":")" + std::string(code) + R"(","amount":")" + std::string(amount) + "\"}");
    if (authorized.status != 200)
        return authorized;
    return post("/cash-ins/simulate/auth-commit",
                R"({"accountNumber":")" + authorized["accountNumber"] + R"(","accountReferenceNumber":")" +
                    authorized["accountReferenceNumber"] + R"(","amount":")" + std::string(amount) +
                    R"(","originalConfirmationId":")" + authorized["confirmationId"] + "\"}");
}

std::string bench::balance(std::string_view wallet)
{
    return get("/wallets/" + std::string(wallet) + "/balance")["balance"];
}

reply bench::subscribe(std::string_view events, std::string_view host)
{
    return post("/webhooks",
                R"({"url":"https://)" + std::string(host) + R"(/oms","events":[)" + std::string(events) + "]}");
}

oms::timestamp bench::now() const
{
    return parts_->service.now();
}
void bench::advance(std::chrono::milliseconds by)
{
    parts_->service.advance(by);
}
void bench::step()
{
    parts_->service.step();
}
std::vector<oms::sandbox::delivery> bench::due()
{
    return parts_->service.due();
}
void bench::report(std::uint64_t id, std::optional<int> status, oms::sandbox::delivery_failure failure)
{
    parts_->service.report(id, status, failure);
}
std::optional<oms::timestamp> bench::next_due() const
{
    return parts_->service.next_due();
}
void bench::inject(const oms::sandbox::fault& what)
{
    parts_->service.inject(what);
}
void bench::inject(const oms::sandbox::delivery_fault& what)
{
    parts_->service.inject(what);
}
std::string bench::trigger(std::string_view event, oms::sandbox::event_envelope envelope)
{
    return parts_->service.trigger(event, envelope);
}
std::string bench::trigger(std::string_view event, const oms::json_text& data, oms::sandbox::event_envelope envelope)
{
    return parts_->service.trigger(event, data, envelope);
}
std::string bench::trigger(std::string_view event, std::string_view resource, oms::sandbox::event_envelope envelope)
{
    return parts_->service.trigger(event, resource, envelope);
}
std::string bench::rotate_webhook_secret(std::string_view webhook, std::chrono::milliseconds overlap)
{
    return parts_->service.rotate_webhook_secret(webhook, overlap);
}
void bench::clear_faults()
{
    parts_->service.clear_faults();
}
void bench::limit_rate(int requests, std::chrono::milliseconds window)
{
    parts_->service.limit_rate(requests, window);
}
void bench::revoke_tokens()
{
    parts_->service.revoke_tokens();
}
void bench::fail_next_transaction(std::string_view code, bool recoverable)
{
    parts_->service.fail_next_transaction(code, recoverable);
}
void bench::hold_next_transaction()
{
    parts_->service.hold_next_transaction();
}
void bench::review_next_transaction(std::chrono::milliseconds how_long)
{
    parts_->service.review_next_transaction(how_long);
}
void bench::refuse_next_endorsement(std::string_view name, std::string_view status)
{
    parts_->service.refuse_next_endorsement(name, status);
}
void bench::set_wallet_status(std::string_view wallet, std::string_view status)
{
    parts_->service.set_wallet_status(wallet, status);
}
void bench::fund(std::string_view wallet, std::string_view amount)
{
    parts_->service.fund(wallet, oms::decimal(amount));
}
void bench::deposit(std::string_view wallet, std::string_view amount, std::string_view from)
{
    parts_->service.deposit(wallet, oms::decimal(amount), from);
}
std::string bench::add_compliance_webhook(std::string_view url, std::string_view secret)
{
    return parts_->service.add_compliance_webhook(url, secret);
}
std::string bench::place_virtual_account(std::string_view wallet)
{
    return parts_->service.place_virtual_account(wallet);
}
std::string bench::place_deposit_address(std::string_view wallet)
{
    return parts_->service.place_deposit_address(wallet, "usdt", "ethereum");
}
std::string bench::place_bank_account(std::string_view customer)
{
    return parts_->service.place_bank_account(customer);
}
std::string bench::place_debit_card(std::string_view customer)
{
    return parts_->service.place_debit_card(customer);
}
std::string bench::place_blockchain_account(std::string_view customer, std::string_view asset, std::string_view network,
                                            std::string_view address)
{
    return parts_->service.place_blockchain_account(customer, asset, network, address);
}
oms::sandbox::oracle bench::oracle() const
{
    return parts_->service.oracle();
}

std::vector<oms::sandbox::request_record> bench::requests() const
{
    const auto& all = parts_->service.requests();
    return {all.begin(), all.end()};
}

std::vector<oms::sandbox::event_record> bench::events() const
{
    const auto& all = parts_->service.events();
    return {all.begin(), all.end()};
}

std::vector<oms::sandbox::delivery_record> bench::deliveries() const
{
    const auto& all = parts_->service.deliveries();
    return {all.begin(), all.end()};
}

std::vector<std::string> bench::event_names() const
{
    std::vector<std::string> names;
    for (const auto& event : parts_->service.events())
        names.push_back(event.name);
    return names;
}
