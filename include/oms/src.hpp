#pragma once

/// Every function body of the library, for separate compilation.
///
/// The target `oms::separate` defines OMS_SEPARATE_COMPILATION for all files of a program; exactly one of them includes
/// this header, preferably a file of its own, since it brings in Asio, Beast, OpenSSL and Boost.JSON.
#ifndef OMS_SEPARATE_COMPILATION
#error                                                                                                                 \
    "<oms/src.hpp> is for programs built with OMS_SEPARATE_COMPILATION (CMake target oms::separate); without it the headers already hold every body"
#endif

#include <oms/core/impl/basic_id.ipp>
#include <oms/core/impl/decimal.ipp>
#include <oms/core/impl/delivery.ipp>
#include <oms/core/impl/errc.ipp>
#include <oms/core/impl/error.ipp>
#include <oms/core/impl/idempotency_key.ipp>
#include <oms/core/impl/json_reader.ipp>
#include <oms/core/impl/json_string.ipp>
#include <oms/core/impl/json_text.ipp>
#include <oms/core/impl/natural.ipp>
#include <oms/core/impl/secret.ipp>
#include <oms/core/impl/server_text.ipp>
#include <oms/core/impl/text.ipp>
#include <oms/core/impl/timestamp.ipp>

#include <oms/model/impl/amount.ipp>
#include <oms/model/impl/external_account.ipp>
#include <oms/model/impl/quote_invariants.ipp>

#include <oms/http/impl/attempt.ipp>
#include <oms/http/impl/circuit_breaker.ipp>
#include <oms/http/impl/headers.ipp>
#include <oms/http/impl/path.ipp>
#include <oms/http/impl/rate_limiter.ipp>
#include <oms/http/impl/retry_after.ipp>
#include <oms/http/impl/retry_policy.ipp>
#include <oms/http/impl/retry_verdict.ipp>
#include <oms/http/impl/url.ipp>

#include <oms/journal/impl/file_journal.ipp>
#include <oms/journal/impl/journal_index.ipp>
#include <oms/journal/impl/journal_writer.ipp>
#include <oms/journal/impl/posix_journal_file.ipp>
#include <oms/journal/impl/record.ipp>

#include <oms/wire/impl/code_list.ipp>
#include <oms/wire/impl/codec.ipp>
#include <oms/wire/impl/describe_later.ipp>
#include <oms/wire/impl/describe_movement.ipp>
#include <oms/wire/impl/describe_route.ipp>
#include <oms/wire/impl/description.ipp>
#include <oms/wire/impl/document.ipp>
#include <oms/wire/impl/error_body.ipp>
#include <oms/wire/impl/event.ipp>
#include <oms/wire/impl/format.ipp>
#include <oms/wire/impl/json.ipp>
#include <oms/wire/impl/look_at.ipp>
#include <oms/wire/impl/problem_list.ipp>
#include <oms/wire/impl/query.ipp>
#include <oms/wire/impl/validate.ipp>
#include <oms/wire/impl/value_codec.ipp>

#include <oms/webhook/impl/diagnosis.ipp>
#include <oms/webhook/impl/hexadecimal.ipp>
#include <oms/webhook/impl/hmac_sha256.ipp>
#include <oms/webhook/impl/receive.ipp>
#include <oms/webhook/impl/secret.ipp>
#include <oms/webhook/impl/signature.ipp>
#include <oms/webhook/impl/verifier.ipp>

#include <oms/net/impl/cause_category.ipp>
#include <oms/net/impl/client_identity.ipp>
#include <oms/net/impl/connect_answer.ipp>
#include <oms/net/impl/connection_pool.ipp>
#include <oms/net/impl/handshake_failure.ipp>
#include <oms/net/impl/http_exchange.ipp>
#include <oms/net/impl/https_transport.ipp>
#include <oms/net/impl/name_lookup.ipp>
#include <oms/net/impl/open_connection.ipp>
#include <oms/net/impl/open_tunnel.ipp>
#include <oms/net/impl/pool_state.ipp>
#include <oms/net/impl/proxy_config.ipp>
#include <oms/net/impl/proxy_from_environment.ipp>
#include <oms/net/impl/public_key_pins.ipp>
#include <oms/net/impl/session_cache.ipp>
#include <oms/net/impl/strict_head.ipp>
#include <oms/net/impl/system_clock.ipp>
#include <oms/net/impl/tls_context.ipp>
#include <oms/net/impl/trust_store.ipp>

#include <oms/client/impl/answer_error.ipp>
#include <oms/client/impl/api_channel.ipp>
#include <oms/client/impl/bank_details_check.ipp>
#include <oms/client/impl/call_options.ipp>
#include <oms/client/impl/calls_in_flight.ipp>
#include <oms/client/impl/client_config.ipp>
#include <oms/client/impl/closing.ipp>
#include <oms/client/impl/credential_check.ipp>
#include <oms/client/impl/extra_field.ipp>
#include <oms/client/impl/journal_link.ipp>
#include <oms/client/impl/journal_wait.ipp>
#include <oms/client/impl/key_memory.ipp>
#include <oms/client/impl/live_core.ipp>
#include <oms/client/impl/live_core_waits.ipp>
#include <oms/client/impl/make_client.ipp>
#include <oms/client/impl/page_walk.ipp>
#include <oms/client/impl/pager.ipp>
#include <oms/client/impl/pause.ipp>
#include <oms/client/impl/pipeline.ipp>
#include <oms/client/impl/prepared_call.ipp>
#include <oms/client/impl/raw_answer.ipp>
#include <oms/client/impl/recovery.ipp>
#include <oms/client/impl/send_flow.ipp>
#include <oms/client/impl/target_path.ipp>
#include <oms/client/impl/token_gate.ipp>
#include <oms/client/impl/token_state.ipp>
#include <oms/client/impl/typed_call.ipp>
#include <oms/client/impl/wait_board.ipp>
#include <oms/client/impl/wait_loop.ipp>
#include <oms/client/impl/wait_state.ipp>
#include <oms/client/impl/wait_view.ipp>

#include <oms/sandbox/impl/accept.ipp>
#include <oms/sandbox/impl/access.ipp>
#include <oms/sandbox/impl/answer_bytes.ipp>
#include <oms/sandbox/impl/assets.ipp>
#include <oms/sandbox/impl/bank_rails.ipp>
#include <oms/sandbox/impl/cash_ins.ipp>
#include <oms/sandbox/impl/cash_locations.ipp>
#include <oms/sandbox/impl/cash_simulation.ipp>
#include <oms/sandbox/impl/certificate.ipp>
#include <oms/sandbox/impl/connection_fault.ipp>
#include <oms/sandbox/impl/customers.ipp>
#include <oms/sandbox/impl/deliverer.ipp>
#include <oms/sandbox/impl/delivery_client.ipp>
#include <oms/sandbox/impl/deposit_addresses.ipp>
#include <oms/sandbox/impl/dispatch.ipp>
#include <oms/sandbox/impl/emulator.ipp>
#include <oms/sandbox/impl/endorsements.ipp>
#include <oms/sandbox/impl/event_patterns.ipp>
#include <oms/sandbox/impl/external_accounts.ipp>
#include <oms/sandbox/impl/funding_routes.ipp>
#include <oms/sandbox/impl/http_session.ipp>
#include <oms/sandbox/impl/idempotency_store.ipp>
#include <oms/sandbox/impl/identifiers.ipp>
#include <oms/sandbox/impl/instant.ipp>
#include <oms/sandbox/impl/json_writer.ipp>
#include <oms/sandbox/impl/ledger.ipp>
#include <oms/sandbox/impl/outbox.ipp>
#include <oms/sandbox/impl/page.ipp>
#include <oms/sandbox/impl/pricing.ipp>
#include <oms/sandbox/impl/quotes.ipp>
#include <oms/sandbox/impl/refusal.ipp>
#include <oms/sandbox/impl/request_body.ipp>
#include <oms/sandbox/impl/request_target.ipp>
#include <oms/sandbox/impl/routes.ipp>
#include <oms/sandbox/impl/server.ipp>
#include <oms/sandbox/impl/server_state.ipp>
#include <oms/sandbox/impl/service.ipp>
#include <oms/sandbox/impl/settings.ipp>
#include <oms/sandbox/impl/text_checks.ipp>
#include <oms/sandbox/impl/transactions.ipp>
#include <oms/sandbox/impl/transfer_simulation.ipp>
#include <oms/sandbox/impl/virtual_accounts.ipp>
#include <oms/sandbox/impl/wallets.ipp>
#include <oms/sandbox/impl/webhooks.ipp>
