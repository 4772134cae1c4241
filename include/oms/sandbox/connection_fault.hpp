#pragma once

#include <oms/config.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// Trouble that the emulator makes with a connection, while its ledger behaves. Made by the named functions, narrowed
/// by the setters, switched on with `server::inject`:
///
///     server.inject(connection_fault::drop_answer().on("POST", "/transactions"));
class connection_fault {
public:
    enum class kind {
        drop_connection,
        drop_request,
        drop_answer,
        cut_answer,
        stall_answer,
        delay_answer,
        garbage,
        close_after_answer
    };

    /// A new connection is accepted and closed before a byte is read: TLS never starts.
    static connection_fault drop_connection() { return connection_fault(kind::drop_connection); }

    /// A whole request is read, nothing is applied, and the connection closes.
    static connection_fault drop_request() { return connection_fault(kind::drop_request); }

    /// The request is applied; the connection closes without an answer.
    static connection_fault drop_answer() { return connection_fault(kind::drop_answer); }

    /// Applied; the connection closes after the first bytes of the answer. They count from the status line on, without
    /// TLS.
    static connection_fault cut_answer(std::size_t bytes) { return connection_fault(kind::cut_answer, bytes); }

    /// Applied; after the first bytes of the answer nothing more comes, and the connection stays open.
    static connection_fault stall_answer(std::size_t bytes = 0) { return connection_fault(kind::stall_answer, bytes); }

    /// Applied; the answer waits this long, in real time whatever the emulator's clock says.
    static connection_fault delay_answer(std::chrono::milliseconds delay)
    {
        connection_fault fault(kind::delay_answer);
        fault.delay_ = delay;
        return fault;
    }

    /// Applied; the answer is bytes that are not HTTP, then the connection closes.
    static connection_fault garbage() { return connection_fault(kind::garbage); }

    /// Applied and answered; then the connection closes although the answer promised to keep it alive.
    static connection_fault close_after_answer() { return connection_fault(kind::close_after_answer); }

    /// Only for this method and path, the path as in the contract and without the version: `/customers`. A `*` stands
    /// for one path segment: `/wallets/*/balance`. Does not narrow `drop_connection`, which comes before any request.
    connection_fault& on(std::string method, std::string path)
    {
        method_ = std::move(method);
        path_ = std::move(path);
        return *this;
    }

    /// How many times it strikes; 1 when not said, 0 for every time until `server::clear_faults`.
    connection_fault& times(int count)
    {
        times_ = count;
        return *this;
    }

    /// Lets this many matching requests (or connections) pass first.
    connection_fault& after(int count)
    {
        after_ = count;
        return *this;
    }

    /// A connection that it closes is closed by a TCP reset instead of an orderly end.
    connection_fault& by_reset()
    {
        reset_ = true;
        return *this;
    }

    kind what() const { return kind_; }
    std::size_t bytes() const { return bytes_; }
    std::chrono::milliseconds delay() const { return delay_; }
    const std::string& method() const { return method_; }
    const std::string& path() const { return path_; }
    int times() const { return times_; }
    int after() const { return after_; }
    bool resets() const { return reset_; }

private:
    explicit connection_fault(kind what, std::size_t bytes = 0) : kind_(what), bytes_(bytes) {}

    kind kind_;
    std::size_t bytes_;
    std::chrono::milliseconds delay_{0};
    std::string method_;
    std::string path_;
    int times_ = 1;
    int after_ = 0;
    bool reset_ = false;
};

}}} // namespace oms::v0_1::sandbox

namespace oms { inline namespace v0_1 { namespace detail {

/// The connection faults that are switched on, oldest first. Pure state, not synchronised.
class connection_fault_list {
public:
    void add(const sandbox::connection_fault& fault);
    void clear() { waiting_.clear(); }

    /// Called once for a new connection: the `drop_connection` that strikes it.
    std::optional<sandbox::connection_fault> strike_connection();

    /// Called once for a request: the other fault that strikes it. `path` is without version and query.
    std::optional<sandbox::connection_fault> strike_request(std::string_view method, std::string_view path);

private:
    struct waiting_fault {
        sandbox::connection_fault fault;
        int passes_left;
        int strikes_left; ///< negative: without end
    };

    std::optional<sandbox::connection_fault> strike(std::vector<waiting_fault>::iterator candidate);

    std::vector<waiting_fault> waiting_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/connection_fault.ipp>
#endif
