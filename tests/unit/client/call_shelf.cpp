#include "common/catch.hpp"

#include <oms/client/impl/call_shelf.hpp>
#include <oms/client/impl/prepared_call.hpp>

#include <string>
#include <utility>
#include <vector>

namespace {

using oms::detail::call_ptr;
using oms::detail::call_shelf;

call_ptr one_call(const std::shared_ptr<call_shelf>& shelf)
{
    static oms::retry_budget budget;
    const oms::detail::call_defaults defaults(oms::retry_policy(), budget);
    return call_shelf::make(shelf, oms::detail::operations::create_quote, oms::call_options(), defaults);
}

} // namespace

TEST_CASE("the memory of an ended call, and of the texts of its request, serves the next one")
{
    const auto shelf = std::make_shared<call_shelf>();
    call_ptr first = one_call(shelf);
    first->request.target = "/v0.9/wallets/wlt_01H9Xb3K7nM2pQ4r/balance";
    first->request.body = std::string(300, 'x');
    first->request.headers.add("Content-Type", "application/json");
    const void* const memory = first.get();
    const char* const target = first->request.target.data();
    const char* const body = first->request.body.data();
    first.reset();

    const call_ptr second = one_call(shelf);
    CHECK(second.get() == memory);
    CHECK(second->request.target.data() == target);
    CHECK(second->request.body.data() == body);
    CHECK(second->request.target.empty());
    CHECK(second->request.body.empty());
    CHECK(second->request.headers.empty());
    CHECK(second->request.method == oms::http_method::post);
}

TEST_CASE("a large body is not kept beyond its call")
{
    const auto shelf = std::make_shared<call_shelf>();
    call_ptr first = one_call(shelf);
    first->request.body = std::string(100'000, 'x');
    first.reset();

    const call_ptr second = one_call(shelf);
    CHECK(second->request.body.capacity() < 100);
}

TEST_CASE("a call may outlive the client that it was made by")
{
    auto shelf = std::make_shared<call_shelf>();
    const std::weak_ptr<call_shelf> watched = shelf;
    {
        std::vector<call_ptr> calls;
        for (int i = 0; i < 1000; ++i) // more than are kept
            calls.push_back(one_call(shelf));
        shelf.reset();
        CHECK_FALSE(watched.expired());
    }
    CHECK(watched.expired());
}
