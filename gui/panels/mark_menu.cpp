#include "gui/panels/panel.h"
#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <string>

namespace tidemark::gui {
namespace {

constexpr float row_height = 27, head_height = 58;

// A row as wide as the menu. What it does closes the menu first.
void row(const Panel& panel, const char* words, std::function<void(Session&)> action) {
    if (!ImGui::Selectable(words)) return;
    panel.act([action = std::move(action)](Session& s) {
        s.overlay = Overlay::none;
        action(s);
    });
}

}  // namespace

float mark_menu_height(const MarkMenu& menu) { return head_height + row_height * (menu.id.empty() ? 2.0F : 6.0F); }

void mark_menu(const Panel& panel) {
    const Pane pane(panel, "menu", panel.theme.panel);
    const MarkMenu& menu = panel.session.menu;
    const LoadedRun* run = panel.session.run();
    if (run == nullptr) return;
    const std::string at = clock_text(menu.at, run->scenario().clock);
    heading(panel, menu.id.empty() ? at : menu.id);
    ImGui::Spacing();
    if (!menu.id.empty()) {
        row(panel, "explain it", [id = menu.id](Session& s) {
            s.select(id);
            s.drawer = Drawer::inspector;
        });
        row(panel, "follow it: fill the plane with its life", [id = menu.id](Session& s) { s.follow_event(id); });
        row(panel, "play from just before it", [at = menu.at](Session& s) {
            s.go_to(at - (s.view().seen.until - s.view().seen.from) / 40);
            s.play_or_pause();
        });
        row(panel, "copy its name", [id = menu.id](Session& s) { s.copy_text(id, "copied: " + id); });
    }
    row(panel, fmt::format("go to {}", at).c_str(), [at = menu.at](Session& s) { s.go_to(at); });
    row(panel, "copy a link to this instant", [at = menu.at, id = menu.id](Session& s) {
        s.go_to(at);
        if (!id.empty()) s.select(id);
        s.copy_link();
    });
    // A click beside it closes it.
    if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows |
                                ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
        (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right)))
        panel.act([](Session& s) { s.overlay = Overlay::none; });
}

}  // namespace tidemark::gui
