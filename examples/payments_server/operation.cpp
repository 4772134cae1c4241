#include "operation.hpp"

namespace payments {

operation::operation(const rows& from, std::size_t row)
    : id(from.text(row, "id")), claims(from.text(row, "claims")), kind(from.text(row, "kind")),
      reference(from.text(row, "reference")), request(from.text(row, "request")), customer(from.text(row, "customer")),
      wallet(from.text(row, "wallet")), state(from.text(row, "state")), quote_key(from.text(row, "quote_key")),
      quote_body(from.text(row, "quote_body")), quote_id(from.text(row, "quote_id")),
      execute_key(from.text(row, "execute_key")), execute_body(from.text(row, "execute_body")),
      resource(from.text(row, "resource")), code(from.text(row, "code")), code_expires(from.text(row, "code_expires")),
      outcome(from.text(row, "outcome")), not_before(from.text(row, "not_before")),
      quotes(std::stoi(from.text(row, "quotes"))), beyond_keys(from.text(row, "beyond_keys") == "t")
{
}

} // namespace payments
