// Prints how many heap allocations reading an answer takes, `decode_<answer>_allocations`, and beside them how many
// heap blocks its result takes, `decode_<answer>_strings`: strings beyond their inline buffer, and the elements of a
// page.

#include "answers.hpp"
#include "heap.hpp"
#include "heap_check.hpp"
#include "result_blocks.hpp"

#include <oms/wire/codec.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

template <class T>
void print(const char* name, const std::string& document)
{
    long long taken = 0;
    for (int i = 0; i != 2; ++i) { // the first may fill what is kept for later ones
        const long long before = gauge::heap_now().allocations;
        const oms::result<T> read = oms::decode<T>(document);
        taken = gauge::heap_now().allocations - before;
        if (!read)
            std::abort();
        const long long strings = gauge::blocks_of(*read);
        if (i == 1)
            std::printf("decode_%s_allocations %lld\ndecode_%s_strings %lld\n", name, taken - strings, name, strings);
    }
}

} // namespace

int main()
{
    gauge::check_that_the_heap_is_seen();
    print<oms::wallet_balance>("balance", gauge::answer_of("getWalletBalance"));
    print<oms::quote<oms::crypto_to_crypto>>("quote", gauge::answer_of("createQuote"));
    print<oms::transaction<oms::crypto_to_crypto>>("transaction", gauge::answer_of("getTransaction"));
    print<oms::page<oms::any_transaction>>("page", gauge::page_of_transactions(50));
}
