#pragma once

#include <string>
#include <vector>

namespace tidemark {

// A commented scenario to start from. `{id}` in its text stands for the name it is given.
struct Template {
    std::string name, summary;
    const char* text;
};
const std::vector<Template>& templates();

// The text for a scenario of this id.
std::string filled_in(const Template& from, const std::string& id);

}  // namespace tidemark
