#pragma once

#include <oms/testing/impl/recording_file.hpp>
#include <oms/testing/recording_transport.hpp>

#include <chrono>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

OMS_DECL boost::asio::awaitable<exchange_result> record_exchange(std::shared_ptr<transport> to,
                                                                 std::shared_ptr<recording_file> file,
                                                                 std::shared_ptr<clock> time,
                                                                 const http_request& request, exchange_limits limits)
{
    const auto began = time ? time->wall() : std::chrono::system_clock::now();
    exchange_result result = co_await to->exchange(request, limits);
    if (is_recorded(request, result))
        file->write(request, result, began);
    co_return result;
}

} // namespace detail

namespace testing {

OMS_DECL recording_transport::recording_transport(std::shared_ptr<transport> to, const std::string& file)
    : recording_transport(std::move(to), file, nullptr)
{
}

OMS_DECL recording_transport::recording_transport(std::shared_ptr<transport> to, const std::string& file,
                                                  std::shared_ptr<clock> of_client)
    : to_(std::move(to)), file_(std::make_shared<detail::recording_file>(file)), clock_(std::move(of_client))
{
    if (!to_)
        throw error(errc::invalid_argument, "a recording needs a transport to record");
}

OMS_DECL boost::asio::awaitable<exchange_result> recording_transport::exchange(const http_request& request,
                                                                               const exchange_limits& limits)
{
    return detail::record_exchange(to_, file_, clock_, request, limits);
}

OMS_DECL bool recording_transport::complete() const
{
    return file_->good();
}

} // namespace testing

}} // namespace oms::v0_1
