#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;

namespace payments {

/// The database is gone, or undid a transaction for reasons of its own: the same work may succeed later.
class database_lost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The database refused a statement: a mistake in this program.
class database_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using parameter = std::optional<std::string>;

/// What a statement gave.
class rows {
public:
    explicit rows(pg_result* result);
    std::size_t size() const;
    bool empty() const { return size() == 0; }
    std::size_t affected() const;
    /// The value as text; nothing for NULL.
    parameter get(std::size_t row, const char* column) const;
    /// The same where NULL cannot be, or is as good as no text.
    std::string text(std::size_t row, const char* column) const { return get(row, column).value_or(""); }

private:
    friend class connection;
    std::shared_ptr<pg_result> result_;
};

/// Whether libpq can read this address, and no part of a password passes for a host or a port, as one does that holds
/// `@` or `/` and is not percent-encoded: messages name host and port. They may quote what cannot be read, too.
bool is_address(const std::string& text);

/// A connection to PostgreSQL. Functions block for seconds at most, and throw `database_lost` and `database_error`.
/// What a transaction did is on the server's disk when it ends, whatever the database's own setting.
class connection {
public:
    explicit connection(const std::string& address);
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// It is there, and in no transaction.
    bool usable() const;

    /// One statement with `$1`, `$2`, …; prepared when it comes for the first time.
    rows execute(const std::string& sql, const std::vector<parameter>& parameters = {});

    /// Several statements without parameters.
    void script(const std::string& sql);

    /// All of `work` or nothing of it.
    template <class Work>
    auto transaction(Work work)
    {
        begun scope(*this);
        auto result = work();
        scope.commit();
        return result;
    }

private:
    class begun {
    public:
        explicit begun(connection& on) : on_(on) { on_.script("begin"); }
        ~begun();
        begun(const begun&) = delete;
        begun& operator=(const begun&) = delete;
        void commit();

    private:
        connection& on_;
        bool committed_ = false;
    };

    /// What was sent gives, once it is complete.
    rows answer(int sent);
    void wait(std::chrono::steady_clock::time_point until);
    rows checked(rows given);
    const std::string& prepared(const std::string& sql);

    std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
    std::unordered_map<std::string, std::string> statements_;
    bool spoilt_ = false; ///< what was prepared on it fits no longer, or it does not answer
};

} // namespace payments
