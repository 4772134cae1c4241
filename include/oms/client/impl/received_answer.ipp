#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/received_answer.hpp>
#include <oms/wire/error_body.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

class fields_of_answer final : public received_fields {
public:
    explicit fields_of_answer(http_headers fields) noexcept : fields_(std::move(fields)) {}
    std::string_view find(std::string_view name) const noexcept override
    {
        return fields_.find(name).value_or(std::string_view());
    }

private:
    http_headers fields_;
};

/// The service's id of a request, from the body of an error answer too (contract section 1.6).
OMS_DECL std::string id_in_answer(const http_response& response, std::size_t json_depth)
{
    const std::string_view in_header = request_id_of(response);
    if (response.status < 400)
        return std::string(in_header);
    return read_error_body(response.status, response.body, in_header, json_depth).request_id;
}

OMS_DECL void write_answer(answer_record& record, const prepared_call& call, http_response response)
{
    record.request_id = id_in_answer(response, call.json_depth);
    record.status = response.status;
    record.body = std::move(response.body);
    record.fields = std::make_shared<fields_of_answer>(std::move(response.headers));
    record.attempts = call.attempts;
    record.key = call.key.str();
    record.last_cause = call.earlier.code();
}

}}} // namespace oms::v0_1::detail
