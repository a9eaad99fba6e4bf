#include "gui/session.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

// The session's clock, and what is seen.
namespace tidemark::gui {
namespace {

std::string said_of(const BrokenExpectation& broken) { return "broken: " + broken.words; }

}  // namespace

ProcessingTime Session::starts() const { return run_ ? run_->scenario().clock.from : ProcessingTime{}; }

ProcessingTime Session::ends() const {
    if (!run_) return ProcessingTime{};
    return std::max(run_->scenes().whole(view_.mode).seen.until, *run_->scenario().clock.until);
}

ProcessingTime Session::limit() const {
    const std::optional<ProcessingTime> until =
        player_ && (arrangement == Arrangement::lesson || (arrangement == Arrangement::compare && lesson_compares_))
            ? player_->play_until()
            : std::nullopt;
    return until ? std::min(*until, ends()) : ends();
}

void Session::tick(double seconds) {
    waited_ = running() ? waited_ + seconds : 0;
    if (!run_ || !playback_.playing) return;
    playback_.until = limit();
    view_.now = playback_.advance(view_.now, seconds, ends());
    keep_in_view();
    if (!playback_.playing) move_opening_on();
}

void Session::play_or_pause() {
    notice.clear();
    if (!run_) return;
    if (playback_.playing) {
        playback_.playing = false;
        return;
    }
    if (opening_ == Opening::standing) opening_ = Opening::walking;
    if (view_.now >= limit()) {
        if (limit() < ends()) {
            notice = "the lesson goes on in its panel: answer, or press Next";
            return;
        }
        remember();
        view_.now = view_.seen.from > starts() && view_.seen.from < limit() ? view_.seen.from : starts();
    }
    playback_.playing = true;
}

void Session::change_speed(int steps) {
    const int last = static_cast<int>(speeds().size()) - 1;
    playback_.speed = static_cast<std::size_t>(std::clamp(static_cast<int>(playback_.speed) + steps, 0, last));
}

void Session::set_speed(std::size_t index) { playback_.speed = std::min(index, speeds().size() - 1); }

void Session::scrub(ProcessingTime now) {
    if (!run_) return;
    pause();
    view_.now = std::clamp(now, starts(), limit());
    keep_in_view();
}

void Session::show_instant(ProcessingTime now) {
    if (!run_) return;
    pause();
    view_.now = std::clamp(now, starts(), ends());
    view_.events_only = false;
    keep_in_view();
}

void Session::go_to(ProcessingTime now) {
    remember();
    scrub(now);
}

void Session::step(StopKind kind, int direction) {
    if (!run_) return;
    const std::vector<ProcessingTime>& stops = stops_of(kind);
    pause();
    if (direction > 0) {
        const auto next = std::upper_bound(stops.begin(), stops.end(), view_.now);
        if (next == stops.end()) {
            notice = kind == StopKind::surprise ? "no further surprise" : "nothing more happens";
            return;
        }
        if (*next > limit()) {
            notice = "the lesson has not come so far";
            return;
        }
        go_to(*next);
    } else {
        const auto next = std::lower_bound(stops.begin(), stops.end(), view_.now);
        if (next == stops.begin()) {
            notice = "nothing before this";
            return;
        }
        go_to(*std::prev(next));
    }
    notice.clear();
    if (kind != StopKind::surprise) return;
    for (const BrokenExpectation& broken : run_->broken())
        if (broken.at == view_.now && broken.mode.value_or(view_.mode) == view_.mode)
            notice += notice.empty() ? said_of(broken) : "; " + broken.words;
}

// To the run a broken expectation is no surprise: it does not know what was expected.
const std::vector<ProcessingTime>& Session::stops_of(StopKind kind) {
    const std::vector<ProcessingTime>& stops = run_->scenes().stops(view_.mode, kind);
    if (kind != StopKind::surprise || run_->broken().empty()) return stops;
    surprises_ = stops;
    for (const BrokenExpectation& broken : run_->broken())
        if (broken.mode.value_or(view_.mode) == view_.mode) surprises_.push_back(broken.at);
    std::sort(surprises_.begin(), surprises_.end());
    surprises_.erase(std::unique(surprises_.begin(), surprises_.end()), surprises_.end());
    return surprises_;
}

void Session::next_broken() {
    if (!run_ || run_->broken().empty()) return;
    const std::vector<BrokenExpectation>& all = run_->broken();
    std::size_t next = 0;
    // Behind the one that was shown last; after the last, the first again.
    for (std::size_t i = 0; i < all.size(); ++i)
        if (notice == said_of(all[i])) next = (i + 1) % all.size();
    show_broken(next);
}

void Session::show_broken(std::size_t index) {
    if (!run_ || index >= run_->broken().size()) return;
    const BrokenExpectation& broken = run_->broken()[index];
    remember();
    if (player_ && broken.at > limit()) arrangement = Arrangement::engineer;  // the lesson would hide it
    if (broken.mode) view_.mode = *broken.mode;
    view_.selection = broken.selection;
    show_instant(broken.at);
    notice = said_of(broken);
}

void Session::go_to_start() { go_to(starts()); }
void Session::go_to_end() { go_to(limit()); }

void Session::keep_in_view() {
    // A lesson's picture stays where it is and grows to the run's end; else the picture goes with `now`.
    if (player_ && arrangement != Arrangement::engineer && view_.now > view_.seen.until && view_.now <= ends()) {
        const EventTime bottom = view_.happened.from;
        show_range(view_, with_room({view_.seen.from, ends()}, ends()), looks.equal, run_->scenes().whole(view_.mode));
        if (looks.equal) {
            view_.happened.until += bottom - view_.happened.from;
            view_.happened.from = bottom;
        }
        return;
    }
    follow(view_);
}

void Session::resize_plane(std::uint32_t columns, std::uint32_t rows) {
    columns = std::max(1U, columns);
    rows = std::max(1U, rows);
    if (view_.columns == columns && view_.rows == rows) return;
    view_.columns = columns;
    view_.rows = rows;
    if (looks.equal && run_) make_equal(view_);
}

void Session::look_at(std::size_t mode) {
    if (!run_ || mode >= run_->modes() || mode == view_.mode) return;
    remember();
    view_.mode = mode;
    if (mode < hidden_curves_.size()) hidden_curves_[mode] = false;
}

void Session::toggle_curve(std::size_t mode) {
    if (mode < hidden_curves_.size() && mode != view_.mode) hidden_curves_[mode] = !hidden_curves_[mode];
}

bool Session::shows_curve(std::size_t mode) const {
    return (mode >= hidden_curves_.size() || !hidden_curves_[mode]) && !keeps_back(mode);
}

bool Session::keeps_back(std::size_t mode) const {
    const bool in_lesson = player_ && (arrangement == Arrangement::lesson || lesson_compares_);
    return in_lesson && mode != view_.mode && mode < kept_back_.size() && kept_back_[mode];
}

void Session::select(const std::string& id) {
    if (id == view_.selection) return;
    remember();
    view_.selection = id;
}

void Session::measure(ProcessingTime from, ProcessingTime until) {
    if (run_) span = TimeRange{std::min(from, until), std::max(from, until)};
}

void Session::follow_event(const std::string& id) {
    if (!run_) return;
    view_.selection = id;
    focus();
}

void Session::open_menu(MarkMenu wanted) {
    if (!run_) return;
    menu = std::move(wanted);
    overlay = Overlay::menu;
}

void Session::select_next(int direction) {
    std::vector<std::pair<std::int64_t, std::string>> ids;
    for (const Mark& mark : picture().scene.plane)
        if (!mark.id.empty() && mark.kind != MarkKind::event_origin && mark.kind != MarkKind::event_tail)
            ids.emplace_back(mark.x1, mark.id);
    std::stable_sort(ids.begin(), ids.end());
    std::vector<std::string> order;
    for (auto& [at, id] : ids)
        if (std::find(order.begin(), order.end(), id) == order.end()) order.push_back(std::move(id));
    if (order.empty()) return;
    const auto here = std::find(order.begin(), order.end(), view_.selection);
    if (here == order.end()) {
        select(direction > 0 ? order.front() : order.back());
        return;
    }
    const auto count = static_cast<std::ptrdiff_t>(order.size());
    const std::ptrdiff_t next = ((here - order.begin()) + direction + count) % count;
    select(order[static_cast<std::size_t>(next)]);
}

void Session::zoom_at(Place place, double factor) {
    if (run_) zoom(view_, place, factor, run_->scenes().whole(view_.mode));
}

void Session::pan_by(double across, double up) {
    if (run_) pan(view_, across, up);
}

void Session::focus() {
    if (!run_) return;
    const View whole = run_->scenes().whole(view_.mode);
    std::optional<TimeRange> around;
    for (const Mark& mark : picture().scene.plane) {
        if (mark.id.empty() || mark.id != view_.selection) continue;
        const ProcessingTime from{ProcessingDuration{mark.x0}}, until{ProcessingDuration{mark.x1}};
        around =
            around ? TimeRange{std::min(around->from, from), std::max(around->until, until)} : TimeRange{from, until};
    }
    remember();
    const View before = view_;
    if (around) {
        const ProcessingDuration room = std::max<ProcessingDuration>((around->until - around->from) / 2,
                                                                     (whole.seen.until - whole.seen.from) / 100);
        show_range(view_, {around->from - room, around->until + room}, looks.equal, whole);
    }
    if (!around || (before.seen == view_.seen && before.happened == view_.happened)) {
        view_.seen = with_room(whole.seen, ends());
        view_.happened = whole.happened;
        if (looks.equal) make_equal(view_);
    }
}

void Session::set_equal(bool equal) {
    looks.equal = equal;
    if (run_) show_range(view_, view_.seen, equal, run_->scenes().whole(view_.mode));
}

void Session::choose_cell(const Cell& cell) {
    remember();
    view_.cell = cell;
}

}  // namespace tidemark::gui
