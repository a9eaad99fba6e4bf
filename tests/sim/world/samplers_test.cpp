#include "sim/world/samplers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t samples = 200'000;

std::uint64_t bits_of(std::int64_t i) {
    return draw(Seed{7}, Purpose::event_gap, Entity{"sampler"}, static_cast<std::uint64_t>(i));
}

// Sorted samples of a delay, in microseconds.
std::vector<std::int64_t> sampled(const Delay& delay) {
    const DelaySampler sampler{delay};
    std::vector<std::int64_t> us;
    for (std::int64_t i = 0; i < samples; ++i)
        us.push_back(sampler(bits_of(i)).count());
    std::sort(us.begin(), us.end());
    return us;
}
std::int64_t mean(const std::vector<std::int64_t>& us) {
    std::int64_t sum = 0;
    for (const std::int64_t value : us)
        sum += value;
    return sum / static_cast<std::int64_t>(us.size());
}
std::int64_t quantile(const std::vector<std::int64_t>& us, std::size_t thousandths) {
    return us[us.size() * thousandths / 1000];
}

// Computed by an independent program with integers of any size.
TEST(Samplers, KnownAnswers) {
    struct Answer {
        std::uint64_t bits, exponential;
        std::int64_t normal, pareto;
    };
    for (const Answer& answer :
         {Answer{0, 190'530'846'208, 29'049'894'496, 6'981'463'607'296'000}, Answer{UINT64_MAX, 1, 92'680, 1000},
          Answer{0x8000000000000000, 2'977'044'472, 5'056'937'536, 1587},
          Answer{0x7fffffffffffffff, 2'977'044'473, 5'056'937'536, 1587},
          Answer{0xa5ac3f010db0b3cf, 1'869'008'850, 3'782'757'588, 1336},
          Answer{0x508f4de348118a5f, 4'965'746'320, -1'284'927'292, 2161},
          Answer{0x5d170ae3eb9c8442, 4'344'834'557, 5'360'086'635, 1962},
          Answer{0x0e8ced29a3c48bc1, 12'316'044'415, -6'570'343'951, 6764}}) {
        EXPECT_EQ(unit_exponential(answer.bits), answer.exponential) << answer.bits;
        EXPECT_EQ(unit_normal(answer.bits), answer.normal) << answer.bits;
        const DelaySampler pareto{ParetoDelay{1ms, {1'500'000}, 3000h * 24 * 365}};
        EXPECT_EQ(pareto(answer.bits).count(), answer.pareto) << answer.bits;
    }
    EXPECT_EQ(q32_ln2, 2'977'044'472u);
    EXPECT_EQ(times_exp(1000, 0), 1000u);
    EXPECT_EQ(times_exp(1000, q32_one), 2718u);
    EXPECT_EQ(times_exp(1000, 20 * q32_one), 485'165'194'750u);
    EXPECT_EQ(times_exp(1000, 43 * q32_one), std::uint64_t{INT64_MAX});
    EXPECT_EQ(times_exp(0, 400 * q32_one), 0u);
}

TEST(Samplers, ProductsSaturate) {
    EXPECT_EQ(scaled(3, q32_one / 2), 1u);
    EXPECT_EQ(scaled(std::uint64_t{1} << 52, 45 * q32_one), 45 * (std::uint64_t{1} << 52));
    EXPECT_EQ(scaled(INT64_MAX, 2 * q32_one), std::uint64_t{INT64_MAX});
}

TEST(Samplers, TheExponentialNeverIncreasesWithItsBits) {
    std::uint64_t before = UINT64_MAX;
    for (std::uint64_t lead = 0; lead < 100'000; ++lead) {
        const std::uint64_t drawn = unit_exponential(lead * (UINT64_MAX / 100'000));
        EXPECT_LE(drawn, before);
        before = drawn;
    }
}

TEST(Samplers, ExponentialDelaysAreExponential) {
    const auto us = sampled(ExponentialDelay{150ms, {}, 50ms});
    EXPECT_NEAR(mean(us), 200'000, 1'350);  // four standard deviations
    EXPECT_NEAR(quantile(us, 500), 50'000 + 103'972, 1'350);
    EXPECT_NEAR(quantile(us, 950), 50'000 + 449'360, 6'000);
    EXPECT_GE(us.front(), 50'000);
    EXPECT_LE(us.front(), 50'010);
}

TEST(Samplers, DelaysAreCut) {
    EXPECT_EQ(sampled(ExponentialDelay{4min, 30min}).back(), 1'800'000'000);
    EXPECT_EQ(sampled(NormalDelay{10ms, 20ms, 30ms}).back(), 30'000);
    EXPECT_EQ(sampled(NormalDelay{10ms, 20ms, 30ms}).front(), 0);
    EXPECT_EQ(sampled(ParetoDelay{1ms, {300'000}, 1h}).back(), 3'600'000'000);
}

TEST(Samplers, UniformDelaysReachBothEnds) {
    const auto us = sampled(UniformDelay{10us, 19us});
    EXPECT_EQ(us.front(), 10);
    EXPECT_EQ(us.back(), 19);
    EXPECT_NEAR(std::count(us.begin(), us.end(), 13), samples / 10, 540);
}

TEST(Samplers, NormalDelaysAreNormal) {
    const auto us = sampled(NormalDelay{1s, 100ms, {}});
    EXPECT_NEAR(mean(us), 1'000'000, 900);
    EXPECT_NEAR(quantile(us, 159), 1'000'000 - 100'000, 1'500);
    EXPECT_NEAR(quantile(us, 841), 1'000'000 + 100'000, 1'500);
    EXPECT_NEAR(quantile(us, 977), 1'000'000 + 200'000, 2'500);
}

TEST(Samplers, ParetoDelaysHaveALongTail) {
    const auto us = sampled(ParetoDelay{10ms, {2'000'000}, 100h});
    EXPECT_GE(us.front(), 10'000);
    EXPECT_NEAR(quantile(us, 750), 20'000, 150);  // min * 4^(1/2)
    EXPECT_NEAR(quantile(us, 990), 100'000, 3'000);
}

TEST(Samplers, FixedDelaysTakeNoChance) { EXPECT_EQ(DelaySampler{FixedDelay{1s}}(bits_of(0)), 1s); }

TEST(Samplers, NegativeDelaysAreRefused) {
    EXPECT_THROW(DelaySampler{FixedDelay{-1us}}, InvariantViolation);
    EXPECT_THROW((DelaySampler{UniformDelay{2us, 1us}}), InvariantViolation);
    EXPECT_THROW((DelaySampler{ParetoDelay{1us, {0}, 1s}}), InvariantViolation);
}

TEST(Zipf, WeightsFallWithTheRank) {
    const ZipfSampler zipf{1000, {1'000'000}};
    const std::uint64_t first = zipf.weight(0);
    for (const std::uint64_t rank : {1u, 2u, 9u, 99u, 999u}) {
        const std::uint64_t ideal = first / (rank + 1);
        EXPECT_NEAR(static_cast<double>(zipf.weight(rank)), static_cast<double>(ideal),
                    static_cast<double>(ideal) * 1e-6)
            << rank;
    }
    std::uint64_t sum = 0;
    for (std::uint64_t rank = 0; rank < 1000; ++rank)
        sum += zipf.weight(rank);
    EXPECT_EQ(sum, zipf.total());
}

TEST(Zipf, DrawsFollowTheWeights) {
    for (const std::int64_t skew : {0, 500'000, 1'000'000, 2'000'000}) {
        const ZipfSampler zipf{100, {skew}};
        std::vector<std::int64_t> counts(100);
        for (std::int64_t i = 0; i < samples; ++i)
            ++counts.at(zipf(bits_of(i)));
        for (std::uint64_t rank = 0; rank < 100; ++rank) {
            const double ideal = static_cast<double>(samples) * static_cast<double>(zipf.weight(rank)) /
                                 static_cast<double>(zipf.total());
            EXPECT_NEAR(static_cast<double>(counts[rank]), ideal, 5 * std::max(1.0, std::sqrt(ideal)))
                << skew << " " << rank;
        }
    }
}

TEST(Zipf, NeverDecreasesWithItsBits) {
    const ZipfSampler zipf{37, {1'200'000}};
    std::uint64_t before = 0;
    for (std::uint64_t lead = 0; lead <= 10'000; ++lead) {
        const std::uint64_t rank = zipf(lead * (UINT64_MAX / 10'000));
        EXPECT_GE(rank, before);
        before = rank;
    }
    EXPECT_EQ(zipf(0), 0u);
    EXPECT_EQ(zipf(UINT64_MAX), 36u);
}

TEST(Zipf, OneRankIsNoChoice) {
    EXPECT_EQ((ZipfSampler{1, {1'000'000}}(UINT64_MAX)), 0u);
    EXPECT_EQ((ZipfSampler{1, {0}}(UINT64_MAX)), 0u);
}

}  // namespace
}  // namespace tidemark
