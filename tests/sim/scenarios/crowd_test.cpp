#include "sim/cli/scenario_run.h"
#include "sim/world/tape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

// The figures that the lessons' texts give of the crowd, counted over its tape.
namespace tidemark {
namespace {

using namespace std::chrono_literals;

struct Crowd {
    std::shared_ptr<const Scenario> scenario;
    std::shared_ptr<const Tape> tape;
    std::vector<ProcessingDuration> delays;  // sorted

    Crowd() {
        RunRequest request;
        request.file = TIDEMARK_SOURCE_DIR "/scenarios/two-clocks.yaml";
        scenario = load_for(request).scenario;
        tape = draw_tape(*scenario, Seed{scenario->seed}, TraceLevel::full);
        for (const Delivery& delivery : tape->deliveries)
            delays.push_back(delivery.arrives - happened(delivery));
        std::sort(delays.begin(), delays.end());
    }
    ProcessingTime happened(const Delivery& delivery) const {
        return instant_of(tape->events[delivery.event.value].happened);
    }
    ProcessingDuration quantile(std::size_t thousandths) const { return delays[delays.size() * thousandths / 1000]; }
    // How many clicks are seen in another interval of this size than they happened in.
    std::size_t misplaced(ProcessingDuration size) const {
        return static_cast<std::size_t>(
            std::count_if(tape->deliveries.begin(), tape->deliveries.end(), [&](const Delivery& delivery) {
                return delivery.arrives.time_since_epoch() / size != happened(delivery).time_since_epoch() / size;
            }));
    }
};

TEST(Crowd, HasTheTailsOfTheLesson) {
    const Crowd crowd;
    EXPECT_EQ(crowd.delays.size(), 287'714U);
    EXPECT_EQ(crowd.quantile(500) / 1ms, 155);
    EXPECT_EQ(crowd.quantile(950) / 1ms, 541);
    EXPECT_NEAR(static_cast<double>(crowd.quantile(990) / 1s), 54, 1);  // "54 seconds"
    EXPECT_GT(crowd.quantile(999), 10min);                              // "ten minutes"
    EXPECT_LT(crowd.delays.back(), 30min + 5s);
}

TEST(Crowd, IsMisplacedTheMoreTheFinerItIsCut) {
    const Crowd crowd;
    EXPECT_EQ(crowd.misplaced(1h), 231U);
    EXPECT_EQ(crowd.misplaced(5min), 2'243U);
    EXPECT_EQ(crowd.misplaced(1min), 4'161U);
}

// What the job of 00:05 counts, and what the one of 00:30 does.
TEST(Crowd, LeavesElevenClicksInTunnelsAtFivePast) {
    const Crowd crowd;
    const ProcessingTime midnight = crowd.scenario->clock.day0 + 24h;
    std::size_t happened = 0, by_five_past = 0, by_half_past = 0;
    for (const Delivery& delivery : crowd.tape->deliveries) {
        if (crowd.happened(delivery) < midnight - 1h) continue;
        ++happened;
        by_five_past += delivery.arrives <= midnight + 5min ? 1 : 0;
        by_half_past += delivery.arrives <= midnight + 30min ? 1 : 0;
    }
    EXPECT_EQ(happened, 72'146U);
    EXPECT_EQ(by_five_past, 72'135U);
    EXPECT_EQ(by_half_past, 72'146U);
}

// What lesson 4 says of the minutes, where its expectations speak of the clicks.
TEST(Crowd, IsRightAboutMoreMinutesTheLongerOneWaits) {
    RunRequest request;
    request.file = TIDEMARK_SOURCE_DIR "/scenarios/how-long-do-you-wait.yaml";
    request.modes = {"wait_5s", "wait_15m", "wait_30m"};
    const auto waited = run_and_judge(load_for(request).scenario, request);
    const std::vector<std::uint64_t> wrong{239, 58, 0};
    for (std::size_t mode = 0; mode < wrong.size(); ++mode) {
        EXPECT_EQ(waited->judgement->metrics(mode).windows, 240U);
        EXPECT_EQ(waited->judgement->metrics(mode).windows_wrong, wrong[mode]) << request.modes[mode];
    }
}

}  // namespace
}  // namespace tidemark
