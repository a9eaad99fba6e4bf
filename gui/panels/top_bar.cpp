#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace tidemark::gui {
namespace {

std::string file_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

// One mode: its letter, its name, its colour; bright where its plane is on the screen.
void mode_chip(const Panel& panel, std::size_t mode) {
    const ModeLook look = panel.look(mode);
    const std::string& name = panel.session.run()->simulation().modes[mode].mode;
    const bool chosen = panel.session.view().mode == mode;
    const bool curve = panel.session.shows_curve(mode);
    const std::string words = fmt::format("{} {}##mode", look.letter, name);
    ImGui::PushID(static_cast<int>(mode));
    ImGui::PushStyleColor(ImGuiCol_Text,
                          chosen ? panel.theme.text : with_alpha(panel.theme.text, curve ? 0.75F : 0.4F));
    ImGui::PushStyleColor(ImGuiCol_Button, chosen ? with_alpha(look.colour, 0.30F) : panel.theme.raised);
    const bool pressed = ImGui::Button(words.c_str());
    ImGui::PopStyleColor(2);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImGui::GetWindowDrawList()->AddRect(low, high,
                                        with_alpha(look.colour, chosen  ? 1.0F
                                                                : curve ? 0.6F
                                                                        : 0.25F),
                                        panel.px(4), 0, panel.px(chosen ? 2.0F : 1.0F));
    if (ImGui::IsItemHovered())
        tooltip(panel,
                fmt::format("{} ({}). Click: its plane and lanes. Shift-click: show or hide its error curve.{}", name,
                            kind_of(panel.session.run()->scenario().modes[mode]),
                            panel.session.keeps_back(mode) ? " The lesson asks about it: its curve comes then." : ""));
    if (pressed) {
        const bool toggles = ImGui::GetIO().KeyShift;
        panel.act([mode, toggles](Session& s) { toggles ? s.toggle_curve(mode) : s.look_at(mode); });
    }
    ImGui::PopID();
}

void expectations_chip(const Panel& panel, float width) {
    const std::vector<Verdict>& verdicts = panel.session.run()->verdicts();
    if (verdicts.empty()) return;
    const auto held =
        std::count_if(verdicts.begin(), verdicts.end(), [](const Verdict& v) { return v.outcome == Outcome::pass; });
    const bool all = static_cast<std::size_t>(held) == verdicts.size();
    const std::string words = all ? fmt::format("{}/{} hold", held, verdicts.size())
                                  : fmt::format("\u00d7 {}/{} hold", held, verdicts.size());
    const ImVec2 size = ImGui::CalcTextSize(words.c_str());
    ImGui::SetCursorPosX(width - size.x);
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, all ? panel.theme.on_time : panel.theme.wrong);
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopStyleColor();
    if (!ImGui::IsItemHovered()) return;
    std::string list = "The scenario's expectations, at the end of the run:";
    for (const Verdict& verdict : verdicts) {
        const char* sign = verdict.outcome == Outcome::pass   ? "holds"
                           : verdict.outcome == Outcome::fail ? "broken"
                                                              : "open";
        list += fmt::format("\n{}  {}", sign, verdict.id);
        if (verdict.outcome != Outcome::pass) list += fmt::format(": {}", to_text(verdict));
    }
    if (!all) list += "\n\nClick (or X): the next broken one, its instant and what it is about.";
    tooltip(panel, list);
    if (all) return;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) panel.act([](Session& s) { s.next_broken(); });
}

}  // namespace

void top_bar(const Panel& panel) {
    const Pane pane(panel, "top", panel.theme.panel);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine(ImVec2(panel.rect.x, panel.rect.bottom() - 1), ImVec2(panel.rect.right(), panel.rect.bottom() - 1),
                 panel.theme.border);
    // A run that takes its time shows that it does.
    if (panel.session.waited() > 0.15) {
        const float share = static_cast<float>(std::fmod(panel.session.waited(), 2.0) / 2);
        const float from = panel.rect.width * share, until = std::min(panel.rect.width, from + panel.rect.width / 5);
        list.AddRectFilled(ImVec2(from, panel.rect.bottom() - panel.px(2)), ImVec2(until, panel.rect.bottom()),
                           panel.theme.accent);
    }
    const float frame = ImGui::GetFrameHeight();
    ImGui::SetCursorPosY((panel.rect.height - frame) / 2);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Tidemark");
    ImGui::SameLine(0, panel.px(14));
    const std::string name = panel.session.file().empty() ? "open a scenario" : file_name(panel.session.file());
    if (button(panel, fmt::format("{}##file", name).c_str())) panel.act([](Session& s) { s.overlay = Overlay::open; });
    if (ImGui::IsItemHovered()) tooltip(panel, panel.session.file());

    // From the right: help, then what holds; the chips take what is left.
    const float right = panel.rect.width - panel.px(14);
    // Where the panels beside the plane have no room they are drawn out over it.
    const bool narrow = panel.rect.width < panel.px(1280) && panel.session.arrangement != Arrangement::lecture;
    const bool with_lesson = narrow && panel.session.lesson() != nullptr;
    const float small = panel.px(34) + ImGui::GetStyle().ItemSpacing.x;
    const float help_width = panel.px(34), help_x = right - help_width;
    const float drawers_x = help_x - (narrow ? small : 0) - (with_lesson ? small : 0);
    const float holds_right = drawers_x - panel.px(14);
    const LoadedRun* run = panel.session.run();
    if (run != nullptr) {
        const float seed_room = panel.rect.width > panel.px(1250) ? 1.0F : 0.0F;
        if (seed_room > 0) {
            ImGui::SameLine(0, panel.px(12));
            ImGui::PushStyleColor(ImGuiCol_Text, panel.theme.dim);
            ImGui::Text("seed %llu", static_cast<unsigned long long>(run->simulation().seed.value));
            ImGui::PopStyleColor();
        }
        if (!panel.session.settings().empty() || panel.session.seed()) {
            ImGui::SameLine(0, panel.px(12));
            std::string changes = "Changed on top of the file:";
            for (const Setting& setting : panel.session.settings())
                changes += fmt::format("\n--set {}={}", setting.path, setting.value);
            command_button(
                panel, "save",
                fmt::format("{} changed", panel.session.settings().size() + (panel.session.seed() ? 1 : 0)).c_str());
            if (ImGui::IsItemHovered()) tooltip(panel, changes);
        }
        ImGui::SameLine(0, panel.px(18));
        // Modes that have no room are in the palette and under their keys.
        for (std::size_t mode = 0; mode < run->modes(); ++mode) {
            const float wanted = ImGui::CalcTextSize(run->simulation().modes[mode].mode.c_str()).x + panel.px(46);
            if (ImGui::GetCursorPosX() + wanted > holds_right - panel.px(245)) {
                ImGui::AlignTextToFramePadding();
                ImGui::Text("+%zu", run->modes() - mode);
                if (ImGui::IsItemHovered()) tooltip(panel, "more modes: keys 1 to 9, or the comparison");
                ImGui::SameLine();
                break;
            }
            mode_chip(panel, mode);
            ImGui::SameLine(0, panel.px(6));
        }
        ImGui::SameLine(0, panel.px(14));
        command_button(panel, "compare", "Compare");
        ImGui::SameLine();
        expectations_chip(panel, holds_right);
    }
    ImGui::SameLine();
    ImGui::SetCursorPosX(drawers_x);
    if (with_lesson) {
        command_button(panel, "lesson", "L", help_width, false);
        ImGui::SameLine();
    }
    if (narrow) {
        command_button(panel, "inspector", "I", help_width, false);
        ImGui::SameLine();
    }
    ImGui::SetCursorPosX(help_x);
    command_button(panel, "help", "?", help_width, false);
}

}  // namespace tidemark::gui
