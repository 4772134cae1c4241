#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/text_checks.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// What is wrong with a body, collected so that one answer names all of it.
struct body_problems {
    std::vector<field_note> missing;
    std::vector<field_note> invalid;

    /// Throws missing_field or invalid_field when there is something to say.
    void raise() const;
};

/// What an absent field means. `clearable` takes null too, which clears (PATCH).
enum class presence { required, optional, clearable };

/// The members of one JSON object, read strictly: every member has one reader, `finish` reports the others.
/// Readers give nothing for what is absent or wrong; what is wrong is in the problems.
class object_reader {
public:
    object_reader(std::shared_ptr<const void> node, std::string path, std::string_view raw,
                  std::shared_ptr<body_problems> problems);

    std::optional<std::string> text(std::string_view name, presence need, text_check check = nullptr);
    std::optional<bool> boolean(std::string_view name, presence need);
    std::optional<std::int64_t> integer(std::string_view name, presence need);
    /// A decimal string above zero without too many digits. Gives it as written; `decimal` keeps the scale.
    std::optional<decimal> amount(std::string_view name, presence need);
    std::optional<std::vector<std::string>> texts(std::string_view name, presence need, std::size_t at_most,
                                                  text_check check);
    std::optional<object_reader> object(std::string_view name, presence need);
    std::optional<std::vector<object_reader>> objects(std::string_view name, presence need);
    /// An object of at most 20 keys, to the letter as it stood in the body (only for the outermost object).
    std::optional<std::string> metadata(presence need);

    /// The field is there and is null.
    bool cleared(std::string_view name) const;
    bool has(std::string_view name) const;

    void wrong(std::string_view name, std::string_view message);
    void absent(std::string_view name);
    /// Reports every member that nobody asked for.
    void finish();

private:
    const void* member(std::string_view name, presence need);
    std::string path_of(std::string_view name) const;

    std::shared_ptr<const void> node_; // a boost::json::value, which no header shows
    std::string path_;
    std::string_view raw_;
    std::shared_ptr<body_problems> problems_;
    std::vector<std::string> known_;
};

/// A request body: a JSON object in which no object has a name twice, else 400 `invalid_request` is thrown.
class request_body {
public:
    explicit request_body(std::string_view body);

    object_reader root() const;
    /// After the last read: throws what was found.
    void check() const { problems_->raise(); }

private:
    std::shared_ptr<const void> node_;
    std::string_view raw_;
    std::shared_ptr<body_problems> problems_;
};

/// The text of a member of the outermost object, as it stands.
OMS_DECL std::string_view raw_member(std::string_view object, std::string_view name);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/request_body.ipp>
#endif
