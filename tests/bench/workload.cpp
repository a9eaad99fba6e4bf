#include "tests/bench/workload.h"

#include <chrono>

namespace tidemark::bench {

using namespace std::chrono_literals;

Scenario workload(std::uint64_t events, std::uint64_t keys) {
    constexpr std::int64_t rate_millionths = 2'777'777'778;
    Scenario scenario;
    scenario.id = "bench";
    scenario.clock.from = ProcessingTime{};
    const auto length = ProcessingDuration{static_cast<std::int64_t>(events) * 360};
    scenario.clock.until = scenario.clock.from + length + 2000s;
    scenario.clock.at_end = Clock::AtEnd::drain;
    struct Part {
        std::int64_t per_hundred;
        ProcessingDuration delay;
    };
    int number = 0;
    for (const Part& part : {Part{95, 500ms}, Part{4, 4s}, Part{1, 60s}}) {
        Source source;
        source.name = "part " + std::to_string(++number);
        GeneratedEvents generated;
        generated.rate_millionths = rate_millionths / 100 * part.per_hundred;
        generated.from = clock_reading(scenario.clock.from);
        generated.until = clock_reading(scenario.clock.from + length);
        generated.count = events * static_cast<std::uint64_t>(part.per_hundred) / 100;
        source.events = generated;
        source.keys.count = keys;
        source.value = {0, 65'535};
        ExponentialDelay delay;
        delay.mean = part.delay;
        delay.max = 2000s;
        source.delay = delay;
        scenario.sources.push_back(source);
    }
    scenario.job.logic.window = Tumbling{1min, {}};
    scenario.job.logic.aggregate = AggregateSpec{AggregateKind::sum, {}};
    StreamMode stream;
    stream.job = scenario.job.logic;
    stream.watermark.delay = 5s;
    stream.allowed_lateness = 60s;
    scenario.modes.push_back({"stream", stream, {}});
    return scenario;
}

}  // namespace tidemark::bench
