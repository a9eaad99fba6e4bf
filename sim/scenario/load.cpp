#include "sim/scenario/load.h"

#include "sim/scenario/check.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/paths.h"
#include "sim/world/costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

constexpr std::string_view format_version = "1";

// What draws are keyed by, and what generated events are called.
void name_sources(Scenario& scenario) {
    std::map<std::string, int> taken;
    for (std::size_t i = 0; i < scenario.sources.size(); ++i) {
        Source& source = scenario.sources[i];
        std::string name = source.cohort;
        if (name.empty() && !source.users.empty() && source.users.size() <= 3)
            for (const std::string& user : source.users)
                name += (name.empty() ? "" : "+") + user;
        if (name.empty()) name = fmt::format("source {}", i + 1);
        const int times = ++taken[name];
        source.name = times == 1 ? name : fmt::format("{} {}", name, times);
    }
}

// The version stands first, so that a program can say that it is too old before it complains about anything else.
bool has_known_version(Reader& reader, const Node& root) {
    const Node* version = root.find("tidemark");
    if (version == nullptr) return true;  // reported as a missing key
    for (const Node::Entry& entry : root.entries)
        if (entry.key == "tidemark" && &entry != &root.entries.front())
            reader.problem(entry.span, "'tidemark' is the first key, always");
    if (!version->is_scalar() || version->text == format_version) return true;
    reader.problem(version->span, fmt::format("tidemark: format {} is not known", describe(*version)),
                   fmt::format("this program reads format {}", format_version));
    return false;
}

// Reads the tree into a scenario; every mistake is in the reader's problems afterwards.
void read_scenario(Reader& reader, Node& root, Scenario& scenario) {
    expand_copies(reader, root);
    reader.root = &root;
    scenario.costs = default_costs();
    reader.so_far = &scenario;
    scenario_keys().read(reader, root, scenario);
    if (scenario.title.empty()) scenario.title = scenario.id;
    name_sources(scenario);
    check_scenario(reader, root, scenario);
}

}  // namespace

std::optional<Setting> parse_setting(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    return Setting{std::string{text.substr(0, equals)}, std::string{text.substr(equals + 1)}};
}

Loaded load_scenario_text(std::string_view file_name, std::string_view text, const std::vector<Setting>& settings,
                          const FileReader& read_file) {
    Loaded loaded;
    loaded.file_name = file_name;
    loaded.text = text;
    std::vector<SourceText> texts{{loaded.file_name, loaded.text, false}};
    Reader reader{texts, read_file, loaded.problems};
    const auto whole_file = [&](std::string message, std::string hint = {}) {
        reader.problem({0, 0, 0, 0, 0}, std::move(message), std::move(hint));
    };

    Node root;
    if (!parse_yaml(texts, 0, root, loaded.problems)) return loaded;
    if (root.kind == Node::Kind::nothing) {
        whole_file("is empty", "a scenario begins with 'tidemark: 1'");
        return loaded;
    }
    if (!root.is_mapping()) {
        whole_file("is not a scenario: a mapping that begins with 'tidemark: 1' is expected");
        return loaded;
    }
    if (!has_known_version(reader, root)) return loaded;
    if (const Node* modes = root.find("modes"))
        for (const Node::Entry& mode : modes->entries)
            reader.modes.push_back(mode.key);
    reader.root_form = scenario_keys().form();
    for (const Setting& setting : settings) {
        const auto which = static_cast<std::uint32_t>(texts.size());
        texts.push_back({fmt::format("--set {}={}", setting.path, setting.value), setting.value, true});
        Node value;
        if (!parse_yaml(texts, which, value, loaded.problems)) continue;
        if (value.span.line == 0) value.span = {which, 1, 1, 1, 1};
        put(reader, root, setting.path, std::move(value));
    }
    reader.modes.clear();
    if (const Node* modes = root.find("modes"))
        for (const Node::Entry& mode : modes->entries)
            reader.modes.push_back(mode.key);

    Scenario scenario;
    read_scenario(reader, root, scenario);
    // In the order of the file; what other texts have wrong comes after it.
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(), [&](const Diagnostic& a, const Diagnostic& b) {
        const bool first_a = a.file == loaded.file_name, first_b = b.file == loaded.file_name;
        if (first_a != first_b) return first_a;
        if (a.file != b.file) return false;
        return a.at.line != b.at.line ? a.at.line < b.at.line : a.at.column < b.at.column;
    });
    if (loaded.problems.empty()) loaded.scenario = std::move(scenario);
    return loaded;
}

std::string resolved(const Scenario& scenario) {
    Node root = Node::mapping();
    scenario_keys().write(Writer{scenario.clock.day0}, scenario, root);
    return write_yaml(root);
}

}  // namespace tidemark
