// Reads one page of a list of transactions, again and again.
#include <oms/wire/codec.hpp>

#include "../common/micro.hpp"

int main(int argc, char** argv)
{
    return bench::guarded([&] {
        const bench::micro_options o = bench::read_micro_options(argc, argv);
        const auto decode = [&o] {
            const auto page = oms::decode<oms::page<oms::any_transaction>>(o.document);
            if (!page || page->data.empty())
                throw std::runtime_error("the page was not read");
            bench::keep(*page);
        };
        bench::compare("growth_decode", {{"decode", decode}}, o.repeats, o.times);
    });
}
