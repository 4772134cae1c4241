#pragma once

/// Names only, for headers that mention the library's types without using them. Ids and the variants of quotes and
/// transactions are aliases: they come with <oms/core/id.hpp>, <oms/model/quote.hpp> and <oms/model/transaction.hpp>.

#include <oms/model/kind.hpp>

namespace oms { inline namespace v0_1 {

// core
class decimal;
class error;
class idempotency_key;
class json_text;
class secret;
class timestamp;
enum class delivery;
enum class errc;

// model
struct cash_in;
struct cash_location;
struct customer;
struct deposit_address;
struct event;
struct external_account;
struct external_account_schema;
struct virtual_account;
struct wallet;
struct webhook;
template <class T>
struct page;
template <movement K>
struct quote;
template <movement K>
struct transaction;
template <movement K>
class new_quote;
class new_cash_in;
class new_customer;
class new_deposit_address;
class new_external_account;
class new_virtual_account;
class new_wallet;
class new_webhook;

// client
class call_options;
class client;
class client_config;
class client_core;
class raw_answer;
class raw_request;
template <class T>
class pager;

// net
class clock;
class transport;

// webhook
class webhook_secret;
class webhook_verifier;

}} // namespace oms::v0_1
