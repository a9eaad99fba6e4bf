#pragma once

#include "sim/judge/judgement.h"
#include "sim/scenario/scenario.h"
#include "sim/simulation.h"

#include <memory>
#include <string>
#include <vector>

// Lessons to play in tests: a scenario, its run, and what is to be said about it.
namespace tidemark::testing_lesson {

struct Played {
    std::shared_ptr<const Scenario> scenario;
    Simulation simulation;
    std::unique_ptr<Judgement> judgement;
};

// Six clicks of one minute, two of them late, and a lesson of seven steps on them.
extern const char* const small_lesson;

// The scenario in this text or file, run. Settings as `--set` writes them; each must be right.
std::unique_ptr<Played> play_text(const std::string& text, const std::vector<std::string>& settings = {});
std::unique_ptr<Played> play_file(const std::string& file, const std::vector<std::string>& settings = {});

}  // namespace tidemark::testing_lesson
