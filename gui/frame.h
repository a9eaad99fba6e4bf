#pragma once

#include "gui/fonts.h"
#include "gui/keys.h"
#include "gui/layout.h"
#include "gui/panels/panel.h"
#include "gui/profile.h"
#include "gui/session.h"

namespace tidemark::gui {

// What stays between two frames besides the session: fonts and what they were made for, a field's text.
struct Screen {
    Fonts fonts;
    float scale{0};  // the fonts were baked for it
    bool light{false};
    TypedText typed{};
    Overlay overlay{Overlay::none};  // of the last frame
    KeyNames key_names;
    Profile profile;
};

// Makes fonts and style fit the size of the window and the session's looks. True where the fonts' texture is new: the
// backend has to take it again. Between frames only.
bool fit_screen(Screen& screen, const Session& session, float width, float pixel_density);

// Draws everything, between ImGui::NewFrame and ImGui::Render; then does what was asked for by mouse.
void draw_frame(Screen& screen, Session& session);

// Which frames have to be drawn at all: some after each input, all while something moves, none else.
class Redraw {
public:
    void note_input() { owed_ = frames_after_input; }
    // `moving`: playing, or a change that is shown as it comes.
    bool wanted(bool moving) const { return moving || owed_ > 0; }
    void drawn() {
        if (owed_ > 0) --owed_;
    }

private:
    // ImGui takes in a click in one frame and shows its effects in the next; hovering takes one more.
    static constexpr int frames_after_input = 3;
    int owed_{frames_after_input};
};

}  // namespace tidemark::gui
