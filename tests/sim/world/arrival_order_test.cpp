#include "sim/world/arrival_order.h"

#include "engine/invariant.h"
#include "sim/world/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

InFlight copy_of(std::uint64_t id, ProcessingTime arrives, std::uint32_t source = 0) {
    InFlight copy{};
    copy.entry.record.id = EventId{id};
    copy.entry.appended = arrives;
    copy.source = source;
    return copy;
}

// What comes out when `copies` go in, released up to what is `behind` the latest sent instant.
std::vector<std::uint64_t> ordered(const std::vector<InFlight>& copies, std::uint64_t expected, ProcessingTime until) {
    ArrivalOrder order{ProcessingTime{}, until, expected, until};
    std::vector<std::uint64_t> ids;
    const auto take = [&](const InFlight* out, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            ids.push_back(out[i].entry.record.id.value);
    };
    std::vector<ProcessingTime> least(copies.size() + 1, until);  // of all that come later
    for (std::size_t i = copies.size(); i > 0; --i)
        least[i - 1] = std::min(least[i], copies[i - 1].entry.appended);
    for (std::size_t i = 0; i < copies.size(); ++i) {
        order.release(least[i], take);
        order.add(copies[i].entry.appended) = copies[i];
    }
    order.release_all(take);
    return ids;
}

std::vector<std::uint64_t> by_sorting(std::vector<InFlight> copies) {
    std::sort(copies.begin(), copies.end());
    std::vector<std::uint64_t> ids;
    for (const InFlight& copy : copies)
        ids.push_back(copy.entry.record.id.value);
    return ids;
}

// Sent one a millisecond; delays of up to `spread`, or none for most.
std::vector<InFlight> sample(std::uint64_t count, std::uint64_t spread_us, std::uint64_t seed) {
    const Draws draws{Seed{seed}, Purpose::network_delay, Entity{"order"}};
    std::vector<InFlight> copies;
    for (std::uint64_t i = 0; i < count; ++i)
        copies.push_back(copy_of(
            i, ProcessingTime{ProcessingDuration{static_cast<std::int64_t>(i * 1000 + below(draws(i), spread_us))}},
            static_cast<std::uint32_t>(draws(i, 1) % 7)));
    return copies;
}

TEST(ArrivalOrder, IsTheOrderOfSortingHoweverItIsRuled) {
    for (const std::uint64_t spread : {1u, 2000u, 500'000u, 20'000'000u})
        for (const std::uint64_t expected : {1u, 20'000u, 100'000'000u}) {
            const auto copies = sample(20'000, spread, spread);
            EXPECT_EQ(ordered(copies, expected, ProcessingTime{41s}), by_sorting(copies)) << spread << " " << expected;
        }
}

TEST(ArrivalOrder, TiesAreBrokenBySourcePlaceEventAndCopy) {
    std::vector<InFlight> copies;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        InFlight copy = copy_of(i / 2, ProcessingTime{1s}, static_cast<std::uint32_t>(i * 7 % 3));
        copy.place = static_cast<std::uint32_t>(4999 - i);
        copy.copy = i % 2;
        copies.push_back(copy);
    }
    const auto ids = ordered(copies, 5000, ProcessingTime{2s});
    EXPECT_EQ(ids, by_sorting(copies));
    EXPECT_EQ(ids.size(), 5000u);
}

TEST(ArrivalOrder, AQuietYearCostsNothing) {
    std::vector<InFlight> copies{copy_of(0, ProcessingTime{1us}), copy_of(1, ProcessingTime{24h * 365}),
                                 copy_of(2, ProcessingTime{2us})};
    EXPECT_EQ(ordered(copies, 3, ProcessingTime{24h * 365}), (std::vector<std::uint64_t>{0, 2, 1}));
}

TEST(ArrivalOrder, RefusesWhatComesTooLateOrAfterTheEnd) {
    ArrivalOrder order{ProcessingTime{10s}, ProcessingTime{20s}, 100'000, ProcessingTime{20s}};
    order.release(ProcessingTime{15s}, [](const InFlight*, std::size_t) {});
    EXPECT_THROW(order.add(ProcessingTime{12s}), InvariantViolation);
    EXPECT_THROW(order.add(ProcessingTime{9s}), InvariantViolation);
    EXPECT_THROW(order.add(ProcessingTime{30s}), InvariantViolation);
    order.add(ProcessingTime{16s});
    order.add(ProcessingTime{20s});
}

}  // namespace
}  // namespace tidemark
