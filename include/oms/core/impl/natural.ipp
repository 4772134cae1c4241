#pragma once

#include <oms/core/impl/natural.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void natural::trim() noexcept
{
    while (size != 0 && limbs[size - 1] == 0)
        --size;
}

OMS_DECL int digits_of(const natural& value) noexcept
{
    if (value.is_zero())
        return 0;
    int digits = static_cast<int>(value.size - 1) * natural::digits_per_limb;
    for (std::uint32_t top = value.limbs[value.size - 1]; top != 0; top /= 10)
        ++digits;
    return digits;
}

OMS_DECL int compare(const natural& a, const natural& b) noexcept
{
    if (a.size != b.size)
        return a.size < b.size ? -1 : 1;
    for (std::size_t i = a.size; i-- != 0;)
        if (a.limbs[i] != b.limbs[i])
            return a.limbs[i] < b.limbs[i] ? -1 : 1;
    return 0;
}

OMS_DECL natural add(const natural& a, const natural& b) noexcept
{
    natural sum;
    std::uint32_t carry = 0;
    sum.size = std::max(a.size, b.size) + 1;
    for (std::size_t i = 0; i != sum.size; ++i) {
        const std::uint32_t limb = a.limbs[i] + b.limbs[i] + carry;
        sum.limbs[i] = limb % natural::base;
        carry = limb / natural::base;
    }
    sum.trim();
    return sum;
}

OMS_DECL natural subtract(const natural& a, const natural& b) noexcept
{
    natural difference;
    std::uint32_t borrow = 0;
    difference.size = a.size;
    for (std::size_t i = 0; i != a.size; ++i) {
        const std::uint32_t taken = b.limbs[i] + borrow;
        borrow = a.limbs[i] < taken ? 1 : 0;
        difference.limbs[i] = a.limbs[i] + borrow * natural::base - taken;
    }
    difference.trim();
    return difference;
}

OMS_DECL natural multiply(const natural& a, const natural& b) noexcept
{
    natural product;
    product.size = a.size + b.size;
    for (std::size_t i = 0; i != a.size; ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j != b.size; ++j) {
            const std::uint64_t limb = product.limbs[i + j] + std::uint64_t{a.limbs[i]} * b.limbs[j] + carry;
            product.limbs[i + j] = static_cast<std::uint32_t>(limb % natural::base);
            carry = limb / natural::base;
        }
        product.limbs[i + b.size] = static_cast<std::uint32_t>(carry);
    }
    product.trim();
    return product;
}

OMS_DECL natural multiply_small(const natural& value, std::uint32_t factor, std::uint32_t addend) noexcept
{
    natural product;
    std::uint64_t carry = addend;
    product.size = value.size + 1;
    for (std::size_t i = 0; i != product.size; ++i) {
        const std::uint64_t limb = std::uint64_t{value.limbs[i]} * factor + carry;
        product.limbs[i] = static_cast<std::uint32_t>(limb % natural::base);
        carry = limb / natural::base;
    }
    product.trim();
    return product;
}

OMS_DECL natural shift(const natural& value, int places) noexcept
{
    natural shifted;
    if (value.is_zero())
        return shifted;
    const std::size_t limbs = static_cast<std::size_t>(places / natural::digits_per_limb);
    for (std::size_t i = 0; i != value.size; ++i)
        shifted.limbs[limbs + i] = value.limbs[i];
    shifted.size = value.size + limbs;
    std::uint32_t factor = 1;
    for (int rest = places % natural::digits_per_limb; rest != 0; --rest)
        factor *= 10;
    return factor == 1 ? shifted : multiply_small(shifted, factor);
}

// Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.
OMS_DECL quotient_and_remainder divide(const natural& dividend, const natural& divisor) noexcept
{
    quotient_and_remainder result;
    if (compare(dividend, divisor) < 0) {
        result.remainder = dividend;
        return result;
    }
    if (divisor.size == 1) {
        std::uint64_t remainder = 0;
        result.quotient.size = dividend.size;
        for (std::size_t i = dividend.size; i-- != 0;) {
            remainder = remainder * natural::base + dividend.limbs[i];
            result.quotient.limbs[i] = static_cast<std::uint32_t>(remainder / divisor.limbs[0]);
            remainder %= divisor.limbs[0];
        }
        result.quotient.trim();
        result.remainder.limbs[0] = static_cast<std::uint32_t>(remainder);
        result.remainder.size = 1;
        result.remainder.trim();
        return result;
    }

    // Scaled so that the divisor's top limb is at least half the base: then an estimated limb of the quotient, made of
    // the top two limbs and checked against a third, is at most one too large.
    const std::uint32_t scale = natural::base / (divisor.limbs[divisor.size - 1] + 1);
    natural rest = multiply_small(dividend, scale);
    const natural by = multiply_small(divisor, scale);
    const std::size_t n = by.size;
    const std::uint64_t top = by.limbs[n - 1];
    const std::uint64_t second = by.limbs[n - 2];

    result.quotient.size = dividend.size - n + 1;
    for (std::size_t j = result.quotient.size; j-- != 0;) {
        const std::uint64_t head = std::uint64_t{rest.limbs[j + n]} * natural::base + rest.limbs[j + n - 1];
        std::uint64_t guess = head / top;
        std::uint64_t left = head % top;
        while (guess >= natural::base || guess * second > left * natural::base + rest.limbs[j + n - 2]) {
            --guess;
            left += top;
            if (left >= natural::base)
                break;
        }

        std::int64_t borrow = 0;
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i <= n; ++i) {
            const std::uint64_t product = guess * (i == n ? 0 : by.limbs[i]) + carry;
            carry = product / natural::base;
            std::int64_t limb =
                std::int64_t{rest.limbs[j + i]} - static_cast<std::int64_t>(product % natural::base) + borrow;
            borrow = limb < 0 ? -1 : 0;
            if (limb < 0)
                limb += natural::base;
            rest.limbs[j + i] = static_cast<std::uint32_t>(limb);
        }
        if (borrow != 0) {
            --guess;
            std::uint32_t over = 0;
            for (std::size_t i = 0; i <= n; ++i) {
                const std::uint32_t limb = rest.limbs[j + i] + (i == n ? 0 : by.limbs[i]) + over;
                rest.limbs[j + i] = limb % natural::base;
                over = limb / natural::base;
            }
        }
        result.quotient.limbs[j] = static_cast<std::uint32_t>(guess);
    }
    result.quotient.trim();
    rest.size = n;
    rest.trim();
    natural one_limb;
    one_limb.limbs[0] = scale;
    one_limb.size = 1;
    result.remainder = divide(rest, one_limb).quotient;
    return result;
}

}}} // namespace oms::v0_1::detail
