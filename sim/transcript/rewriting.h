#pragma once

#include "sim/transcript/matching.h"

#include <map>
#include <set>
#include <string>

namespace tidemark::transcript {

// Puts the outputs that really came in the place of those that did not, line by line: what matched stays as it was
// written, comments and blank lines stay where they are.
class Rewriting {
public:
    void replace(const Step& step, const std::vector<Expected>& expected, const std::vector<OutputLine>& actual,
                 const Matching& matching, bool ordered);
    void add(const Rewriting& other);
    bool empty() const { return removed_.empty() && added_.empty(); }
    std::string apply(std::string_view text) const;

private:
    std::set<std::size_t> removed_;                          // lines
    std::map<std::size_t, std::vector<std::string>> added_;  // after a line
};

}  // namespace tidemark::transcript
