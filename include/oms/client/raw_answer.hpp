#pragma once

#include <oms/config.hpp>
#include <oms/core/errc.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/result.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {
struct answer_record;
}

/// What the service answered, as it came: status, header fields, body. Of a raw call it is the result; of any other
/// call it is kept when the call asks for it:
///
/// \code
/// oms::raw_answer answer;
/// const oms::wallet made = co_await client.wallets().create(owner, request, oms::call_options().keep_answer(answer));
/// std::cout << answer.status() << ' ' << answer.request_id() << ' ' << answer.idempotency_key() << '\n';
/// \endcode
///
/// A handle: copies share one answer. A call writes it before its awaitable resumes, so it is for one call at a time;
/// of a call that sends several requests (a pager, a wait, a flow) it has the last one. Views live as long as a copy of
/// the handle and no later call writes it. Nothing of it is ever printed or logged by the SDK: a body holds personal
/// data. A moved-from one can only be assigned to or destroyed.
class raw_answer {
public:
    /// Empty, until a call has written it.
    raw_answer();

    /// Whether no complete answer was written yet.
    bool empty() const noexcept;
    /// The HTTP status; 0 when empty.
    int status() const noexcept;
    /// The value of a header field, whatever the case of its name; empty when there is none.
    std::string_view header(std::string_view name) const noexcept;
    /// The service's id of the request, whichever of its spellings was used (contract section 1.3); may be empty.
    std::string_view request_id() const noexcept;
    /// The body, byte for byte.
    std::string_view body() const noexcept;
    /// The body as checked JSON text. errc::invalid_json when it is none. `decode<T>(answer.body())` of
    /// <oms/wire/codec.hpp> reads it as a model.
    template <std::same_as<json_text> Value = json_text>
    result<Value> json() const
    {
        return Value::parse(body());
    }

    /// How often the request was sent.
    int attempts() const noexcept;
    /// How the attempt before this answer ended, of the category "oms": connection_lost, unavailable, unauthorized, …
    /// Zero when this answer came at the first attempt.
    boost::system::error_code last_cause() const noexcept;
    /// The Idempotency-Key it was sent with; empty for methods that have none.
    std::string_view idempotency_key() const noexcept;

private:
    friend struct detail::answer_record;
    std::shared_ptr<detail::answer_record> record_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/raw_answer.ipp>
#endif
