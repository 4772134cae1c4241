#pragma once

/// Door 1: everything a program needs to use a client that it has. To make one, one file of the program also includes
/// <oms/client/make_client.hpp>.
///
/// What receives webhooks is a door of its own and needs neither Asio nor a client: <oms/webhook/verifier.hpp>, or
/// <oms/webhook/receive.hpp> for a whole request. It reads whole documents, which files that only make calls should
/// not pay for.

#include <oms/client/as_result.hpp>
#include <oms/client/call_options.hpp>
#include <oms/client/client.hpp>
#include <oms/client/pager.hpp>
#include <oms/core/decimal.hpp>
#include <oms/core/error.hpp>
#include <oms/core/id.hpp>
#include <oms/core/idempotency_key.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/overloaded.hpp>
#include <oms/core/result.hpp>
#include <oms/core/secret.hpp>
#include <oms/core/server_code.hpp>
#include <oms/core/timestamp.hpp>
