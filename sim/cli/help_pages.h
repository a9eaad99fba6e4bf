#pragma once

#include "sim/glossary/glossary.h"
#include "sim/cli/verb.h"

#include <string>

namespace tidemark {

// What bare `tidemark` shows.
std::string start_page(const Console& console);
// How to use one verb.
std::string verb_page(const Verb& verb, const Console& console);
// A word of the field, explained.
std::string term_page(const Term& term, const Console& console);

// A page on something that is neither a verb nor a word of the field.
struct Topic {
    std::string name, summary;
    std::string (*page)(const Console& console);
};
const std::vector<Topic>& topics();

}  // namespace tidemark
