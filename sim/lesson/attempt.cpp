#include "sim/lesson/attempt.h"

#include "sim/judge/expectations.h"
#include "sim/judge/query.h"
#include "sim/lesson/answer.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

const QueryClaim* claim_of(const LessonTry& step) {
    return step.goal ? std::get_if<QueryClaim>(&step.goal->claim) : nullptr;
}

bool asked_with(const QueryInfo& info, std::string_view what) {
    return info.where.find(what) != std::string_view::npos;
}

}  // namespace

std::string goal_text(const LessonTry& step, const Clock& clock) {
    const QueryClaim* claim = claim_of(step);
    if (claim == nullptr) return {};
    const QueryKind kind = claim->query.kind;
    std::string than;
    if (const auto* value = std::get_if<Value>(&claim->than)) than = lesson_text(*value, kind, clock);
    if (const auto* within = std::get_if<Within>(&claim->than))
        than = fmt::format("{} to {}", lesson_text(within->low, kind, clock), lesson_text(within->high, kind, clock));
    if (const auto* other = std::get_if<Query>(&claim->than)) than = "better than " + to_text(*other, clock);
    if (claim->comparison == Comparison::at_least) than = "at least " + than;
    if (claim->comparison == Comparison::at_most) than = "at most " + than;
    return fmt::format("{} is {}", to_text(claim->query, clock), than);
}

std::optional<Query> watched_query(const std::string& word, const LessonTry& step) {
    const std::size_t dot = word.find('.');
    const std::string name = dot == std::string::npos ? word : word.substr(dot + 1);
    for (const QueryInfo& info : query_catalogue()) {
        if (info.name != name) continue;
        Query query;
        query.kind = info.kind;
        if (dot != std::string::npos) query.mode = word.substr(0, dot);
        if (const QueryClaim* claim = claim_of(step)) {
            if (asked_with(info, "window")) query.window = claim->query.window;
            if (asked_with(info, "key")) query.key = claim->query.key;
        }
        return query;
    }
    return std::nullopt;
}

Attempt attempt_of(Judgement& judgement, const LessonTry& step) {
    const Clock& clock = judgement.scenario().clock;
    Attempt attempt;
    attempt.wanted = goal_text(step, clock);
    if (const QueryClaim* claim = claim_of(step)) {
        const Verdict verdict = judge_expectation(judgement, *step.goal);
        attempt.reached = verdict.outcome == Outcome::pass;
        attempt.why = verdict.why;
        const Evaluation got = evaluate(judgement, claim->query);
        attempt.got = got.problem ? *got.problem : lesson_text(got.value, claim->query.kind, clock);
    }
    for (const std::string& word : step.watch) {
        const std::optional<Query> query = watched_query(word, step);
        if (!query) continue;
        const Evaluation got = evaluate(judgement, *query);
        attempt.watched.push_back({word, got.problem ? *got.problem : lesson_text(got.value, query->kind, clock)});
    }
    return attempt;
}

std::vector<std::string> modes_of(const LessonTry& step, const Scenario& scenario) {
    std::vector<std::string> wanted;
    const auto want = [&](const std::string& path) {
        std::string first = path.substr(0, path.find('.'));
        if (first == "modes") {
            const std::string rest = path.substr(std::min(path.size(), first.size() + 1));
            first = rest.substr(0, rest.find('.'));
        }
        wanted.push_back(first);
    };
    for (const std::string& knob : step.knobs)
        want(knob);
    for (const std::string& word : step.watch)
        want(word);
    if (const QueryClaim* claim = claim_of(step)) {
        want(claim->query.mode);
        if (const auto* other = std::get_if<Query>(&claim->than)) want(other->mode);
    }
    std::vector<std::string> modes;
    for (const Mode& mode : scenario.modes) {
        if (std::find(wanted.begin(), wanted.end(), mode.name) != wanted.end()) modes.push_back(mode.name);
    }
    return modes;
}

}  // namespace tidemark
