#include "sim/lesson/player.h"

#include "engine/invariant.h"
#include "sim/judge/expectations.h"
#include "sim/lesson/answer.h"

#include <algorithm>

namespace tidemark {
namespace {

const LessonAsk* ask_in(const LessonStep* step) {
    return step != nullptr ? std::get_if<LessonAsk>(&step->what) : nullptr;
}
const LessonTry* try_in(const LessonStep* step) {
    return step != nullptr ? std::get_if<LessonTry>(&step->what) : nullptr;
}

// How far a step plays the run. Outer: whether it says so; inner: to when, empty: to the end.
using PlayTo = std::optional<std::optional<ProcessingTime>>;

template <class SayOrReveal>
PlayTo play_to(const SayOrReveal& step) {
    if (step.play_to_end) return std::optional<ProcessingTime>{};
    if (step.play_until) return step.play_until;
    return std::nullopt;
}

bool asks_for_anything(const LessonShow& show) {
    return !show.modes.empty() || !show.compare.empty() || !show.highlight.empty() || show.range || !show.plane.empty();
}

// What is not mentioned: modes and range stay as before, the rest as where nothing is said.
void lay_over(LessonShow& below, const LessonShow& above) {
    if (!asks_for_anything(above)) return;
    if (!above.modes.empty() || !above.compare.empty()) {
        below.modes = above.modes;
        below.compare = above.compare;
    }
    if (above.range) below.range = above.range;
    below.highlight = above.highlight;
    below.plane = above.plane;
}

bool names(const std::vector<std::string>& modes, const std::string& mode) {
    return std::find(modes.begin(), modes.end(), mode) != modes.end();
}

}  // namespace

LessonPlayer::LessonPlayer(const Scenario& scenario, Judgement& judgement)
    : scenario_(&scenario), judgement_(&judgement) {
    INVARIANT(scenario.lesson.has_value(), "{} has no lesson to play", scenario.id);
    enter(0);
}

void LessonPlayer::enter(std::size_t step) {
    step_ = step;
    chosen_.reset();
    confidence_ = Confidence::none;
    const LessonStep* now = current();
    if (now == nullptr) {
        phase_ = Phase::over;
    } else if (ask_in(now) != nullptr) {
        phase_ = Phase::asking;
        if (const Answered* before = answered()) {
            phase_ = Phase::revealed;
            chosen_ = before->choice;
            confidence_ = before->confidence;
        }
    } else if (try_in(now) != nullptr) {
        const bool done = std::find(reached_.begin(), reached_.end(), step_) != reached_.end();
        phase_ = done ? Phase::reached : Phase::trying;
    } else {
        phase_ = Phase::saying;
    }
}

const LessonStep* LessonPlayer::current() const { return step_ < steps() ? &lesson().steps[step_] : nullptr; }

void LessonPlayer::choose(std::size_t choice) {
    if (phase_ == Phase::asking && choice < ask_in(current())->choices.size()) chosen_ = choice;
}

void LessonPlayer::feel(Confidence confidence) {
    if (phase_ == Phase::asking) confidence_ = confidence;
}

bool LessonPlayer::can_lock_in() const {
    if (phase_ != Phase::asking || !chosen_) return false;
    return confidence_ != Confidence::none || !ask_in(current())->confidence;
}

void LessonPlayer::lock_in() {
    if (!can_lock_in()) return;
    LessonAnswer answer = answer_of(*judgement_, *ask_in(current()));
    Answered locked{step_, *chosen_, answer.choice, std::move(answer.text), confidence_};
    const auto after = std::find_if(record_.begin(), record_.end(), [&](const Answered& a) { return a.step > step_; });
    record_.insert(after, std::move(locked));
    phase_ = Phase::revealed;
}

const LessonPlayer::Answered* LessonPlayer::answered() const {
    const auto found = std::find_if(record_.begin(), record_.end(), [&](const Answered& a) { return a.step == step_; });
    return found != record_.end() ? &*found : nullptr;
}

bool LessonPlayer::grade(Judgement& judgement) {
    const LessonTry* attempt = try_in(current());
    if (attempt == nullptr || !attempt->goal) return false;
    if (judge_expectation(judgement, *attempt->goal).outcome != Outcome::pass) return false;
    if (phase_ == Phase::trying) reached_.push_back(step_);
    phase_ = Phase::reached;
    return true;
}

bool LessonPlayer::can_go_on() const { return phase_ != Phase::asking && phase_ != Phase::over; }

void LessonPlayer::next() {
    if (can_go_on()) enter(step_ + 1);
}

void LessonPlayer::back() {
    if (step_ > 0) enter(step_ - 1);
}

std::optional<ProcessingTime> LessonPlayer::play_until() const {
    if (phase_ == Phase::over || try_in(current()) != nullptr) return std::nullopt;
    if (phase_ == Phase::revealed) {
        if (const PlayTo to = play_to(ask_in(current())->reveal)) return *to;
    }
    const bool question = ask_in(current()) != nullptr;
    for (std::size_t i = step_ + 1; i-- > 0;) {
        const LessonStep& step = lesson().steps[i];
        if (const auto* say = std::get_if<LessonSay>(&step.what)) {
            if (const PlayTo to = play_to(*say)) return *to;
        } else if (const LessonAsk* ask = ask_in(&step); ask != nullptr && !question) {
            if (const PlayTo to = play_to(ask->reveal)) return *to;
        }
    }
    return scenario_->clock.from;
}

LessonShow LessonPlayer::show() const {
    LessonShow seen;
    for (std::size_t i = 0; i < steps() && i <= step_; ++i) {
        if (const auto* say = std::get_if<LessonSay>(&lesson().steps[i].what)) lay_over(seen, say->show);
    }
    if (const LessonTry* attempt = try_in(current()); attempt != nullptr && attempt->goal) {
        const auto* goal = std::get_if<QueryClaim>(&attempt->goal->claim);
        if (goal != nullptr && !goal->query.mode.empty()) {
            seen.modes = {goal->query.mode};
            seen.compare.clear();
        }
    }
    const LessonAsk* ask = ask_in(current());
    if (ask == nullptr) return seen;
    const std::string& asked = ask->answer.mode;
    if (!asked.empty() && !names(seen.modes, asked) && !names(seen.compare, asked)) {
        seen.modes = {asked};
        seen.compare.clear();
    }
    // The answer is the mode's: it is seen with what the mode makes of the events.
    if (phase_ == Phase::revealed && !asked.empty()) seen.plane.clear();
    return seen;
}

std::vector<std::string> LessonPlayer::kept_back() const {
    std::vector<std::string> modes;
    for (std::size_t i = step_; i < steps(); ++i) {
        const LessonAsk* ask = ask_in(&lesson().steps[i]);
        const bool open = std::none_of(record_.begin(), record_.end(), [&](const Answered& a) { return a.step == i; });
        if (ask != nullptr && open && !ask->answer.mode.empty() && !names(modes, ask->answer.mode))
            modes.push_back(ask->answer.mode);
    }
    return modes;
}

std::string LessonPlayer::selection() const {
    for (std::size_t i = std::min(step_ + 1, steps()); i-- > 0;) {
        const LessonAsk* ask = ask_in(&lesson().steps[i]);
        if (ask == nullptr || ask->reveal.select.empty()) continue;
        if (i == step_ && phase_ != Phase::revealed) continue;
        return "event:" + ask->reveal.select;
    }
    return {};
}

}  // namespace tidemark
