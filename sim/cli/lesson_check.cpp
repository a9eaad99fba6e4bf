#include "sim/cli/lesson_check.h"

#include "sim/judge/query.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

std::optional<ProcessingTime> instant_in(const Value& value) {
    if (const auto* at = std::get_if<ProcessingTime>(&value)) return *at;
    if (const auto* at = std::get_if<EventTime>(&value)) return instant_of(*at);
    return std::nullopt;
}

}  // namespace

bool says(const std::string& choice, const Value& value, const Clock& clock) {
    if (choice == to_text(value, clock)) return true;
    if (const auto at = instant_in(value)) {
        const auto written = clock_from(choice, clock.day0);
        if (written.value && *written.value == *at) return true;
        // "00:00" may stand for midnight of any day where nothing else is meant.
        constexpr ProcessingDuration day = std::chrono::hours{24};
        return written.value && choice.find('D') == std::string::npos &&
               (*at - *written.value) % day == ProcessingDuration{0};
    }
    if (const auto* duration = std::get_if<ProcessingDuration>(&value)) {
        const auto written = duration_from(choice);
        return written.value && *written.value == *duration;
    }
    if (const auto* names = std::get_if<std::vector<std::string>>(&value))
        return names->size() == 1 && names->front() == choice;
    return false;
}

std::vector<Diagnostic> lesson_problems(const JudgedRun& run) {
    std::vector<Diagnostic> problems;
    if (!run.scenario->lesson) return problems;
    const Clock& clock = run.scenario->clock;
    for (const LessonStep& step : run.scenario->lesson->steps) {
        const auto* ask = std::get_if<LessonAsk>(&step.what);
        if (ask == nullptr || ask->choices.empty()) continue;
        const Evaluation answer = evaluate(*run.judgement, ask->answer);
        std::string message;
        if (answer.problem) {
            message = "the answer cannot be computed: " + *answer.problem;
        } else if (std::none_of(ask->choices.begin(), ask->choices.end(),
                                [&](const std::string& choice) { return says(choice, answer.value, clock); })) {
            message = fmt::format("the run answers {}, which is none of the choices", to_text(answer.value, clock));
        } else {
            continue;
        }
        problems.push_back({run.request.file, step.where, message, "", ""});
    }
    return problems;
}

}  // namespace tidemark
