#include "gui/knobs.h"
#include "gui/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

// The session's lesson, its first thirty seconds, and saving.
namespace tidemark::gui {
namespace {

// Where a lesson stands before anything is played: so far before its first stop that something is to come, and so far
// behind the beginning that something is to be seen.
ProcessingTime opening_instant(ProcessingTime from, ProcessingTime until) {
    const ProcessingTime two_thirds = from + (until - from) * 2 / 3;
    const auto minute = ProcessingDuration{std::chrono::minutes{1}},
               second = ProcessingDuration{std::chrono::seconds{1}};
    const ProcessingDuration unit = until - from < 6 * minute ? second : minute;
    return std::max(from, ProcessingTime{two_thirds.time_since_epoch() / unit * unit});
}

}  // namespace

void Session::start_lesson() {
    if (!run_->scenario().lesson) {
        if (arrangement == Arrangement::lesson) arrangement = Arrangement::engineer;
        return;
    }
    arrangement = Arrangement::lesson;
    lesson_run_ = run_;
    player_ = std::make_unique<LessonPlayer>(run_->scenario(), run_->judgement());
    looks.equal = true;
    make_equal(view_);
    show_lesson_step();
    view_.now = std::max(starts(), view_.seen.from < limit() ? opening_instant(view_.seen.from, limit()) : limit());
}

void Session::show_lesson_step() {
    if (!player_ || !run_) return;
    const LessonShow show = player_->show();
    const auto mode_named = [&](const std::string& name) {
        for (std::size_t i = 0; i < run_->modes(); ++i)
            if (run_->simulation().modes[i].mode == name) return i;
        return view_.mode;
    };
    if (!show.modes.empty()) view_.mode = mode_named(show.modes.front());
    const std::vector<std::string> back = player_->kept_back();
    const auto shown = [&](const std::string& name) {
        return std::find(show.compare.begin(), show.compare.end(), name) != show.compare.end() ||
               std::find(show.modes.begin(), show.modes.end(), name) != show.modes.end();
    };
    kept_back_.assign(run_->modes(), false);
    for (const std::string& name : back)
        if (!shown(name)) kept_back_[mode_named(name)] = true;
    lesson_compares_ = !show.compare.empty();
    if (!show.compare.empty()) {
        hidden_curves_.assign(run_->modes(), true);
        for (const std::string& name : show.compare)
            hidden_curves_[mode_named(name)] = false;
        arrangement = Arrangement::compare;
    } else if (arrangement == Arrangement::compare) {
        arrangement = Arrangement::lesson;
    }
    if (show.range) {
        const TimeRange range{show.range->first, show.range->second};
        show_range(view_, with_room(range, ends()), looks.equal, run_->scenes().whole(view_.mode));
        // What is told of may have happened long before: then the plane shows all of it.
        const View whole = run_->scenes().whole(view_.mode);
        if (run_->simulation().tape->last_happened < view_.happened.from) {
            looks.equal = false;
            view_.happened = whole.happened;
        }
        playback_.speed = speed_for(range.until - range.from, 32);
    }
    view_.events_only = show.plane == "events_only";
    highlighted = show.highlight.empty() ? std::string{} : show.highlight.front();
    if (const std::string selected = player_->selection(); !selected.empty()) view_.selection = selected;
    if (view_.now > limit()) view_.now = limit();
    look_at_trial();
}

void Session::look_at_trial() {
    trial_.reset();
    const LessonStep* step = player_ ? player_->current() : nullptr;
    const auto* attempt = step != nullptr ? std::get_if<LessonTry>(&step->what) : nullptr;
    if (attempt == nullptr || !run_ || !lesson_run_) return;
    Trial trial;
    for (const std::string& path : attempt->knobs)
        if (std::optional<Knob> knob = knob_at(run_->scenario(), path)) trial.knobs.push_back(std::move(*knob));
    trial.before = attempt_of(lesson_run_->judgement(), *attempt);
    trial.now = attempt_of(run_->judgement(), *attempt);
    trial.reached = player_->phase() == LessonPlayer::Phase::reached;
    trial_ = std::move(trial);
}

// What was turned in one step is not turned in the next.
void Session::put_knobs_back() {
    if (!trial_) return;
    for (const Knob& knob : trial_->knobs)
        if (std::any_of(wanted_.settings.begin(), wanted_.settings.end(),
                        [&](const Setting& setting) { return setting.path == knob.path; }))
            unset(knob.path);
}

void Session::lesson_next() {
    if (!player_ || !player_->can_go_on()) return;
    remember();
    put_knobs_back();
    player_->next();
    show_lesson_step();
    playback_.playing = view_.now < limit() && player_->play_until().has_value();
}

void Session::lesson_back() {
    if (!player_) return;
    pause();
    put_knobs_back();
    player_->back();
    show_lesson_step();
}

void Session::choose(std::size_t choice) {
    if (player_) player_->choose(choice);
}

void Session::feel(LessonPlayer::Confidence confidence) {
    if (player_) player_->feel(confidence);
}

void Session::lock_in() {
    if (!player_ || player_->phase() != LessonPlayer::Phase::asking || !player_->can_lock_in()) return;
    player_->lock_in();
    show_lesson_step();
    playback_.playing = view_.now < limit();
    if (opening_ == Opening::asking) opening_ = Opening::revealing;
    if (!playback_.playing) move_opening_on();
}

void Session::begin_opening() {
    if (!player_ || player_->step() != 0 || player_->phase() != LessonPlayer::Phase::saying) return;
    const std::vector<LessonStep>& steps = run_->scenario().lesson->steps;
    if (steps.size() < 2 || !std::holds_alternative<LessonAsk>(steps[1].what) || !player_->play_until()) return;
    opening_ = Opening::standing;
    view_.now = std::max(starts(), opening_instant(view_.seen.from, *player_->play_until()));
}

// The play head has come to a stop.
void Session::move_opening_on() {
    if (opening_ == Opening::walking && view_.now >= limit()) {
        player_->next();
        show_lesson_step();
        opening_ = Opening::asking;
    } else if (opening_ == Opening::revealing && view_.now >= limit()) {
        opening_ = Opening::told;
    }
}

void Session::skip_opening() { opening_ = Opening::over; }

void Session::go_on_after_opening() {
    opening_ = Opening::over;
    arrangement = Arrangement::lesson;
    drawer = Drawer::lesson;
}

std::vector<ScenarioFile> scenarios_in(const std::string& folder) {
    std::vector<ScenarioFile> found;
    std::error_code problem;
    for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
        if (entry.path().extension() != ".yaml") continue;
        std::ifstream file(entry.path());
        std::string line, title = entry.path().stem().string();
        while (std::getline(file, line))
            if (line.starts_with("title: ")) {
                title += "   " + line.substr(7);
                break;
            }
        found.push_back({entry.path().string(), std::move(title)});
    }
    std::sort(found.begin(), found.end(), [](const ScenarioFile& a, const ScenarioFile& b) { return a.path < b.path; });
    return found;
}

std::string Session::changed_text() const { return run_ ? text_with(*run_) : std::string{}; }

void Session::ask_to_save() {
    if (!run_) return;
    saving = Saving{};
    if (run_->request().settings.empty() && !run_->request().seed) {
        notice = "nothing was changed: there is nothing to save";
        return;
    }
    saving.path = changed_name(run_->request().file);
    std::error_code ignored;
    saving.exists = std::filesystem::exists(saving.path, ignored);
    overlay = Overlay::save;
}

void Session::save() {
    if (!run_ || saving.path.empty()) return;
    std::error_code problem;
    if (std::filesystem::exists(saving.path, problem) && !saving.exists) {
        saving.exists = true;  // asked about first
        return;
    }
    const std::string partial = saving.path + ".partial";
    bool good = false;
    {
        std::ofstream file(partial, std::ios::binary | std::ios::trunc);
        file << changed_text();
        file.close();
        good = !file.fail();
    }
    if (good) std::filesystem::rename(partial, saving.path, problem);
    if (!good || problem) {
        std::filesystem::remove(partial, problem);
        saving.failed = true;
        saving.said = fmt::format("{} could not be written", saving.path);
        return;
    }
    overlay = Overlay::none;
    notice = fmt::format("saved: tidemark run {}", saving.path);
}

}  // namespace tidemark::gui
