#include "sim/world/samplers.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::uint64_t q31_one = std::uint64_t{1} << 31;

// floor(sqrt(x)), bit by bit.
std::uint64_t square_root(std::uint64_t x) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 62; bit != 0; bit >>= 2) {
        const std::uint64_t trial = root + bit;
        root >>= 1;
        if (x >= trial) {
            x -= trial;
            root += bit;
        }
    }
    return root;
}

// cos(t * pi/2) for t in [0, 1], both with 30 fractional bits: Taylor's series up to the 14th power.
std::int64_t quarter_cosine(std::int64_t t) {
    constexpr std::int64_t one = 1 << 30, half_pi = 1'686'629'713;
    const std::int64_t x = t * half_pi >> 30;
    const std::int64_t square = x * x >> 30;
    std::int64_t sum = one;
    for (const std::int64_t divisor : {182, 132, 90, 56, 30, 12, 2})
        sum = one - (square * sum >> 30) / divisor;
    return sum;
}

// cos(2 pi t / 2^32) with 30 fractional bits.
std::int64_t cosine(std::uint32_t t) {
    constexpr std::int64_t one = 1 << 30;
    const std::int64_t in_quarter = t & (one - 1);
    switch (t >> 30) {
        case 0:
            return quarter_cosine(in_quarter);
        case 1:
            return -quarter_cosine(one - in_quarter);
        case 2:
            return -quarter_cosine(in_quarter);
        default:
            return quarter_cosine(one - in_quarter);
    }
}

// e^x = mantissa / 2^31 * 2^exponent, the mantissa in [1, 2).
struct Power {
    std::uint64_t mantissa, exponent;
};
Power exponential(std::uint64_t x) {
    const std::uint64_t exponent = x / q32_ln2;
    const std::uint64_t rest = (x - exponent * q32_ln2) >> 1;  // 31 fractional bits, below ln 2
    std::uint64_t sum = q31_one;
    for (std::uint64_t divisor = 12; divisor > 0; --divisor)
        sum = q31_one + (rest * sum >> 31) / divisor;
    return {sum, exponent};
}

// ln of a whole number, in Q32.
std::uint64_t ln_of(std::uint64_t number) {
    const int zeros = __builtin_clzll(number);
    return static_cast<std::uint64_t>(63 - zeros) * q32_ln2 + ln_mantissa(number << zeros);
}

// In microseconds, and no longer than times can be added with.
std::int64_t checked(ProcessingDuration duration) {
    INVARIANT(duration.count() >= 0, "a delay of {} us is negative", duration.count());
    return std::min(duration, delay_limit).count();
}

}  // namespace

std::int64_t unit_normal(std::uint64_t bits) {
    const std::uint64_t squared_half = unit_exponential((bits & ~std::uint64_t{0xffffffff}) | 0x80000000U);
    const auto radius = static_cast<std::int64_t>(square_root(squared_half << 27));  // 2E with 58 bits: 29 bits of it
    return radius * cosine(static_cast<std::uint32_t>(bits)) / (1 << 27);
}

std::uint64_t times_exp(std::uint64_t value, std::uint64_t x) {
    if (value == 0) return 0;
    const Power power = exponential(x);
    if (power.exponent >= static_cast<std::uint64_t>(__builtin_clzll(value))) return INT64_MAX;
    return scaled(value << power.exponent, power.mantissa << 1);
}

DelaySampler::DelaySampler(const Delay& delay) {
    struct Prepare {
        DelaySampler& to;
        void cut_at(std::optional<ProcessingDuration> max) const {
            if (max) to.max_ = static_cast<std::uint64_t>(checked(*max));
        }
        void operator()(const FixedDelay& fixed) const {
            to.kind_ = Kind::fixed;
            to.base_ = checked(fixed.value);
        }
        void operator()(const ExponentialDelay& exponential) const {
            to.kind_ = Kind::exponential;
            to.base_ = checked(exponential.base);
            to.scale_ = static_cast<std::uint64_t>(checked(exponential.mean));
            cut_at(exponential.max);
        }
        void operator()(const UniformDelay& uniform) const {
            to.kind_ = Kind::uniform;
            INVARIANT(uniform.min <= uniform.max, "a uniform delay from {} us to {} us", uniform.min.count(),
                      uniform.max.count());
            to.base_ = checked(uniform.min);
            to.scale_ = static_cast<std::uint64_t>(checked(uniform.max) - to.base_);
        }
        void operator()(const NormalDelay& normal) const {
            to.kind_ = Kind::normal;
            to.base_ = checked(normal.mean);
            to.scale_ = static_cast<std::uint64_t>(checked(normal.deviation));
            cut_at(normal.max);
        }
        void operator()(const ParetoDelay& pareto) const {
            to.kind_ = Kind::pareto;
            INVARIANT(pareto.shape.value > 0, "a Pareto delay of shape {} millionths", pareto.shape.value);
            to.base_ = checked(pareto.min);
            to.inverse_shape_ = (std::uint64_t{1'000'000} << 32) / static_cast<std::uint64_t>(pareto.shape.value);
            cut_at(pareto.max);
        }
    };
    std::visit(Prepare{*this}, delay);
}

std::int64_t DelaySampler::draw_other(std::uint64_t bits) const {
    switch (kind_) {
        case Kind::uniform:
            return base_ + static_cast<std::int64_t>(below(bits, scale_ + 1));
        case Kind::normal: {
            const std::int64_t z = unit_normal(bits);
            return cut(z < 0 ? base_ - times_scale(static_cast<std::uint64_t>(-z))
                             : base_ + times_scale(static_cast<std::uint64_t>(z)));
        }
        case Kind::pareto: {
            const std::uint64_t x = scaled(unit_exponential(bits), inverse_shape_);
            return cut(static_cast<std::int64_t>(times_exp(static_cast<std::uint64_t>(base_), x)));
        }
        case Kind::fixed:
        case Kind::exponential:
            break;
    }
    INVARIANT(false, "fixed and exponential delays are drawn elsewhere");
    return 0;
}

ZipfSampler::ZipfSampler(std::uint64_t count, Millionths skew) : total_{count} {
    INVARIANT(count > 0 && count < q31_one, "{} ranks", count);
    INVARIANT(skew.value >= 0 && skew.value <= 100'000'000, "a skew of {} millionths", skew.value);
    if (skew.value == 0) return;
    // The weight of rank 0 is 2^fraction: as fine as a sum below 2^63 allows. The sum is at most count, and at most
    // 1 + ln(count) <= 24 from a skew of 1 on.
    const int fraction = skew.value >= 1'000'000 ? 58 : 62 - (64 - __builtin_clzll(count));
    cumulated_.reserve(count);
    total_ = 0;
    for (std::uint64_t rank = 0; rank < count; ++rank) {
        const auto x = scaled(ln_of(rank + 1), (static_cast<std::uint64_t>(skew.value) << 32) / 1'000'000);
        const Power power = exponential(x);                                       // the weight is 2^fraction / e^x
        const std::uint64_t inverse = (std::uint64_t{1} << 62) / power.mantissa;  // 31 fractional bits
        total_ += power.exponent >= 63 ? 0 : (inverse << (fraction - 31)) >> power.exponent;
        cumulated_.push_back(total_);
    }
    while ((std::uint64_t{1} << guide_bits_) < count)
        ++guide_bits_;
    guide_.reserve((std::size_t{1} << guide_bits_) + 1);
    std::uint32_t rank = 0;
    for (std::uint64_t lead = 0; lead < std::uint64_t{1} << guide_bits_; ++lead) {
        const std::uint64_t first_target = guide_bits_ == 0 ? 0 : below(lead << (64 - guide_bits_), total_);
        while (cumulated_[rank] <= first_target)
            ++rank;
        guide_.push_back(rank);
    }
    guide_.push_back(static_cast<std::uint32_t>(count - 1));
}

std::uint64_t ZipfSampler::rank_of(std::uint64_t target, std::uint64_t bits) const {
    const std::uint64_t lead = guide_bits_ == 0 ? 0 : bits >> (64 - guide_bits_);
    const auto from = cumulated_.begin() + guide_[lead], until = cumulated_.begin() + guide_[lead + 1];
    return static_cast<std::uint64_t>(std::upper_bound(from, until, target) - cumulated_.begin());
}

std::uint64_t ZipfSampler::weight(std::uint64_t rank) const {
    if (cumulated_.empty()) return 1;
    return cumulated_[rank] - (rank == 0 ? 0 : cumulated_[rank - 1]);
}

}  // namespace tidemark
