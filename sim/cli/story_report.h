#pragma once

#include "sim/cli/verb.h"
#include "sim/judge/explanation.h"

#include <string>
#include <vector>

namespace tidemark {

// A story and the mode it happened in.
struct ToldStory {
    std::string mode;
    Story story;
};

// Stories of one subject in several modes: what they have in common first, then what each mode made of it.
std::string story_report(const std::vector<ToldStory>& stories, const Console& console);
// Format tidemark.explanation/1.
std::string story_json(const std::vector<ToldStory>& stories);

}  // namespace tidemark
