#pragma once

#include "generator.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace property {

/// The OpenAPI document of the contract, as JSON.
const boost::json::object& openapi();

/// A schema of the contract by its name.
const boost::json::object& schema(std::string_view name);

/// What a schema stands for: its `$ref` followed, of alternatives the first.
const boost::json::object& resolved(const boost::json::object& schema);

/// `object`, `array`, `string`, `number`, `integer` or `boolean`.
std::string_view type_of(const boost::json::object& schema);

/// Whether the contract leaves the members of this object open: metadata and the like.
bool is_free_form(const boost::json::object& schema);

/// Whether the values of a text are an open set (contract section 1.7).
bool is_open_enum(const boost::json::object& schema);

/// One value inside a document: where it is, and what the contract says about it.
struct place {
    std::vector<std::variant<std::string, std::size_t>> steps;
    const boost::json::object* schema = nullptr; ///< resolved

    /// As errors write it: `data[3].source.amountNet`.
    std::string text() const;
    /// The name of the member; empty for an element.
    std::string_view name() const;
    /// The value in a document; null when there is none.
    boost::json::value* in(boost::json::value& document) const;
    /// Takes it out of a document, if it is there.
    void erase_from(boost::json::value& document) const;
};

/// Every value in `document` that `schema` describes, the document itself first; not what is inside of free-form
/// objects.
std::vector<place> places_in(const boost::json::value& document, const boost::json::object& schema);

/// A document that the schema allows.
/// With `sparse`, members are absent or null as contract section 1 says they may be: all but `id`, `object` and `type`,
/// and but booleans and numbers that the contract marks A. Open enums have unknown texts, too.
boost::json::value random_document(generator& random, const boost::json::object& schema, bool sparse);

/// Where two documents differ first, and what stands there in each; empty when they are equal.
std::string difference(const boost::json::value& found, const boost::json::value& expected);

/// Texts of an example file: tests/fixtures/contract/`file`.
boost::json::value fixture(const std::string& file);

/// The contract's example answers: the name of the schema, without its path, and the body.
struct example {
    std::string name;
    std::string schema;
    boost::json::value body;
};
const std::vector<example>& example_answers();
const std::vector<example>& example_events();

} // namespace property
