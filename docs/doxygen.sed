# What doxygen 1.9 reads wrongly, before it reads it: names are shown without the inline version namespace, and a
# specialisation of a class of Boost, which it has not seen, is left out.
s/inline namespace v0_1 {/extern "C++" {/
/^template <>$/{
N
/struct boost::/d
}
