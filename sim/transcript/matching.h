#pragma once

#include "sim/transcript/player.h"

namespace tidemark::transcript {

// An expected line, understood: the fields it names, in the form in which they are compared.
struct Expected {
    std::string word;
    std::vector<std::pair<std::string, std::string>> fields;  // name and canonical text
    std::string text;
    std::size_t line{0};
};

// Understands the expected lines of a step; what an operator cannot put out is a problem.
std::vector<Expected> understand(const std::vector<Line>& lines, std::span<const OutputShape> shapes,
                                 std::optional<Problem>& problem);

// Which actual line each expected one takes, and what is left over.
struct Matching {
    std::vector<std::optional<std::size_t>> taken;  // by expected line
    std::vector<std::size_t> left_over;             // actual lines
    bool unmatched() const;
    bool fits() const { return !unmatched() && left_over.empty(); }
};

// From the top, each expected line takes the first actual one that it matches; in order, the one in its place.
Matching match(const std::vector<Expected>& expected, const std::vector<OutputLine>& actual, bool ordered);

}  // namespace tidemark::transcript
