#pragma once

#include "sim/judge/judgement.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// What a run with turned knobs comes to, held against the goal of a `try` step.
struct Attempt {
    bool reached{false};
    std::string wanted;  // "stream.final window 23:00:00 is 13"; empty where the step has no goal
    std::string got;     // "12"
    std::string why;     // "(missing: dan1)"; empty where nothing can be said
    struct Watched {
        std::string query, value;  // "stream.first_answer_at", "D+1 00:05:31"
    };
    std::vector<Watched> watched;  // what it costs, in the order of the lesson
};
Attempt attempt_of(Judgement& judgement, const LessonTry& step);

// The goal in words: "stream.final window 23:00:00 is 13". Empty where there is none.
std::string goal_text(const LessonTry& step, const Clock& clock);

// The question behind a word of `watch`, asked where the goal is asked as far as it can be; nothing for no such word.
std::optional<Query> watched_query(const std::string& word, const LessonTry& step);

// The modes that an attempt needs to run: those of the knobs, the goal and what is watched. Empty: all of them.
std::vector<std::string> modes_of(const LessonTry& step, const Scenario& scenario);

}  // namespace tidemark
