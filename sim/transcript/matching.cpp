#include "sim/transcript/matching.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::transcript {
namespace {

std::string words_of(std::span<const OutputShape> shapes) {
    std::string words;
    for (const OutputShape& shape : shapes)
        words += fmt::format("{}{}", words.empty() ? "" : ", ", shape.word);
    return words;
}

bool matches(const Expected& expected, const OutputLine& actual) {
    if (expected.word != actual.word) return false;
    return std::all_of(expected.fields.begin(), expected.fields.end(), [&](const auto& wanted) {
        return std::any_of(actual.fields.begin(), actual.fields.end(), [&](const OutputField& field) {
            return field.shape.name == wanted.first && field.canonical == wanted.second;
        });
    });
}

std::optional<Problem> understand_fields(const Line& line, const OutputShape& shape, Expected& expected) {
    for (const Argument& argument : line.arguments) {
        const auto field = std::find_if(shape.fields.begin(), shape.fields.end(),
                                        [&](const FieldShape& one) { return one.name == argument.name; });
        const std::string shown = visible(argument.name.empty() ? argument.text : argument.name);
        if (field == shape.fields.end())
            return Problem{argument.at, fmt::format("`{}` has no '{}'", shape.word, shown)};
        for (const auto& [name, text] : expected.fields)
            if (name == argument.name) return Problem{argument.at, fmt::format("'{}' is said twice", shown)};
        std::optional<std::string> same = canonical(field->type, argument.text);
        if (!same)
            return Problem{argument.value_at,
                           fmt::format("'{}' is no value for '{}'", visible(argument.text), field->name)};
        expected.fields.emplace_back(argument.name, std::move(*same));
    }
    return std::nullopt;
}

}  // namespace

std::vector<Expected> understand(const std::vector<Line>& lines, std::span<const OutputShape> shapes,
                                 std::optional<Problem>& problem) {
    std::vector<Expected> understood;
    for (const Line& line : lines) {
        const auto shape =
            std::find_if(shapes.begin(), shapes.end(), [&](const auto& one) { return one.word == line.word; });
        Expected expected{line.word, {}, line.text, line.at.line};
        std::optional<Problem> found;
        if (shape == shapes.end())
            found = Problem{line.at, fmt::format("unknown output '{}' ({})", visible(line.word), words_of(shapes))};
        else found = understand_fields(line, *shape, expected);
        if (found && !problem) problem = std::move(found);
        understood.push_back(std::move(expected));
    }
    return understood;
}

bool Matching::unmatched() const {
    return std::any_of(taken.begin(), taken.end(), [](const auto& actual) { return !actual; });
}

Matching match(const std::vector<Expected>& expected, const std::vector<OutputLine>& actual, bool ordered) {
    Matching result;
    std::vector<bool> free(actual.size(), true);
    std::size_t first_free = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        std::optional<std::size_t> taken;
        while (first_free < actual.size() && !free[first_free])
            ++first_free;
        const std::size_t from = ordered ? i : first_free;
        const std::size_t to = ordered ? std::min(i + 1, actual.size()) : actual.size();
        for (std::size_t j = from; j < to && !taken; ++j)
            if (free[j] && matches(expected[i], actual[j])) taken = j;
        if (taken) free[*taken] = false;
        result.taken.push_back(taken);
    }
    for (std::size_t j = 0; j < actual.size(); ++j)
        if (free[j]) result.left_over.push_back(j);
    return result;
}

}  // namespace tidemark::transcript
