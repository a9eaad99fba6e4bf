#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <cctype>
#include <string>

namespace tidemark::gui {
namespace {

// Every word that was typed is somewhere in the title or the group, in any case of letters.
bool matches(const Command& command, const char* typed) {
    const auto lower = [](std::string_view text) {
        std::string result;
        for (const char c : text)
            result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return result;
    };
    const std::string where = lower(command.title) + " " + lower(command.group) + " " + lower(command.id);
    std::string word;
    for (const char* c = typed;; ++c) {
        if (*c != ' ' && *c != '\0') {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(*c)));
            continue;
        }
        if (where.find(word) == std::string::npos) return false;
        word.clear();
        if (*c == '\0') return true;
    }
}

}  // namespace

void palette(const Panel& panel) {
    const Pane pane(panel, "palette", panel.theme.panel);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    TypedText& typed = panel.typed;
    const bool entered = ImGui::InputTextWithHint("##what", "what do you want to do?", typed.data(), typed.size(),
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::BeginChild("list");
    bool first = true;
    for (const Command& c : commands()) {
        if (!matches(c, typed.data()) || !can(c, panel.session)) continue;
        const bool runs = entered && first;
        ImGui::PushID(c.id.data());
        if (ImGui::Selectable(c.title.c_str(), first) || runs)
            panel.act([act = c.act](Session& s) {
                s.overlay = Overlay::none;
                act(s);
            });
        const std::string key = keys_text(c, panel.key_names);
        const float width = ImGui::CalcTextSize(key.c_str()).x;
        ImGui::SameLine(ImGui::GetWindowWidth() - width - panel.px(22));
        ImGui::TextDisabled("%s", key.c_str());
        ImGui::PopID();
        first = false;
    }
    if (first) say(panel, "no command has these words", panel.fonts.label, panel.theme.dim);
    ImGui::EndChild();
}

}  // namespace tidemark::gui
