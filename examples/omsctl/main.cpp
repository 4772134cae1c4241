// omsctl: the OMS Payments API by hand. See README.md in this folder.
#include "run.hpp"

int main(int argc, char** argv)
{
    return omsctl::run({argv + 1, argv + argc});
}
