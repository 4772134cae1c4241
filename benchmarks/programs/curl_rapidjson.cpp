// libcurl and RapidJSON, as fast as their documentation knows: the multi interface driven by epoll, one easy handle for
// each connection and used again, header lists made once, answers parsed in place.
#include "../common/answers.hpp"

#include <curl/curl.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <deque>

using namespace bench;

namespace {

using document =
    rapidjson::GenericDocument<rapidjson::UTF8<>, rapidjson::MemoryPoolAllocator<>, rapidjson::MemoryPoolAllocator<>>;

struct rapid_json {
    static const rapidjson::Value& member(const rapidjson::Value& object, const char* name)
    {
        if (!object.IsObject())
            throw std::runtime_error("no object");
        const auto found = object.FindMember(name);
        if (found == object.MemberEnd())
            throw std::runtime_error(std::string("no member ") + name);
        return found->value;
    }

    static void read(const rapidjson::Value& from, const char* name, std::string& to)
    {
        const rapidjson::Value& value = member(from, name);
        if (!value.IsString())
            throw std::runtime_error(std::string("no text: ") + name);
        to.assign(value.GetString(), value.GetStringLength());
    }

    static void read(const rapidjson::Value& from, const char* name, bool& to)
    {
        const rapidjson::Value& value = member(from, name);
        if (!value.IsBool())
            throw std::runtime_error(std::string("no truth: ") + name);
        to = value.GetBool();
    }
};

/// Parses in place, in memory of the stack.
template <class Answer>
void decode(std::string& body, Answer& to)
{
    char values[8192], stack[2048];
    rapidjson::MemoryPoolAllocator<> value_memory(values, sizeof values), stack_memory(stack, sizeof stack);
    document parsed(&value_memory, sizeof stack / 2, &stack_memory);
    parsed.ParseInsitu(body.data());
    if (parsed.HasParseError())
        throw std::runtime_error("no JSON");
    extract<rapid_json>(static_cast<const rapidjson::Value&>(parsed), to);
}

void encode(const order& wanted, rapidjson::StringBuffer& to)
{
    to.Clear();
    rapidjson::Writer<rapidjson::StringBuffer> json(to);
    const auto put = [&json](std::string_view name, std::string_view value) {
        json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    };
    const auto begin = [&json](std::string_view name) {
        json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        json.StartObject();
    };
    json.StartObject();
    put("customerId", wanted.customer_id);
    begin("source");
    put("walletId", wanted.wallet_id);
    put("asset", wanted.asset);
    put("network", wanted.network);
    put("amount", wanted.amount);
    json.EndObject();
    begin("destination");
    put("asset", wanted.asset);
    put("network", wanted.network);
    begin("wallet");
    put("blockchainAddress", wanted.address);
    json.EndObject();
    json.EndObject();
    json.EndObject();
}

template <class... Arguments>
void set(CURL* easy, CURLoption option, Arguments... value)
{
    if (const CURLcode wrong = curl_easy_setopt(easy, option, value...); wrong != CURLE_OK)
        throw std::runtime_error(curl_easy_strerror(wrong));
}

/// One caller: an easy handle, and what it received.
struct caller {
    CURL* easy = curl_easy_init();
    std::string url, body;
    rapidjson::StringBuffer request;
    balance got_balance;
    quote got_quote;
    // The fields of all requests, with the key of this one in front.
    std::string key_field = "Idempotency-Key: " + std::string(36, '0');
    curl_slist key{nullptr, nullptr};
};

std::size_t receive(char* bytes, std::size_t, std::size_t size, void* to)
{
    static_cast<std::string*>(to)->append(bytes, size);
    return size;
}

class load {
public:
    explicit load(const options& o) : options_(o), multi_(curl_multi_init()), epoll_(epoll_create1(EPOLL_CLOEXEC))
    {
        fields_ = curl_slist_append(fields_, "Accept: application/json");
        fields_ = curl_slist_append(fields_, ("Authorization: Bearer " + std::string(token)).c_str());
        if (o.post)
            fields_ = curl_slist_append(fields_, "Content-Type: application/json");
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(o.connections));
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &load::watch);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &load::set_timer);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        for (int i = 0; i != o.connections; ++i)
            prepare(callers_.emplace_back());
    }
    ~load()
    {
        for (caller& c : callers_)
            curl_easy_cleanup(c.easy);
        curl_multi_cleanup(multi_);
        curl_slist_free_all(fields_);
        close(epoll_);
    }

    /// Makes that many calls, one at a time with each handle.
    void make(long calls)
    {
        todo_ = calls;
        for (caller& c : callers_)
            start(c);
        while (running_ > 0)
            step();
    }

    fields last() const { return options_.post ? callers_[0].got_quote.all() : callers_[0].got_balance.all(); }

private:
    void prepare(caller& c)
    {
        c.url = options_.url + (options_.post ? "/quotes" : "/wallets/" + std::string(wallet) + "/balance");
        c.key = {c.key_field.data(), fields_};
        set(c.easy, CURLOPT_URL, c.url.c_str());
        set(c.easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(c.easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
        set(c.easy, CURLOPT_CAINFO, options_.ca.c_str());
        set(c.easy, CURLOPT_IPRESOLVE, static_cast<long>(CURL_IPRESOLVE_V4));
        set(c.easy, CURLOPT_NOSIGNAL, 1L);
        set(c.easy, CURLOPT_USERAGENT, user_agent.data());
        set(c.easy, CURLOPT_HTTPHEADER, options_.post ? &c.key : fields_);
        set(c.easy, CURLOPT_WRITEFUNCTION, &receive);
        set(c.easy, CURLOPT_WRITEDATA, &c.body);
        set(c.easy, CURLOPT_PRIVATE, &c);
        if (options_.post)
            set(c.easy, CURLOPT_POST, 1L);
    }

    void start(caller& c)
    {
        if (todo_ == 0)
            return;
        --todo_;
        ++running_;
        c.body.clear();
        if (options_.post) {
            const auto key = fresh_key();
            std::copy(key.begin(), key.end(), c.key_field.end() - 36);
            encode(wanted_, c.request);
            set(c.easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(c.request.GetSize()));
            set(c.easy, CURLOPT_POSTFIELDS, c.request.GetString());
        }
        curl_multi_add_handle(multi_, c.easy);
    }

    void step()
    {
        epoll_event events[64];
        const int ready = epoll_wait(epoll_, events, 64, wait_milliseconds());
        int unused = 0;
        for (int i = 0; i < ready; ++i) {
            const int what = ((events[i].events & EPOLLIN) ? CURL_CSELECT_IN : 0) |
                             ((events[i].events & EPOLLOUT) ? CURL_CSELECT_OUT : 0) |
                             ((events[i].events & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0);
            curl_multi_socket_action(multi_, events[i].data.fd, what, &unused);
        }
        if (has_timer_ && std::chrono::steady_clock::now() >= timer_) {
            has_timer_ = false;
            curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &unused);
        }
        finish_those_that_are_done();
    }

    int wait_milliseconds() const
    {
        if (!has_timer_)
            return 1000;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(timer_ - std::chrono::steady_clock::now());
        return static_cast<int>(std::clamp<long>(left.count(), 0, 1000));
    }

    void finish_those_that_are_done()
    {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            const CURLcode ended = message->data.result;
            CURL* const easy = message->easy_handle;
            caller* c = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &c);
            curl_multi_remove_handle(multi_, easy);
            --running_;
            if (ended != CURLE_OK)
                throw std::runtime_error(curl_easy_strerror(ended));
            read_answer(*c);
            start(*c);
        }
    }

    void read_answer(caller& c) const
    {
        long status = 0;
        curl_easy_getinfo(c.easy, CURLINFO_RESPONSE_CODE, &status);
        if (status != (options_.post ? 201 : 200))
            throw std::runtime_error("answered " + std::to_string(status));
        if (options_.post)
            decode(c.body, c.got_quote);
        else
            decode(c.body, c.got_balance);
    }

    static int watch(CURL*, curl_socket_t socket, int what, void* self, void* known)
    {
        load& me = *static_cast<load*>(self);
        epoll_event event{};
        event.data.fd = socket;
        event.events = ((what & CURL_POLL_IN) ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) ? EPOLLOUT : 0U);
        if (what == CURL_POLL_REMOVE)
            epoll_ctl(me.epoll_, EPOLL_CTL_DEL, socket, nullptr);
        else
            epoll_ctl(me.epoll_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
        curl_multi_assign(me.multi_, socket, what == CURL_POLL_REMOVE ? nullptr : self);
        return 0;
    }

    static int set_timer(CURLM*, long milliseconds, void* self)
    {
        load& me = *static_cast<load*>(self);
        me.has_timer_ = milliseconds >= 0;
        me.timer_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
        return 0;
    }

    const options& options_;
    const order wanted_;
    CURLM* multi_;
    int epoll_;
    curl_slist* fields_ = nullptr;
    std::deque<caller> callers_;
    long todo_ = 0;
    int running_ = 0;
    bool has_timer_ = false;
    std::chrono::steady_clock::time_point timer_;
};

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const options o = read_options(argc, argv);
        curl_global_init(CURL_GLOBAL_DEFAULT);
        {
            load all(o);
            all.make(o.warmup);
            const stopwatch watch;
            all.make(o.calls);
            const auto taken = watch.read();
            report("curl_rapidjson", o, taken, all.last());
        }
        curl_global_cleanup();
    });
}
