#include "sim/judge/clock_text.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

// The window that a mark's id names, in a mode.
struct NamedWindow {
    Window window{};
    std::optional<KeyId> key;
};

std::optional<NamedWindow> find_window(SceneTables& tables, std::size_t mode, const std::string& name) {
    Judgement& judgement = tables.judgement;
    const auto match = [&](const Window& window, std::optional<KeyId> key) {
        return judgement.cell_name(mode, window, key) == name;
    };
    for (const WindowLife& life : tables.of(mode).windows)
        if (match(life.window, life.key)) return NamedWindow{life.window, life.key};
    for (const Window& window : judgement.truth(mode).windows())
        if (match(window, std::nullopt)) return NamedWindow{window, std::nullopt};
    const std::size_t at = name.rfind('@');
    if (at == std::string::npos) return std::nullopt;
    const auto key = find_key(judgement.job(mode), judgement.tape().names, name.substr(0, at));
    if (!key) return std::nullopt;
    for (const Window& window : judgement.truth(mode).windows())
        if (match(window, key)) return NamedWindow{window, key};
    return std::nullopt;
}

// Why a window says nothing: what it waits for.
std::optional<std::string> waiting_text(SceneTables& tables, const View& view, const Window& window) {
    const auto* stream = std::get_if<StreamMode>(&tables.judgement.settings(view.mode).settings);
    if (!stream || stream->time == TimeDomain::processing) return std::nullopt;
    const WatermarkRise* step = latest(tables.of(view.mode).watermark, view.now);
    const std::string end = moment_text(window.end, tables.clock());
    if (!step || !step->value)
        return fmt::format("no answer yet: there is no watermark, and the window ends at {}", end);
    if (*step->value >= window.max_timestamp()) return std::nullopt;
    return fmt::format("no answer yet: the watermark {} has not reached {}", moment_text(*step->value, tables.clock()),
                       end);
}

}  // namespace

Inspection Scenes::inspect(const View& view) {
    SceneTables& tables = *tables_;
    Judgement& judgement = tables.judgement;
    Inspection inspection;
    constexpr std::string_view event = "event:", window = "window:";
    const ProcessingTime end = whole(view.mode).now;
    const std::optional<ProcessingTime> as_of = view.now >= end ? std::nullopt : std::optional{view.now};
    if (view.selection.compare(0, event.size(), event) == 0) {
        const std::string name = view.selection.substr(event.size());
        const std::vector<EventId> found = judgement.tape().find_event(name);
        if (found.empty()) return inspection;
        inspection.heading = "EVENT " + name;
        inspection.story = explain_event(judgement, view.mode, found.front(), as_of);
    } else if (view.selection.compare(0, window.size(), window) == 0) {
        const std::string name = view.selection.substr(window.size());
        const std::optional<NamedWindow> found = find_window(tables, view.mode, name);
        if (!found) return inspection;
        inspection.heading = "WINDOW " + name;
        inspection.story = explain_window(judgement, view.mode, found->window, found->key, as_of);
        const bool answered = answer_at(tables.answers_of(view.mode, found->window), view.now) != nullptr;
        if (const auto waiting = waiting_text(tables, view, found->window); waiting && !answered)
            inspection.story.lines.insert(inspection.story.lines.begin(), {StoryLine::Emphasis::plain, "", *waiting});
    }
    return inspection;
}

}  // namespace tidemark
