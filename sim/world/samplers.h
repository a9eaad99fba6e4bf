#pragma once

#include "engine/time.h"
#include "sim/scenario/scenario.h"
#include "sim/world/random.h"

#include <array>
#include <cstdint>
#include <vector>

// Distributions, from 64 fair bits to a value, in whole numbers only: the same on every machine. "Q32" is fixed point
// with 32 fractional bits.
namespace tidemark {

namespace detail {

inline constexpr std::uint32_t ln_steps = 1024;

// ln(1 + i/1024) in Q32. Summed in Q60 from ln((d+1)/(d-1)) = 2 (1/d + 1/(3 d^3) + ...), which is exact to 2^-44 here.
constexpr std::array<std::uint32_t, ln_steps + 1> make_ln_table() {
    std::array<std::uint32_t, ln_steps + 1> table{};
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < ln_steps; ++i) {
        const std::uint64_t d = 2 * (ln_steps + i) + 1;
        sum += (std::uint64_t{1} << 61) / d + (std::uint64_t{1} << 61) / (3 * d * d * d);
        table[i + 1] = static_cast<std::uint32_t>((sum + (std::uint64_t{1} << 27)) >> 28);
    }
    return table;
}
inline constexpr auto ln_table = make_ln_table();

}  // namespace detail

inline constexpr std::uint64_t q32_one = std::uint64_t{1} << 32;
inline constexpr std::uint64_t q32_ln2 = detail::ln_table.back();

// ln(x / 2^63) in Q32 of a number whose highest bit is set; off by at most 2^-22.
constexpr std::uint64_t ln_mantissa(std::uint64_t x) {
    const std::uint64_t step = (x >> 53) & (detail::ln_steps - 1);
    const std::uint64_t rest = (x >> 21) & 0xffffffffU;
    const std::uint64_t low = detail::ln_table[step], high = detail::ln_table[step + 1];
    return low + ((high - low) * rest >> 32);
}

// An exponential draw of mean 1, in Q32: -ln(u) of the uniform u that the bits are the digits of. At most 64 ln 2. Never
// increases with the bits.
constexpr std::uint64_t unit_exponential(std::uint64_t bits) {
    const int zeros = __builtin_clzll(bits | 1);
    return (static_cast<std::uint64_t>(zeros) + 1) * q32_ln2 - ln_mantissa((bits | 1) << zeros);
}

// A standard normal draw, in Q32 (Box and Muller: half of the bits for the radius, half for the angle). Within 6.8.
std::int64_t unit_normal(std::uint64_t bits);

// floor(value * factor), the factor in Q32; saturates at 2^63 - 1.
constexpr std::uint64_t scaled(std::uint64_t value, std::uint64_t factor) {
    if (value >> 32 == 0 && factor >> 63 == 0)  // the usual case: the same, sooner
        return (factor >> 32) * value + ((factor & 0xffffffffU) * value >> 32);
    const std::uint64_t high = multiply_high(value, factor);
    if (high >> 31 != 0) return INT64_MAX;
    return (high << 32) | (value * factor >> 32);
}

// floor(value * e^x), x in Q32; saturates at 2^63 - 1.
std::uint64_t times_exp(std::uint64_t value, std::uint64_t x);

// No drawn duration is longer than this (36,000 years), so that times can be added without a thought.
inline constexpr ProcessingDuration delay_limit{std::int64_t{1} << 60};

// A distribution of durations, ready to draw from. Never negative.
class DelaySampler {
public:
    explicit DelaySampler(const Delay& delay);
    ProcessingDuration operator()(std::uint64_t bits) const {
        if (kind_ == Kind::fixed) return ProcessingDuration{base_};
        if (kind_ == Kind::exponential) return ProcessingDuration{cut(base_ + times_scale(unit_exponential(bits)))};
        return ProcessingDuration{draw_other(bits)};
    }
    bool fixed() const { return kind_ == Kind::fixed; }

private:
    enum class Kind { fixed, exponential, uniform, normal, pareto };

    std::int64_t draw_other(std::uint64_t bits) const;
    // scale_ times a factor in Q32, small enough to be added to.
    std::int64_t times_scale(std::uint64_t factor) const {
        const std::uint64_t product = scaled(scale_, factor);
        return product < max_ ? static_cast<std::int64_t>(product) : static_cast<std::int64_t>(max_);
    }
    std::int64_t cut(std::int64_t us) const {
        const auto max = static_cast<std::int64_t>(max_);
        return us < 0 ? 0 : us < max ? us : max;
    }

    Kind kind_{Kind::fixed};
    std::int64_t base_{
        0};  // the fixed delay, the exponential's base, the least uniform or Pareto delay, the normal's mean
    std::uint64_t scale_{0};          // the exponential's mean, the width of the uniform, the normal's deviation
    std::uint64_t inverse_shape_{0};  // Pareto: 1/shape in Q32
    std::uint64_t max_{static_cast<std::uint64_t>(delay_limit.count())};
};

// Ranks from 0, P(rank r) ~ (r + 1)^-skew. By inversion with a table (12 bytes a rank), so that it never decreases with
// the bits and the same bits give nearly the same rank when the skew moves a little.
class ZipfSampler {
public:
    ZipfSampler(std::uint64_t count, Millionths skew);
    std::uint64_t operator()(std::uint64_t bits) const {
        const std::uint64_t target = below(bits, total_);
        return cumulated_.empty() ? target : rank_of(target, bits);
    }
    // The probability of a rank is weight(rank) / total().
    std::uint64_t weight(std::uint64_t rank) const;
    std::uint64_t total() const { return total_; }

private:
    std::uint64_t rank_of(std::uint64_t target, std::uint64_t bits) const;

    std::uint64_t total_{0};
    std::vector<std::uint64_t> cumulated_;  // by rank: the weights up to and with it; empty where all are equal
    std::vector<std::uint32_t> guide_;      // by the leading bits: the first rank that they can mean
    int guide_bits_{0};
};

}  // namespace tidemark
