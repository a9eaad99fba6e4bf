#include "engine/windowing/watermark.h"
#include "engine/windowing/window_operator.h"
#include "sim/reused_memory.h"
#include "sim/simulation.h"
#include "tests/bench/workload.h"
#include "tests/bench/yardstick.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <vector>

// Prints what the stages of a run cost, in ns of CPU an event, and how that compares with the yardstick program where one
// is given: bench [EVENTS] [REPETITIONS] [YARDSTICK]
namespace tidemark::bench {
namespace {

using namespace std::chrono_literals;

double cpu_ns() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

double median_of(int repetitions, std::uint64_t events, const std::function<void()>& work) {
    std::vector<double> times;
    for (int i = 0; i < repetitions; ++i) {
        const double begin = cpu_ns();
        work();
        times.push_back((cpu_ns() - begin) / static_cast<double>(events));
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

// The window operator alone, over records in order of arrival with a watermark per record. Returns a digest of its panes.
std::uint64_t run_operator(const Tape& tape) {
    WindowOptions options;
    options.window = Tumbling{1min, {}};
    options.lateness = 60s;
    options.aggregate = AggregateSpec{AggregateKind::sum, {}};
    WindowOperator window_operator(options);
    WatermarkGenerator generator(5s);
    WindowOutput output;
    std::uint64_t digest = 0;
    const auto take = [&] {
        for (const Pane& pane : output.panes)
            digest += pane.value.members ^ static_cast<std::uint64_t>(pane.value.number);
        output.clear();
    };
    const LogPartition& log = tape.partitions.front();
    for (std::uint64_t offset = 0; offset < log.size();) {
        const LogRange range = log.range(Offset{offset}, 4096);
        for (std::uint64_t i = 0; i < range.count; ++i) {
            const LogEntry& entry = range.first[i];
            if (i + 16 < range.count) window_operator.prepare(range.first[i + 16].record);  // as a window task does
            window_operator.record(entry.record, output);
            generator.record(entry.record.at);
            const EventTime before = generator.current();  // as a source task does
            generator.per_record();
            if (generator.current() != before) window_operator.watermark(generator.current(), output);
            if (!output.panes.empty() || !output.refused.empty()) take();
        }
        offset += range.count;
    }
    window_operator.watermark(event_time_max, output);
    take();
    return digest;
}

std::string ratio(double ours, double limit) {
    return limit > 0 ? fmt::format("{:6.1f} x", ours / limit) : std::string("      -");
}

double megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

int bench(std::uint64_t events, int repetitions, const std::string& yardstick) {
    if (yardstick.empty()) fmt::print("no yardstick program is given: no ratios\n");
    fmt::print("{} events, median of {} runs, ns of CPU an event\n\n", events, repetitions);
    fmt::print("{:>9}  {:<22}{:>9}{:>9}{:>10}{:>8}\n", "keys", "stage", "tidemark", "limit", "ratio", "goal");
    for (const std::uint64_t keys : {std::uint64_t{100}, std::uint64_t{100'000}, std::uint64_t{1'000'000}}) {
        std::optional<Limit> limit;
        if (!yardstick.empty()) limit = measure_limit(yardstick, events, keys, repetitions);
        const Limit none = limit.value_or(Limit{});
        const Scenario scenario = workload(events, keys);
        std::shared_ptr<const Tape> tape;
        std::uint64_t digest = 0;
        const double draw =
            median_of(repetitions, events, [&] { tape = draw_tape(scenario, Seed{1}, TraceLevel::fingerprint); });
        const double window = median_of(repetitions, events, [&] { digest = run_operator(*tape); });
        const double whole = median_of(repetitions, events, [&] {
            run(scenario, Seed{1}, {TraceLevel::fingerprint, {}});
        });
        const auto line = [&](const char* stage, double ours, double theirs, const char* goal) {
            fmt::print("{:>9}  {:<22}{:>9.1f}{:>9.1f}{:>10}{:>8}\n", keys, stage, ours, theirs, ratio(ours, theirs),
                       goal);
        };
        line("generate and order", draw, none.generate_and_order, "3 x");
        line("window operator", window, none.window_by_hash, "3 x");
        line("whole streaming run", whole, none.fused, "10 x");
        fmt::print("{:>9}  digest {:016x}\n", "", digest);
    }
    fmt::print("\ngrowth, 1000 keys, whole streaming run\n");
    for (std::uint64_t size = 100'000; size <= events; size *= 10) {
        const Scenario scenario = workload(size, 1000);
        const double whole = median_of(std::max(1, repetitions), size, [&] {
            run(scenario, Seed{1}, {TraceLevel::fingerprint, {}});
        });
        fmt::print("{:>11} events {:>8.1f} ns/event   peak memory so far {:>8.1f} MB\n", size, whole, megabytes());
    }
    return 0;
}

}  // namespace
}  // namespace tidemark::bench

int main(int argc, char** argv) {
    tidemark::reuse_memory();
    const std::uint64_t events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const int repetitions = argc > 2 ? std::atoi(argv[2]) : 5;
    return tidemark::bench::bench(std::max<std::uint64_t>(events, 1000), std::max(repetitions, 1),
                                  argc > 3 ? argv[3] : "");
}
