#include "gui/painter.h"
#include "gui/panels/panel.h"

#include <string>

namespace tidemark::gui {

void legend_block(const Panel& panel) {
    heading(panel, "LEGEND");
    const Brush brush = panel.brush();
    const float side = panel.px(12), indent = panel.px(26);
    for (const LegendEntry& entry : panel.picture.legend) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const ImVec2 size = brush.size(entry.name);
        paint_sample(brush, {at.x + panel.px(2), at.y + (size.y - side) / 2 + 1, side, side}, entry.kind);
        ImGui::Indent(indent);
        say(panel, entry.name, panel.fonts.label, panel.theme.text);
        ImGui::Unindent(indent);
        if (ImGui::IsItemHovered()) tooltip(panel, entry.sentence);
    }
}

}  // namespace tidemark::gui
