#include "gui/commands.h"

#include "engine/invariant.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::gui {
namespace {

bool has_run(const Session& s) { return s.run() != nullptr; }
bool has_lesson(const Session& s) { return s.lesson() != nullptr; }
bool can_lock_in(const Session& s) {
    return s.lesson() != nullptr && s.lesson()->phase() == LessonPlayer::Phase::asking && s.lesson()->can_lock_in();
}
bool can_go_on(const Session& s) { return s.lesson() != nullptr && s.lesson()->can_go_on(); }

template <std::size_t Mode>
void look_at(Session& s) {
    s.look_at(Mode);
}
template <std::size_t Mode>
bool has_mode(const Session& s) {
    return s.run() != nullptr && Mode < s.run()->modes();
}

void arrange(Session& s, Arrangement arrangement) {
    s.arrangement = arrangement;
    s.drawer = Drawer::none;
}
void toggle(Session& s, Drawer drawer) { s.drawer = s.drawer == drawer ? Drawer::none : drawer; }
void show(Session& s, Overlay overlay) { s.overlay = s.overlay == overlay ? Overlay::none : overlay; }
void scale(Session& s, int steps) {
    const double wanted = steps == 0 ? 1.0 : s.looks.user_scale + 0.1 * steps;
    s.looks.user_scale = std::clamp(wanted, 0.8, 2.0);
}

// What Escape leaves, the foremost first.
void leave(Session& s) {
    if (s.overlay != Overlay::none) s.overlay = Overlay::none;
    else if (s.opening() != Opening::over) s.skip_opening();
    else if (s.drawer != Drawer::none) s.drawer = Drawer::none;
    else if (s.has_problem()) s.forget_problem();
    else if (s.span) s.span.reset();
    else s.select("");
}

template <std::size_t Mode>
Command mode_command() {
    static const std::string id = fmt::format("mode-{}", Mode + 1);
    return {id,
            "What is seen",
            fmt::format("look at mode {}", Mode + 1),
            {Key{static_cast<int>('1' + Mode)}},
            look_at<Mode>,
            has_mode<Mode>};
}

constexpr Key ctrl(int code) { return Key{code, true, false, false}; }
constexpr Key shift(int code) { return Key{code, false, true, false}; }
constexpr Key alt(int code) { return Key{code, false, false, true}; }

std::vector<Command> table() {
    namespace k = key_code;
    std::vector<Command> all{
        // Time
        {"play", "Time", "play or pause", {{k::space}}, [](Session& s) { s.play_or_pause(); }, has_run},
        {"step", "Time", "to the next record", {{k::period}}, [](Session& s) { s.step(StopKind::record, 1); }, has_run},
        {"step-back",
         "Time",
         "to the record before",
         {{k::comma}},
         [](Session& s) { s.step(StopKind::record, -1); },
         has_run},
        {"firing",
         "Time",
         "to the next firing of a window",
         {shift(k::period)},
         [](Session& s) { s.step(StopKind::firing, 1); },
         has_run},
        {"firing-back",
         "Time",
         "to the firing before",
         {shift(k::comma)},
         [](Session& s) { s.step(StopKind::firing, -1); },
         has_run},
        {"surprise",
         "Time",
         "to the next surprise: a late event, a change of an error, a crash, a broken expectation",
         {{'N'}},
         [](Session& s) { s.step(StopKind::surprise, 1); },
         has_run},
        {"surprise-back",
         "Time",
         "to the surprise before",
         {{'B'}},
         [](Session& s) { s.step(StopKind::surprise, -1); },
         has_run},
        {"broken",
         "Time",
         "to the next expectation that does not hold: when, where, and what was expected",
         {{'X'}},
         [](Session& s) { s.next_broken(); },
         [](const Session& s) { return s.run() != nullptr && !s.run()->broken().empty(); }},
        {"start", "Time", "to the beginning", {{k::home}}, [](Session& s) { s.go_to_start(); }, has_run},
        {"end", "Time", "to the end", {{k::end}}, [](Session& s) { s.go_to_end(); }, has_run},
        {"faster", "Time", "faster", {{k::right_bracket}}, [](Session& s) { s.change_speed(1); }, nullptr},
        {"slower", "Time", "slower", {{k::left_bracket}}, [](Session& s) { s.change_speed(-1); }, nullptr},
        {"back",
         "Time",
         "back: undo the last jump, selection or changed setting",
         {{k::backspace}, alt(k::left)},
         [](Session& s) { s.back(); },
         [](const Session& s) { return s.can_go_back(); }},
        // What is seen
        {"zoom-in", "What is seen", "zoom in", {{'W'}}, [](Session& s) { s.zoom_at({}, 0.8); }, has_run},
        {"zoom-out", "What is seen", "zoom out", {{'S'}}, [](Session& s) { s.zoom_at({}, 1.25); }, has_run},
        {"pan-left", "What is seen", "to earlier times", {{'A'}}, [](Session& s) { s.pan_by(-0.1, -0.1); }, has_run},
        {"pan-right", "What is seen", "to later times", {{'D'}}, [](Session& s) { s.pan_by(0.1, 0.1); }, has_run},
        {"focus",
         "What is seen",
         "fill the plane with the selection; again: with everything",
         {{'F'}},
         [](Session& s) { s.focus(); },
         has_run},
        {"turn",
         "What is seen",
         "turn the plane: event time to the right, as in the books",
         {{'T'}},
         [](Session& s) { s.looks.turned = !s.looks.turned; },
         has_run},
        {"equal",
         "What is seen",
         "both axes at one scale, or fitted to the plane",
         {{'E'}},
         [](Session& s) { s.set_equal(!s.looks.equal); },
         has_run},
        {"ghost",
         "What is seen",
         "drop the ghost of the run before the last change",
         {{'G'}},
         [](Session& s) { s.drop_ghost(); },
         [](const Session& s) { return s.ghost() != nullptr; }},
        {"next-mark",
         "What is seen",
         "select the next mark, in time order",
         {{k::tab}},
         [](Session& s) { s.select_next(1); },
         has_run},
        {"previous-mark",
         "What is seen",
         "select the mark before",
         {shift(k::tab)},
         [](Session& s) { s.select_next(-1); },
         has_run},
        mode_command<0>(),
        mode_command<1>(),
        mode_command<2>(),
        mode_command<3>(),
        mode_command<4>(),
        mode_command<5>(),
        mode_command<6>(),
        mode_command<7>(),
        mode_command<8>(),
        // The window
        {"compare",
         "The window",
         "compare the modes",
         {{'C'}},
         [](Session& s) {
             arrange(s, s.arrangement == Arrangement::compare
                            ? (s.lesson() != nullptr ? Arrangement::lesson : Arrangement::engineer)
                            : Arrangement::compare);
         },
         has_run},
        {"layout-lesson",
         "The window",
         "layout: lesson",
         {{k::f1}},
         [](Session& s) { arrange(s, Arrangement::lesson); },
         nullptr},
        {"layout-compare",
         "The window",
         "layout: the modes side by side",
         {{k::f1 + 1}},
         [](Session& s) { arrange(s, Arrangement::compare); },
         nullptr},
        {"layout-engineer",
         "The window",
         "layout: engineer, with everything that happened",
         {{k::f1 + 2}},
         [](Session& s) { arrange(s, Arrangement::engineer); },
         nullptr},
        {"layout-lecture",
         "The window",
         "layout: lecture, the plane alone and large",
         {{k::f1 + 3}},
         [](Session& s) { arrange(s, Arrangement::lecture); },
         nullptr},
        {"inspector",
         "The window",
         "show or hide the inspector (narrow windows)",
         {{'I'}},
         [](Session& s) { toggle(s, Drawer::inspector); },
         nullptr},
        {"lesson",
         "The window",
         "show or hide the lesson (narrow windows)",
         {{'L'}},
         [](Session& s) { toggle(s, Drawer::lesson); },
         has_lesson},
        {"bigger",
         "The window",
         "larger text",
         {ctrl(k::equal), Key{k::equal, true, true, false}},
         [](Session& s) { scale(s, 1); },
         nullptr},
        {"smaller", "The window", "smaller text", {ctrl(k::minus)}, [](Session& s) { scale(s, -1); }, nullptr},
        {"scale-reset", "The window", "text of normal size", {ctrl('0')}, [](Session& s) { scale(s, 0); }, nullptr},
        {"theme",
         "The window",
         "dark or light",
         {ctrl('T')},
         [](Session& s) { s.looks.light = !s.looks.light; },
         nullptr},
        {"palette",
         "The window",
         "find a command by its words",
         {ctrl('P')},
         [](Session& s) { show(s, Overlay::palette); },
         nullptr},
        {"help",
         "The window",
         "this help",
         {shift(k::slash), {k::f1 + 11}},
         [](Session& s) { show(s, Overlay::help); },
         nullptr},
        {"words",
         "The window",
         "the words of the field, explained",
         {{'H'}},
         [](Session& s) {
             s.page = s.page.empty() ? "watermark" : s.page;
             show(s, Overlay::pages);
         },
         nullptr},
        {"honesty",
         "The window",
         "what this model leaves out, simplifies and chose",
         {shift('H')},
         [](Session& s) {
             s.page.clear();
             show(s, Overlay::pages);
         },
         nullptr},
        {"leave", "The window", "close what is in front; skip the opening; deselect", {{k::escape}}, leave, nullptr},
        // The lesson
        {"lock-in",
         "The lesson",
         "lock in the prediction, and see",
         {{k::enter}, {k::keypad_enter}},
         [](Session& s) { s.lock_in(); },
         can_lock_in},
        {"lesson-next", "The lesson", "next step", {{k::page_down}}, [](Session& s) { s.lesson_next(); }, can_go_on},
        {"lesson-back", "The lesson", "step before", {{k::page_up}}, [](Session& s) { s.lesson_back(); }, has_lesson},
        // The scenario
        {"open", "The scenario", "open a scenario", {ctrl('O')}, [](Session& s) { show(s, Overlay::open); }, nullptr},
        {"reload", "The scenario", "read the file again and run it", {{'R'}}, [](Session& s) { s.reload(); }, nullptr},
        {"save",
         "The scenario",
         "save the changed settings as a scenario",
         {ctrl('S')},
         [](Session& s) { s.ask_to_save(); },
         has_run},
        {"copy-link",
         "The scenario",
         "copy a link: the command that shows this again",
         {ctrl('L')},
         [](Session& s) { s.copy_link(); },
         has_run},
        {"export",
         "The scenario",
         "export this instant as a picture (SVG)",
         {ctrl('E')},
         [](Session& s) { s.export_picture(); },
         has_run},
        {"unset-all",
         "The scenario",
         "back to the settings of the file",
         {ctrl(k::backspace)},
         [](Session& s) { s.unset_all(); },
         [](const Session& s) { return !s.settings().empty() || s.seed().has_value(); }},
    };
    return all;
}

}  // namespace

const std::vector<Command>& commands() {
    static const std::vector<Command> all = table();
    return all;
}

const Command& command(std::string_view id) {
    const std::vector<Command>& all = commands();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Command& c) { return c.id == id; });
    INVARIANT(found != all.end(), "no command is called {}", id);
    return *found;
}

bool can(const Command& command, const Session& session) { return command.can == nullptr || command.can(session); }

std::string keys_text(const Command& command, const KeyNames& names) {
    return command.keys.empty() ? std::string{} : key_text(command.keys.front(), names);
}

bool press(Session& session, const Key& key) {
    for (const Command& command : commands()) {
        if (std::find(command.keys.begin(), command.keys.end(), key) == command.keys.end()) continue;
        // What stands in front takes the keys; only leaving it, and closing it by its own key, goes through.
        const bool closes = command.id == "leave" || (session.overlay == Overlay::help && command.id == "help") ||
                            (session.overlay == Overlay::palette && command.id == "palette") ||
                            (session.overlay == Overlay::pages && (command.id == "words" || command.id == "honesty"));
        if (session.overlay != Overlay::none && !closes) return false;
        if (!can(command, session)) return false;
        command.act(session);
        return true;
    }
    return false;
}

}  // namespace tidemark::gui
