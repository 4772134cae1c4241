#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// An answer that the emulator gives instead of its own: the trouble of a service, where connection_fault is the
/// trouble of a connection. Made by the named functions, narrowed by the setters, switched on with `inject`:
///
///     emulator.inject(fault::answer(503).retry_after("2").on("POST", "/transactions").times(2));
///
/// It strikes requests that carry a good token, or POST /auth/token when `on` names it; a request without a good token
/// gets its 401 and uses nothing up.
class fault {
public:
    /// This status, with the contract's error body for it.
    static fault answer(int status) { return fault(status); }

    /// This status with this body, whatever it is. Without a `Content-Type` header it is sent as application/json.
    static fault answer(int status, std::string body)
    {
        fault made(status);
        made.body_ = std::move(body);
        return made;
    }

    /// The request is carried out and takes this long: its answer comes only then, and meanwhile the same
    /// Idempotency-Key gives 409 `idempotency_in_progress`.
    static fault running_for(std::chrono::milliseconds how_long)
    {
        fault made(0);
        made.running_ = how_long;
        return made;
    }

    /// The request is carried out, and its own answer is stored under its key, before this answer is given.
    /// When not said, nothing is carried out and nothing is stored.
    fault& after_effect()
    {
        after_effect_ = true;
        return *this;
    }

    /// Gives the answer this header, in place of its own of that name; an empty value takes its own away.
    fault& header(std::string name, std::string value)
    {
        headers_.emplace_back(std::move(name), std::move(value));
        return *this;
    }

    /// Seconds or a date. When not said, 429 and 503 carry the contract's `Retry-After`, here `1`.
    fault& retry_after(std::string value) { return header("Retry-After", std::move(value)); }

    /// Only for this method and path, the path as in the contract and without the version: `/customers`. A `*` stands
    /// for one path segment: `/wallets/*/balance`.
    fault& on(std::string method, std::string path)
    {
        method_ = std::move(method);
        path_ = std::move(path);
        return *this;
    }

    /// How many times it strikes; 1 when not said, 0 for every time until `clear_faults`.
    fault& times(int count)
    {
        times_ = count;
        return *this;
    }

    /// Lets this many matching requests pass first.
    fault& after(int count)
    {
        after_ = count;
        return *this;
    }

    int status() const { return status_; }
    const std::optional<std::string>& body() const { return body_; }
    const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
    std::chrono::milliseconds running() const { return running_; }
    bool strikes_after_effect() const { return after_effect_; }
    const std::string& method() const { return method_; }
    const std::string& path() const { return path_; }
    int times() const { return times_; }
    int after() const { return after_; }

private:
    explicit fault(int status) : status_(status) {}

    int status_;
    std::optional<std::string> body_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::chrono::milliseconds running_{0};
    bool after_effect_ = false;
    std::string method_;
    std::string path_;
    int times_ = 1;
    int after_ = 0;
};

}}} // namespace oms::v0_1::sandbox
