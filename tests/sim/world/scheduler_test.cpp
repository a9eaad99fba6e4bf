#include "sim/world/scheduler.h"

#include "engine/invariant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tidemark {
namespace {

ProcessingTime at(std::int64_t us) { return ProcessingTime{ProcessingDuration{us}}; }

std::vector<std::uint64_t> drained(Scheduler& scheduler) {
    std::vector<std::uint64_t> order;
    while (!scheduler.empty())
        order.push_back(scheduler.pop().payload);
    return order;
}

TEST(Scheduler, OrdersByTimeClassDestinationSource) {
    Scheduler scheduler;
    scheduler.push(at(5), EventClass::timer, 0, 0, 6);
    scheduler.push(at(5), EventClass::delivery, 2, 0, 5);
    scheduler.push(at(5), EventClass::delivery, 1, 3, 4);
    scheduler.push(at(5), EventClass::delivery, 1, 2, 3);
    scheduler.push(at(5), EventClass::arrival, 9, 9, 2);
    scheduler.push(at(5), EventClass::fault_begin, 9, 9, 1);
    scheduler.push(at(4), EventClass::drain, 9, 9, 0);
    EXPECT_EQ(drained(scheduler), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Scheduler, EventsOfOneSourceKeepTheirOrder) {
    Scheduler scheduler;
    for (std::uint64_t i = 0; i < 100; ++i)
        scheduler.push(at(7), EventClass::delivery, 1, 1, i);
    const std::vector<std::uint64_t> order = drained(scheduler);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

// What another part schedules in between moves nothing: sequences are local to their source.
TEST(Scheduler, UnrelatedPartsDoNotCountEachOther) {
    const auto order_of_ones = [](bool others) {
        Scheduler scheduler;
        for (std::uint64_t i = 0; i < 10; ++i) {
            if (others) scheduler.push(at(7), EventClass::delivery, 1, 0, 1000 + i);
            scheduler.push(at(7), EventClass::delivery, 1, 1, 9 - i);
        }
        std::vector<std::uint64_t> order = drained(scheduler);
        order.erase(std::remove_if(order.begin(), order.end(), [](std::uint64_t payload) { return payload >= 1000; }),
                    order.end());
        return order;
    };
    EXPECT_EQ(order_of_ones(false), order_of_ones(true));
}

TEST(Scheduler, RefusesThePast) {
    Scheduler scheduler;
    scheduler.push(at(5), EventClass::delivery, 0, 0, 0);
    scheduler.pop();
    EXPECT_THROW(scheduler.push(at(4), EventClass::delivery, 0, 0, 0), InvariantViolation);
}

}  // namespace
}  // namespace tidemark
