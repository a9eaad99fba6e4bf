#pragma once

#include "gui/brush.h"
#include "gui/commands.h"
#include "gui/fonts.h"
#include "gui/layout.h"
#include "gui/profile.h"
#include "gui/projection.h"
#include "gui/session.h"
#include "gui/theme.h"

#include <array>
#include <functional>
#include <string_view>
#include <vector>

namespace tidemark::gui {

// What the panels want done. Carried out after the frame: while it is drawn, nothing changes.
using Actions = std::vector<std::function<void(Session&)>>;

// What is being typed into the field in front; emptied when another overlay opens.
using TypedText = std::array<char, 512>;

// What a panel is given: plain data to read, how it looks, where to lay its wishes. A panel is one free function; it keeps
// nothing between frames.
struct Panel {
    const Session& session;
    const Picture& picture;
    const Theme& theme;
    const Fonts& fonts;
    const KeyNames& key_names;
    Actions& actions;
    TypedText& typed;
    const Profile& profile;
    float scale{1};
    Rect rect;             // where it lies
    bool in_front{false};  // over other panels

    float px(float pixels) const { return pixels * scale; }
    void act(std::function<void(Session&)> action) const { actions.push_back(std::move(action)); }
    Brush brush() const { return Brush{*ImGui::GetWindowDrawList(), theme, fonts, scale}; }
    // Where data stands between the left and the right edge that plane, lanes and curve share.
    Axis processing() const;
    // How a mode is drawn, in the run on the screen.
    ModeLook look(std::size_t mode) const;
};

// A window of ImGui that lies still at the panel's place, without title and border.
class Pane {
public:
    Pane(const Panel& panel, const char* name, ImU32 ground, bool scrolls = false, bool padded = true);
    ~Pane();
    Pane(const Pane&) = delete;
    Pane& operator=(const Pane&) = delete;
};

// Text in one of the fonts and a colour, wrapped at the panel's right edge.
void say(const Panel& panel, std::string_view words, ImFont* font, ImU32 colour);
void heading(const Panel& panel, std::string_view words);  // small, dim capitals above a block

// A button for a command: its words, and its key beside them. Grey where it cannot be done now.
bool command_button(const Panel& panel, std::string_view id, const char* words, float width = 0, bool with_key = true);
// A button whose only effect is the action.
bool button(const Panel& panel, const char* words, float width = 0, bool chosen = false);
// A sentence at the pointer.
void tooltip(const Panel& panel, std::string_view words);
// The line of now across a plot, from top to bottom.
void now_line(const Panel& panel, float top, float bottom);

// ---- the panels, one a file
void top_bar(const Panel& panel);
void plane(const Panel& panel);
void lanes(const Panel& panel);
void error_chart(const Panel& panel);
void inspector(const Panel& panel);
void transport(const Panel& panel);
void lesson(const Panel& panel);
void run_log(const Panel& panel);       // the expectations, and all that happened until now, in words
void compare(const Panel& panel);       // all modes' planes, with their numbers
void file_problem(const Panel& panel);  // what is wrong with a file, over the plane
void opening_card(const Panel& panel);  // the first thirty seconds, above the plane
void help(const Panel& panel);
void palette(const Panel& panel);
void pages(const Panel& panel);                // the words of the field, and what is simplified
void mark_menu(const Panel& panel);            // what can be done with a mark
float mark_menu_height(const MarkMenu& menu);  // pixels at scale 1
void save_dialog(const Panel& panel);
void open_dialog(const Panel& panel);

// Blocks of the log: what making the run and drawing it costs.
void profiler_block(const Panel& panel);
// A stretch of time that is measured: on the plane, and beside its axis.
void span_on_plane(const Panel& panel, const Projection& projection);
// The strip of the time axis: a drag measures.
void time_axis_handle(const Panel& panel, const Projection& projection, const std::vector<Mark>& marks);

// The legend's block, inside the inspector.
void legend_block(const Panel& panel);
// Blocks of the lesson: the knobs and what comes of them; the share counted against how long one waits.
void try_block(const Panel& panel, const LessonTry& step, const Trial& trial);
void completeness_block(const Panel& panel, const CompletenessCurve& curve);

}  // namespace tidemark::gui
