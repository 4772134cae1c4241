#pragma once

/// Door 1: everything a program needs to use a client that it has. To make one, one file of the program also includes
/// <oms/client/make_client.hpp>.
///
/// Receiving webhooks needs neither Asio nor a client; a file that does nothing else includes only
/// <oms/webhook/verifier.hpp>, or <oms/webhook/receive.hpp> for a whole request.

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
#include <oms/model/event.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/secret.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>
