#include "faults/flow.hpp"

#include <algorithm>
#include <utility>

namespace test {

flow& flow::end_at(std::size_t n, flow_end how)
{
    spoils_ = true;
    end_at_ = n;
    end_ = how;
    return *this;
}

flow& flow::stall_at(std::size_t n, std::chrono::milliseconds time)
{
    spoils_ = true;
    stall_at_ = n;
    stall_ = time;
    return *this;
}

flow& flow::corrupt_at(std::size_t n, unsigned char mask)
{
    spoils_ = true;
    corrupt_at_ = n;
    mask_ = mask;
    return *this;
}

flow& flow::bytes_per_second(std::size_t rate)
{
    spoils_ = true;
    rate_ = rate;
    return *this;
}

flow& flow::tiny_parts()
{
    spoils_ = true;
    tiny_ = true;
    return *this;
}

flow& flow::concatenate(std::size_t n)
{
    spoils_ = true;
    gather_ = n;
    return *this;
}

flow& flow::substitute(std::string what, std::string with)
{
    spoils_ = true;
    what_ = std::move(what);
    with_ = std::move(with);
    return *this;
}

std::string flow::describe() const
{
    if (!spoils_)
        return "pass";
    std::string text;
    const auto say = [&text](const char* word, std::size_t number) {
        text.append(text.empty() ? "" : ", ").append(word).append(" ").append(std::to_string(number));
    };
    constexpr const char* ends[] = {"none at", "close at", "reset at", "swallow at", "stop reading at", "garbage at"};
    if (end_ != flow_end::none)
        say(ends[static_cast<int>(end_)], end_at_);
    if (stall_at_ != never) {
        say("stall at", stall_at_);
        say("ms", static_cast<std::size_t>(stall_.count()));
    }
    if (corrupt_at_ != never)
        say("corrupt at", corrupt_at_);
    if (rate_ != 0)
        say("bytes per second", rate_);
    if (tiny_)
        say("parts of", 1);
    if (gather_ != 0)
        say("gather", gather_);
    if (!what_.empty())
        text.append(text.empty() ? "" : ", ").append("substitute ").append(what_);
    return text;
}

std::vector<flow_step> flow_state::take(std::string bytes)
{
    std::vector<flow_step> steps;
    if (ended_ != flow_end::none)
        return steps;
    if (how_.gather_ == 0) {
        pass(std::move(bytes), steps);
        return steps;
    }
    gathered_ += bytes;
    if (gathered_.size() >= how_.gather_)
        pass(std::exchange(gathered_, {}), steps);
    return steps;
}

std::vector<flow_step> flow_state::flush()
{
    std::vector<flow_step> steps;
    if (ended_ == flow_end::none && !gathered_.empty())
        pass(std::exchange(gathered_, {}), steps);
    return steps;
}

void flow_state::pass(std::string bytes, std::vector<flow_step>& steps)
{
    if (!how_.what_.empty())
        for (std::size_t at = 0; (at = bytes.find(how_.what_, at)) != std::string::npos; at += how_.with_.size())
            bytes.replace(at, how_.what_.size(), how_.with_);
    if (how_.corrupt_at_ >= position_ && how_.corrupt_at_ - position_ < bytes.size()) {
        char& struck = bytes[how_.corrupt_at_ - position_];
        struck = static_cast<char>(static_cast<unsigned char>(struck) ^ how_.mask_);
    }

    const bool ends = how_.end_ != flow_end::none && how_.end_at_ - position_ <= bytes.size();
    if (ends)
        bytes.resize(how_.end_at_ - position_);
    std::size_t done = 0;
    while (done < bytes.size()) {
        flow_step step;
        std::size_t part = bytes.size() - done;
        if (how_.tiny_)
            part = 1;
        if (how_.rate_ != 0) {
            part = std::min(part, std::max<std::size_t>(1, how_.rate_ / 10));
            step.wait = std::chrono::milliseconds(1000 * part / how_.rate_);
        }
        const std::size_t at = position_ + done;
        if (how_.stall_at_ == at)
            step.wait += how_.stall_;
        else if (how_.stall_at_ > at && how_.stall_at_ - at < part)
            part = how_.stall_at_ - at;
        step.bytes = bytes.substr(done, part);
        done += part;
        steps.push_back(std::move(step));
    }
    position_ += bytes.size();
    if (ends) {
        ended_ = how_.end_;
        flow_step last;
        last.end = ended_;
        steps.push_back(std::move(last));
    }
}

} // namespace test
