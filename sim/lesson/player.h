#pragma once

#include "sim/judge/judgement.h"
#include "sim/scenario/scenario.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// A learner's way through a lesson: a plain value without a screen. The window and the terminal show the same one.
//
// Say: read, play, go on. Ask: choose, perhaps say how sure, lock in; only then the run answers, and the explanation is
// told. Try: turn knobs until the run reaches the goal; it can be left before. A question that was answered stays
// answered, and a goal that was reached stays reached, when the learner goes back. What does not fit the phase changes
// nothing: a second `lock_in`, a `choose` where nothing is asked.
class LessonPlayer {
public:
    enum class Phase : std::uint8_t {
        saying,
        asking,    // nothing chosen yet, or chosen and not locked in
        revealed,  // locked in: the answer and the explanation are there
        trying,
        reached,  // the goal
        over      // past the last step: the take-away
    };
    enum class Confidence : std::uint8_t { none, guess, sure };

    // What a learner's prediction was worth.
    struct Answered {
        std::size_t step{0};
        std::size_t choice{0};             // in LessonAsk::choices
        std::optional<std::size_t> right;  // the run's answer, in LessonAsk::choices; none where it is none of them
        std::string run_says;              // the run's answer in words: "12", "D+1 00:32:00"
        Confidence confidence{Confidence::none};
        bool correct() const { return choice == right; }
    };

    // The scenario must have a lesson. It and the run it is played on, as its file says, must outlive the player.
    LessonPlayer(const Scenario& scenario, Judgement& judgement);

    const Lesson& lesson() const { return *scenario_->lesson; }
    std::size_t step() const { return step_; }  // from 0; steps() when it is over
    std::size_t steps() const { return lesson().steps.size(); }
    Phase phase() const { return phase_; }
    const LessonStep* current() const;  // none when it is over

    // Asking.
    std::optional<std::size_t> chosen() const { return chosen_; }
    Confidence confidence() const { return confidence_; }
    void choose(std::size_t choice);
    void feel(Confidence confidence);
    // Whether a choice is made, and how sure it is where the lesson wants to know.
    bool can_lock_in() const;
    void lock_in();
    const Answered* answered() const;  // of the current step; none before it is locked in

    // Trying: a run with turned knobs is graded.
    bool grade(Judgement& judgement);  // whether the goal is reached; then `phase` is `reached`

    bool can_go_on() const;  // an open question has to be locked in first
    void next();
    void back();

    // The processing time up to which the lesson shows the run now; what comes later must not be seen. Empty: to the end.
    // An open question is asked at the time of what was said last: what an earlier answer has shown is hidden again.
    std::optional<ProcessingTime> play_until() const;
    // What is to be seen now: what the steps so far have asked to show, with the mode that a question or a goal is about.
    LessonShow show() const;
    // The modes that a question is about which is not answered yet: what they say must not be seen beside others.
    std::vector<std::string> kept_back() const;
    // "event:bo1" once a reveal has said so; else empty.
    std::string selection() const;

    const std::vector<Answered>& record() const { return record_; }  // the predictions so far, in order of steps

private:
    void enter(std::size_t step);

    const Scenario* scenario_;
    Judgement* judgement_;
    std::size_t step_{0};
    Phase phase_{Phase::saying};
    std::optional<std::size_t> chosen_;
    Confidence confidence_{Confidence::none};
    std::vector<Answered> record_;
    std::vector<std::size_t> reached_;  // steps
};

}  // namespace tidemark
