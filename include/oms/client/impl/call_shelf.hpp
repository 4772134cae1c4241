#pragma once

#include <oms/client/call_options.hpp>
#include <oms/client/impl/call_defaults.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/http/request.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

class call_shelf;

/// Puts the memory of an ended call back to where it came from, and keeps that alive, with the client that it belongs
/// to: a call refers to its client until its very end, and compilers differ in the order in which a coroutine's
/// parameters end.
class call_deleter {
public:
    call_deleter() noexcept = default;
    explicit call_deleter(std::shared_ptr<call_shelf> home) noexcept : home_(std::move(home)) {}
    void operator()(prepared_call* ended) const noexcept;

private:
    std::shared_ptr<call_shelf> home_;
};

using call_ptr = std::unique_ptr<prepared_call, call_deleter>;

/// The memory of calls that have ended, for the next ones: the calls themselves, and the texts of their requests. So a
/// client in steady state makes calls without asking the heap. Holds so much as the busiest moments need, up to a
/// bound. Thread-safe.
class call_shelf {
public:
    call_shelf();
    ~call_shelf();
    call_shelf(const call_shelf&) = delete;
    call_shelf& operator=(const call_shelf&) = delete;

    static call_ptr make(const std::shared_ptr<call_shelf>& shelf, const operation& what, const call_options& how,
                         const call_defaults& otherwise);

private:
    friend class call_deleter;

    /// What is left of a call.
    class spare {
    public:
        void* memory = nullptr;
        http_request request;
    };

    /// At most so many are kept, of at most so many bytes of text each.
    static constexpr std::size_t most = 256;
    static constexpr std::size_t longest = 4096;

    spare take() noexcept;
    void put(prepared_call* ended) noexcept;

    std::mutex mutex_;
    std::vector<spare> spares_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/call_shelf.ipp>
#endif
