#include "gui/painter.h"
#include "gui/panels/panel.h"
#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace tidemark::gui {
namespace {

std::string error_words(std::int64_t error) {
    return error < 0 ? fmt::format("\u2212{}", -error) : fmt::format("+{}", error);
}

// The numbers to the right of a mode's plane, at the end of its run.
void numbers(const Panel& panel, std::size_t mode, const Scene& scene) {
    const ModeMetrics& m = panel.session.run()->judgement().metrics(mode);
    const auto row = [&](const char* name, const std::string& value, ImU32 colour) {
        const float left = ImGui::GetCursorPosX();
        say(panel, name, panel.fonts.label, panel.theme.dim);
        ImGui::SameLine();
        ImGui::SetCursorPosX(left + panel.px(118));
        say(panel, value, panel.fonts.mono, colour);
    };
    for (const ErrorChart::End& end : scene.errors.ends)
        if (end.mode == mode)
            row("now", end.error ? (*end.error == 0 ? "right" : error_words(*end.error)) : "no answer yet",
                !end.error        ? panel.theme.dim
                : *end.error == 0 ? panel.theme.on_time
                                  : panel.theme.wrong);
    // What a lesson has not come to yet is not told in numbers either.
    if (panel.session.limit() < panel.session.ends()) return;
    row("first answer", m.first_answer.count == 0 ? "none" : fmt::format("+{}", duration_text(m.first_answer.max)),
        panel.theme.text);
    row("final answer", m.final_answer.count == 0 ? "none" : fmt::format("+{}", duration_text(m.final_answer.max)),
        panel.theme.text);
    row("wrong windows", fmt::format("{} of {}", m.windows_wrong, m.windows),
        m.windows_wrong == 0 ? panel.theme.text : panel.theme.wrong);
    row("node-hours", fmt::format("{:.1f}", static_cast<double>(m.cost.micro_node_hours) / 1e6), panel.theme.text);
    row("moving parts", fmt::format("{}", m.parts.total()), panel.theme.text);
}

}  // namespace

void compare(const Panel& panel) {
    const Pane pane(panel, "compare", panel.theme.window, true, false);
    const std::vector<Scene>& all = panel.picture.all;
    if (panel.session.run() == nullptr || all.empty()) return;
    const float numbers_width = panel.px(compare_numbers);
    const float least = panel.px(150), shared = (panel.rect.height - panel.px(12)) / static_cast<float>(all.size());
    const float height = std::max(least, shared);
    const float top = ImGui::GetCursorScreenPos().y + panel.px(6);
    ImGui::Dummy(ImVec2(1, height * static_cast<float>(all.size()) + panel.px(8)));
    for (std::size_t mode = 0; mode < all.size(); ++mode) {
        const Rect row{panel.rect.x, top + height * static_cast<float>(mode), panel.rect.width, height - panel.px(8)};
        if (row.bottom() < panel.rect.y || row.y > panel.rect.bottom()) continue;
        ImGui::SetCursorScreenPos(ImVec2(row.x, row.y));
        ImGui::PushID(static_cast<int>(mode));
        ImGui::BeginChild("mode", ImVec2(row.width, row.height), false,
                          ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoScrollWithMouse);
        const Brush brush = panel.brush();
        const ModeLook look = panel.look(mode);
        const Rect plot{row.x + panel.px(gutter), row.y,
                        std::max(8.0F, row.width - panel.px(gutter) - numbers_width - panel.px(right_margin)),
                        row.height};
        const ImVec2 low(plot.x, plot.y), high(plot.right(), plot.bottom());
        brush.list.AddRectFilled(low, high, panel.theme.plot);
        brush.list.AddRectFilled(ImVec2(row.x, row.y), ImVec2(row.x + panel.px(4), row.bottom()), look.colour);
        brush.text(ImVec2(row.x + panel.px(12), row.y + panel.px(4)), look.colour, std::string(1, look.letter),
                   panel.fonts.title);
        ImGui::SetCursorScreenPos(ImVec2(row.x + panel.px(12), row.y + panel.px(34)));
        ImGui::PushTextWrapPos(panel.px(gutter - 6));
        ImGui::PushFont(panel.fonts.label);
        ImGui::TextUnformatted(panel.session.run()->simulation().modes[mode].mode.c_str());
        ImGui::PopFont();
        ImGui::PopTextWrapPos();
        const Projection projection = project(all[mode].view, plot, false);
        brush.list.PushClipRect(low, high, true);
        const float now = projection.processing.at(panel.session.view().now.time_since_epoch().count());
        brush.line(ImVec2(now, plot.y), ImVec2(now, plot.bottom()), panel.theme.strong, 1.6F);
        PaintOptions options;
        options.selection = panel.session.view().selection;
        options.now = now;
        paint_plane(brush, projection, all[mode].plane, options);
        brush.list.PopClipRect();
        ImGui::SetCursorScreenPos(low);
        ImGui::InvisibleButton("plot", ImVec2(plot.width, plot.height));
        if (ImGui::IsItemHovered()) {
            const std::optional<std::size_t> under =
                mark_at(projection, all[mode].plane, ImGui::GetIO().MousePos, panel.scale);
            if (under) tooltip(panel, all[mode].plane[*under].sentence);
        }
        if (ImGui::IsItemClicked()) panel.act([mode](Session& s) { s.look_at(mode); });
        ImGui::SetCursorScreenPos(ImVec2(plot.right() + panel.px(18), row.y));
        ImGui::BeginGroup();
        numbers(panel, mode, all[mode]);
        ImGui::EndGroup();
        ImGui::EndChild();
        ImGui::PopID();
    }
}

}  // namespace tidemark::gui
