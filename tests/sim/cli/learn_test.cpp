#include "tests/sim/cli/program.h"
#include "tests/sim/lesson/played.h"

#include <gtest/gtest.h>

// Conversations: what is typed, and all that is written in answer.
namespace tidemark {
namespace {

using namespace testing_cli;

class Learn : public testing::Test {
protected:
    void SetUp() override { folder.write("small.yaml", testing_lesson::small_lesson); }
    Ended learn(const std::string& input) const {
        return call({.words = "learn small.yaml", .folder = folder.path(), .input = input});
    }
    TemporaryFolder folder;
};

TEST_F(Learn, AsksBeforeItTellsAndLetsOneTry) {
    const Ended ended = learn("2 sure\n3\nallowed_lateness=5m\n2\n");
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.err, "");
    EXPECT_EQ(ended.out, R"(Lesson 1 · small

1/7   Clicks arrive.

2/7   Two minutes are over.

3/7   What is the final count of 12:00?

      1  2
      2  3
      3  4

Your prediction, 1 to 3: 2 sure

      The run says 3: you were right.

      stream:
      12:01:25 late (12:00:20) late: window 12:00 closed, watermark 0 s past its
               end; accepted, count 3
      12:05:00 later (12:00:30) too late: window 12:00 closed, watermark 1 min
               10 s past its end; dropped

      The late one is let in.

4/7   And of the strict one?

      1  2
      2  3
      3  4

Your prediction, 1 to 3: 3

      The run says 2, not 4.

      strict:
      12:00:10 3 events on time, until 12:01:10 (a1 to a3)
      12:01:10 window 12:00 fires on time
      12:01:10 readers see 12:00: 2 (truth 4, error −2)
      12:01:25 late (12:00:20) too late: window 12:00 closed, watermark 0 s past
               its end; dropped
      12:02:20 a4 (12:02:20) on time
      12:02:20 window 12:01 fires on time
      12:02:20 readers see 12:01: 1 (right)
      12:05:00 later (12:00:30) too late: window 12:00 closed, watermark 1 min
               10 s past its end; dropped

5/7   Two counts.

6/7   Count them all.

      stream.watermark.delay=10s
        how far event time may lag: events later than this are late
      stream.allowed_lateness=20s
        how long a window stays correctable after the watermark has passed its
        end (kafka: grace)

      stream.first_answer_at   12:01:10
      stream.refirings         1

      Goal: stream.final window 12:00:00 is 4. Now it is 3 (missing: later).

A setting, or skip: allowed_lateness=5m

                                before     now
      stream.allowed_lateness   20s        5m
      stream.first_answer_at    12:01:10   12:01:10
      stream.refirings          1          2

      Goal reached: stream.final window 12:00:00 is 4.

7/7   When does the stream first answer for 12:00?

      1  12:01:00
      2  12:01:10
      3  12:01

Your prediction, 1 to 3: 2

      The run says 12:01:10: you were right.

Ask until when.

2 of 3 predictions right.
)");
}

// Everything that can be typed wrongly, and the words that every prompt knows.
TEST_F(Learn, HelpsWhoIsLost) {
    const Ended ended = learn(
        "x\n?\nskip\nback\n2\nmaybe\ng\nback\n1\nstream.late=drop\nfoo\n\nallowed_lateness=20x\nwatermark.delay="
        "1m\nreset\nskip\nquit\n");
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.err, "");
    EXPECT_EQ(ended.out, R"(Lesson 1 · small

1/7   Clicks arrive.

2/7   Two minutes are over.

3/7   What is the final count of 12:00?

      1  2
      2  3
      3  4

Your prediction, 1 to 3: x
      One of 1 to 3, please; ? helps.
Your prediction, 1 to 3: ?
      Say what you expect: 1 to 3. The run answers when you have said it. '2
      sure' or '2 guess' says how sure you are in the same line. 'back' goes a
      step back, 'quit' ends the lesson.
Your prediction, 1 to 3: skip
      A prediction first: a guess will do. 'quit' ends the lesson.
Your prediction, 1 to 3: back

2/7   Two minutes are over.

3/7   What is the final count of 12:00?

      1  2
      2  3
      3  4

Your prediction, 1 to 3: 2
How sure are you, guess or sure: maybe
      guess or sure, please.
How sure are you, guess or sure: g

      The run says 3: you were right.

      stream:
      12:01:25 late (12:00:20) late: window 12:00 closed, watermark 0 s past its
               end; accepted, count 3
      12:05:00 later (12:00:30) too late: window 12:00 closed, watermark 1 min
               10 s past its end; dropped

      The late one is let in.

4/7   And of the strict one?

      1  2
      2  3
      3  4

Your prediction, 1 to 3: back

3/7   What is the final count of 12:00?

      1  2
      2  3
      3  4

      The run says 3: you were right.
      The late one is let in.

4/7   And of the strict one?

      1  2
      2  3
      3  4

Your prediction, 1 to 3: 1

      The run says 2: you were right.

      strict:
      12:00:10 3 events on time, until 12:01:10 (a1 to a3)
      12:01:10 window 12:00 fires on time
      12:01:10 readers see 12:00: 2 (truth 4, error −2)
      12:01:25 late (12:00:20) too late: window 12:00 closed, watermark 0 s past
               its end; dropped
      12:02:20 a4 (12:02:20) on time
      12:02:20 window 12:01 fires on time
      12:02:20 readers see 12:01: 1 (right)
      12:05:00 later (12:00:30) too late: window 12:00 closed, watermark 1 min
               10 s past its end; dropped

5/7   Two counts.

6/7   Count them all.

      stream.watermark.delay=10s
        how far event time may lag: events later than this are late
      stream.allowed_lateness=20s
        how long a window stays correctable after the watermark has passed its
        end (kafka: grace)

      stream.first_answer_at   12:01:10
      stream.refirings         1

      Goal: stream.final window 12:00:00 is 4. Now it is 3 (missing: later).

A setting, or skip: stream.late=drop
      'stream.late' is no knob of this step: one of stream.watermark.delay or
      stream.allowed_lateness
A setting, or skip: foo
      A setting has an '=': stream.watermark.delay=...
A setting, or skip: 
      KEY=VALUE turns a knob, 'skip' goes on.
A setting, or skip: allowed_lateness=20x
stream.allowed_lateness=20x: allowed_lateness: unknown unit 'x' in '20x'
     = units are us, ms, s, m, h, d
A setting, or skip: watermark.delay=1m

                               before     now
      stream.watermark.delay   10s        1m
      stream.first_answer_at   12:01:10   12:02:20
      stream.refirings         1          0

      Goal: stream.final window 12:00:00 is 4. Now it is 3 (missing: later).

A setting, or skip: reset
      As in the file again.
A setting, or skip: skip

7/7   When does the stream first answer for 12:00?

      1  12:01:00
      2  12:01:10
      3  12:01

Your prediction, 1 to 3: quit

Stopped at step 7 of 7.
)");
}

TEST_F(Learn, EndsWhereTheAnswersEnd) {
    const Ended ended = learn("1 guess\n1");  // the last line has no end
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(contains(ended.out, "And of the strict one?")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "The run says 2: you were right.")) << ended.out;
    EXPECT_TRUE(ended.out.ends_with("\nStopped at step 6 of 7: the input has ended.\n")) << ended.out;
}

TEST_F(Learn, SaysNothingOfTheAnswerBeforeOneIsGiven) {
    const std::string before = learn("").out;
    EXPECT_FALSE(contains(before, "The run says")) << before;
    EXPECT_FALSE(contains(before, "let in")) << "the explanation: " << before;
}

// What was turned in one try is not turned in the next.
TEST_F(Learn, RunsWithAllThatWasTurnedUntilReset) {
    const std::string steps =
        learn("2 sure\n1\nwatermark.delay=20s\nallowed_lateness=30s\nreset\nallowed_lateness=5m\n").out;
    EXPECT_TRUE(contains(steps, "stream.watermark.delay    10s        20s")) << steps;
    EXPECT_TRUE(contains(steps, "stream.allowed_lateness   20s        30s")) << steps;
    EXPECT_FALSE(contains(steps.substr(steps.find("As in the file")), "watermark.delay")) << steps;
    EXPECT_TRUE(contains(steps, "Goal reached: stream.final window 12:00:00 is 4.")) << steps;
}

TEST_F(Learn, FitsEightyColumnsAndUsesNoColourInAPipe) {
    const Ended ended = call(Call{.words = "learn scenarios/subway-2358.yaml", .input = "2\n3 sure\nskip\n"});
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = ended.out.find('\n', begin)) != std::string::npos; begin = end + 1)
        EXPECT_LE(end - begin, 80U + 2U) << ended.out.substr(begin, end - begin);  // a dot between takes two bytes
    EXPECT_FALSE(contains(ended.out, "\x1b"));
    EXPECT_TRUE(contains(ended.out, "2 of 2 predictions right.")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "tidemark learn scenarios/how-long-do-you-wait.yaml")) << ended.out;
    const Ended painted = call(Call{.words = "learn scenarios/subway-2358.yaml --color always", .input = "2\n"});
    EXPECT_TRUE(contains(painted.out, "\x1b[32myou were right\x1b[0m")) << painted.out;
}

TEST_F(Learn, RefusesWhatIsNoLesson) {
    folder.write("plain.yaml", small_scenario);
    Ended ended = call({.words = "learn plain.yaml", .folder = folder.path()});
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(contains(ended.err, "plain.yaml has no lesson")) << ended.err;

    ended = call({.words = "learn -", .folder = folder.path(), .input = testing_lesson::small_lesson});
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "your answers come from there")) << ended.err;

    std::string wrong = testing_lesson::small_lesson;
    wrong.replace(wrong.find("delay: 10s"), 10, "delay: 6m ");
    folder.write("wrong.yaml", wrong);
    ended = call({.words = "learn wrong.yaml", .folder = folder.path()});
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(contains(ended.err, "which is none of the choices")) << ended.err;

    EXPECT_EQ(call("learn nofile.yaml").code, 2);
    EXPECT_EQ(call("learn").code, 2);
}

}  // namespace
}  // namespace tidemark
