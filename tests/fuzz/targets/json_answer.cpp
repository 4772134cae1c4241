// Input: what the answer is read as, in a byte; the body. What can be read is written, read again and the same then;
// what JSON is at all is held against Boost.JSON.
#include "fuzz/boost_json.hpp"
#include "fuzz/input_reader.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "properties/answers.hpp"

#include <oms/core/json_text.hpp>
#include <oms/core/result.hpp>
#include <oms/wire/error_body.hpp>

#include <algorithm>
#include <string>

namespace {

using fuzz::require;

void read_as(const property::answer& model, std::string_view body)
{
    const oms::result<std::string> written = model.read_and_write(body);
    if (!written) {
        const auto code = written.error().code();
        require(code == oms::errc::decode_failed || code == oms::errc::unexpected_kind, "a refusal has its codes");
        require(written.error().delivery() == oms::delivery::applied, "an answer that came is an effect");
        require(written.error().document() == body, "a refusal has the document");
        return;
    }
    const oms::result<std::string> again = model.read_and_write(*written);
    require(again.has_value(), "what was read can be written and read again");
    require(*again == *written, "and is the same then");
    require(fuzz::boost_json(*written).is_json() != false, "what is written is JSON");
}

/// The whole body, or as many bytes up to 2,048 as do not end inside a character of UTF-8.
std::size_t clipped_at(std::string_view body)
{
    const auto inside_a_character = [&](std::size_t at) {
        return (static_cast<unsigned char>(body[at]) & 0xC0) == 0x80;
    };
    std::size_t end = std::min<std::size_t>(body.size(), 2048);
    while (end != body.size() && end != 0 && inside_a_character(end))
        --end;
    return end;
}

void read_as_error(std::string_view body)
{
    constexpr int statuses[] = {400, 401, 403, 404, 409, 422, 429, 500, 503};
    for (const int status : {statuses[body.size() % std::size(statuses)], 418}) {
        const oms::server_error read = oms::read_error_body(status, body, "req_of_header");
        require(!read.code.empty() && !read.type.empty(), "code and type follow from the status");
        require(!read.request_id.empty(), "the request id is the body's or the header's");
        const fuzz::boost_json document(body);
        const bool is_object = document.value().is_object() && !document.repeats_a_name();
        if (document.is_json().has_value() && !is_object) {
            require(read.message == body.substr(0, clipped_at(body)), "clipped between two characters");
        }
    }
}

void read_as_text(std::string_view body)
{
    const oms::result<oms::json_text> read = oms::json_text::parse(body);
    const fuzz::boost_json document(body);
    if (document.is_json() == false)
        require(!read, "what another reader refuses is no JSON");
    if (document.is_json() == true)
        require(read.has_value() != document.repeats_a_name(), "what another reader reads is JSON, names given once");
    if (read)
        require(read->view() == body, "JSON is kept as given");
    else
        require(read.error().code() == oms::errc::invalid_json, "a refusal is invalid_json");
}

} // namespace

void fuzz::json_answer(std::string_view input)
{
    input_reader in(input);
    const std::size_t models = property::answers().size();
    const std::size_t choice = in.byte() % (models + 2);
    if (choice < models)
        read_as(property::answers()[choice], in.rest());
    else if (choice == models)
        read_as_error(in.rest());
    else
        read_as_text(in.rest());
}
