#pragma once

#include <oms/wire/json.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace oms { inline namespace v0_1 {

OMS_DECL boost::json::value to_json(const json_text& text)
{
    if (text.empty())
        return nullptr;
    boost::json::parse_options options;
    options.max_depth = 512;
    boost::system::error_code fault;
    boost::json::value value = boost::json::parse(text.view(), fault, {}, options);
    if (fault)
        throw error::builder(errc::invalid_json).cause(fault).document(text.str()).build();
    return value;
}

OMS_DECL json_text from_json(const boost::json::value& value)
{
    return json_text(boost::json::serialize(value));
}

}} // namespace oms::v0_1
