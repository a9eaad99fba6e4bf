#pragma once

#include "sim/simulation.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// The fingerprints of a run by ingredient: "input", "log", and for each mode "stream.schedule", "stream.state",
// "stream.output", "stream.metrics". Kept beside a scenario as NAME.expect, so that a change says what moved.
using Fingerprints = std::map<std::string, std::string>;
Fingerprints fingerprints_of(const Simulation& simulation);

// "scenarios/late.yaml" -> "scenarios/late.expect".
std::string expect_file_of(const std::string& scenario_file);

// The file's text: a line that says what it is, the seed, then one line for each ingredient, by name.
std::string write_expect(const Simulation& simulation);
// Reads it back; nothing where it is not such a file.
struct ExpectFile {
    std::uint64_t seed{0};
    Fingerprints fingerprints;
};
std::optional<ExpectFile> read_expect(std::string_view text);

// What differs, for people: "stream output", "the seed", "mode kappa is new".
std::vector<std::string> changes(const ExpectFile& expected, const Simulation& simulation);

}  // namespace tidemark
