#include "gui/painter.h"
#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::gui {
namespace {

// Where the value at now stands: right of the line, where there is room, else left of it. Empty: it is not in the picture.
Rect reading_rect(const Panel& panel, const Brush& brush, const Rect& row, const Lane& lane) {
    if (lane.reading.empty()) return {};
    const float width = brush.size(lane.reading).x, gap = panel.px(8);
    const float now = panel.processing().at(panel.session.view().now.time_since_epoch().count());
    const float x = now + gap + width < row.right() ? now + gap : now - width - gap;
    if (now < row.x || now > row.right() || x <= row.x) return {};
    return {x - panel.px(4), row.y, width + panel.px(8), row.height};
}

}  // namespace

void lanes(const Panel& panel) {
    const Pane pane(panel, "lanes", panel.theme.window, false, false);
    const std::vector<Lane>& all = panel.picture.scene.lanes;
    if (panel.session.run() == nullptr || all.empty()) return;
    const Axis processing = panel.processing();
    const float top = panel.rect.y + panel.px(4);
    const float height = (panel.rect.height - panel.px(8)) / static_cast<float>(all.size());
    PaintOptions options;
    options.selection = panel.session.view().selection;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Lane& lane = all[i];
        const Rect row{processing.start, top + height * static_cast<float>(i), processing.end - processing.start,
                       height - panel.px(3)};
        // Each strip is a window of its own: a list of ImGui's has 65 535 vertices at most.
        ImGui::SetCursorScreenPos(ImVec2(panel.rect.x, row.y));
        ImGui::PushID(static_cast<int>(i));
        ImGui::BeginChild("lane", ImVec2(panel.rect.width, row.height), false,
                          ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoScrollWithMouse);
        const Brush brush = panel.brush();
        const std::string_view title = title_of(lane.kind);
        const ImVec2 size = brush.size(title);
        brush.text(ImVec2(panel.rect.x + panel.px(12), row.y + (row.height - size.y) / 2), panel.theme.text, title);
        brush.list.AddRectFilled(ImVec2(row.x, row.y), ImVec2(row.right(), row.bottom()), panel.theme.plot);
        options.reading = reading_rect(panel, brush, row, lane);
        brush.list.PushClipRect(ImVec2(row.x, row.y), ImVec2(row.right(), row.bottom()), true);
        paint_lane(brush, processing, row, lane, options);
        brush.list.PopClipRect();
        now_line(panel, row.y, row.bottom() + panel.px(3));
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        if (ImGui::IsWindowHovered()) {
            const Mark* under = nullptr;
            const float reach = panel.px(5);
            for (const Mark& mark : lane.marks)
                if (!mark.sentence.empty() && mouse.x >= processing.at(mark.x0) - reach &&
                    mouse.x <= processing.at(mark.x1) + reach)
                    under = &mark;
            if (under != nullptr) tooltip(panel, under->sentence);
            else if (!lane.reading.empty()) tooltip(panel, fmt::format("{}: {}", title, lane.reading));
            if (under != nullptr && !under->id.empty() && ImGui::IsMouseClicked(ImGuiMouseButton_Left))
                panel.act([id = under->id](Session& s) { s.select(id); });
        }
        if (!options.reading.empty()) {
            const Rect& reading = options.reading;
            brush.fill(ImVec2(reading.x, row.y + panel.px(2)), ImVec2(reading.right(), row.bottom() - panel.px(2)),
                       with_alpha(panel.theme.plot, 0.85F));
            brush.text(ImVec2(reading.x + panel.px(4), row.y + (row.height - brush.size(lane.reading).y) / 2),
                       panel.theme.dim, lane.reading);
        }
        ImGui::EndChild();
        ImGui::PopID();
    }
    now_line(panel, panel.rect.y, panel.rect.bottom());
}

}  // namespace tidemark::gui
