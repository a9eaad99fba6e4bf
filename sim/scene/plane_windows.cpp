#include "sim/judge/clock_text.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

#include <set>

namespace tidemark {
namespace {

constexpr std::size_t most_windows = 160;

class Bands {
public:
    Bands(SceneTables& tables, const View& view, std::vector<Mark>& marks)
        : tables_(tables),
          view_(view),
          places_(view),
          marks_(marks),
          mode_(tables.of(view.mode)),
          upright_(upright_windows(tables.judgement, view.mode)),
          job_(tables.judgement.job(view.mode)) {}

    void add() {
        if (!job_.window) return;
        for (const Window& window : in_view())
            add_band(window);
        if (mode_kind(tables_.judgement, view_.mode) == ModeKind::batch) return;
        std::vector<const WindowLife*> lives;
        for (const WindowLife& life : mode_.windows)
            if (is_seen(life)) lives.push_back(&life);
        if (lives.size() > most_windows) lives.erase(lives.begin(), lives.end() - most_windows);
        for (const WindowLife* life : lives)
            add_life(*life);
    }

private:
    // The windows that lie at least partly in the picture, at most a few hundred; thinner than a row's breadth: none.
    std::vector<Window> in_view() const {
        EventDuration size{}, period{}, offset{};
        if (const auto* tumbling = std::get_if<Tumbling>(&*job_.window)) {
            size = period = tumbling->size;
            offset = tumbling->offset;
        } else if (const auto* sliding = std::get_if<Sliding>(&*job_.window)) {
            size = sliding->size;
            period = sliding->period;
            offset = sliding->offset;
        }
        std::vector<Window> windows;
        if (size <= EventDuration{}) return windows;
        const EventTime from = upright_ ? clock_reading(view_.seen.from) : view_.happened.from;
        const EventTime until = upright_ ? clock_reading(view_.seen.until) : view_.happened.until;
        const std::int64_t thinnest = upright_ ? places_.wide(5) / 1000 : places_.high(5);
        if (period.count() < thinnest) return windows;
        for (EventTime start = floor_to(from - size + period, period, offset);
             start < until && windows.size() < most_windows; start += period)
            windows.push_back({start, start + size});
        return windows;
    }

    Mark placed(MarkKind kind, const Window& window, ProcessingTime from, ProcessingTime until) const {
        if (!upright_) return mark_at(view_, kind, from, until, places_.y(window.start), places_.y(window.end));
        return mark_at(view_, kind, std::max(from, instant_of(window.start)), std::min(until, instant_of(window.end)),
                       places_.bottom(), places_.top());
    }

    void add_band(const Window& window) {
        Mark band = placed(MarkKind::window_band, window, view_.seen.from, view_.seen.until);
        const auto* sliding = std::get_if<Sliding>(&*job_.window);
        const bool overlapping = sliding && sliding->period < sliding->size;  // labels would too
        const std::int64_t label_room = upright_ ? places_.wide(110) : places_.high(26);
        const std::int64_t room = upright_ ? band.x1 - band.x0 : band.y1 - band.y0;
        if (room >= label_room && !overlapping)
            band.text = fmt::format("window {}", extent_text(window, tables_.clock()));
        band.id = window_id(tables_.judgement, view_.mode, window, std::nullopt);
        band.sentence = fmt::format("the window {}{}", window_text(window, tables_.clock()),
                                    upright_ ? ", of processing time" : "");
        marks_.push_back(std::move(band));
    }

    bool is_seen(const WindowLife& life) const {
        const ProcessingTime now = shown_until(view_);
        if (life.known > now || life.opened > now || life.merged <= now || life.window == global_window) return false;
        if (upright_) return instant_of(life.window.end) > view_.seen.from && instant_of(life.window.start) < now;
        if (life.window.end <= view_.happened.from || life.window.start >= view_.happened.until) return false;
        return std::min(life.purged, now) >= view_.seen.from;
    }

    void add_life(const WindowLife& life) {
        const ProcessingTime now = shown_until(view_);
        const ProcessingTime open_until = std::min(life.closed, now);
        std::uint64_t held = held_at(mode_, life, open_until);
        if (life.merged != processing_time_max) held = life.count_when_merged;
        const std::string name = tables_.judgement.cell_name(view_.mode, life.window, life.key);
        const bool closed = life.closed <= now;
        if (life.opened < open_until) {
            Mark open = placed(MarkKind::window_open, life.window, life.opened, open_until);
            open.count = held;
            open.id = window_id(tables_.judgement, view_.mode, life.window, life.key);
            open.sentence =
                fmt::format("{}: open{}, {} {}", name,
                            closed ? fmt::format(" until {}", moment_text(life.closed, tables_.clock())) : "",
                            events_text(held), closed ? "when it closed" : "held");
            if (open.x0 < open.x1) marks_.push_back(std::move(open));
        }
        if (!closed || upright_) return;
        const ProcessingTime closed_until = std::min(life.purged, now);
        const bool purged = life.purged <= now;
        if (life.closed < closed_until) {
            Mark shut = placed(MarkKind::window_closed, life.window, life.closed, closed_until);
            shut.id = window_id(tables_.judgement, view_.mode, life.window, life.key);
            shut.sentence = fmt::format(
                "{} has answered: what lands here is late, and accepted until the lateness is "
                "used up",
                name);
            if (shut.x0 < shut.x1) marks_.push_back(std::move(shut));
        }
        if (!purged || life.purged < view_.seen.from || life.purged == life.closed) return;
        Mark purge = placed(MarkKind::purge, life.window, life.purged, life.purged);
        purge.sentence = fmt::format("{}: the lateness of {} is used up at {}; the state is freed", name,
                                     duration_text(lateness_of(tables_.judgement, view_.mode)),
                                     moment_text(life.purged, tables_.clock()));
        marks_.push_back(std::move(purge));
    }

    SceneTables& tables_;
    const View& view_;
    Places places_;
    std::vector<Mark>& marks_;
    const ModeTables& mode_;
    bool upright_;
    const JobLogic& job_;
};

MarkKind kind_of(PaneTiming timing) {
    switch (timing) {
        case PaneTiming::early:
            return MarkKind::firing_early;
        case PaneTiming::on_time:
            return MarkKind::firing_on_time;
        case PaneTiming::late:
            return MarkKind::firing_late;
    }
    return MarkKind::firing_on_time;
}

std::string_view words_of(PaneTiming timing) {
    return timing == PaneTiming::on_time ? "on time" : timing == PaneTiming::late ? "late" : "early";
}

// What readers saw of a window at an instant, all keys together: "12"; and the rest of the badge of its last firing.
class Badges {
public:
    Badges(SceneTables& tables, const View& view)
        : tables_(tables), view_(view), job_(tables.judgement.job(view.mode)) {}

    std::string value(const Firing& firing, const WindowLife& life, ProcessingTime until) {
        if (life.key) return pane_value(firing);  // a session is its key's alone
        const std::vector<Answer>& history = tables_.answers_of(view_.mode, life.window);
        // The first that readers saw of it; of several at one instant the last.
        const Answer* shown = nullptr;
        for (const Answer& answer : history) {
            if (answer.at < firing.at || !answer.value) continue;
            if (answer.at > until || (shown && answer.at > shown->at)) break;
            shown = &answer;
        }
        return shown ? value_text(job_, *shown->value) : std::string{};
    }

    std::string truth(const Window& window) {
        if (over_at(tables_.judgement, view_.mode, window) > view_.now) return {};  // it is not over: who knows
        const Answer* seen = answer_at(tables_.answers_of(view_.mode, window), view_.now);
        if (!seen || !job_.aggregate) return {};
        const AggregateValue truth = tables_.judgement.truth(view_.mode).over_keys(window);
        const std::int64_t error = error_of(*job_.aggregate, *seen->value, truth);
        return error == 0 ? fmt::format("truth {}", value_text(job_, truth))
                          : fmt::format("truth {}, error {}", value_text(job_, truth), error_text(job_, error));
    }

private:
    std::string pane_value(const Firing& firing) const {
        return value_text(job_, tables_.judgement.trace(view_.mode).fired[firing.first_pane].pane.value);
    }

    SceneTables& tables_;
    const View& view_;
    const JobLogic& job_;
};

}  // namespace

void add_bands(SceneTables& tables, const View& view, std::vector<Mark>& marks) { Bands{tables, view, marks}.add(); }

void add_firings(SceneTables& tables, const View& view, std::vector<Mark>& marks) {
    if (mode_kind(tables.judgement, view.mode) == ModeKind::batch) return;  // its answers have marks of their own
    const ModeTables& mode = tables.of(view.mode);
    const Places places{view};
    const bool upright = upright_windows(tables.judgement, view.mode);
    const auto before = [](const Firing& firing, ProcessingTime at) { return firing.at < at; };
    const auto first = std::lower_bound(mode.firings.begin(), mode.firings.end(), view.seen.from, before);
    const ProcessingTime end = shown_until(view);
    auto last = first;
    while (last != mode.firings.end() && last->at <= end)
        ++last;
    // Of too many, one a window for each few columns: the last.
    constexpr std::ptrdiff_t most = 300;
    const std::int64_t apart = last - first > most ? places.wide(std::max<std::int64_t>(2, view.columns / 150)) : 0;
    std::map<std::uint32_t, std::int64_t> drawn_at;
    std::vector<Mark> bars;
    Badges badges{tables, view};
    std::set<std::uint32_t> told;
    for (auto firing = last; firing != first;) {
        --firing;
        const WindowLife& life = mode.windows[firing->life];
        if (life.window == global_window) continue;
        const bool out =
            upright ? false : life.window.end <= view.happened.from || life.window.start >= view.happened.until;
        if (out) continue;
        const std::int64_t x = places.x(firing->at);
        const auto drawn = drawn_at.find(firing->life);
        if (apart > 0 && drawn != drawn_at.end() && drawn->second - x < apart) continue;
        drawn_at[firing->life] = x;
        if (bars.size() >= static_cast<std::size_t>(most)) break;
        Mark bar = mark_at(view, kind_of(firing->timing), firing->at, firing->at,
                           upright ? places.bottom() : places.y(life.window.start),
                           upright ? places.top() : places.y(life.window.end));
        bar.count = firing->panes;
        bar.id = window_id(tables.judgement, view.mode, life.window, life.key);
        const std::string name = tables.judgement.cell_name(view.mode, life.window, life.key);
        const std::string value = badges.value(*firing, life, view.now);
        const bool newest = told.insert(firing->life).second;
        if (!value.empty()) {
            const std::uint32_t so_far = firing->ordinal + firing->panes - 1;
            bar.text = firing->timing == PaneTiming::late && so_far > 1 && newest
                           ? fmt::format("{} after {} late firings", value, so_far)
                           : fmt::format("{} {}", value, words_of(firing->timing));
            const std::string truth = newest ? badges.truth(life.window) : std::string{};
            if (!truth.empty() && view.seen.until > firing->at && !life.key) bar.text += fmt::format(" ({})", truth);
        }
        bar.sentence =
            fmt::format("{} fires {} at {}{}", name, words_of(firing->timing), moment_text(firing->at, tables.clock()),
                        value.empty() ? "; readers do not see it yet" : ": " + value);
        if (firing->panes > 1) bar.sentence += fmt::format(" ({} panes)", firing->panes);
        bars.push_back(std::move(bar));
    }
    // Badges at one place would lie over one another: the newest stays.
    std::map<std::pair<std::int64_t, std::int64_t>, bool> taken;
    for (Mark& bar : bars) {
        if (bar.text.empty()) continue;
        const std::int64_t column = (bar.x0 - places.from()) / places.wide(24);
        const std::int64_t row = (bar.y0 - places.bottom()) / places.high(22);
        if (!taken.try_emplace({column, row}, true).second) bar.text.clear();
    }
    std::reverse(bars.begin(), bars.end());
    marks.insert(marks.end(), bars.begin(), bars.end());
}

void add_batches(SceneTables& tables, const View& view, std::vector<Mark>& marks) {
    const ModeTables& mode = tables.of(view.mode);
    const ModeKind kind = mode_kind(tables.judgement, view.mode);
    if (kind == ModeKind::stream) return;
    const Places places{view};
    const JobLogic& job = tables.judgement.job(view.mode);
    constexpr std::size_t most = 200;
    std::vector<Mark> found;
    for (const JobAttempt& attempt : mode.jobs) {
        if (attempt.read > shown_until(view)) continue;
        const bool whole = kind == ModeKind::micro_batch;  // it reads what came since
        const std::int64_t y0 = whole ? places.bottom() : places.y(attempt.partition.start);
        const std::int64_t y1 = whole ? places.top() : places.y(attempt.partition.end);
        if (attempt.read >= view.seen.from && y0 < y1) {
            Mark cut = mark_at(view, MarkKind::batch_cut, attempt.read, attempt.read, y0, y1);
            cut.count = attempt.records;
            cut.sentence = whole ? fmt::format("batch {} reads {} at {}", attempt.run, events_text(attempt.records),
                                               moment_text(attempt.read, tables.clock()))
                                 : fmt::format("run {} reads the partition {} as it is at {}: {}", attempt.run,
                                               extent_text(attempt.partition, tables.clock()),
                                               moment_text(attempt.read, tables.clock()), events_text(attempt.records));
            found.push_back(std::move(cut));
        }
        if (whole || attempt.wrote > shown_until(view) || attempt.wrote < view.seen.from || y0 >= y1) continue;
        Mark published = mark_at(view, MarkKind::batch_published, attempt.wrote, attempt.wrote, y0, y1);
        published.id = window_id(tables.judgement, view.mode, attempt.partition, std::nullopt);
        published.sentence =
            fmt::format("run {} publishes its answer at {}", attempt.run, moment_text(attempt.wrote, tables.clock()));
        if (job.window && job.aggregate) {
            const std::vector<Answer>& answers = tables.answers_of(view.mode, attempt.partition);
            if (const Answer* seen = answer_at(answers, std::min(attempt.wrote, view.now))) {
                const AggregateValue truth = tables.judgement.truth(view.mode).over_keys(attempt.partition);
                const std::int64_t error = error_of(*job.aggregate, *seen->value, truth);
                published.text = fmt::format("{} published", value_text(job, *seen->value));
                if (instant_of(attempt.partition.end) <= view.now)
                    published.text += error == 0 ? fmt::format(" (truth {})", value_text(job, truth))
                                                 : fmt::format(" (truth {}, error {})", value_text(job, truth),
                                                               error_text(job, error));
            }
        }
        found.push_back(std::move(published));
    }
    if (found.size() > most) {
        // Too many to tell apart: every n-th.
        std::vector<Mark> some;
        for (std::size_t i = 0; i < most; ++i)
            some.push_back(std::move(found[i * found.size() / most]));
        found = std::move(some);
    }
    marks.insert(marks.end(), found.begin(), found.end());
}

}  // namespace tidemark
