#include "gui/window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <cstdlib>
#include <utility>

namespace tidemark::gui {

// What the callbacks leave for the loop.
struct Window::Input {
    bool any{true};
    std::vector<Key> pressed;
};

namespace {

static_assert(key_code::space == GLFW_KEY_SPACE && key_code::comma == GLFW_KEY_COMMA &&
              key_code::minus == GLFW_KEY_MINUS && key_code::period == GLFW_KEY_PERIOD &&
              key_code::slash == GLFW_KEY_SLASH && key_code::equal == GLFW_KEY_EQUAL &&
              key_code::left_bracket == GLFW_KEY_LEFT_BRACKET && key_code::right_bracket == GLFW_KEY_RIGHT_BRACKET &&
              key_code::escape == GLFW_KEY_ESCAPE && key_code::enter == GLFW_KEY_ENTER &&
              key_code::tab == GLFW_KEY_TAB && key_code::backspace == GLFW_KEY_BACKSPACE &&
              key_code::right == GLFW_KEY_RIGHT && key_code::left == GLFW_KEY_LEFT &&
              key_code::page_up == GLFW_KEY_PAGE_UP && key_code::page_down == GLFW_KEY_PAGE_DOWN &&
              key_code::home == GLFW_KEY_HOME && key_code::end == GLFW_KEY_END && key_code::f1 == GLFW_KEY_F1 &&
              key_code::keypad_enter == GLFW_KEY_KP_ENTER && 'A' == GLFW_KEY_A && '1' == GLFW_KEY_1);

std::string key_name(int code) {
    const char* name = glfwGetKeyName(code, 0);
    return name == nullptr ? std::string{} : std::string{name};
}

std::string last_error() {
    const char* words = nullptr;
    glfwGetError(&words);
    return words == nullptr ? "no reason was given" : words;
}

}  // namespace

std::unique_ptr<Window> Window::open(int width, int height, bool visible, std::string& why) {
    if (glfwInit() != GLFW_TRUE) {
        why = fmt::format("there is no display to open a window on ({})", last_error());
        return nullptr;
    }
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_VISIBLE, visible ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_TRUE);
    GLFWwindow* window = glfwCreateWindow(width, height, "Tidemark", nullptr, nullptr);
    if (window == nullptr) {
        why = fmt::format("this display gives no OpenGL 3.3 ({})", last_error());
        glfwTerminate();
        return nullptr;
    }
    return std::unique_ptr<Window>(new Window(window));
}

Window::Window(GLFWwindow* window) : window_(window), input_(std::make_unique<Input>()) {
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;  // nothing floats: there is nothing to remember
    glfwSetWindowUserPointer(window_, input_.get());
    // ImGui's backend calls these before its own.
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int, int action, int held) {
        Input& input = *static_cast<Input*>(glfwGetWindowUserPointer(w));
        input.any = true;
        if (action == GLFW_RELEASE) return;
        input.pressed.push_back({key, (held & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0, (held & GLFW_MOD_SHIFT) != 0,
                                 (held & GLFW_MOD_ALT) != 0});
    });
    glfwSetCharCallback(window_,
                        [](GLFWwindow* w, unsigned) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    glfwSetCursorPosCallback(
        window_, [](GLFWwindow* w, double, double) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    glfwSetMouseButtonCallback(
        window_, [](GLFWwindow* w, int, int, int) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    glfwSetScrollCallback(
        window_, [](GLFWwindow* w, double, double) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    glfwSetWindowRefreshCallback(window_,
                                 [](GLFWwindow* w) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    glfwSetFramebufferSizeCallback(
        window_, [](GLFWwindow* w, int, int) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    glfwSetWindowFocusCallback(
        window_, [](GLFWwindow* w, int) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    glfwSetCursorEnterCallback(
        window_, [](GLFWwindow* w, int) { static_cast<Input*>(glfwGetWindowUserPointer(w))->any = true; });
    ImGui_ImplGlfw_InitForOpenGL(window_, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    screen_.key_names = key_name;
}

Window::~Window() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window_);
    glfwTerminate();
}

void Window::wake() { glfwPostEmptyEvent(); }
void Window::without_waiting() { glfwSwapInterval(0); }

void Window::resize(int width, int height) {
    glfwSetWindowSize(window_, width, height);
    glfwPollEvents();
}

void Window::draw(Session& session, bool finish) {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    if (width <= 0 || height <= 0) return;
    float density = 1, ignored = 1;
    glfwGetWindowContentScale(window_, &density, &ignored);
    if (fit_screen(screen_, session, static_cast<float>(width), density > 0 ? density : 1))
        ImGui_ImplOpenGL3_DestroyFontsTexture();
    if (ImGui::GetIO().Fonts->TexID == nullptr) ImGui_ImplOpenGL3_CreateFontsTexture();
    const double begun = glfwGetTime();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    draw_frame(screen_, session);
    ImGui::Render();
    glViewport(0, 0, width, height);
    const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(theme_of(session.looks.light).window);
    glClearColor(ground.x, ground.y, ground.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (finish) glFinish();
    const ImDrawData& drawn = *ImGui::GetDrawData();
    screen_.profile.note(static_cast<float>((glfwGetTime() - begun) * 1'000), drawn.TotalVtxCount, drawn.CmdListsCount);
    if (keep_) read_pixels(width, height);
    glfwSwapBuffers(window_);
}

void Window::run(Session& session) {
    while (glfwWindowShouldClose(window_) == GLFW_FALSE)
        turn(session, std::nullopt);
}

std::uint64_t Window::stand_still(Session& session, double seconds) {
    for (int i = 0; i < 10; ++i)
        turn(session, 0.01);  // what is owed from before
    const std::uint64_t before = screen_.profile.drawn;
    const double until = glfwGetTime() + seconds;
    while (glfwGetTime() < until)
        turn(session, 0.05);
    return screen_.profile.drawn - before;
}

void Window::turn(Session& session, std::optional<double> longest) {
    const bool moving = session.playback().playing;
    if (redraw_.wanted(false) || (moving && glfwGetWindowAttrib(window_, GLFW_FOCUSED) == GLFW_TRUE)) glfwPollEvents();
    else if (moving) glfwWaitEventsTimeout(0.05);                       // nobody is looking: 20 frames a second
    else if (ImGui::GetIO().WantTextInput) glfwWaitEventsTimeout(0.4);  // the cursor blinks
    else if (session.running()) glfwWaitEventsTimeout(0.1);             // to show that it takes its time
    else if (longest) glfwWaitEventsTimeout(*longest);
    else glfwWaitEvents();
    const double now = glfwGetTime();
    if (ImGui::GetIO().WantTextInput && now - last_ > 0.35) redraw_.note_input();
    // Keys first: what they change is in this frame.
    for (const Key& key : std::exchange(input_->pressed, {})) {
        const bool typing = ImGui::GetIO().WantTextInput && !key.control && key.code != key_code::escape;
        if (!typing) press(session, key);
    }
    if (std::exchange(input_->any, false)) redraw_.note_input();
    if (session.poll() || session.waited() > 0.15) redraw_.note_input();
    session.tick(now - last_);
    last_ = now;
    if (!redraw_.wanted(moving)) {
        ++screen_.profile.not_drawn;
        return;
    }
    draw(session, false);
    redraw_.drawn();
    if (std::string wanted =
            session.run() == nullptr ? "Tidemark" : fmt::format("{} \u2013 Tidemark", session.run()->scenario().title);
        wanted != title_) {
        title_ = std::move(wanted);
        glfwSetWindowTitle(window_, title_.c_str());
    }
}

Window::Pixels Window::photograph(Session& session) {
    keep_ = true;
    draw(session, true);
    keep_ = false;
    return std::move(kept_);
}

// Before the buffers are swapped: afterwards, what is in them is not said.
void Window::read_pixels(int width, int height) {
    kept_ = Pixels{width, height, {}};
    const auto row = static_cast<std::size_t>(width) * 3;
    std::vector<std::uint8_t> upward(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadBuffer(GL_BACK);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, upward.data());
    for (int y = height - 1; y >= 0; --y) {
        const auto* from = upward.data() + row * static_cast<std::size_t>(y);
        kept_.rgb.insert(kept_.rgb.end(), from, from + row);
    }
}

}  // namespace tidemark::gui
