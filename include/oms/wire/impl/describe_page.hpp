#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/page.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <class T>
struct described<page<T>> {
    static_assert(codec_of<T>.type.empty(), "the kinds in a list are mixed: page<any_quote>, page<any_transaction>");
    // clang-format off
    static constexpr field fields[] = {
        {"data", member<&page<T>::data>},
        {"hasMore", member<&page<T>::has_more>},
        {"nextCursor", member<&page<T>::next_cursor>, {"cursor"}},
        {"previousCursor", member<&page<T>::previous_cursor>},
    };
    // clang-format on
    // A bare array is the one page there is (contract section 9.4).
    static constexpr description value{fields, {}, nullptr, nullptr, nullptr, true};
};

}}} // namespace oms::v0_1::detail
