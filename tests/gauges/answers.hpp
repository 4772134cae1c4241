#pragma once

#include <string>

namespace gauge {

/// The body of an operation's answer in tests/fixtures/contract, without white space.
std::string answer_of(const std::string& operation);

/// A page of the list of transactions with `count` of the contract's examples, all kinds in turn.
std::string page_of_transactions(int count);

} // namespace gauge
