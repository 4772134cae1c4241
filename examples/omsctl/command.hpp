// What omsctl can do, as data: the parser, the help and the completion all read the same tables.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace omsctl {

class arguments;
class session;

/// `--email TEXT`; without a value it is a flag. What may be given several times says so.
struct option {
    std::string_view name;
    std::string_view value;
    std::string_view help;
    bool many = false;
};

/// `omsctl GROUP NAME PARAMETERS [OPTIONS]`; a command without a group stands alone. A parameter in brackets may be
/// left out. The word of a parameter or an option's value says what it takes: see `kind_of`.
struct command {
    std::string_view group;
    std::string_view name;
    std::vector<std::string_view> parameters;
    std::vector<option> options;
    std::string_view help;
    boost::asio::awaitable<int> (*run)(session&) = nullptr; ///< with a client; gives the exit code
    int (*run_here)(const arguments&) = nullptr;            ///< without one
};

struct group {
    std::string_view name;
    std::string_view help;
    std::span<const command> commands;
};

/// What a word such as CUSTOMER stands for: an id with a prefix, or one of some words.
struct kind {
    std::string_view word;
    std::string_view prefix;                   ///< empty: no id
    std::string_view what;                     ///< "a customer"
    std::string_view find;                     ///< the command that shows some
    std::span<const std::string_view> words{}; ///< what completion offers
};

std::span<const group> groups();
std::span<const option> global_options();
/// Null when the word has no kind: any text will do.
const kind* kind_of(std::string_view word);
/// The kind of an id by its prefix; null when it is none.
const kind* kind_of_id(std::string_view id);

// The groups, each in a file of its own.
std::span<const command> customer_commands();
std::span<const command> wallet_commands();
std::span<const command> quote_commands();
std::span<const command> transaction_commands();
std::span<const command> cash_in_commands();
std::span<const command> cash_location_commands();
std::span<const command> webhook_commands();
std::span<const command> simulate_commands();
std::span<const command> trigger_commands();
std::span<const command> external_account_commands();
std::span<const command> virtual_account_commands();
std::span<const command> deposit_address_commands();
std::span<const command> single_commands();

} // namespace omsctl
