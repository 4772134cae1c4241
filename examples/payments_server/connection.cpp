#include "connection.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <string_view>

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

/// What the address says comes last and wins.
pg_conn* connect(const std::string& address)
{
    const char* const names[] = {"connect_timeout", "tcp_user_timeout", "options", "dbname", nullptr};
    const char* const values[] = {"3", "10000", "-c statement_timeout=10s -c idle_in_transaction_session_timeout=10s",
                                  address.c_str(), nullptr};
    return PQconnectdbParams(names, values, 1);
}

} // namespace

bool is_address(const std::string& text)
{
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> read(PQconninfoParse(text.c_str(), nullptr),
                                                                              &PQconninfoFree);
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
    PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr); // "relation already exists, skipping"
}

connection::~connection() = default;

bool connection::usable() const
{
    return PQstatus(connection_.get()) == CONNECTION_OK && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
}

rows connection::execute(const std::string& sql, const std::vector<parameter>& parameters)
{
    std::vector<const char*> values;
    for (const parameter& each : parameters)
        values.push_back(each ? each->c_str() : nullptr);
    return rows(checked(PQexecPrepared(connection_.get(), prepared(sql).c_str(), static_cast<int>(values.size()),
                                       values.data(), nullptr, nullptr, 0)));
}

void connection::script(const std::string& sql)
{
    rows done(checked(PQexec(connection_.get(), sql.c_str())));
}

pg_result* connection::checked(pg_result* result) const
{
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return result;
    const rows owner(result);
    const char* const state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const std::string what = PQerrorMessage(connection_.get());
    if (PQstatus(connection_.get()) != CONNECTION_OK || !state || passes(state))
        throw database_lost(what);
    throw database_error(what);
}

const std::string& connection::prepared(const std::string& sql)
{
    const auto found = statements_.find(sql);
    if (found != statements_.end())
        return found->second;
    std::string name = "s" + std::to_string(statements_.size());
    rows done(checked(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr)));
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
