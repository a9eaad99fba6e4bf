#pragma once

#include "sim/cli/verb.h"
#include "sim/scene/scene.h"
#include "sim/simulation.h"

#include <memory>
#include <string>
#include <vector>

namespace tidemark {

// A run for a lesson: what is asked of it is judged when it is asked. Never moved once made.
struct LessonRun {
    std::shared_ptr<const Scenario> scenario;
    Simulation simulation;
    std::unique_ptr<Scenes> scenes;  // and the judgement that they go by
    Judgement& judgement() { return scenes->judgement(); }
};
// Runs these modes only; empty: all.
std::unique_ptr<LessonRun> run_for_lesson(std::shared_ptr<const Scenario> scenario, std::vector<std::string> modes);

// Plays a lesson in the terminal, the same steps as in the window, until it is over, the learner quits, or the standard input
// ends. Questions and things to try wait for a line; what is only told waits for Enter where a person sits at a terminal, and
// goes on where the answers come from a file or a pipe. `file` is loaded again for each setting that is tried.
void play_lesson(Console& console, const std::string& file, LessonRun& run);

}  // namespace tidemark
