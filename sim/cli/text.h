#pragma once

#include "engine/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Words and paragraphs for a terminal.
namespace tidemark {

// "1 event", "1 200 events".
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural = "");

// A duration for reading: from a second on rounded to tenths, so that columns and sentences stay short.
std::string rounded(ProcessingDuration duration);

// Columns that a text takes on a terminal: its UTF-8 code points, colour escapes not counted.
std::size_t display_width(std::string_view text);
// Padded with blanks to `width` columns (longer texts stay as they are).
std::string padded_right(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);
// Words flowed into lines of at most `width` columns, each begun with `indent` blanks and ended with a newline. Line
// breaks in the text are kept.
std::string flowed(std::string_view text, std::size_t width, std::size_t indent = 0);

std::vector<std::string> split_lines(std::string_view text);
std::string joined(const std::vector<std::string>& parts, std::string_view separator);
// "a", "a and b", "a, b and c".
std::string enumerated(const std::vector<std::string>& parts);
// As a POSIX shell needs it to be one word: quoted only where it must be.
std::string shell_word(std::string_view word);

}  // namespace tidemark
