#include "gui/panels/panel.h"
#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tidemark::gui {

// A bar a frame, the newest at the right; the line is at 16 ms, where a screen of 60 Hz waits no longer.
void profiler_block(const Panel& panel) {
    heading(panel, "WHAT IT COSTS TO MAKE AND TO DRAW");
    const RunCost& cost = panel.session.run()->cost();
    const auto row = [&](const char* name, const std::string& value) {
        const float left = ImGui::GetCursorPosX();
        say(panel, name, panel.fonts.label, panel.theme.dim);
        ImGui::SameLine();
        ImGui::SetCursorPosX(left + panel.px(70));
        say(panel, value, panel.fonts.label, panel.theme.text);
    };
    row("run", fmt::format("{:.0f} ms run, {:.0f} ms judged", cost.simulated, cost.judged));
    std::size_t marks = panel.picture.scene.plane.size() + panel.picture.scene.errors.marks.size();
    for (const Lane& lane : panel.picture.scene.lanes)
        marks += lane.marks.size();
    const Profile& profile = panel.profile;
    row("picture", fmt::format("{} marks, {} vertices", count_text(marks),
                               count_text(static_cast<std::uint64_t>(profile.vertices))));
    const std::size_t known = profile.known();
    if (known == 0) {
        row("frames", "none yet");
        return;
    }
    std::vector<float> sorted(profile.milliseconds.begin(),
                              profile.milliseconds.begin() + static_cast<std::ptrdiff_t>(known));
    std::sort(sorted.begin(), sorted.end());
    row("frames", fmt::format("{:.1f} ms; {:.1f} at worst, of {}", sorted[sorted.size() / 2], sorted.back(), known));
    row("since start", fmt::format("{} drawn", count_text(profile.drawn)));
    const Brush brush = panel.brush();
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = panel.px(44);
    const float top = std::max(20.0F, sorted.back());
    brush.fill(corner, ImVec2(corner.x + width, corner.y + height), panel.theme.plot);
    const float each = width / static_cast<float>(Profile::kept);
    for (std::size_t i = 0; i < known; ++i) {
        const float took = profile.milliseconds[(profile.drawn - known + i) % Profile::kept];
        const float x = corner.x + each * static_cast<float>(Profile::kept - known + i);
        brush.fill(ImVec2(x, corner.y + height * (1 - took / top)),
                   ImVec2(x + std::max(1.0F, each - 1), corner.y + height),
                   took > 16 ? panel.theme.late : panel.theme.accent);
    }
    const float line = corner.y + height * (1 - 16 / top);
    brush.line(ImVec2(corner.x, line), ImVec2(corner.x + width, line), panel.theme.dim, 1);
    ImGui::Dummy(ImVec2(width, height));
}

}  // namespace tidemark::gui
