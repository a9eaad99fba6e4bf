#pragma once

#include "sim/scenario/scenario.h"

#include <string>
#include <vector>

namespace tidemark {

struct Annotation {
    std::string file;
    SourcePosition at;
    std::string message;
};

// As GitHub's log reads them: nine at most (it shows no more), then one that says how many there are.
std::string github_annotations(const std::vector<Annotation>& annotations);

}  // namespace tidemark
