#include "engine/windowing/window_operator.h"

#include "engine/invariant.h"
#include "tests/engine/windowing/streams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

// Options from every corner: each path, each aggregate, each profile.
std::vector<WindowOptions> many_options() {
    std::vector<WindowOptions> all;
    const WindowSpec windows[] = {Tumbling{10s, 0s}, Sliding{10s, 3s, 1s}, Session{4s}, Sliding{2s, 5s, 0s}, Global{}};
    const char* triggers[] = {"default",
                              "event_time",
                              "purging(count(3))",
                              "continuous_event_time(4s)",
                              "after_watermark(early=after_count(2), late=after_count(1))",
                              "repeatedly(after_any(after_count(3), after_processing_time(5s)))",
                              "after_each(after_count(1), after_watermark)"};
    const AggregateKind kinds[] = {AggregateKind::sum, AggregateKind::min, AggregateKind::list,
                                   AggregateKind::distinct};
    for (const WindowSpec& window : windows)
        for (const char* trigger : triggers)
            for (const AggregateKind kind : kinds) {
                WindowOptions options;
                options.window = window;
                options.trigger = trigger_of(trigger);
                options.aggregate.kind = kind;
                options.lateness = 2s;
                options.profile = all.size() % 2 == 0 ? EngineName::flink : EngineName::beam;
                options.accumulation = all.size() % 3 == 0 ? Accumulation::discarding : Accumulation::accumulating;
                options.late = all.size() % 5 == 0 ? LatePolicy::side_output : LatePolicy::drop;
                all.push_back(options);
                if (all.size() % 7 == 0) {
                    options.time = TimeDomain::processing;
                    all.push_back(options);
                }
            }
    for (const WindowSpec& window : {windows[0], windows[2]})
        for (const EmitStrategy emit : {EmitStrategy::every_update, EmitStrategy::final}) {
            WindowOptions options;
            options.profile = EngineName::kafka;
            options.window = window;
            options.aggregate.kind = AggregateKind::sum;
            options.lateness = 2s;
            options.emit = emit;
            all.push_back(options);
        }
    return all;
}

// How records are bundled between two watermarks, and in which order they come, does not show in the panes on time
// (ground rule 5), for triggers that only close windows.
TEST(WindowOperator, OrderOfOnTimeRecordsDoesNotShow) {
    for (WindowOptions options : many_options()) {
        if (options.profile == EngineName::kafka || options.time == TimeDomain::processing) continue;
        options.trigger = Trigger{};
        options.accumulation = Accumulation::accumulating;
        if (options.aggregate.kind == AggregateKind::list) continue;
        Drawn drawn{7};
        WindowOperator one{options}, other{options};
        for (int round = 0; round < 20; ++round) {
            const std::int64_t base = round * 6'000;
            std::vector<Record> records;
            for (std::uint32_t i = 0; i < 12; ++i)
                records.push_back({EventId{static_cast<std::uint64_t>(round) * 100 + i},
                                   EventTime{EventDuration{base + static_cast<std::int64_t>(drawn.below(9'000))}},
                                   static_cast<std::int64_t>(drawn.below(50)),
                                   KeyId{static_cast<std::uint32_t>(drawn.below(3))}, UserId{}});
            std::vector<Record> shuffled = records;
            for (std::size_t i = shuffled.size(); i > 1; --i)
                std::swap(shuffled[i - 1], shuffled[drawn.below(i)]);
            WindowOutput output_one, output_other;
            for (const Record& record : records)
                one.record(record, output_one);
            for (const Record& record : shuffled)
                other.record(record, output_other);
            const EventTime watermark{EventDuration{base + 5'999}};
            one.watermark(watermark, output_one);
            other.watermark(watermark, output_other);
            const auto as_a_set = [&](WindowOutput& output) {
                std::sort(output.panes.begin(), output.panes.end(), [](const Pane& a, const Pane& b) {
                    return std::tie(a.window, a.key, a.index) < std::tie(b.window, b.key, b.index);
                });
                return text_of(output, options);
            };
            EXPECT_EQ(as_a_set(output_one), as_a_set(output_other)) << to_string(options.window);
        }
    }
}

TEST(WindowOperator, ACopyGoesOnLikeTheOriginalAndApartFromIt) {
    for (const WindowOptions& options : many_options()) {
        const auto steps = drawn_stream(3, 120, 8'000);
        WindowOperator original{options};
        WindowOutput output;
        output.want_placements = true;
        for (std::size_t i = 0; i < steps.size() / 2; ++i)
            tell(original, steps[i], output);
        WindowOperator copy = original;
        const WindowOperator kept = original;
        EXPECT_EQ(copy.digest(), original.digest());
        WindowOutput of_original, of_copy;
        of_original.want_placements = of_copy.want_placements = true;
        for (std::size_t i = steps.size() / 2; i < steps.size(); ++i)
            tell(original, steps[i], of_original);
        EXPECT_EQ(kept.digest(), copy.digest()) << "the original wrote into its copy";
        for (std::size_t i = steps.size() / 2; i < steps.size(); ++i)
            tell(copy, steps[i], of_copy);
        EXPECT_EQ(text_of(of_original, options), text_of(of_copy, options));
        EXPECT_EQ(copy.digest(), original.digest());
    }
}

// With the watermark sent again after each, restores do not show at all.
TEST(WindowOperator, RestoresDoNotShow) {
    for (const WindowOptions& options : many_options()) {
        const auto steps = drawn_stream(11, 120, 8'000);
        WindowOperator undisturbed{options}, restored{options};
        for (const StreamStep& step : steps) {
            const EventTime watermark = restored.current_watermark();
            const std::uint64_t before = restored.digest();
            restored = restored.snapshot();
            EXPECT_EQ(restored.digest(), before);
            WindowOutput nothing;
            restored.watermark(watermark, nothing);
            EXPECT_TRUE(nothing.panes.empty());
            WindowOutput one, other;
            tell(undisturbed, step, one);
            tell(restored, step, other);
            ASSERT_EQ(text_of(one, options), text_of(other, options))
                << to_string(options.window) << " " << to_string(options.trigger);
            EXPECT_EQ(restored.digest(), undisturbed.digest());
        }
    }
}

// The narrow path and the general one are the same operator.
TEST(WindowOperator, TheFastPathIsNoOtherOperator) {
    for (const EngineName profile : {EngineName::flink, EngineName::beam})
        for (const WindowSpec& window :
             {WindowSpec{Tumbling{10s, 1s}}, WindowSpec{Sliding{10s, 4s, 0s}}, WindowSpec{Sliding{2s, 5s, 0s}}})
            for (const AggregateKind kind : {AggregateKind::count, AggregateKind::sum, AggregateKind::min,
                                             AggregateKind::max, AggregateKind::mean})
                for (const Accumulation accumulation : {Accumulation::accumulating, Accumulation::discarding})
                    for (std::uint64_t seed = 0; seed < 4; ++seed) {
                        WindowOptions fast;
                        fast.profile = profile;
                        fast.window = window;
                        fast.aggregate.kind = kind;
                        fast.accumulation = accumulation;
                        fast.lateness = seed % 2 == 0 ? 5s : 0s;
                        WindowOptions general = fast;
                        general.trigger = trigger_of("repeatedly(event_time)");
                        WindowOperator one{fast}, other{general};
                        std::size_t step_number = 0;
                        for (const StreamStep& step : drawn_stream(seed, 200, 15'000)) {
                            // Now and then a restore without the watermark: what was late is taken again (F-W18).
                            if (++step_number % 37 == 0) {
                                one = one.snapshot();
                                other = other.snapshot();
                            }
                            WindowOutput of_one, of_other;
                            of_one.want_placements = of_other.want_placements = true;
                            tell(one, step, of_one);
                            tell(other, step, of_other);
                            std::sort(of_one.cleared.begin(), of_one.cleared.end());
                            std::sort(of_other.cleared.begin(), of_other.cleared.end());
                            ASSERT_EQ(text_of(of_one, fast), text_of(of_other, general)) << to_string(window);
                            EXPECT_EQ(one.held(), other.held());
                            EXPECT_EQ(one.held_closed(), other.held_closed());
                            EXPECT_EQ(one.unfired(), other.unfired());
                            EXPECT_EQ(one.state_size().bytes, other.state_size().bytes);
                        }
                    }
}

// Every record put into a window is either shown by a pane, or held and not yet shown, or gone with a window that was
// dropped before it was shown: by a finished session, or a trigger that never fired.
TEST(WindowOperator, TheBooksBalance) {
    for (const WindowOptions& options : many_options()) {
        WindowOperator op{options};
        bool dropped_unshown = false;
        for (const StreamStep& step : drawn_stream(5, 200, 8'000)) {
            WindowOutput output;
            output.want_placements = true;
            const Tally before = op.unfired();
            Tally came, went;
            tell(op, step, output);
            for (const Placed& one : output.placed)
                came.add(one.event);
            for (const Pane& pane : output.panes)
                went += {pane.fresh_count, pane.fresh_members};
            if (!(before + came - went == op.unfired())) dropped_unshown = !output.cleared.empty();
            if (!output.cleared.empty()) continue;
            EXPECT_EQ(before + came - went, op.unfired())
                << to_string(options.window) << " " << to_string(options.trigger);
        }
        // Triggers that fire at each close show everything.
        if (options.trigger.machine().fires_only_at_close() && options.time == TimeDomain::event) {
            EXPECT_FALSE(dropped_unshown) << to_string(options.window);
        }
    }
}

TEST(WindowOperator, HoldsNothingAfterTheEnd) {
    for (const WindowOptions& options : many_options()) {
        if (options.profile == EngineName::kafka || options.time == TimeDomain::processing) continue;
        if (std::holds_alternative<Global>(options.window)) continue;
        WindowOperator op{options};
        WindowOutput output;
        for (const StreamStep& step : drawn_stream(9, 300, 8'000))
            tell(op, step, output);
        EXPECT_EQ(op.held(), 0U) << to_string(options.window) << " " << to_string(options.trigger);
        EXPECT_EQ(op.state_size().bytes, 0U);
        EXPECT_EQ(op.unfired(), Tally{});
    }
}

// State is what is open: with a watermark that follows, it stays as small as the windows that a moment can have.
TEST(WindowOperator, StateStaysBoundedWhileTheWatermarkFollows) {
    WindowOptions options;
    options.window = Sliding{10s, 5s, 0s};
    options.lateness = 5s;
    for (const char* trigger : {"default", "repeatedly(event_time)"}) {
        options.trigger = trigger_of(trigger);
        WindowOperator op{options};
        WindowOutput output;
        std::uint64_t most = 0;
        for (std::int64_t i = 0; i < 20'000; ++i) {
            op.record({EventId{static_cast<std::uint64_t>(i)}, EventTime{EventDuration{i * 100}}, 1,
                       KeyId{static_cast<std::uint32_t>(i % 7)}, UserId{}},
                      output);
            op.watermark(EventTime{EventDuration{i * 100 - 2'000}}, output);
            most = std::max(most, op.held());
            output.clear();
        }
        EXPECT_LE(most, 7U * 6U);
    }
}

TEST(WindowOperator, KnowsWhenAWatermarkIsQuiet) {
    for (const WindowOptions& options : many_options()) {
        WindowOperator op{options};
        for (const StreamStep& step : drawn_stream(2, 200, 8'000)) {
            WindowOutput output;
            output.want_placements = true;
            const bool quiet = step.kind == StreamStep::Kind::watermark && op.watermark_is_quiet(step.watermark);
            const std::uint64_t before = op.digest();
            tell(op, step, output);
            if (!quiet) continue;
            EXPECT_EQ(text_of(output, options), "");
            EXPECT_EQ(op.digest(), before);
        }
    }
}

TEST(WindowOperator, NamesItsNextTimer) {
    WindowOptions options;
    options.time = TimeDomain::processing;
    options.window = Tumbling{10s, 0s};
    WindowOperator op{options};
    WindowOutput output;
    EXPECT_EQ(op.next_timer(), std::nullopt);
    op.processing_time(ProcessingTime{3s}, output);
    op.record({EventId{1}, EventTime{}, 1, KeyId{1}, UserId{}}, output);
    EXPECT_EQ(op.next_timer(), ProcessingTime{9'999ms});
    op.processing_time(ProcessingTime{9'999ms}, output);
    EXPECT_EQ(output.panes.size(), 1U);
    EXPECT_EQ(op.next_timer(), std::nullopt);
}

TEST(WindowOperator, KnowsWhetherItFollowsTheClock) {
    WindowOptions options;
    EXPECT_FALSE(WindowOperator{options}.uses_clock());
    options.trigger = trigger_of("after_any(after_count(3), repeatedly(after_processing_time(5s)))");
    EXPECT_TRUE(WindowOperator{options}.uses_clock());
    options.trigger = trigger_of("after_watermark(early=processing_time)");
    EXPECT_TRUE(WindowOperator{options}.uses_clock());
    options = {};
    options.time = TimeDomain::processing;
    EXPECT_TRUE(WindowOperator{options}.uses_clock());
}

TEST(WindowOperator, TellsWhichSessionsBecameOne) {
    WindowOptions options;
    options.window = Session{10s};
    WindowOperator op{options};
    WindowOutput output;
    output.want_placements = true;
    op.record({EventId{1}, EventTime{0s}, 1, KeyId{1}, UserId{}}, output);
    op.record({EventId{2}, EventTime{15s}, 1, KeyId{1}, UserId{}}, output);
    EXPECT_TRUE(output.merged.empty());
    op.record({EventId{3}, EventTime{8s}, 1, KeyId{1}, UserId{}}, output);
    ASSERT_EQ(output.merged.size(), 1U);
    EXPECT_EQ(output.merged[0].from,
              (std::vector<Window>{{EventTime{0s}, EventTime{10s}}, {EventTime{15s}, EventTime{25s}}}));
    EXPECT_EQ(output.merged[0].into, (Window{EventTime{0s}, EventTime{25s}}));
    EXPECT_EQ(output.placed.back().window, output.merged[0].into);
}

TEST(WindowOperator, RefusesOptionsThatItsEngineDoesNotHave) {
    WindowOptions options;
    options.profile = EngineName::kafka;
    options.trigger = trigger_of("count(3)");
    EXPECT_EQ(problems(options), std::vector<std::string>{"profile kafka has no triggers: only default"});
    EXPECT_THROW(WindowOperator{options}, InvariantViolation);
    options = {};
    options.window = Tumbling{0s, 0s};
    EXPECT_FALSE(problems(options).empty());
}

TEST(WindowOperator, ARecordNeedsATimestamp) {
    WindowOperator op{WindowOptions{}};
    WindowOutput output;
    EXPECT_THROW(op.record({EventId{1}, event_time_min, 1, KeyId{1}, UserId{}}, output), InvariantViolation);
}

}  // namespace
}  // namespace tidemark
