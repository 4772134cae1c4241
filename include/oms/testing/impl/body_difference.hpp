#pragma once

#include <oms/core/json_reader.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Where two bodies, as recordings keep them, begin to differ.
class body_difference {
public:
    body_difference(std::string_view asked, std::string_view recorded) : asked_(asked), recorded_(recorded)
    {
        compare_values();
    }

    /// The path of the first member that is not the same, `source.amount`; empty when the bodies as a whole are not.
    const std::string& path() const { return recorded_.failed() ? recorded_.path() : asked_.path(); }

private:
    // The reader that is made to fail has the path of where it stands.
    void compare_values()
    {
        const json_kind kind = asked_.peek();
        if (kind != recorded_.peek())
            asked_.fail("another kind");
        else if (kind == json_kind::object)
            compare_members();
        else if (kind == json_kind::array)
            compare_elements();
        else if (asked_.raw() != recorded_.raw())
            asked_.fail("another value");
    }

    void compare_members()
    {
        std::string_view name, recorded_name;
        asked_.begin_object();
        recorded_.begin_object();
        while (same_so_far()) {
            const bool more = asked_.next_member(name), more_recorded = recorded_.next_member(recorded_name);
            if (!more && !more_recorded)
                return;
            if (!more)
                recorded_.fail("a member that is not asked with");
            else if (!more_recorded || name != recorded_name)
                asked_.fail("another member");
            else
                compare_values();
        }
    }

    void compare_elements()
    {
        asked_.begin_array();
        recorded_.begin_array();
        while (same_so_far()) {
            const bool more = asked_.next_element(), more_recorded = recorded_.next_element();
            if (!more && !more_recorded)
                return;
            if (!more)
                recorded_.fail("an element that is not asked with");
            else if (!more_recorded)
                asked_.fail("another element");
            else
                compare_values();
        }
    }

    bool same_so_far() const { return !asked_.failed() && !recorded_.failed(); }

    json_reader asked_;
    json_reader recorded_;
};

}}} // namespace oms::v0_1::detail
