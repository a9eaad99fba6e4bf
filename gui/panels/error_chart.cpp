#include "gui/painter.h"
#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::gui {
namespace {

// "\u22123", "20k": there is room for four signs beside the title.
std::string tick_words(std::int64_t value) {
    const char* sign = value < 0 ? "\u2212" : "";
    const std::int64_t size = value < 0 ? -value : value;
    if (size >= 10'000'000) return fmt::format("{}{}M", sign, size / 1'000'000);
    return size >= 10'000 ? fmt::format("{}{}k", sign, size / 1'000) : fmt::format("{}{}", sign, size);
}

// The curves' names at their ends, kept from lying over each other.
void end_labels(const Panel& panel, const Axis& processing, const Axis& error, const Rect& plot) {
    const ErrorChart& chart = panel.picture.scene.errors;
    struct Label {
        float y;
        const ErrorChart::End* end;
    };
    std::vector<Label> labels;
    for (const ErrorChart::End& end : chart.ends)
        if (panel.session.shows_curve(end.mode)) labels.push_back({error.at(end.error.value_or(chart.bottom)), &end});
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
    const Brush brush = panel.brush();
    const float line = brush.size("X").y + panel.px(1);
    float next = plot.y - line;
    for (Label& label : labels)
        next = label.y = std::max(label.y - line / 2, next + line);
    // Pushed below the plot: all of them up again.
    float lowest = plot.bottom() - line - panel.px(1);
    for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
        label->y = std::min(label->y, lowest);
        lowest = label->y - line;
    }
    // All on one side of the line of now: the right one, where there is room for the longest.
    const float now = processing.at(panel.session.view().now.time_since_epoch().count());
    float longest = 0;
    for (const Label& label : labels)
        longest = std::max(longest, brush.size(label.end->text).x);
    const bool to_the_right = longest <= plot.right() - now - panel.px(10);
    for (const Label& label : labels) {
        const ModeLook look = panel.look(label.end->mode);
        const ImVec2 size = brush.size(label.end->text);
        const float x = to_the_right ? std::max(plot.x + panel.px(4), now + panel.px(8)) : now - size.x - panel.px(8);
        brush.list.AddRectFilled(ImVec2(x - 2, label.y), ImVec2(x + size.x + 2, label.y + line),
                                 with_alpha(panel.theme.plot, 0.92F));
        brush.text(ImVec2(x, label.y), look.colour, label.end->text);
    }
}

}  // namespace

void error_chart(const Panel& panel) {
    const Pane pane(panel, "errors", panel.theme.window, false, false);
    if (panel.session.run() == nullptr) return;
    const ErrorChart& chart = panel.picture.scene.errors;
    const Axis processing = panel.processing();
    const Rect plot{processing.start, panel.rect.y + panel.px(6), processing.end - processing.start,
                    std::max(8.0F, panel.rect.height - panel.px(14))};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(ImVec2(plot.x, plot.y), ImVec2(plot.right(), plot.bottom()), panel.theme.plot);
    const Brush brush = panel.brush();
    if (!chart.cell) {
        const char* words = panel.session.view().events_only
                                ? "only what happened: no pipeline has been asked yet"
                                : "this job has no windows: there is no one number to hold against the truth";
        now_line(panel, panel.rect.y, plot.bottom());
        const ImVec2 at(plot.x + panel.px(10), plot.y + panel.px(8)), size = brush.size(words);
        brush.fill(at, ImVec2(at.x + size.x + panel.px(4), at.y + size.y), panel.theme.plot);
        brush.text(at, panel.theme.dim, words);
        return;
    }
    Axis error;
    error.from = chart.bottom;
    error.until = std::max(chart.top, chart.bottom + 1);
    error.start = plot.bottom() - panel.px(10);
    error.end = plot.y + panel.px(10);
    for (const std::int64_t tick :
         number_ticks(error.from, error.until, static_cast<double>(plot.height / panel.px(22)))) {
        const float y = error.at(tick);
        brush.line(ImVec2(plot.x, y), ImVec2(plot.right(), y), panel.theme.grid, 1);
        const std::string words = tick_words(tick);
        const ImVec2 size = brush.size(words);
        brush.text(ImVec2(plot.x - size.x - panel.px(9), y - size.y / 2), panel.theme.dim, words);
    }
    // The title takes the gutter's left part, in lines of its own.
    ImGui::SetCursorScreenPos(ImVec2(panel.rect.x + panel.px(12), plot.y));
    ImGui::BeginChild("title", ImVec2(panel.px(gutter - 42), plot.height), false,
                      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoScrollWithMouse);
    say(panel, chart.title, panel.fonts.label, panel.theme.text);
    say(panel, chart.truth, panel.fonts.label, panel.theme.dim);
    ImGui::EndChild();
    const LookOfMode look = [&](std::size_t mode) {
        return panel.session.shows_curve(mode) ? std::optional<ModeLook>{panel.look(mode)} : std::nullopt;
    };
    list.PushClipRect(ImVec2(plot.x, plot.y), ImVec2(plot.right(), plot.bottom()), true);
    if (panel.picture.ghost) paint_errors(brush, processing, error, panel.picture.ghost->errors.marks, look, true);
    paint_errors(brush, processing, error, chart.marks, look, false);
    list.PopClipRect();
    end_labels(panel, processing, error, plot);
    now_line(panel, panel.rect.y, plot.bottom());
    ImGui::SetCursorScreenPos(ImVec2(plot.x, plot.y));
    ImGui::InvisibleButton("errors", ImVec2(plot.width, plot.height));
    if (!ImGui::IsItemHovered()) return;
    const std::int64_t at = processing.value(ImGui::GetIO().MousePos.x);
    std::string words;
    for (const Mark& mark : chart.marks)
        if (mark.x0 <= at && at < std::max(mark.x1, mark.x0 + 1) && !mark.sentence.empty() &&
            panel.session.shows_curve(mark.mode))
            words += fmt::format("{}{}", words.empty() ? "" : "\n", mark.sentence);
    if (!words.empty()) tooltip(panel, words);
}

}  // namespace tidemark::gui
