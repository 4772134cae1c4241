#include "payments_server/load.hpp"

#include "payments_server/shop.hpp"

#include <boost/asio/use_future.hpp>

#include <chrono>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace test {

namespace {

std::string text_of(const order& wish, const std::string& amount, const oms::cash_location& shop)
{
    std::string text = R"({"reference":")" + wish.reference + R"(","customer":")" + wish.of.customer.str() +
                       R"(","wallet":")" + wish.of.wallet.str() + R"(","amount":")" + amount + '"';
    if (wish.payout)
        text += R"(,"address":")" + wish.address + R"("})";
    else
        text += R"(,"location":{"id":")" + shop.id.str() + R"(","reference":")" + shop.reference + R"("}})";
    return text;
}

std::string member(const std::string& json, const std::string& name)
{
    const std::string start = '"' + name + R"(":")";
    const std::size_t found = json.find(start);
    if (found == std::string::npos)
        return {};
    return json.substr(found + start.size(), json.find('"', found + start.size()) - found - start.size());
}

} // namespace

load::load(world& emulator, std::uint16_t port, std::vector<order> orders, int customers)
    : orders_(std::move(orders)), port_(port), open_(shops_.get_executor()),
      client_(emulator.client(shops_.get_executor(), emulator.config()))
{
    threads_.emplace_back([this] { shops_.run(); });
    shop_ = asio::co_spawn(shops_, nearest_shop(client_), asio::use_future).get();
    for (int i = 0; i < customers; ++i)
        threads_.emplace_back([this] { be_a_customer(); });
}

load::~load()
{
    next_ = orders_.size();
    for (std::size_t i = 1; i < threads_.size(); ++i)
        threads_[i].join();
    open_.reset();
    threads_.front().join();
}

std::vector<std::string> load::complaints() const
{
    const std::lock_guard lock(mutex_);
    return complaints_;
}

void load::be_a_customer()
{
    for (std::size_t mine = next_++; mine < orders_.size(); mine = next_++) {
        try {
            go_through(orders_[mine]);
        } catch (const std::exception& failure) {
            complain(orders_[mine], failure.what());
        }
        ++finished_;
    }
}

void load::go_through(const order& wish)
{
    const std::string body = text_of(wish, wish.amount, shop_);
    for (int times = wish.twice ? 2 : 1; times > 0; --times)
        if (const int status = post(wish, body); status != 200 && status != 202)
            return complain(wish, "was answered " + std::to_string(status));
    if (wish.otherwise)
        if (const int status = post(wish, text_of(wish, wish.amount + "1", shop_)); status != 409)
            return complain(wish, "another amount was answered " + std::to_string(status));
    if (wish.payout)
        return;
    const std::string code = code_for(wish);
    if (code.empty())
        return complain(wish, "got no code");
    hand_over(code, wish.amount);
}

// Nothing when it has to be asked again.
std::optional<http_answer> load::ask(const std::string& method, const std::string& path, const std::string& body)
{
    const std::optional<http_answer> answer = http_call(port_, method, path, body);
    if (answer && answer->status != 503)
        return answer;
    ++(answer ? turned_away_ : broken_);
    return std::nullopt;
}

// A client that has no answer knows nothing, and asks again.
int load::post(const order& wish, const std::string& body)
{
    for (const auto until = std::chrono::steady_clock::now() + 2min; std::chrono::steady_clock::now() < until;) {
        if (const std::optional<http_answer> answer = ask("POST", wish.path(), body)) {
            if (answer->status < 400 && member(answer->body, "reference") != wish.reference)
                complain(wish, "was told of another: " + answer->body);
            return answer->status;
        }
        std::this_thread::sleep_for(50ms);
    }
    return 0;
}

std::string load::code_for(const order& wish)
{
    for (const auto until = std::chrono::steady_clock::now() + 2min; std::chrono::steady_clock::now() < until;) {
        const std::optional<http_answer> answer = ask("GET", wish.path() + '/' + wish.reference);
        if (answer && answer->status == 404)
            complain(wish, "is not known, after it was accepted");
        if (answer && answer->status == 200)
            if (const std::string code = member(answer->body, "code"); !code.empty())
                return code;
        std::this_thread::sleep_for(50ms);
    }
    return {};
}

void load::hand_over(const std::string& code, const std::string& amount)
{
    asio::co_spawn(shops_, deposit_cash(client_, code, amount), asio::use_future).get();
}

void load::complain(const order& about, const std::string& what)
{
    const std::lock_guard lock(mutex_);
    complaints_.push_back(about.reference + ' ' + what);
}

} // namespace test
