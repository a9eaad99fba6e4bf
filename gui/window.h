#pragma once

#include "gui/frame.h"
#include "gui/options.h"
#include "gui/session.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct GLFWwindow;

namespace tidemark::gui {

// The screen: a window of GLFW with OpenGL 3.3, on which ImGui draws. One at a time.
class Window {
public:
    // Null where there is no display or no such OpenGL; `why` says it in a sentence.
    static std::unique_ptr<Window> open(int width, int height, bool visible, std::string& why);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    // Draws the session until the window is closed; redraws only when something changes.
    void run(Session& session);
    // Waits so long, in which nobody does anything; how many frames were drawn all the same.
    std::uint64_t stand_still(Session& session, double seconds);
    // One frame, wanted or not. Returns when the graphics processor has finished it, where `finish`.
    void draw(Session& session, bool finish);
    void resize(int width, int height);
    // Rows from top to bottom, three bytes a pixel.
    struct Pixels {
        int width{0}, height{0};
        std::vector<std::uint8_t> rgb;
    };
    Pixels photograph(Session& session);  // draws a frame and keeps it
    // Wakes `run` from any thread.
    static void wake();
    void without_waiting();  // for measurements: does not wait for the screen's next refresh

private:
    explicit Window(GLFWwindow* window);
    void read_pixels(int width, int height);
    // Waits for something to happen (for ever, or at most so many seconds), and draws where something has changed.
    void turn(Session& session, std::optional<double> longest);
    struct Input;
    GLFWwindow* window_;
    std::unique_ptr<Input> input_;
    Screen screen_;
    Redraw redraw_;
    double last_{0};
    std::string title_;
    bool keep_{false};
    Pixels kept_;
};

}  // namespace tidemark::gui
