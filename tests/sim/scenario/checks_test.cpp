// What no single key can see: whether the parts of a scenario fit together.
#include "sim/scenario/load.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

const std::string head = R"(tidemark: 1
id: test
clock: {day0: 2024-04-10, from: "12:00:00", until: "13:00:00"}
source:
  - {user: ann, events: [{id: a1, at: "12:10:00"}]}
  - {users: 5, cohort: crowd, rate: 1/s, id: "c{n}"}
)";
const std::string job = "job: {window: {kind: tumbling, size: 10m}, aggregate: count}\n";

std::string mistakes(const std::string& text) {
    const Loaded loaded = load_scenario_text("s.yaml", text, {}, {});
    EXPECT_EQ(loaded.scenario.has_value(), loaded.problems.empty());
    std::string lines;
    for (const Diagnostic& problem : loaded.problems)
        lines += one_line(problem) + "\n";
    return lines;
}
std::string in_mode(const std::string& mode) { return mistakes(head + job + "modes:\n  m: " + mode + "\n"); }
std::string expecting(const std::string& expectation) {
    return mistakes(head + job + "modes: {s: {kind: stream}}\nexpect:\n  - " + expectation + "\n");
}

TEST(Checks, AQuestionIsWhole) {
    EXPECT_EQ(mistakes(head + "job: {window: {kind: tumbling, size: 10m}}\n"),
              "s.yaml:7:7: a window without an aggregate: nothing is computed (aggregate: count)\n");
    EXPECT_EQ(mistakes(head + "job: {aggregate: count}\n"),
              "s.yaml:7:18: an aggregate without a window: over what? (window: {kind: tumbling, size: 1h})\n");
    EXPECT_EQ(mistakes(head + "job: {window: {kind: sliding, size: 100000d, period: 1ms}, aggregate: count}\n"),
              "s.yaml:7:37: size: 100000d is too long (at most 100 years (36525d))\n");
    EXPECT_EQ(mistakes(head + "job: {window: {kind: sliding, size: 1d, period: 1ms}, aggregate: count}\n"),
              "s.yaml:7:49: period: every record would be in 86400000 windows (size / period is at most 100000)\n");
    EXPECT_EQ(mistakes(head + "job: {window: {kind: tumbling, size: 1h, offset: -1h}, aggregate: count}\n"),
              "s.yaml:7:50: offset: -1h is not less than the size, 1h\n");
}

TEST(Checks, AStreamHasOnlyWhatMeansSomething) {
    EXPECT_EQ(in_mode("{kind: stream, time: processing, allowed_lateness: 10m}"),
              "s.yaml:9:57: allowed_lateness: in processing time nothing is late: there is no watermark (time: event, "
              "or leave it out)\n");
    EXPECT_EQ(in_mode("{kind: stream, emit: final}"),
              "s.yaml:9:27: emit: every_update and final are Kafka Streams' ways (profile: kafka)\n");
    EXPECT_EQ(in_mode("{kind: stream, profile: kafka, watermark: {kind: bounded, delay: 1s}}"),
              "s.yaml:9:37: watermark: Kafka Streams has none: its stream time is the latest event's time (leave it "
              "out; 'allowed_lateness' is the grace period)\n");
    EXPECT_EQ(in_mode("{kind: stream, repair: {at: \"12:50:00\"}}"),
              "s.yaml:9:21: repair: nothing is put aside that could be repaired (late: side_output)\n");
    EXPECT_EQ(in_mode("{kind: stream, trigger: \"after_wotermark\"}").substr(0, 60),
              "s.yaml:9:30: trigger: 'after_wotermark' is not a trigger: un");
    EXPECT_EQ(in_mode("{kind: stream, trigger: \"after_watermark(early=after_count(2))\"}"), "");
    EXPECT_EQ(
        in_mode("{kind: stream, checkpoint: {every: 1us}}"),
        "s.yaml:9:21: checkpoint: every 1us is 3600000000 times until the clock's end (at most 10000000 times)\n");
}

TEST(Checks, AMicroBatchKeepsSparksRules) {
    EXPECT_EQ(in_mode("{kind: micro_batch, trigger: 5m, output: append}"),
              "s.yaml:9:47: output: append needs a watermark, since it gives a window when it is closed (watermark: "
              "{kind: bounded, delay: 30s}, or output: update)\n")
        << "S-6";
    EXPECT_EQ(in_mode("{kind: micro_batch, trigger: 5m, output: update, window: {kind: session, gap: 1m}}"),
              "s.yaml:9:47: output: session windows cannot be updated in place (output: append or complete)\n")
        << "S-9";
}

TEST(Checks, ABatchAnswersForWholePartitions) {
    EXPECT_EQ(
        in_mode("{kind: batch, schedule: {at: \"12:30:00\"}, window: {kind: session, gap: 1m}}"),
        "s.yaml:9:48: window: a batch answers for whole partitions, so its windows are tumbling (kind: tumbling)\n");
    EXPECT_EQ(in_mode("{kind: batch, schedule: {at: \"12:30:00\"}, partition_size: 25m}"),
              "s.yaml:9:64: a partition of 25m does not hold whole windows of 10m\n");
    EXPECT_EQ(
        in_mode(
            "{kind: batch, schedule: {at: \"12:30:00\"}, backfill: [{at: \"12:40:00\", partitions: [\"12:05:00\"]}]}"),
        "s.yaml:9:89: no partition of 10m starts at 12:05:00\n");
    EXPECT_EQ(in_mode("{kind: batch, schedule: {partition: previous}}"),
              "s.yaml:9:30: a schedule needs 'at' or 'every' (at: [\"D+1 00:30:00\"])\n");
}

TEST(Checks, ARepeatedScheduleIsExpandedWithinTheClock) {
    const Loaded loaded = load_scenario_text(
        "s.yaml", head + job + "modes: {b: {kind: batch, schedule: {every: 20m, at: \"11:30:00\"}}}\n", {}, {});
    ASSERT_TRUE(loaded.scenario) << render(loaded.problems);
    std::string times;
    for (const ProcessingTime at : std::get<BatchMode>(loaded.scenario->modes[0].settings).schedule.at)
        times += to_iso(at).substr(11, 8) + " ";
    EXPECT_EQ(times, "12:10:00 12:30:00 12:50:00 ");
}

TEST(Checks, AModeMayBeLikeAnother) {
    const Loaded loaded =
        load_scenario_text("s.yaml",
                           head + job +
                               "modes:\n  a: {kind: stream, watermark: {kind: bounded, delay: 30s, emit: 200ms}, late: "
                               "side_output}\n  b: {like: a, watermark: {delay: 5m}}\n  c: {like: b, late: drop}\n",
                           {}, {});
    ASSERT_TRUE(loaded.scenario) << render(loaded.problems);
    const auto& b = std::get<StreamMode>(loaded.scenario->modes[1].settings);
    const auto& c = std::get<StreamMode>(loaded.scenario->modes[2].settings);
    EXPECT_EQ(b.watermark.delay, std::chrono::minutes{5});
    EXPECT_EQ(*b.watermark.emit_every, std::chrono::milliseconds{200}) << "keys of mappings are changed one by one";
    EXPECT_EQ(b.late, LatePolicy::side_output);
    EXPECT_EQ(c.late, LatePolicy::drop);
    EXPECT_EQ(c.watermark.delay, std::chrono::minutes{5});
    EXPECT_EQ(mistakes(head + job + "modes: {a: {like: b}, b: {like: a}}\n"), "s.yaml:8:19: mode 'a' is like itself\n");
    EXPECT_EQ(mistakes(head + job + "modes: {a: {kind: stream}, b: {like: c}}\n"),
              "s.yaml:8:38: there is no mode 'c' (one of a or b)\n");
    EXPECT_EQ(mistakes(head + job + "modes: {a: {kind: stream}, b: {like: a, kind: batch}}\n"),
              "s.yaml:8:47: kind: like 'a', this mode is a stream (leave 'kind' out)\n");
}

TEST(Checks, ExpectationsAskForWhatIsThere) {
    EXPECT_EQ(expecting("{id: x, of: strem.final, window: \"12:10:00\", equals: 1}"),
              "s.yaml:10:17: there is no mode 'strem' (there is only s)\n");
    EXPECT_EQ(expecting("{id: x, of: s.finale, window: \"12:10:00\", equals: 1}"),
              "s.yaml:10:19: unknown query 'finale' (did you mean 'final'?)\n");
    EXPECT_EQ(expecting("{id: x, of: final, window: \"12:10:00\", equals: 1}"),
              "s.yaml:10:17: 'final' is asked of a mode (MODE.final)\n");
    EXPECT_EQ(expecting("{id: x, mode: s, of: final, window: \"12:10:00\", equals: 1}"), "");
    EXPECT_EQ(expecting("{id: x, of: s.final, equals: 1}"),
              "s.yaml:10:17: 'final' needs 'window' (the window's start: window: \"23:00:00\")\n");
    EXPECT_EQ(expecting("{id: x, of: s.final, window: \"12:15:00\", equals: 1}"),
              "s.yaml:10:34: window: no window starts at 12:15:00 (the nearest are 12:10:00 and 12:20:00)\n");
    EXPECT_EQ(expecting("{id: x, of: s.fate, event: a2, equals: counted_on_time}"),
              "s.yaml:10:32: no source makes an event 'a2' (did you mean 'a1'?)\n");
    EXPECT_EQ(expecting("{id: x, of: s.fate, event: c17, equals: counted_on_time}"), "");
    EXPECT_EQ(expecting("{id: x, of: s.dropped, cohort: croud, equals: 0}"),
              "s.yaml:10:36: there is no cohort 'croud' (did you mean 'crowd'?)\n");
    EXPECT_EQ(expecting("{id: x, of: s.final, window: \"12:10:00\"}"),
              "s.yaml:10:17: nothing to compare with (one of equals, at_least, at_most, within or better_than)\n");
    EXPECT_EQ(expecting("{id: x, of: s.final, window: \"12:10:00\", equals: 1, at_least: 1}"),
              "s.yaml:10:57: 'equals' and 'at_least' exclude each other (at most one of equals, at_least, at_most, "
              "within or better_than)\n");
    EXPECT_EQ(expecting("{id: x, invariant: conservatoin}"),
              "s.yaml:10:24: invariant: unknown word 'conservatoin' (did you mean 'conservation'?)\n");
    EXPECT_EQ(expecting("{id: x, invariant: conservation, window: \"12:10:00\"}"),
              "s.yaml:10:38: window: an invariant holds for the whole run: this belongs to 'of'\n");
    EXPECT_EQ(expecting("{id: x, of: truth, window: \"12:10:00\", equals: 1}\n  - {id: x, invariant: conservation}"),
              "s.yaml:11:10: id: 'x' is taken by the expectation in line 10\n");
}

TEST(Checks, WhatHasNoTruthIsRefused) {
    const std::string modes =
        "modes: {s: {kind: stream, window: {kind: global}, trigger: \"count(3)\"}, c: {kind: stream, trigger: "
        "\"count(3)\"}}\n";
    EXPECT_EQ(mistakes(head + job + modes + "expect: [{id: x, of: s.error, window: \"12:10:00\", equals: 0}]\n")
                  .substr(0, 71),
              "s.yaml:9:22: 'error': the global window has no truth: what it holds dep");
    EXPECT_EQ(mistakes(head + job + modes + "expect: [{id: x, of: c.error, window: \"12:10:00\", equals: 0}]\n")
                  .substr(0, 71),
              "s.yaml:9:22: 'error': a trigger that counts records has no truth: what ");
}

TEST(Checks, FaultsHitWhatIsThere) {
    const std::string modes = "modes: {s: {kind: stream}, b: {kind: batch, schedule: {at: \"12:30:00\"}}}\n";
    EXPECT_EQ(mistakes(head + job + modes +
                       "faults: [{crash: operator, at: \"12:30:00\", restart_after: 10s}, {crash: b, phase: "
                       "after_write, times: 2}]\n"),
              "");
    EXPECT_EQ(mistakes(head + job + modes + "faults: [{crash: s.windw, at: \"12:30:00\"}]\n"),
              "s.yaml:9:18: crash: there is no 's.windw' (did you mean 's.window'?)\n");
    EXPECT_EQ(mistakes(head + job + modes + "faults: [{crash: s, phase: after_write}]\n"),
              "s.yaml:9:28: phase: only batches and micro-batches have this phase (at: a clock time)\n");
    EXPECT_EQ(mistakes(head + job + modes + "faults: [{crash: s}]\n"),
              "s.yaml:9:10: missing key in faults.0 (one of at or phase)\n");
}

TEST(Checks, NumbersAreBounded) {
    EXPECT_EQ(mistakes("tidemark: 1\nid: x\nclock: {day0: 2024-04-10, until: \"D+300 00:00:00\"}\nsource: [{users: 1, "
                       "rate: 1000/s}]\n"),
              "s.yaml:4:27: this makes more than 1000000000 events\n");
    EXPECT_EQ(mistakes("tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource: [{users: 1, rate: 1/s}]\n"),
              "s.yaml:4:27: 'rate' needs an end (clock.until, or 'until' here)\n");
    EXPECT_EQ(
        mistakes(
            "tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource: [{user: a, every: 36525d, count: 1000000000}]\n"),
        "s.yaml:4:42: count: 1000000000 events every 36525d take more than 200 years\n");
    EXPECT_EQ(
        mistakes(
            "tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource: [{user: a, every: 1s, rate: 1/s, count: 3}]\n"),
        "s.yaml:4:31: 'every' and 'rate' exclude each other (at most one of events, every, rate or file)\n");
}

// Everything at once: what is written is read, and what is read is written.
TEST(Resolved, KeepsEveryKey) {
    const std::string text = R"yaml(tidemark: 1
id: all
title: "Everything: at once"
tags: [late, "yes"]
seed: 18446744073709551615
clock: {day0: 2024-04-10, from: "12:00:00.5", until: "D+1 12:00:00"}
costs: {record: 2us, restart: 7s}
source:
  - {cohort: a, users: 100, rate: 0.5/s, arrivals: regular, count: 50, keys: {count: 10, skew: 1.1}, value: {min: -3, max: 9}, delay: {kind: exp, mean: 150ms, base: 50ms, max: 1m}, offline: {users: 5%, every: 10m, mean: 4m, max: 30m, why: tunnel}, flush: shuffled, clock_skew: {by: -5m, spread: {kind: normal, mean: 1s, deviation: 300ms}}, duplicates: {share: 0.5%, copies: 2, spacing: 3s, new_id: true}, burst: [{from: "12:10:00", until: "12:20:00", factor: 2.5}, {from: "12:30:00", until: "12:40:00", factor: 3}], silence: {from: "13:00:00", until: "14:00:00"}}
  - {users: [x, "y y", "no"], every: 90s, first: "12:00:01.5", count: 3, keys: [k1, k2], delay: {kind: uniform, min: 0s, max: 2s}, duplicates: 5%, clock_skew: 1h}
  - {user: z, events: [{id: z1, at: "12:30:00.123", arrives: "12:31:00.000001", key: k, user: other, value: -7}, {at: "2024-04-10T12:31:00Z"}], key: fixed, delay: {kind: pareto, min: 1ms, shape: 1.5, max: 10m}}
log: {topic: clicks, partitions: 3, retention: 1d, partition_by: user}
job:
  version: v2
  filter: {value: {min: 1, max: 100}, key: [a, b], not_user: [bot]}
  map: {multiply: -2, add: 1}
  key: user
  window: {kind: sliding, size: 1h, period: 5m, offset: -1m}
  aggregate: {kind: distinct, of: user}
modes:
  s: {kind: stream, watermark: {kind: bounded, delay: 1m, emit: 200ms, idle_after: 30s}, trigger: "after_watermark(early=after_processing_time(10s), late=after_count(1))", profile: beam, accumulation: discarding, allowed_lateness: 1d, late: side_output, repair: {at: "D+1 11:00:00"}, checkpoint: {every: 10s, takes: 500ms}, capacity: 150/s, sink: {kind: append}}
  k: {kind: stream, profile: kafka, emit: final, allowed_lateness: 10s, window: {kind: session, gap: 30s}, aggregate: mean}
  p: {like: s, time: processing, window: {kind: tumbling, size: 1m}}
  m: {kind: micro_batch, trigger: 5m, output: update, no_data_batches: false, takes: 12s, sink: {kind: append}, watermark: {kind: bounded, delay: 1m}}
  b: {kind: batch, window: {kind: tumbling, size: 30m}, aggregate: sum, schedule: {every: 6h, partition: current}, partition_size: 1h, partition_by: ingest_time, look_back: 2, backfill: [{at: "D+1 03:00:00", partitions: ["13:00:00", "14:00:00"]}], output: append, retries: 1, retry_after: 5m}
faults:
  - {crash: operator, at: "12:45:00"}
  - {crash: b, phase: after_write, times: 2, restart_after: 3s}
expect:
  - {id: e1, of: k.final, window: "12:00:00", key: k, as_of: "12:50:00", equals: 7}
  - {id: e2, of: s.first_answer_at, window: "12:04:00", equals: "13:00"}
  - {id: e3, of: s.freshness, at_most: 90s}
  - {id: e4, of: b.completeness, window: "12:30:00", within: {min: 95%, max: 99.5%}}
  - {id: e5, of: s.lost, equals: []}
  - {id: e6, of: s.dropped, cohort: a, at_least: 3}
  - {id: e7, of: b.window_of, event: z1, equals: none}
  - {id: e8, of: m.cost, better_than: s.cost}
  - {id: e9, of: b.final_answer_at, window: "12:00:00", equals: "D+1 00:32:00.250"}
  - {id: e10, invariant: conservation}
sometimes: [offline, {what: late, mode: s}]
)yaml";
    const Loaded first = load_scenario_text("all.yaml", text, {}, {});
    ASSERT_TRUE(first.scenario) << render(first.problems);
    const std::string once = resolved(*first.scenario);
    for (const char* kept : {"seed: 18446744073709551615", "skew: 1.1", "share: 0.5%", "factor: 2.5",
                             "arrives: \"12:31:00.000001\"", "of: user", "equals: 7.0", "equals: \"13:00\"",
                             "equals: []", "equals: \"D+1 00:32:00.250\"", "late=after_count(1)"})
        EXPECT_NE(once.find(kept), std::string::npos) << kept << " in\n" << once;
    const Loaded second = load_scenario_text("resolved.yaml", once, {}, {});
    ASSERT_TRUE(second.scenario) << render(second.problems) << once;
    EXPECT_EQ(resolved(*second.scenario), once);
}

}  // namespace
}  // namespace tidemark
