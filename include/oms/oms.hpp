#pragma once

/// Door 1: everything a program needs to use a client that it has, and the events that webhooks bring. To make a
/// client, one file of the program also includes <oms/client/make_client.hpp>.
///
/// Receiving webhooks needs neither Asio nor a client: that file includes <oms/webhook/receive.hpp>, or
/// <oms/webhook/verifier.hpp> for the signature and the event alone. They are not included here, so that only the
/// files that verify pay for the decoder (a sixth of what this header costs).

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
