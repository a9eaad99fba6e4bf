#pragma once

#include "gui/loaded_run.h"
#include "gui/playback.h"
#include "gui/viewport.h"
#include "gui/worker.h"
#include "sim/lesson/attempt.h"
#include "sim/lesson/player.h"
#include "sim/scenario/knob.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::gui {

// F1 to F4.
enum class Arrangement { lesson, compare, engineer, lecture };
// A panel that lies over the plane where the window is narrow.
enum class Drawer { none, lesson, inspector };
// What stands in front of everything else, and takes the keys.
enum class Overlay { none, help, palette, save, open, pages, menu };

// The first thirty seconds: the lesson's first statement and question, told on the plane.
enum class Opening { over, standing, walking, asking, revealing, told };

// How the window looks; nothing of it reaches a run.
struct Looks {
    bool light{false};
    bool turned{false};    // the book's orientation: event time to the right
    bool equal{true};      // both axes at one scale
    double user_scale{1};  // Ctrl +, Ctrl -
    bool legend{true};
};

// A saved file, or the reason why there is none.
struct Saving {
    std::string path;    // asked for; may be edited before it is written
    bool exists{false};  // would be overwritten: has to be confirmed
    std::string said;    // "saved as ...", or what went wrong
    bool failed{false};
};

// What can be done with a mark that was clicked with the right button.
struct MarkMenu {
    std::string id;       // a mark's; empty: the instant alone
    ProcessingTime at{};  // where was clicked
    float x{0}, y{0};     // on the screen
};

// A scenario that can be opened from a list.
struct ScenarioFile {
    std::string path, title;
};
// Those in a folder, by name; titles as the files say.
std::vector<ScenarioFile> scenarios_in(const std::string& folder);

// A lesson's step in which knobs are turned, as the runs stand.
struct Trial {
    std::vector<Knob> knobs;  // of the run on the screen
    Attempt before, now;      // as the file says; of the run on the screen
    bool reached{false};      // once, by any run
};

// All that is on the screen at an instant, as plain data.
struct Picture {
    Scene scene;
    std::vector<LegendEntry> legend;
    Inspection inspection;
    std::optional<Scene> ghost;     // of the run before the last change, at the same instant
    std::vector<Scene> all;         // every mode's; only where they are compared
    std::vector<std::string> told;  // what happened until now, in words; only where it is listed
};

// Everything the window is about, as values and what can be done with them: no ImGui, no window. The panels read it; what
// they want done goes through its functions after the frame. One thread.
class Session {
public:
    // `wake` is called from the worker's thread when a run is ready.
    explicit Session(std::function<void()> wake = {});

    // ---- the file and its run
    // Forgets what was changed in the one before.
    void open(const std::string& file, std::vector<Setting> settings = {}, std::optional<std::uint64_t> seed = {});
    void reload();                                                // reads the file again, and runs it
    void set(const std::string& path, const std::string& value);  // as `--set PATH=VALUE`; runs on the worker
    void unset(const std::string& path);
    void unset_all();
    void set_seed(std::optional<std::uint64_t> seed);
    // Takes over what the worker has finished. True where the screen has to be drawn again.
    bool poll();
    void finish();  // waits for the worker, then polls
    bool running() const { return worker_.busy(); }
    double waited() const { return waited_; }  // seconds, for the run that was asked for
    void drop_ghost() { ghost_ = nullptr; }

    const std::string& file() const { return wanted_.file; }
    const std::vector<Setting>& settings() const { return wanted_.settings; }
    std::optional<std::uint64_t> seed() const { return wanted_.seed; }
    std::string value_of(const std::string& path) const;  // of a key in the shown run; empty where there is none
    const LoadedRun* run() const { return run_.get(); }   // null before the first good file
    const LoadedRun* ghost() const { return ghost_.get(); }
    bool shows_request() const;  // the run on the screen is the one that was asked for
    const std::vector<Diagnostic>& problems() const { return problems_; }
    const std::string& refusal() const { return refusal_; }
    bool has_problem() const { return !problems_.empty() || !refusal_.empty(); }
    void forget_problem();

    // ---- time
    const View& view() const { return view_; }
    const Playback& playback() const { return playback_; }
    void tick(double seconds);  // of the wall clock
    void play_or_pause();
    void pause() { playback_.playing = false; }
    void change_speed(int steps);
    void set_speed(std::size_t index);
    void go_to(ProcessingTime now);         // pauses; remembers where it was
    void show_instant(ProcessingTime now);  // as a link does: beyond a lesson's limit too
    void scrub(ProcessingTime now);         // pauses; does not remember
    void step(StopKind kind, int direction);
    void next_broken();                   // of the expectations: to its instant, its mode and what it is about
    void show_broken(std::size_t index);  // in LoadedRun::broken
    void go_to_start();
    void go_to_end();
    bool can_go_back() const { return !past_.empty(); }
    void back();  // undoes the last jump, change or selection
    ProcessingTime starts() const;
    ProcessingTime ends() const;
    // How far one may see now: a lesson hides what comes after its question.
    ProcessingTime limit() const;

    // ---- what is seen
    void resize_plane(std::uint32_t columns, std::uint32_t rows);
    void look_at(std::size_t mode);
    void toggle_curve(std::size_t mode);
    bool shows_curve(std::size_t mode) const;
    // A question of the lesson is about the mode, and is not answered: its curve is left out beside others.
    bool keeps_back(std::size_t mode) const;
    void select(const std::string& id);
    void select_next(int direction);  // walks the marks in time order
    void zoom_at(Place place, double factor);
    void pan_by(double across, double up);
    void focus();  // the selection; again: everything
    void set_equal(bool equal);
    void choose_cell(const Cell& cell);
    void measure(ProcessingTime from, ProcessingTime until);
    void follow_event(const std::string& id);  // selects it, and fills the plane with its life
    void open_menu(MarkMenu wanted);
    const Picture& picture();

    Arrangement arrangement{Arrangement::lesson};
    Drawer drawer{Drawer::none};
    Overlay overlay{Overlay::none};
    Looks looks;
    Saving saving;
    std::vector<ScenarioFile> shelf;
    MarkMenu menu;
    std::optional<TimeRange> span;  // measured on the axis
    std::string page;               // which is read: a term's name; empty: what is simplified
    std::string honesty;            // the page that says what is simplified; empty: it is not installed
    std::string to_copy;            // into the clipboard, after this frame
    std::string export_folder;      // where pictures go; empty: the current folder
    std::string notice;             // one sentence, said until the next action
    std::string highlighted;        // by a lesson: "watermark", a panel's or a command's name

    // ---- the lesson
    LessonPlayer* lesson() { return player_.get(); }
    const LessonPlayer* lesson() const { return player_.get(); }
    const LoadedRun* lesson_run() const { return lesson_run_.get(); }
    void lesson_next();
    void lesson_back();
    void choose(std::size_t choice);
    void feel(LessonPlayer::Confidence confidence);
    void lock_in();
    const Trial* trial() const { return trial_ ? &*trial_ : nullptr; }  // null where the lesson has nothing to try now
    Opening opening() const { return opening_; }
    void begin_opening();  // does nothing without a lesson that begins with a statement and a question
    void skip_opening();
    void go_on_after_opening();  // into the lesson

    // ---- sharing
    void copy_link();
    void copy_text(std::string text, std::string said);
    void export_picture();  // the instant as SVG, in a new file; `notice` says where

    // ---- saving
    void ask_to_save();
    void save();  // to `saving.path`; asks once more before it replaces a file
    // The file with the changes in it: loading it gives the run on the screen.
    std::string changed_text() const;

private:
    struct Moment {
        RunRequest wanted;
        View view;
    };
    void ask_for(RunRequest wanted);
    void take_over(std::shared_ptr<LoadedRun> run, bool same_file);
    void start_view();
    void start_lesson();
    void show_lesson_step();
    void look_at_trial();
    void put_knobs_back();
    void move_opening_on();
    void remember();
    void keep_in_view();
    std::string written_value(const std::string& path) const;
    const std::vector<ProcessingTime>& stops_of(StopKind kind);

    std::shared_ptr<LoadedRun> run_, ghost_, lesson_run_;
    RunRequest wanted_;
    std::vector<Diagnostic> problems_;
    std::string refusal_;
    View view_;
    Playback playback_;
    std::vector<bool> hidden_curves_, kept_back_;
    bool lesson_compares_{false};
    std::shared_ptr<const Scenario> as_written_;  // the file's, without settings; null: not known
    std::vector<Moment> past_;
    std::unique_ptr<LessonPlayer> player_;
    std::optional<Trial> trial_;
    Opening opening_{Opening::over};
    double waited_{0};
    // What the picture was made of.
    struct Made {
        const LoadedRun* run{nullptr};
        const LoadedRun* ghost{nullptr};
        View view;
        Arrangement arrangement{Arrangement::lesson};
        friend bool operator==(const Made&, const Made&) = default;
    };
    std::optional<Made> made_;
    std::vector<ProcessingTime> surprises_;  // with those that the run itself does not know of
    Picture picture_;
    Worker worker_;
};

}  // namespace tidemark::gui
