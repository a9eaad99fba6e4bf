#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace tidemark::gui {
namespace {

void expectations(const Panel& panel) {
    const std::vector<Verdict>& verdicts = panel.session.run()->verdicts();
    if (verdicts.empty()) return;
    heading(panel, "EXPECTATIONS, AT THE END");
    for (const Verdict& verdict : verdicts) {
        const bool holds = verdict.outcome == Outcome::pass;
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const Brush brush = panel.brush();
        const ImVec2 middle(at.x + panel.px(6), at.y + panel.px(8));
        if (holds) brush.circle(middle, 3.2F, panel.theme.on_time, true);
        else if (verdict.outcome == Outcome::fail) brush.cross(middle, 4, panel.theme.wrong);
        else brush.circle(middle, 3.6F, panel.theme.dim, false);
        ImGui::Indent(panel.px(18));
        const std::vector<BrokenExpectation>& broken = panel.session.run()->broken();
        const auto place = std::find_if(broken.begin(), broken.end(), [&](const BrokenExpectation& b) {
            return &panel.session.run()->verdicts()[b.verdict] == &verdict;
        });
        say(panel, holds ? verdict.id : fmt::format("{}: {}", verdict.id, to_text(verdict)), panel.fonts.label,
            holds ? panel.theme.text : panel.theme.wrong);
        if (place != broken.end() && ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            tooltip(panel, "click: the instant, and what it is about");
            if (ImGui::IsMouseClicked(ImGuiMouseButton_Left))
                panel.act(
                    [index = static_cast<std::size_t>(place - broken.begin())](Session& s) { s.show_broken(index); });
        }
        ImGui::Unindent(panel.px(18));
    }
    ImGui::Spacing();
    ImGui::Separator();
    ImGui::Spacing();
}

}  // namespace

void run_log(const Panel& panel) {
    const Pane pane(panel, "log", panel.theme.panel, true);
    expectations(panel);
    profiler_block(panel);
    ImGui::Spacing();
    ImGui::Separator();
    ImGui::Spacing();
    heading(panel, "WHAT HAPPENED UNTIL NOW, THE LAST FIRST");
    const std::vector<std::string>& told = panel.picture.told;
    if (told.empty()) {
        const bool long_story = panel.session.run()->simulation().tape->generated > 5'000;
        say(panel, long_story ? fmt::format("a long story: tidemark tell {}", panel.session.file()) : "nothing yet",
            panel.fonts.label, panel.theme.dim);
        return;
    }
    // What cannot be seen is not drawn: the newest few hundred lines are enough to scroll through.
    constexpr std::size_t most = 300;
    for (std::size_t i = 0; i < told.size() && i < most; ++i)
        say(panel, told[told.size() - 1 - i], panel.fonts.label, i == 0 ? panel.theme.text : panel.theme.dim);
    if (told.size() > most)
        say(panel, fmt::format("and {} more before", told.size() - most), panel.fonts.label, panel.theme.dim);
}

}  // namespace tidemark::gui
