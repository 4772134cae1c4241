#include "connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <cstdlib>
#include <string_view>

using namespace std::chrono_literals;

namespace payments {

namespace {

/// Whether the same work may succeed when it is done again, by the class of the SQLSTATE: no connection, a transaction
/// that was undone for another one's sake, no room, an operator or a time limit that stepped in, a failing machine.
bool passes(std::string_view state)
{
    for (const std::string_view one : {"25006", "25P03", "55P03"}) // a standby, a transaction idle too long, a lock
        if (state == one)
            return true;
    for (const std::string_view whole : {"08", "40", "53", "57", "58"})
        if (state.substr(0, 2) == whole)
            return true;
    return false;
}

/// What was prepared does not fit a table that was altered since, or is not known there: a new connection does better.
bool is_of_this_connection(std::string_view state)
{
    return state == "0A000" || state == "26000";
}

// A little longer than the server's own limit: it is for a server that says nothing.
constexpr auto patience = 12s;
const char* const limits = "-c statement_timeout=10s -c idle_in_transaction_session_timeout=10s ";

std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(const std::string& address)
{
    return {PQconninfoParse(address.c_str(), nullptr), &PQconninfoFree};
}

/// What the address says wins, but for one thing: what was answered must be on the disk, or the next process might not
/// know what this one has sent.
pg_conn* connect(const std::string& address)
{
    std::string options = limits;
    const auto read = parsed(address);
    for (const PQconninfoOption* each = read.get(); each && each->keyword; ++each)
        if (each->val && std::string_view(each->keyword) == "options")
            options += each->val;
    options += " -c synchronous_commit=on";
    const char* const names[] = {"connect_timeout", "tcp_user_timeout", "keepalives_idle",
                                 "dbname",          "options",          nullptr};
    const char* const values[] = {"3", "10000", "30", address.c_str(), options.c_str(), nullptr};
    return PQconnectdbParams(names, values, 1);
}

} // namespace

bool is_address(const std::string& text)
{
    const auto read = parsed(text);
    for (const PQconninfoOption* each = read.get(); each && each->keyword; ++each) {
        const std::string_view name = each->keyword, value = each->val ? each->val : "";
        if ((name == "host" || name == "hostaddr" || name == "dbname") && value.find('@') != value.npos)
            return false;
        if (name == "port" && value.find_first_not_of("0123456789,") != value.npos)
            return false;
    }
    return read != nullptr;
}

rows::rows(pg_result* result) : result_(result, &PQclear) {}

std::size_t rows::size() const
{
    return static_cast<std::size_t>(PQntuples(result_.get()));
}

std::size_t rows::affected() const
{
    return std::strtoul(PQcmdTuples(result_.get()), nullptr, 10);
}

parameter rows::get(std::size_t row, const char* column) const
{
    const int number = PQfnumber(result_.get(), column);
    if (number < 0)
        throw database_error(std::string("no column ") + column);
    if (PQgetisnull(result_.get(), static_cast<int>(row), number))
        return std::nullopt;
    return PQgetvalue(result_.get(), static_cast<int>(row), number);
}

connection::connection(const std::string& address) : connection_(connect(address), &PQfinish)
{
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        throw database_lost(PQerrorMessage(connection_.get()));
    PQsetnonblocking(connection_.get(), 1);
    PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr); // "relation already exists, skipping"
}

connection::~connection() = default;

bool connection::usable() const
{
    return !spoilt_ && PQstatus(connection_.get()) == CONNECTION_OK &&
           PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
}

rows connection::execute(const std::string& sql, const std::vector<parameter>& parameters)
{
    std::vector<const char*> values;
    for (const parameter& each : parameters)
        values.push_back(each ? each->c_str() : nullptr);
    return answer(PQsendQueryPrepared(connection_.get(), prepared(sql).c_str(), static_cast<int>(values.size()),
                                      values.data(), nullptr, nullptr, 0));
}

void connection::script(const std::string& sql)
{
    answer(PQsendQuery(connection_.get(), sql.c_str()));
}

rows connection::answer(int sent)
{
    if (sent == 0)
        throw database_lost(PQerrorMessage(connection_.get()));
    const auto until = std::chrono::steady_clock::now() + patience;
    rows last(nullptr);
    for (pg_result* next = nullptr; wait(until), (next = PQgetResult(connection_.get())) != nullptr;)
        last = rows(next);
    return checked(std::move(last));
}

// Until the next result is there as a whole. A server whose machine hangs leaves the connection open.
void connection::wait(std::chrono::steady_clock::time_point until)
{
    pg_conn* const on = connection_.get();
    for (int unsent = PQflush(on); unsent > 0 || PQisBusy(on); unsent = PQflush(on)) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd socket{PQsocket(on), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
        if (left <= 0ms || ::poll(&socket, 1, static_cast<int>(left.count())) == 0) {
            spoilt_ = true;
            throw database_lost("it does not answer");
        }
        if (PQconsumeInput(on) == 0)
            throw database_lost(PQerrorMessage(on));
    }
}

rows connection::checked(rows given)
{
    pg_result* const result = given.result_.get();
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return given;
    const char* const state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const std::string what = PQerrorMessage(connection_.get());
    spoilt_ = spoilt_ || (state && is_of_this_connection(state));
    if (spoilt_ || PQstatus(connection_.get()) != CONNECTION_OK || !state || passes(state))
        throw database_lost(what);
    throw database_error(what);
}

const std::string& connection::prepared(const std::string& sql)
{
    const auto found = statements_.find(sql);
    if (found != statements_.end())
        return found->second;
    std::string name = "s" + std::to_string(statements_.size());
    answer(PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
    return statements_.emplace(sql, std::move(name)).first->second;
}

connection::begun::~begun()
{
    if (committed_)
        return;
    try {
        on_.script("rollback");
    } catch (const std::exception&) {
        // It is gone: then the server rolls back.
    }
}

void connection::begun::commit()
{
    on_.script("commit");
    committed_ = true;
}

} // namespace payments
