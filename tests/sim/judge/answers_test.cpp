#include "sim/judge/answers.h"

#include "sim/judge/clock_text.h"
#include "sim/judge/error.h"
#include "sim/judge/metrics.h"
#include "tests/sim/judge/hand_made.h"

#include <gtest/gtest.h>

namespace tidemark::hand_made {
namespace {

// Writes rows as sinks do.
class Written {
public:
    ModeTrace trace;

    void row(std::int64_t second, WriteKind kind, std::int64_t window, std::uint32_t key, std::int64_t number,
             bool tombstone = false) {
        RowEntry entry;
        entry.stamp.at = at(second);
        entry.stamp.sequence = trace.rows.size();
        entry.kind = kind;
        entry.row = Row{};
        entry.row->key = KeyId{key};
        entry.row->window = {event_at(window), event_at(window + 60)};
        entry.row->value.count = static_cast<std::uint64_t>(number);
        entry.row->value.number = number;
        entry.row->tombstone = tombstone;
        trace.rows.push_back(entry);
    }
    void overwrite(std::int64_t second, std::int64_t from, std::int64_t until) {
        RowEntry entry;
        entry.stamp.at = at(second);
        entry.stamp.sequence = trace.rows.size();
        entry.kind = WriteKind::overwrite;
        entry.partition = Window{event_at(from), event_at(until)};
        trace.rows.push_back(entry);
    }
    Answers answers(AggregateKind kind = AggregateKind::count) const {
        JobLogic job;
        job.window = Tumbling{seconds(60), {}};
        job.aggregate = AggregateSpec{kind, DistinctOf::value};
        return {trace, job};
    }
};
const Window first{event_at(0), event_at(60)};
std::int64_t number_at(const std::vector<Answer>& history, std::int64_t second) {
    const Answer* answer = answer_at(history, at(second));
    return answer ? answer->value->number : -1;
}

TEST(Answers, AppendedRowsStackUp) {
    Written written;
    written.row(61, WriteKind::append, 0, 1, 10);
    written.row(70, WriteKind::append, 0, 1, 2);
    const Answers answers = written.answers();
    const AnswerCell* cell = answers.find(first, KeyId{1});
    ASSERT_NE(cell, nullptr);
    EXPECT_EQ(number_at(cell->history, 60), -1);
    EXPECT_EQ(number_at(cell->history, 61), 10);
    EXPECT_EQ(number_at(cell->history, 70), 12);
    EXPECT_EQ(cell->history.back().rows_until - cell->history.back().rows_from, 2u);
}

TEST(Answers, AnUpsertReplacesAndATombstoneWithdraws) {
    Written written;
    written.row(61, WriteKind::upsert, 0, 1, 10);
    written.row(70, WriteKind::upsert, 0, 1, 12);
    written.row(80, WriteKind::upsert, 0, 1, 0, true);
    const Answers answers = written.answers();
    const std::vector<Answer>& history = answers.find(first, KeyId{1})->history;
    EXPECT_EQ(number_at(history, 75), 12);
    EXPECT_EQ(number_at(history, 80), -1);
    EXPECT_EQ(first_answer_at(history), at(61));
    EXPECT_EQ(final_answer_at(history), std::nullopt);
}

TEST(Answers, AnOverwriteReplacesItsPartitionAndNothingElse) {
    Written written;
    written.row(100, WriteKind::append, 0, 1, 10);
    written.row(100, WriteKind::append, 0, 2, 5);
    written.row(100, WriteKind::append, 60, 1, 7);
    written.overwrite(200, 0, 60);
    written.row(200, WriteKind::overwrite, 0, 1, 11);
    const Answers answers = written.answers();
    EXPECT_EQ(number_at(answers.find(first, KeyId{1})->history, 200), 11);
    EXPECT_EQ(number_at(answers.find(first, KeyId{2})->history, 199), 5);
    EXPECT_EQ(number_at(answers.find(first, KeyId{2})->history, 200), -1);
    EXPECT_EQ(number_at(answers.find({event_at(60), event_at(120)}, KeyId{1})->history, 300), 7);
    // What the overwrite cleared and wrote again never was gone.
    for (const Answer& answer : answers.find(first, KeyId{1})->history)
        EXPECT_TRUE(answer.value.has_value());
}

TEST(Answers, WritingTheSameAgainIsNoNewAnswer) {
    Written written;
    for (const std::int64_t second : {100, 200, 300}) {
        written.overwrite(second, 0, 60);
        written.row(second, WriteKind::overwrite, 0, 1, second == 100 ? 9 : 11);
    }
    const Answers answers = written.answers();
    const std::vector<Answer>& history = answers.find(first, KeyId{1})->history;
    EXPECT_EQ(final_answer_at(history), at(200));
    EXPECT_EQ(changes_of(history), 1u);
}

TEST(Answers, KeysOfAWindowAreReadTogether) {
    Written written;
    written.row(61, WriteKind::upsert, 0, 1, 10);
    written.row(61, WriteKind::upsert, 0, 2, 5);
    written.row(70, WriteKind::upsert, 0, 2, 6);
    const std::vector<Answer> sums = written.answers().over_keys(first);
    ASSERT_EQ(sums.size(), 2u);  // an instant appears once
    EXPECT_EQ(number_at(sums, 61), 15);
    EXPECT_EQ(number_at(sums, 70), 16);
    EXPECT_EQ(number_at(written.answers(AggregateKind::max).over_keys(first), 70), 10);
    EXPECT_EQ(number_at(written.answers(AggregateKind::min).over_keys(first), 61), 5);
    EXPECT_EQ(number_at(written.answers(AggregateKind::min).over_keys(first), 70), 6);
}

TEST(ErrorCurve, HasNoPointBeforeTheFirstAnswerAndSaysSinceWhenItIsRight) {
    Written written;
    written.row(61, WriteKind::upsert, 0, 0, 1);
    written.row(70, WriteKind::upsert, 0, 0, 2);
    const auto tape = tape_of({{"a", 5, {5}}, {"b", 6, {69}}});
    JobLogic job;
    job.window = Tumbling{seconds(60), {}};
    job.aggregate = AggregateSpec{};
    const Truth truth{*tape, job, EngineName::flink};
    const ErrorCurve curve = error_curve(truth, written.answers(), first, KeyId{0});
    ASSERT_EQ(curve.points.size(), 2u);
    EXPECT_EQ(curve.points[0].at, at(61));
    EXPECT_EQ(curve.points[0].error, -1);
    EXPECT_EQ(curve.final, 0);
    EXPECT_EQ(curve.right_since, at(70));
}

TEST(ClockText, IsRelativeToTheFirstDay) {
    Clock clock;
    clock.day0 = at(-86'400);
    clock.from = at(-600);
    clock.until = at(2400);
    EXPECT_EQ(clock_text(at(-120), clock), "23:58:00");
    EXPECT_EQ(clock_text(at(31), clock), "D+1 00:00:31");
    EXPECT_EQ(clock_text(at(31) + std::chrono::milliseconds{500}, clock), "D+1 00:00:31.5");
    EXPECT_EQ(clock_text(at(-90'000), clock), "D-1 23:00:00");
    EXPECT_EQ(label_text(event_at(0), clock), "00:00");
    EXPECT_EQ(window_text({event_at(-3600), event_at(0)}, clock), "[23:00, 00:00)");
    clock.until = at(200'000);
    EXPECT_EQ(label_text(event_at(0), clock), "D+1 00:00");
}

TEST(ClockText, SaysDurationsInTwoUnits) {
    EXPECT_EQ(duration_text(EventDuration{1'141'000}), "19 min 1 s");
    EXPECT_EQ(duration_text(ProcessingDuration{1'100'000}), "1.1 s");
    EXPECT_EQ(duration_text(EventDuration{-250}), "-250 ms");
    EXPECT_EQ(duration_text(EventDuration{std::chrono::hours{50}}), "2 d 2 h");
    EXPECT_EQ(duration_text(ProcessingDuration{}), "0 s");
    EXPECT_EQ(count_text(1'234'567), "1 234 567");
    EXPECT_EQ(count_text(999), "999");
}

TEST(Spread, TakesTheLowerMiddleAndWhatNinetyNinePercentDoNotExceed) {
    std::vector<ProcessingDuration> durations;
    for (int i = 200; i >= 1; --i)
        durations.emplace_back(i);
    const Spread spread = spread_of(durations);
    EXPECT_EQ(spread.median.count(), 100);
    EXPECT_EQ(spread.p99.count(), 198);
    EXPECT_EQ(spread.max.count(), 200);
    EXPECT_EQ(spread_of({}).count, 0u);
}

}  // namespace
}  // namespace tidemark::hand_made
