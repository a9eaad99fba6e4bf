#include "sim/lesson/answer.h"

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

// Rounded to the unit of the last digit written.
bool says_share(const std::string& choice, Millionths share) {
    const auto written = share_from(choice);
    if (!written.value) return false;
    std::int64_t unit = 10'000;  // of "5%"; a tenth of that for each decimal
    if (const std::size_t point = choice.find('.'); point != std::string::npos)
        for (std::size_t digit = point + 2; digit < choice.size(); ++digit)
            unit /= 10;
    return (share.value + unit / 2) / unit * unit == written.value->value;
}

bool says_instant(const std::string& choice, ProcessingTime at, const Clock& clock) {
    const auto written = clock_from(choice, clock.day0);
    if (!written.value) return false;
    ProcessingDuration past = at - *written.value;
    // "00:00" may stand for midnight of any day where nothing else is meant.
    constexpr ProcessingDuration day = std::chrono::hours{24};
    if (choice.find('D') == std::string::npos && past >= ProcessingDuration{0}) past %= day;
    return past >= ProcessingDuration{0} && past < precision_of_clock(choice);
}

// Whole hundredths of a percent, rounded.
std::string percent_text(Millionths share) { return share_text({(share.value + 50) / 100 * 100}); }

}  // namespace

bool says(const std::string& choice, const Value& value, const Clock& clock) {
    if (choice == to_text(value, clock)) return true;
    if (const auto at = instant_in(value)) return says_instant(choice, *at, clock);
    if (const auto* duration = std::get_if<ProcessingDuration>(&value)) {
        const auto written = duration_from(choice);
        return written.value && *duration >= *written.value &&
               *duration - *written.value < precision_of_duration(choice);
    }
    if (const auto* share = std::get_if<Millionths>(&value)) return says_share(choice, *share);
    if (const auto* names = std::get_if<std::vector<std::string>>(&value))
        return (names->size() == 1 && names->front() == choice) || choice == fmt::format("{}", names->size());
    return false;
}

std::string lesson_text(const Value& value, QueryKind asked, const Clock& clock) {
    const auto* share = std::get_if<Millionths>(&value);
    if (share != nullptr && info_of(asked).type == "share") return percent_text(*share);
    if (const auto* at = std::get_if<ProcessingTime>(&value))
        return to_text(ProcessingTime{std::chrono::duration_cast<std::chrono::milliseconds>(at->time_since_epoch())},
                       clock);
    return to_text(value, clock);
}

LessonAnswer answer_of(Judgement& judgement, const LessonAsk& ask) {
    const Clock& clock = judgement.scenario().clock;
    Evaluation answer = evaluate(judgement, ask.answer);
    LessonAnswer result;
    if (answer.problem) {
        result.problem = std::move(answer.problem);
        return result;
    }
    result.text = lesson_text(answer.value, ask.answer.kind, clock);
    const auto said = std::find_if(ask.choices.begin(), ask.choices.end(),
                                   [&](const std::string& choice) { return says(choice, answer.value, clock); });
    if (said != ask.choices.end()) result.choice = static_cast<std::size_t>(said - ask.choices.begin());
    // Asked for their number, the run does not recite them.
    const auto* events = std::get_if<std::vector<std::string>>(&answer.value);
    if (events != nullptr && result.choice && *said == fmt::format("{}", events->size())) result.text = *said;
    return result;
}

std::vector<Diagnostic> lesson_problems(const std::string& file, Judgement& judgement) {
    std::vector<Diagnostic> problems;
    if (!judgement.scenario().lesson) return problems;
    for (const LessonStep& step : judgement.scenario().lesson->steps) {
        const auto* ask = std::get_if<LessonAsk>(&step.what);
        if (ask == nullptr || ask->choices.empty()) continue;
        const LessonAnswer answer = answer_of(judgement, *ask);
        if (answer.choice) continue;
        const std::string message = answer.problem
                                        ? "the answer cannot be computed: " + *answer.problem
                                        : fmt::format("the run answers {}, which is none of the choices", answer.text);
        problems.push_back({file, step.where, message, "", ""});
    }
    return problems;
}

}  // namespace tidemark
