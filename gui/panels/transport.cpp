#include "gui/panels/panel.h"
#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::gui {
namespace {

// The whole run as a bar: what was, where now is, what is seen; a lesson's limit.
void scrubber(const Panel& panel, float width) {
    const Session& session = panel.session;
    const float height = ImGui::GetFrameHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::InvisibleButton("scrubber", ImVec2(std::max(8.0F, width), height));
    Axis axis;
    axis.from = session.starts().time_since_epoch().count();
    axis.until = session.ends().time_since_epoch().count();
    axis.start = at.x;
    axis.end = at.x + std::max(8.0F, width);
    const Brush brush = panel.brush();
    const float middle = at.y + height / 2;
    const auto pixel = [&](ProcessingTime t) {
        return std::clamp(axis.at(t.time_since_epoch().count()), axis.start, axis.end);
    };
    brush.list.AddRectFilled(ImVec2(axis.start, middle - panel.px(4)), ImVec2(axis.end, middle + panel.px(4)),
                             panel.theme.raised, panel.px(4));
    const View& view = session.view();
    brush.list.AddRectFilled(ImVec2(pixel(view.seen.from), middle + panel.px(7)),
                             ImVec2(pixel(view.seen.until), middle + panel.px(9)), panel.theme.dim);
    brush.list.AddRectFilled(ImVec2(axis.start, middle - panel.px(4)), ImVec2(pixel(view.now), middle + panel.px(4)),
                             with_alpha(panel.theme.accent, 0.7F), panel.px(4));
    if (session.limit() < session.ends())
        brush.line(ImVec2(pixel(session.limit()), middle - panel.px(8)),
                   ImVec2(pixel(session.limit()), middle + panel.px(8)), panel.theme.late, 2);
    brush.list.AddCircleFilled(ImVec2(pixel(view.now), middle), panel.px(7), panel.theme.strong, 20);
    if (ImGui::IsItemActive()) {
        const ProcessingTime to{ProcessingDuration{axis.value(ImGui::GetIO().MousePos.x)}};
        const bool begins = ImGui::IsItemActivated();
        panel.act([to, begins](Session& s) { begins ? s.go_to(to) : s.scrub(to); });
    } else if (ImGui::IsItemHovered()) {
        const ProcessingTime there{ProcessingDuration{axis.value(ImGui::GetIO().MousePos.x)}};
        tooltip(panel, clock_text(there, session.run()->scenario().clock));
    }
}

}  // namespace

void transport(const Panel& panel) {
    const Pane pane(panel, "transport", panel.theme.panel);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine(ImVec2(panel.rect.x, panel.rect.y), ImVec2(panel.rect.right(), panel.rect.y), panel.theme.border);
    const Session& session = panel.session;
    if (session.run() == nullptr) return;
    ImGui::SetCursorPosY(panel.px(10));
    const bool wide = panel.rect.width > panel.px(1150);
    command_button(panel, "start", "|<", 0, false);
    ImGui::SameLine();
    if (wide) {
        command_button(panel, "step-back", "< step");
        ImGui::SameLine();
    }
    command_button(panel, "play", session.playback().playing ? "Pause" : "Play", panel.px(130));
    ImGui::SameLine();
    if (wide) {
        command_button(panel, "step", "step >");
        ImGui::SameLine();
    }
    command_button(panel, "surprise", wide ? "next surprise" : "surprise");
    ImGui::SameLine(0, panel.px(14));
    command_button(panel, "slower", "\u2212", 0, false);
    ImGui::SameLine(0, panel.px(4));
    ImGui::AlignTextToFramePadding();
    const std::string speed = speed_text(speeds()[session.playback().speed]);
    const float room = panel.px(64), start = ImGui::GetCursorPosX();
    ImGui::SetCursorPosX(start + std::max(0.0F, (room - ImGui::CalcTextSize(speed.c_str()).x) / 2));
    ImGui::TextUnformatted(speed.c_str());
    if (ImGui::IsItemHovered()) tooltip(panel, "how fast virtual time goes; [ and ] change it");
    ImGui::SameLine();
    ImGui::SetCursorPosX(start + room);
    command_button(panel, "faster", "+", 0, false);
    ImGui::SameLine(0, panel.px(18));

    const std::string now = clock_text(session.view().now, session.run()->scenario().clock);
    ImGui::PushFont(panel.fonts.mono);
    const float words = std::max(ImGui::CalcTextSize(now.c_str()).x, ImGui::CalcTextSize("D+1 00:00:00").x);
    ImGui::PopFont();
    const float left = panel.rect.width - ImGui::GetCursorPosX() - words - panel.px(34);
    scrubber(panel, left);
    ImGui::SameLine(0, panel.px(14));
    ImGui::AlignTextToFramePadding();
    ImGui::PushFont(panel.fonts.mono);
    ImGui::TextUnformatted(now.c_str());
    ImGui::PopFont();
    // One line below: what was just said, or what stands on the screen.
    const std::string below = !session.notice.empty() ? session.notice
                              : session.running()     ? "running the changed scenario..."
                                                      : session.run()->scenario().title;
    ImGui::SetCursorPos(ImVec2(panel.px(14), panel.rect.height - panel.px(21)));
    say(panel, below, panel.fonts.label, session.notice.empty() ? panel.theme.dim : panel.theme.text);
}

}  // namespace tidemark::gui
