#pragma once

#include "sim/scenario/node.h"

#include <optional>

namespace tidemark {

// The first reason not to hand this text to a parser at all: over 1 MiB, not UTF-8, control characters, a line that
// starts with `%` (on which libfyaml 0.7.12 loops for ever).
std::optional<Diagnostic> unreadable(const std::vector<SourceText>& texts, std::uint32_t which);

// The number of bytes of the well-formed UTF-8 character at `at` (RFC 3629: no overlong forms, no surrogates), 0 where
// there is none; `character` becomes its code point.
std::size_t utf8_at(std::string_view text, std::size_t at, std::uint32_t& character);

}  // namespace tidemark
