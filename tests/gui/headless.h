#pragma once

#include "gui/frame.h"
#include "gui/session.h"

#include <string>
#include <vector>

namespace tidemark::gui {

// ImGui without a window: frames are made and counted, and nobody shows them.
class Headless {
public:
    Headless(float width, float height);
    ~Headless();
    Headless(const Headless&) = delete;
    Headless& operator=(const Headless&) = delete;

    struct Drawn {
        int lists{0};
        int vertices{0};
        int largest_list{0};  // vertices
        bool numbers{true};   // every coordinate is one
    };
    // As many frames as a click needs to show its effect; the last one's measure.
    Drawn draw(Session& session, int frames = 3);
    // Everything that was written on the screen in the last frame cannot be read back; where a click lands can be tried.
    void click(Session& session, float x, float y);
    Screen& screen() { return screen_; }

private:
    Screen screen_;
};

std::string scenario_path(const std::string& name);  // of a shipped one: "subway-2358"
std::vector<std::string> shipped_scenarios();        // all of them, by path
std::string read_text(const std::string& path);

}  // namespace tidemark::gui
