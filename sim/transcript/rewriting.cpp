#include "sim/transcript/rewriting.h"

#include <algorithm>

namespace tidemark::transcript {

void Rewriting::replace(const Step& step, const std::vector<Expected>& expected, const std::vector<OutputLine>& actual,
                        const Matching& matching, bool ordered) {
    std::size_t after = step.input.at.line;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (ordered || !matching.taken[i]) removed_.insert(expected[i].line);
        else after = std::max(after, expected[i].line);
    }
    std::vector<std::string>& added = added_[after];
    for (std::size_t j = 0; j < actual.size(); ++j) {
        const bool left_over = std::binary_search(matching.left_over.begin(), matching.left_over.end(), j);
        if (ordered || left_over) added.push_back(to_text(actual[j], true));
    }
}

void Rewriting::add(const Rewriting& other) {
    removed_.insert(other.removed_.begin(), other.removed_.end());
    added_.insert(other.added_.begin(), other.added_.end());
}

std::string Rewriting::apply(std::string_view text) const {
    std::string result;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        const std::string_view one = text.substr(0, end);
        if (!removed_.contains(line)) {
            result += one;
            result += '\n';
        }
        if (const auto found = added_.find(line); found != added_.end())
            for (const std::string& added : found->second)
                result += added + '\n';
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return result;
}

}  // namespace tidemark::transcript
