#include "gui/knobs.h"

#include "sim/scenario/knob.h"
#include "sim/scenario/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string_view>

namespace tidemark::gui {
namespace {

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts{""};
    for (const char c : path) {
        if (c == '.') parts.emplace_back();
        else parts.back() += c;
    }
    return parts;
}

const Node* item_of(const Node& list, const std::string& part) {
    if (!part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
        part.size() < 6) {
        const std::size_t index = static_cast<std::size_t>(std::stoul(part));
        return index < list.items.size() ? &list.items[index] : nullptr;
    }
    for (const Node& item : list.items)
        for (const char* key : {"id", "cohort", "user"})
            if (const Node* name = item.is_mapping() ? item.find(key) : nullptr; name != nullptr && name->text == part)
                return &item;
    return nullptr;
}

const Node* descend(const Node& root, const std::vector<std::string>& parts) {
    const Node* here = &root;
    for (const std::string& part : parts) {
        if (here == nullptr) return nullptr;
        here = here->is_list() ? item_of(*here, part) : here->find(part);
    }
    return here;
}

const Node* find_path(const Node& root, const std::string& path) {
    const std::vector<std::string> parts = split(path);
    if (const Node* direct = descend(root, parts)) return direct;
    const Node* modes = root.find("modes");
    return modes != nullptr && modes->is_mapping() ? descend(*modes, parts) : nullptr;
}

std::optional<Node> tree_of(const std::string& yaml) {
    std::vector<Diagnostic> problems;
    Node root;
    if (!parse_yaml({{"", yaml, false}}, 0, root, problems)) return std::nullopt;
    return root;
}

// Where line and column (characters, from 1) stand in the text, in bytes.
std::size_t place_of(std::string_view text, std::uint32_t line, std::uint32_t column) {
    std::size_t at = 0;
    for (std::uint32_t l = 1; l < line && at < text.size(); ++at)
        if (text[at] == '\n') ++l;
    for (std::uint32_t c = 1; c < column && at < text.size(); ++c) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
            ++at;
    }
    return at;
}

FileText read_whole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return {std::nullopt, "cannot be read"};
    return {std::string{std::istreambuf_iterator<char>(file), {}}, {}};
}

bool is_plain(const std::string& value) {
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
               c == '.' || c == '%' || c == '/';
    });
}

}  // namespace

std::string compact_text(ProcessingDuration duration) {
    struct Unit {
        ProcessingDuration size;
        const char* name;
    };
    for (const Unit& unit :
         {Unit{std::chrono::hours{24}, "d"}, Unit{std::chrono::hours{1}, "h"}, Unit{std::chrono::minutes{1}, "m"},
          Unit{std::chrono::seconds{1}, "s"}, Unit{std::chrono::milliseconds{1}, "ms"}})
        if (duration % unit.size == ProcessingDuration{0} && duration != ProcessingDuration{0})
            return fmt::format("{}{}", duration / unit.size, unit.name);
    return duration == ProcessingDuration{0} ? "0s" : fmt::format("{}us", duration.count());
}

std::string run_value(const LoadedRun& run, const std::string& path) {
    const std::optional<Knob> knob = knob_at(run.scenario(), path);
    return knob ? knob->value : std::string{};
}

std::string file_value(const LoadedRun& run, const std::string& path) {
    // Defaults count as written: a knob turned back to its default is back where the file had it.
    const Loaded loaded = load_scenario_file(run.request().file);
    const std::optional<Knob> knob = loaded.scenario ? knob_at(*loaded.scenario, path) : std::nullopt;
    return knob ? knob->value : std::string{};
}

std::string text_with(const LoadedRun& run) {
    std::vector<Setting> settings = run.request().settings;
    if (run.request().seed) settings.push_back({"seed", fmt::format("{}", *run.request().seed)});
    Scenario scenario = run.scenario();
    scenario.seed = run.request().seed.value_or(scenario.seed);
    const std::string expected = resolved(scenario);

    std::string text = run.text();
    for (const Setting& setting : settings) {
        const std::optional<Node> root = tree_of(text);
        const Node* node = root ? find_path(*root, setting.path) : nullptr;
        if (node == nullptr || !node->is_scalar() || node->quoted || !is_plain(setting.value)) return expected;
        const std::size_t from = place_of(text, node->span.line, node->span.column);
        const std::size_t until = place_of(text, node->span.end_line, node->span.end_column);
        text.replace(from, until - from, setting.value);
    }
    // What is written must be what was run.
    const std::string folder = run.request().file.substr(0, run.request().file.find_last_of('/') + 1);
    const FileReader beside = [&](const std::string& path) {
        return read_whole(path.starts_with("/") ? path : folder + path);
    };
    const Loaded loaded = load_scenario_text(run.request().file, text, {}, beside);
    return loaded.scenario && resolved(*loaded.scenario) == expected ? text : expected;
}

std::string changed_name(const std::string& file) {
    const std::size_t slash = file.find_last_of('/');
    const std::size_t dot = file.find_last_of('.');
    const bool has_ending = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    const std::string stem = has_ending ? file.substr(0, dot) : file;
    return fmt::format("{}-changed.yaml", stem);
}

}  // namespace tidemark::gui
