#pragma once

#include "sim/scenario/scenario.h"

#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// One mistake of the user's, as a value.
struct Diagnostic {
    std::string file;         // as the user named it; "--set stream.allowed_lateness=10x" for a flag
    SourcePosition at;        // line 0: the file or flag as a whole
    std::string message;      // one sentence, no full stop
    std::string hint;         // what to write instead: "did you mean 'allowed_lateness'?"; may be empty
    std::string source_line;  // the line `at` points into; empty where there is none
};

enum class Colour { off, on };

// As a terminal shows it, ending in a newline:
//   subway-2358.yaml:49:5: unknown key 'alowed_lateness' in modes.stream
//      49 |     alowed_lateness: 10m
//         |     ^^^^^^^^^^^^^^^ did you mean 'allowed_lateness'?
std::string render(const Diagnostic& diagnostic, Colour colour = Colour::off);
// All of them, one after the other.
std::string render(const std::vector<Diagnostic>& diagnostics, Colour colour = Colour::off);
// "FILE:LINE:COLUMN: message (hint)", one line, for logs and test failures.
std::string one_line(const Diagnostic& diagnostic);

// The candidate that the user most likely meant (fewest edits, at most a third of the letters; the first of equals),
// or an empty view where none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string>& candidates);
// "did you mean 'x'?", or "one of a, b, c" where nothing is near.
std::string suggest(std::string_view word, const std::vector<std::string>& candidates);
// "a, b or c"
std::string enumerate(const std::vector<std::string>& words);

}  // namespace tidemark
