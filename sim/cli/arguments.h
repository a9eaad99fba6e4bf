#pragma once

#include "sim/cli/verb.h"

#include <string>
#include <variant>
#include <vector>

namespace tidemark {

// What was called for. `verb` is null where only global options were given.
struct CommandLine {
    GlobalOptions options;
    const Verb* verb{nullptr};
    bool help{false};
    bool version{false};
    Arguments arguments;
};

// A call that makes no sense: exit 2.
struct UsageError {
    std::string message;  // one sentence, no full stop
    std::string hint;     // "did you mean '--seed'?"; may be empty
    std::string verb;     // whose help to read; may be empty
};

// The options that every verb takes.
const std::vector<OptionSpec>& global_options();

// Decodes the words after the program's name. Never throws for what a user may write. Unknown verbs and options get the
// nearest right word; nothing is ever abbreviated or guessed.
std::variant<CommandLine, UsageError> read_command_line(const std::vector<std::string>& words,
                                                        const std::vector<Verb>& verbs);

}  // namespace tidemark
