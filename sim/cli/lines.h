#pragma once

#include "sim/cli/terminal.h"

#include <optional>
#include <string>
#include <string_view>

namespace tidemark {

// Asks on one stream, reads the answer on the standard input, a line at a time.
class Lines {
public:
    explicit Lines(Terminal& out);

    // Prompts, and reads a line without its end and the blanks around it; nothing where the input has ended. Where nobody
    // types on a terminal the line is written behind the prompt, so that the output reads as a conversation.
    std::optional<std::string> ask(std::string_view prompt);
    // Whether somebody types.
    bool is_terminal() const { return is_terminal_; }

private:
    Terminal& out_;
    bool is_terminal_{false};
};

}  // namespace tidemark
