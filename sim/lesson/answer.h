#pragma once

#include "sim/judge/judgement.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/scenario.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// A lesson's answers are computed by its run, never typed.
struct LessonAnswer {
    std::string text;                    // "12", "D+1 00:32:00", "98.92%", "nothing"; empty where there is a problem
    std::optional<std::size_t> choice;   // the first of the question's choices that says it; none where none does
    std::optional<std::string> problem;  // why this run cannot be asked: "no mode 'strem' in this run"
};
LessonAnswer answer_of(Judgement& judgement, const LessonAsk& ask);

// A value as a lesson tells it: as everywhere, but shares in percent, "98.92%", and instants to the millisecond.
std::string lesson_text(const Value& value, QueryKind asked, const Clock& clock);

// Whether a choice says this value, at the precision written: "23:00" is the instant 23:00:00 and every other of that
// minute, "12" the number or a list of twelve, "98.9%" the share 0.98921.
bool says(const std::string& choice, const Value& value, const Clock& clock);

// Which questions of the run's scenario have an answer that is not among their choices, or none at all. `file` is what
// messages call the scenario. Empty where there is no lesson.
std::vector<Diagnostic> lesson_problems(const std::string& file, Judgement& judgement);

}  // namespace tidemark
