#pragma once

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace fuzz {

/// A document as Boost.JSON reads it, which is another reader than the SDK's.
class boost_json {
public:
    explicit boost_json(std::string_view text) : text_(text)
    {
        boost::system::error_code refused;
        value_ = boost::json::parse(text, refused, &memory_, options());
        read_ = !refused;
        // Its limit on the exponent is its own: RFC 8259 has none.
        undecided_ = refused == boost::json::error::exponent_overflow;
    }

    /// Nothing where it cannot say.
    std::optional<bool> is_json() const
    {
        if (undecided_)
            return std::nullopt;
        return read_;
    }

    /// The document; null when it is no JSON.
    const boost::json::value& value() const noexcept { return value_; }

    /// A name stands twice in one object. For what is JSON.
    bool repeats_a_name() const
    {
        // Of members with one name the document keeps the last, what the reader meets are all.
        boost::json::basic_parser<name_counter> reader(options());
        boost::system::error_code refused;
        reader.write_some(false, text_.data(), text_.size(), refused);
        return reader.handler().names != members_in(value_);
    }

private:
    static boost::json::parse_options options()
    {
        boost::json::parse_options made;
        made.max_depth = 64;
        return made;
    }

    static std::size_t members_in(const boost::json::value& of)
    {
        std::size_t count = 0;
        if (const auto* object = of.if_object())
            for (const auto& member : *object)
                count += 1 + members_in(member.value());
        if (const auto* array = of.if_array())
            for (const auto& element : *array)
                count += members_in(element);
        return count;
    }

    struct name_counter {
        static constexpr std::size_t max_object_size = std::size_t(-1);
        static constexpr std::size_t max_array_size = std::size_t(-1);
        static constexpr std::size_t max_key_size = std::size_t(-1);
        static constexpr std::size_t max_string_size = std::size_t(-1);
        using code = boost::system::error_code;
        using text = boost::json::string_view;

        bool on_document_begin(code&) { return true; }
        bool on_document_end(code&) { return true; }
        bool on_object_begin(code&) { return true; }
        bool on_object_end(std::size_t, code&) { return true; }
        bool on_array_begin(code&) { return true; }
        bool on_array_end(std::size_t, code&) { return true; }
        bool on_key_part(text, std::size_t, code&) { return true; }
        bool on_key(text, std::size_t, code&)
        {
            ++names;
            return true;
        }
        bool on_string_part(text, std::size_t, code&) { return true; }
        bool on_string(text, std::size_t, code&) { return true; }
        bool on_number_part(text, code&) { return true; }
        bool on_int64(std::int64_t, text, code&) { return true; }
        bool on_uint64(std::uint64_t, text, code&) { return true; }
        bool on_double(double, text, code&) { return true; }
        bool on_bool(bool, code&) { return true; }
        bool on_null(code&) { return true; }
        bool on_comment_part(text, code&) { return true; }
        bool on_comment(text, code&) { return true; }

        std::size_t names = 0;
    };

    std::string_view text_;
    std::array<unsigned char, 16 * 1024> first_;
    boost::json::monotonic_resource memory_{first_.data(), first_.size()};
    boost::json::value value_ = boost::json::value(boost::json::storage_ptr(&memory_));
    bool read_ = false;
    bool undecided_ = false;
};

} // namespace fuzz
