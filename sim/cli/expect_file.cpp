#include "sim/cli/expect_file.h"

#include "sim/cli/text.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <set>

namespace tidemark {
namespace {

constexpr std::string_view first_line = "tidemark.expect/1";

std::string mode_of(const std::string& ingredient) {
    const std::size_t dot = ingredient.rfind('.');
    return dot == std::string::npos ? std::string() : ingredient.substr(0, dot);
}

// "stream.output" -> "stream output".
std::string in_words(const std::string& ingredient) {
    const std::string mode = mode_of(ingredient);
    return mode.empty() ? ingredient : mode + " " + ingredient.substr(mode.size() + 1);
}

std::set<std::string> modes_in(const Fingerprints& fingerprints) {
    std::set<std::string> modes;
    for (const auto& [ingredient, digits] : fingerprints) {
        if (const std::string mode = mode_of(ingredient); !mode.empty()) modes.insert(mode);
    }
    return modes;
}

}  // namespace

Fingerprints fingerprints_of(const Simulation& simulation) {
    Fingerprints all{{"input", to_string(simulation.tape->input)}, {"log", to_string(simulation.tape->log)}};
    for (const ModeTrace& mode : simulation.modes) {
        all[mode.mode + ".schedule"] = to_string(mode.schedule);
        all[mode.mode + ".state"] = to_string(mode.state);
        all[mode.mode + ".output"] = to_string(mode.output);
        all[mode.mode + ".metrics"] = to_string(mode.metrics);
    }
    return all;
}

std::string expect_file_of(const std::string& scenario_file) {
    return std::filesystem::path(scenario_file).replace_extension(".expect").string();
}

std::string write_expect(const Simulation& simulation) {
    const Fingerprints all = fingerprints_of(simulation);
    std::size_t widest = 4;
    for (const auto& [ingredient, digits] : all)
        widest = std::max(widest, ingredient.size());
    std::string text = std::string(first_line) + "\n";
    text += padded_right("seed", widest + 2) + std::to_string(simulation.seed.value) + "\n";
    for (const auto& [ingredient, digits] : all)
        text += padded_right(ingredient, widest + 2) + digits + "\n";
    return text;
}

std::optional<ExpectFile> read_expect(std::string_view text) {
    const std::vector<std::string> lines = split_lines(text);
    if (lines.empty() || lines.front() != first_line) return std::nullopt;
    ExpectFile file;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string& line = lines[i];
        if (line.empty()) continue;
        const std::size_t name_end = line.find(' ');
        const std::size_t value = line.find_first_not_of(' ', name_end);
        if (name_end == std::string::npos || value == std::string::npos) return std::nullopt;
        const std::string name = line.substr(0, name_end), digits = line.substr(value);
        if (name == "seed") {
            std::from_chars(digits.data(), digits.data() + digits.size(), file.seed);
        } else {
            file.fingerprints[name] = digits;
        }
    }
    return file;
}

std::vector<std::string> changes(const ExpectFile& expected, const Simulation& simulation) {
    std::vector<std::string> found;
    if (expected.seed != simulation.seed.value)
        found.push_back(fmt::format("the seed, {} from {}", simulation.seed.value, expected.seed));
    const Fingerprints now = fingerprints_of(simulation);
    const std::set<std::string> modes_then = modes_in(expected.fingerprints), modes_now = modes_in(now);
    for (const std::string& mode : modes_then) {
        if (modes_now.count(mode) == 0) found.push_back("mode " + mode + " is gone");
    }
    for (const std::string& mode : modes_now) {
        if (modes_then.count(mode) == 0) found.push_back("mode " + mode + " is new");
    }
    for (const auto& [ingredient, digits] : now) {
        const auto then = expected.fingerprints.find(ingredient);
        if (then != expected.fingerprints.end() && then->second != digits) found.push_back(in_words(ingredient));
    }
    return found;
}

}  // namespace tidemark
