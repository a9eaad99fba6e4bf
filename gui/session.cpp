#include "gui/session.h"

#include "gui/knobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tidemark::gui {
namespace {

constexpr std::size_t moments_kept = 200;
constexpr std::uint64_t told_most = 5'000;  // events: a longer story is for `tidemark tell`

}  // namespace

Session::Session(std::function<void()> wake) : worker_(std::move(wake)) {}

void Session::open(const std::string& file, std::vector<Setting> settings, std::optional<std::uint64_t> seed) {
    pause();
    past_.clear();
    ask_for({file, std::move(settings), seed});
}

// Whatever lies beside the file may have changed: nothing of the run is taken from the one before.
void Session::reload() {
    notice.clear();
    worker_.submit(wanted_);
}

void Session::set(const std::string& path, const std::string& value) {
    RunRequest wanted = wanted_;
    const auto same = std::find_if(wanted.settings.begin(), wanted.settings.end(),
                                   [&](const Setting& setting) { return setting.path == path; });
    if (same == wanted.settings.end()) wanted.settings.push_back({path, value});
    else same->value = value;
    // Turning back to what the file says is no change.
    if (run_ && wanted.file == run_->request().file && written_value(path) == value)
        wanted.settings.erase(std::find_if(wanted.settings.begin(), wanted.settings.end(),
                                           [&](const Setting& setting) { return setting.path == path; }));
    if (wanted == wanted_) return;
    remember();
    ask_for(std::move(wanted));
}

// Defaults count as written: a knob turned back to its default is back where the file had it.
std::string Session::written_value(const std::string& path) const {
    if (!as_written_) return file_value(*run_, path);
    const std::optional<Knob> knob = knob_at(*as_written_, path);
    return knob ? knob->value : std::string{};
}

void Session::unset(const std::string& path) {
    RunRequest wanted = wanted_;
    std::erase_if(wanted.settings, [&](const Setting& setting) { return setting.path == path; });
    if (wanted == wanted_) return;
    remember();
    ask_for(std::move(wanted));
}

void Session::unset_all() {
    if (wanted_.settings.empty() && !wanted_.seed) return;
    remember();
    ask_for({wanted_.file, {}, std::nullopt});
}

void Session::set_seed(std::optional<std::uint64_t> seed) {
    if (seed == wanted_.seed) return;
    remember();
    RunRequest wanted = wanted_;
    wanted.seed = seed;
    ask_for(std::move(wanted));
}

void Session::ask_for(RunRequest wanted) {
    notice.clear();
    wanted_ = std::move(wanted);
    const bool same_file = run_ && run_->request().file == wanted_.file;
    worker_.submit(wanted_, same_file ? run_ : nullptr);
}

bool Session::poll() {
    std::optional<RunResult> result = worker_.take();
    if (!result) return false;
    problems_ = std::move(result->problems);
    refusal_ = std::move(result->refusal);
    if (result->run) {
        const bool same_file = run_ && run_->request().file == result->request.file;
        take_over(std::move(result->run), same_file);
    } else if (run_ && run_->request().file == wanted_.file) {
        // A value that the table of keys refuses is not kept; the run that it was meant for still stands.
        wanted_ = run_->request();
    }
    return true;
}

void Session::finish() {
    worker_.wait();
    poll();
}

void Session::take_over(std::shared_ptr<LoadedRun> run, bool same_file) {
    const std::string mode = run_ && view_.mode < run_->modes() ? run_->simulation().modes[view_.mode].mode : "";
    const std::shared_ptr<LoadedRun> before = std::exchange(run_, std::move(run));
    ghost_ = nullptr;
    span.reset();
    if (run_->request().settings.empty()) as_written_ = run_->simulation().scenario;
    else if (!same_file || before->text() != run_->text()) as_written_ = nullptr;
    if (!same_file) {
        hidden_curves_.assign(run_->modes(), false);
        kept_back_.assign(run_->modes(), false);
        lesson_compares_ = false;
        lesson_run_ = nullptr;
        player_ = nullptr;
        trial_.reset();
        opening_ = Opening::over;
        start_view();
        start_lesson();
        return;
    }
    if (!(before->request() == run_->request()) && before->modes() == run_->modes()) ghost_ = before;
    hidden_curves_.resize(run_->modes(), false);
    kept_back_.resize(run_->modes(), false);
    view_.mode = 0;
    for (std::size_t i = 0; i < run_->modes(); ++i)
        if (run_->simulation().modes[i].mode == mode) view_.mode = i;
    view_.now = std::clamp(view_.now, starts(), limit());
    if (!ghost_ && player_) {  // read again from its file: the lesson may be another one
        player_ = nullptr;
        start_lesson();
    } else if (player_) {
        player_->grade(run_->judgement());
    }
    look_at_trial();
}

void Session::start_view() {
    const std::uint32_t columns = view_.columns, rows = view_.rows;
    view_ = run_->scenes().whole(0);
    view_.seen = with_room(view_.seen, ends());
    view_.columns = columns;
    view_.rows = rows;
    looks.equal = false;
    playback_ = Playback{};
    playback_.speed = speed_for(view_.seen.until - view_.seen.from, 45);
}

bool Session::shows_request() const { return run_ && run_->request() == wanted_; }

void Session::forget_problem() {
    problems_.clear();
    refusal_.clear();
}

std::string Session::value_of(const std::string& path) const { return run_ ? run_value(*run_, path) : std::string{}; }

void Session::remember() {
    if (!past_.empty() && past_.back().view == view_ && past_.back().wanted == wanted_) return;
    past_.push_back({wanted_, view_});
    if (past_.size() > moments_kept) past_.erase(past_.begin());
}

void Session::back() {
    if (past_.empty()) return;
    pause();
    Moment moment = std::move(past_.back());
    past_.pop_back();
    moment.view.columns = view_.columns;
    moment.view.rows = view_.rows;
    view_ = moment.view;
    if (!(moment.wanted == wanted_)) ask_for(std::move(moment.wanted));
}

const Picture& Session::picture() {
    const Made made{run_.get(), ghost_.get(), view_, arrangement};
    if (made_ == made || !run_) return picture_;
    picture_ = Picture{};
    picture_.scene = run_->scenes().at(view_);
    picture_.legend = legend(picture_.scene);
    if (!view_.selection.empty()) picture_.inspection = run_->scenes().inspect(view_);
    if (ghost_ && view_.mode < ghost_->modes()) picture_.ghost = ghost_->scenes().at(view_);
    if (arrangement == Arrangement::compare) {
        for (std::size_t mode = 0; mode < run_->modes(); ++mode) {
            View other = view_;
            other.mode = mode;
            other.rows = std::max(1U, view_.rows / 4);
            picture_.all.push_back(run_->scenes().at(other));
        }
    }
    if (arrangement == Arrangement::engineer && run_->simulation().tape->generated <= told_most)
        picture_.told = run_->scenes().tell(view_.mode, view_.now);
    made_ = made;
    return picture_;
}

}  // namespace tidemark::gui
