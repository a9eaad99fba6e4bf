#include "gui/broken.h"

#include "sim/judge/fold.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::gui {
namespace {

std::optional<std::size_t> mode_of(const LoadedRun& run, const std::string& name) {
    for (std::size_t mode = 0; mode < run.modes(); ++mode)
        if (run.simulation().modes[mode].mode == name) return mode;
    return std::nullopt;
}

// When a window's answer became what it is at the instant asked about.
std::optional<ProcessingTime> answered_at(LoadedRun& run, std::size_t mode, const Window& window,
                                          std::optional<ProcessingTime> as_of) {
    const std::vector<Answer> answers = run.judgement().answers(mode).over_keys(window);
    const Answer* last = answer_at(answers, as_of);
    return last == nullptr ? std::nullopt : std::optional{last->at};
}

// What a question is about, and since when its answer is what it is.
void look_at(LoadedRun& run, const Query& query, BrokenExpectation& broken) {
    Judgement& judgement = run.judgement();
    if (query.as_of) broken.at = *query.as_of;
    if (query.event) {
        broken.selection = "event:" + *query.event;
        const std::vector<EventId> found = judgement.tape().find_event(*query.event);
        if (broken.mode && !found.empty() && !query.as_of)
            if (const auto fate = judgement.ledger(*broken.mode).fate(found.front(), std::nullopt))
                broken.at = fate->at;
        return;
    }
    if (!query.window) return;
    const std::size_t mode = broken.mode.value_or(0);
    for (const Window& window : judgement.truth(mode).windows()) {
        if (window.start != *query.window) continue;
        const std::optional<KeyId> key =
            query.key ? find_key(judgement.job(mode), judgement.tape().names, *query.key) : std::nullopt;
        broken.selection = window_id(judgement, mode, window, key);
        if (const auto at = answered_at(run, mode, window, query.as_of)) broken.at = *at;
        return;
    }
}

}  // namespace

std::vector<BrokenExpectation> broken_expectations(LoadedRun& run) {
    std::vector<BrokenExpectation> all;
    const Scenario& scenario = run.scenario();
    for (std::size_t i = 0; i < run.verdicts().size(); ++i) {
        const Verdict& verdict = run.verdicts()[i];
        if (verdict.outcome != Outcome::fail) continue;
        BrokenExpectation broken;
        broken.verdict = i;
        broken.words = fmt::format("{}: {}", verdict.id, to_text(verdict));
        broken.mode = mode_of(run, verdict.mode);
        broken.at = *scenario.clock.until;
        if (i < scenario.expect.size())
            if (const auto* claim = std::get_if<QueryClaim>(&scenario.expect[i].claim))
                look_at(run, claim->query, broken);
        all.push_back(std::move(broken));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const BrokenExpectation& a, const BrokenExpectation& b) { return a.at < b.at; });
    return all;
}

}  // namespace tidemark::gui
