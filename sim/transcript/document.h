#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::transcript {

// A place in the text, from 1.
struct Position {
    std::size_t line{0}, column{0};
};

struct Problem {
    Position at;
    std::string message;
};

// `name=text`, or a bare word with an empty name. Quotes are taken off.
struct Argument {
    std::string name, text;
    Position at;        // where it begins
    Position value_at;  // where its text begins
};

// The first word of an input or an output, and the rest.
struct Line {
    std::string word;
    std::vector<Argument> arguments;
    Position at;
    std::string text;  // as written, without the `>`
};

struct Setting {
    std::string key;
    std::string value;  // the rest of the line
    Position at, value_at;
};

struct Step {
    Line input;
    std::vector<Line> expected;
};

struct Case {
    std::string name;
    Position at;
    std::vector<Setting> settings;
    std::vector<Step> steps;
    std::vector<Problem> problems;  // lines of it that cannot be read
};

struct Document {
    std::vector<Case> cases;
    std::vector<Problem> problems;  // outside of any case
};

// Reads a transcript as far as its grammar goes; what the words mean is the players' business. Never stops at the first
// mistake.
Document parse_document(std::string_view text);

// Control characters made visible, for messages.
std::string visible(std::string_view text);

}  // namespace tidemark::transcript
