#include "tests/sim/scene/scene_text.h"

#include "sim/scenario/load.h"
#include "sim/scenario/values.h"
#include "sim/scene/words.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tidemark::testing_scenes {
namespace {

// The day goes without saying.
std::string without_day(std::string text) { return text.starts_with("D+") ? text.substr(text.find(' ') + 1) : text; }
std::string x_text(std::int64_t at, const Clock& clock) {
    return without_day(moment_text(ProcessingTime{ProcessingDuration{at}}, clock));
}
std::string y_text(std::int64_t at, const Clock& clock) {
    return without_day(moment_text(EventTime{EventDuration{at}}, clock));
}

std::string range_text(const std::string& from, const std::string& until) {
    return from == until ? from : from + ".." + until;
}

}  // namespace

Pictured::Pictured(const std::string& name) {
    Loaded loaded = load_scenario_file(TIDEMARK_SOURCE_DIR "/scenarios/" + name + ".yaml");
    if (!loaded.scenario) throw std::runtime_error("no scenario " + name);
    scenario = std::make_shared<const Scenario>(std::move(*loaded.scenario));
    simulation = run(*scenario, Seed{scenario->seed});
    scenes = std::make_unique<Scenes>(simulation);
}

std::size_t Pictured::mode(const std::string& name) const {
    for (std::size_t i = 0; i < simulation.modes.size(); ++i)
        if (simulation.modes[i].mode == name) return i;
    throw std::runtime_error("no mode " + name);
}

ProcessingTime instant(const Scenario& scenario, const std::string& text) {
    ProcessingTime at = *clock_from(text, scenario.clock.day0).value;
    if (at < scenario.clock.from) at += std::chrono::hours{24};
    return at;
}

View Pictured::view(const std::string& of_mode, const std::string& now) {
    View view = scenes->whole(mode(of_mode));
    view.now = instant(*scenario, now);
    return view;
}

std::string to_text(const Mark& mark, const Clock& clock) {
    std::string text =
        fmt::format("{} {} {}", to_string(mark.kind), range_text(x_text(mark.x0, clock), x_text(mark.x1, clock)),
                    range_text(y_text(mark.y0, clock), y_text(mark.y1, clock)));
    if (mark.count != 1) text += fmt::format(" x{}", mark.count);
    if (!mark.id.empty()) text += " " + mark.id;
    if (!mark.text.empty()) text += fmt::format(" '{}'", mark.text);
    return text;
}

std::string to_text(const std::vector<Mark>& marks, const Clock& clock, const std::vector<MarkKind>& kinds) {
    std::string text;
    for (const Mark& mark : marks)
        if (std::find(kinds.begin(), kinds.end(), mark.kind) != kinds.end()) text += to_text(mark, clock) + "\n";
    return text;
}

std::string to_text(const Lane& lane, const Clock& clock) {
    std::string text = fmt::format("{}: {}\n", title_of(lane.kind), lane.reading);
    for (const Mark& mark : lane.marks) {
        text += fmt::format("{} {} {}", to_string(mark.kind),
                            range_text(x_text(mark.x0, clock), x_text(mark.x1, clock)), mark.y1);
        text += mark.text.empty() ? "\n" : fmt::format(" '{}'\n", mark.text);
    }
    return text;
}

std::string to_text(const ErrorChart& chart, const Clock& clock) {
    std::string text = fmt::format("{}, {}\n", chart.title, chart.truth);
    for (const Mark& mark : chart.marks)
        text += fmt::format("{} {} {} {}\n", to_string(mark.kind), mark.mode,
                            range_text(x_text(mark.x0, clock), x_text(mark.x1, clock)), mark.y1);
    for (const ErrorChart::End& end : chart.ends)
        text += end.text + "\n";
    return text;
}

std::size_t marks_of(const Scene& scene) {
    std::size_t marks = scene.plane.size() + scene.errors.marks.size();
    for (const Lane& lane : scene.lanes)
        marks += lane.marks.size();
    return marks;
}

}  // namespace tidemark::testing_scenes
