#pragma once

#include <oms/client/impl/answer_record.hpp>
#include <oms/client/raw_answer.hpp>

namespace oms { inline namespace v0_1 {

OMS_DECL const std::shared_ptr<detail::answer_record>& detail::answer_record::behind(const raw_answer& answer) noexcept
{
    return answer.record_;
}

OMS_DECL raw_answer::raw_answer() : record_(new detail::answer_record()) {}

OMS_DECL bool raw_answer::empty() const noexcept
{
    return record_->status == 0;
}

OMS_DECL int raw_answer::status() const noexcept
{
    return record_->status;
}

OMS_DECL std::string_view raw_answer::header(std::string_view name) const noexcept
{
    return record_->fields ? record_->fields->find(name) : std::string_view();
}

OMS_DECL std::string_view raw_answer::request_id() const noexcept
{
    return record_->request_id;
}

OMS_DECL std::string_view raw_answer::body() const noexcept
{
    return record_->body;
}

OMS_DECL int raw_answer::attempts() const noexcept
{
    return record_->attempts;
}

OMS_DECL boost::system::error_code raw_answer::last_cause() const noexcept
{
    return record_->last_cause;
}

OMS_DECL std::string_view raw_answer::idempotency_key() const noexcept
{
    return record_->key;
}

}} // namespace oms::v0_1
