#include "tests/sim/lesson/played.h"

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/load.h"

#include <gtest/gtest.h>

namespace tidemark::testing_lesson {

// Windows of a minute, watermark 10 s behind, 20 s of lateness: 12:00 answers 2 at 12:01:10, 3 at 12:01:25; `later` comes
// when the watermark is at 12:02:10, beyond it.
const char* const small_lesson = R"(tidemark: 1
id: small
clock: {day0: 2024-04-10, from: "12:00:00", until: "12:10:00", at_end: drain}
costs: none
source:
  - user: ann
    events:
      - {id: a1, at: "12:00:10"}
      - {id: a2, at: "12:00:50"}
      - {id: a3, at: "12:01:10"}
      - {id: late, at: "12:00:20", arrives: "12:01:25"}
      - {id: a4, at: "12:02:20"}
      - {id: later, at: "12:00:30", arrives: "12:05:00"}
job: {window: {kind: tumbling, size: 1m}, aggregate: count}
modes:
  stream: {kind: stream, watermark: {kind: bounded, delay: 10s}, allowed_lateness: 20s}
  strict: {like: stream, allowed_lateness: 0s}
lesson:
  number: 1
  steps:
    - say: Clicks arrive.
      show: {modes: [stream], range: ["12:00:00", "12:06:00"], plane: events_only}
    - say: Two minutes are over.
      play_until: "12:01:15"
    - ask: What is the final count of 12:00?
      choices: [2, 3, 4]
      answer: {of: stream.final, window: "12:00:00"}
      confidence: true
      reveal: {play_until: end, select: late}
      explain: The late one is let in.
    - ask: And of the strict one?
      choices: [2, 3, 4]
      answer: {of: strict.final, window: "12:00:00"}
      reveal: {play_until: "12:06:00", select: later}
    - say: Two counts.
      show: {compare: [stream, strict], highlight: [watermark]}
    - try: Count them all.
      knobs: [stream.watermark.delay, stream.allowed_lateness]
      goal: {of: stream.final, window: "12:00:00", equals: 4}
      watch: [stream.first_answer_at, stream.refirings]
    - ask: When does the stream first answer for 12:00?
      choices: ["12:01:00", "12:01:10", "12:01"]
      answer: {of: stream.first_answer_at, window: "12:00:00"}
  takeaway: Ask until when.
)";

namespace {

std::unique_ptr<Played> played(Loaded loaded) {
    for (const Diagnostic& problem : loaded.problems)
        ADD_FAILURE() << one_line(problem);
    if (!loaded.scenario) return nullptr;
    auto result = std::make_unique<Played>();
    result->simulation = run(*loaded.scenario, Seed{loaded.scenario->seed});
    result->scenario = result->simulation.scenario;
    result->judgement = std::make_unique<Judgement>(result->simulation);
    return result;
}

std::vector<Setting> settings_of(const std::vector<std::string>& words) {
    std::vector<Setting> settings;
    for (const std::string& word : words)
        settings.push_back(parse_setting(word).value());
    return settings;
}

}  // namespace

std::unique_ptr<Played> play_text(const std::string& text, const std::vector<std::string>& settings) {
    return played(load_scenario_text("small.yaml", text, settings_of(settings), {}));
}

std::unique_ptr<Played> play_file(const std::string& file, const std::vector<std::string>& settings) {
    return played(load_scenario_file(file, settings_of(settings)));
}

}  // namespace tidemark::testing_lesson
