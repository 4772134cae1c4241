#include "common/catch.hpp"
#include "common/child_process.hpp"

#include <oms/net/process_mark.hpp>

using oms::detail::process_mark;

TEST_CASE("F106 A forked child is told from its parent, however late it is asked, and its own children from it (I3)")
{
    const process_mark mark;
    CHECK(mark.in_its_process());
    CHECK(test::in_a_child([&] {
              if (mark.in_its_process())
                  return 1;
              const process_mark own;
              return own.in_its_process() && test::in_a_child([&] { return own.in_its_process() ? 1 : 0; }) == 0 ? 0
                                                                                                                 : 2;
          }) == 0);
    CHECK(mark.in_its_process());
}
