#pragma once

#include <oms/client/impl/pause.hpp>
#include <oms/client/impl/wait_view.hpp>
#include <oms/config.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// The waits of one client that are under way, by what they are about, so that an event finds them. Thread-safe; its
/// mutex guards what the waits know, and nobody is resumed or called under it.
class wait_board {
    using key = std::pair<wait_subject::kind, std::string>;

public:
    /// One wait's place, from before its first read until it has ended in whatever way.
    class place {
    public:
        place(wait_board& board, wait_subject about, bool every_change);
        ~place();
        place(const place&) = delete;
        place& operator=(const place&) = delete;

        // As of `wait_view`.
        void begin_read();
        void seen(std::string_view status, const timestamp& updated_at);
        bool has_news() const;

        /// News from here on ends this pause too. Look at `has_news` afterwards: earlier news does not.
        void rest(std::shared_ptr<pause> standing);

    private:
        friend class wait_board;

        wait_board& board_;
        const std::string endorsement_;
        wait_view view_;
        std::shared_ptr<pause> standing_;
        std::multimap<key, place*>::iterator entry_;
    };

    /// Wakes the waits that this event tells something new. From any thread; throws nothing but std::bad_alloc.
    void tell(const event& verified);

    /// How many waits are under way.
    std::size_t size() const;

private:
    mutable std::mutex mutex_;
    std::multimap<key, place*> places_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/wait_board.ipp>
#endif
