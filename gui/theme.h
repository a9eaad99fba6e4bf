#pragma once

#include "sim/scene/mark.h"

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace tidemark::gui {

// The colours of the window, packed as ImGui wants them. Status colours mean the fate of an event, architecture colours
// whose curve it is; vermilion is for what is wrong, and for nothing else.
struct Theme {
    bool light{false};
    ImU32 window{}, panel{}, raised{}, plot{}, grid{}, border{};
    ImU32 text{}, dim{}, strong{};  // strong: watermark, truth, now
    ImU32 accent{};                 // what can be pressed, what is chosen
    ImU32 on_time{}, late{}, wrong{}, duplicate{}, undecided{};
};
Theme theme_of(bool light);
// What ImGui's own widgets look like; sizes at `scale`.
void apply(const Theme& theme, float scale);

ImU32 with_alpha(ImU32 colour, float alpha);  // times what it has
ImU32 colour_of(MarkKind kind, const Theme& theme);

// How a mode is told apart wherever several are shown: a colour, a pattern of dashes, a letter. By its kind; modes of one
// kind are told apart by their names, and by shades.
struct ModeLook {
    ImU32 colour{};
    float dash[4]{0, 0, 0, 0};  // drawn, left out, ...; all zero: solid
    float thickness{2};
    char letter{'?'};
};
ModeLook look_of(const std::string& kind, std::size_t nth_of_kind, const Theme& theme);

}  // namespace tidemark::gui
