#include "gui/knobs.h"
#include "gui/panels/panel.h"
#include "sim/judge/clock_text.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::gui {
namespace {

constexpr std::int64_t whole = 1'000'000;

// One line of the chart: everybody, or a cohort.
struct Line {
    std::string name;
    ImU32 colour{};
    float thickness{1.6F};
    std::vector<Share> shares;  // a point each
};

std::vector<Line> lines_of(const CompletenessCurve& curve, const Theme& theme) {
    std::vector<Line> lines;
    // Those who have the most to lose stand out; the average is what hides them.
    std::size_t worst = 0;
    for (std::size_t c = 1; c < curve.cohorts.size(); ++c)
        if (curve.points.front().cohorts[c].millionths() < curve.points.front().cohorts[worst].millionths()) worst = c;
    for (std::size_t c = 0; c < curve.cohorts.size(); ++c) {
        Line line{curve.cohorts[c], c == worst ? theme.wrong : theme.dim, c == worst ? 2.4F : 1.6F, {}};
        for (const CompletenessPoint& point : curve.points)
            line.shares.push_back(point.cohorts[c]);
        lines.push_back(std::move(line));
    }
    Line all{"everybody", theme.strong, 1.6F, {}};
    for (const CompletenessPoint& point : curve.points)
        all.shares.push_back(point.all);
    lines.push_back(std::move(all));
    return lines;
}

// The highest multiple of 5 % that nothing lies below.
std::int64_t floor_of(const std::vector<Line>& lines) {
    std::int64_t least = whole;
    for (const Line& line : lines)
        for (const Share& share : line.shares)
            least = std::min(least, share.millionths());
    return std::min<std::int64_t>(std::max<std::int64_t>(0, (least - 10'000) / 50'000 * 50'000), whole - 50'000);
}

std::string percent(const Share& share) { return share_text({(share.millionths() + 50) / 100 * 100}); }

}  // namespace

void completeness_block(const Panel& panel, const CompletenessCurve& curve) {
    if (curve.points.size() < 2) return;
    ImGui::Spacing();
    heading(panel, "SHARE COUNTED, BY HOW LONG ONE WAITS");
    const std::vector<Line> lines = lines_of(curve, panel.theme);
    const std::int64_t bottom = floor_of(lines);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = panel.px(190);
    const Brush brush = panel.brush();
    const float label = brush.size("X", panel.fonts.label).y;
    const Rect plot{corner.x + panel.px(44), corner.y + panel.px(6), width - panel.px(44) - panel.px(14),
                    height - label - panel.px(12)};
    Axis share;
    share.from = bottom;
    share.until = whole;
    share.start = plot.bottom();
    share.end = plot.y + label * 0.6F;
    brush.fill(ImVec2(plot.x, plot.y), ImVec2(plot.right(), plot.bottom()), panel.theme.plot);
    for (const std::int64_t tick : number_ticks(bottom, whole, static_cast<double>(plot.height / panel.px(34)))) {
        const float y = share.at(tick);
        brush.line(ImVec2(plot.x, y), ImVec2(plot.right(), y), panel.theme.grid, 1);
        const std::string words = share_text({tick});
        const ImVec2 size = brush.size(words, panel.fonts.label);
        brush.text(ImVec2(plot.x - size.x - panel.px(6), y - size.y / 2), panel.theme.dim, words, panel.fonts.label);
    }
    // A place for each mode, as far apart: the delays differ by a thousand times.
    const auto x_of = [&](std::size_t i) {
        const auto n = static_cast<float>(curve.points.size());
        return plot.x + plot.width * (static_cast<float>(i) + 0.5F) / n;
    };
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        const std::string words = curve.points[i].delay ? compact_text(*curve.points[i].delay) : curve.points[i].name;
        const ImVec2 size = brush.size(words, panel.fonts.label);
        brush.text(ImVec2(x_of(i) - size.x / 2, plot.bottom() + panel.px(4)), panel.theme.dim, words,
                   panel.fonts.label);
    }
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < line.shares.size(); ++i) {
            const ImVec2 here(x_of(i), share.at(line.shares[i].millionths()));
            if (i > 0)
                brush.line(ImVec2(x_of(i - 1), share.at(line.shares[i - 1].millionths())), here, line.colour,
                           line.thickness);
            brush.circle(here, panel.px(3), line.colour, true);
        }
    }
    // Names where the lines are furthest apart: at the shortest wait.
    Labels room(plot);
    for (const Line& line : lines) {
        const ImVec2 size = brush.size(line.name, panel.fonts.label);
        const ImVec2 from(x_of(0) + panel.px(8), share.at(line.shares.front().millionths()));
        ImVec2 found;
        if (room.place({ImVec2(from.x, from.y + panel.px(4)), ImVec2(from.x, from.y - size.y - panel.px(4)),
                        ImVec2(from.x + panel.px(60), from.y + panel.px(4))},
                       size, found))
            brush.text(found, line.colour, line.name, panel.fonts.label);
    }
    ImGui::InvisibleButton("completeness", ImVec2(width, height));
    if (!ImGui::IsItemHovered()) return;
    const float each = plot.width / static_cast<float>(curve.points.size());
    const float across = std::clamp(ImGui::GetIO().MousePos.x - plot.x, 0.0F, plot.width - 1);
    const CompletenessPoint& point = curve.points[static_cast<std::size_t>(across / each)];
    std::string words = fmt::format("{}: {} counted", point.name, percent(point.all));
    for (std::size_t c = 0; c < curve.cohorts.size(); ++c)
        words += fmt::format("\n{} {}", curve.cohorts[c], percent(point.cohorts[c]));
    if (point.wait) words += fmt::format("\nusually answered {} after a window's end", duration_text(*point.wait));
    tooltip(panel, words);
}

}  // namespace tidemark::gui
