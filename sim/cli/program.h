#pragma once

namespace tidemark {

// The whole `tidemark` command: reads the words, runs the verb, says what went wrong. Returns the exit code. The only
// place that catches InvariantViolation.
int run_program(int count, char** words);

}  // namespace tidemark
