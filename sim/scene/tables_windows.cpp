#include "sim/scene/tables.h"

#include <algorithm>

namespace tidemark {
namespace {

class WindowTables {
public:
    WindowTables(const Judgement& judgement, std::size_t mode, ModeTables& tables)
        : trace_(judgement.trace(mode)), tables_(tables), upright_(upright_windows(judgement, mode)) {
        const JobLogic& job = judgement.job(mode);
        spec_ = job.window;
        sessions_ = spec_ && std::holds_alternative<Session>(*spec_);
        lateness_ = lateness_of(judgement, mode);
        // Flink's watermark closes a window when it reaches its last instant, everyone else's when it reaches its end.
        const auto* stream = std::get_if<StreamMode>(&judgement.settings(mode).settings);
        last_instant_closes_ = stream && stream->profile == EngineName::flink;
    }

    void make() {
        if (!spec_) return;
        add_elements();
        add_firings();
        add_ends();
        in_order();
    }

private:
    std::uint32_t life_of(const Window& window, KeyId key) {
        if (last_ && tables_.windows[*last_].window == window && (!sessions_ || tables_.windows[*last_].key == key))
            return *last_;
        const auto [known, is_new] =
            lives_.try_emplace({window, sessions_ ? key : KeyId{}}, static_cast<std::uint32_t>(tables_.windows.size()));
        if (is_new) {
            tables_.windows.emplace_back();
            tables_.windows.back().window = window;
            if (sessions_) tables_.windows.back().key = key;
        }
        last_ = known->second;
        return known->second;
    }

    // Elements and mergers, in the order in which they happened: a session takes over what its parts held.
    void add_elements() {
        std::size_t merged = 0;
        const auto merge_until = [&](const Stamp* stamp) {
            for (; merged < trace_.merged.size() && (!stamp || before(trace_.merged[merged].stamp, *stamp)); ++merged)
                merge(trace_.merged[merged]);
        };
        for (const PlacedEntry& entry : trace_.placed) {
            merge_until(&entry.stamp);
            WindowLife& life = tables_.windows[life_of(entry.placed.window, entry.placed.key)];
            life.known = std::min(life.known, entry.stamp.at);
            life.opened = std::min(life.opened, entry.stamp.at);
            life.elements.push_back(entry.stamp.at);
        }
        merge_until(nullptr);
    }
    static bool before(const Stamp& a, const Stamp& b) { return a.at != b.at ? a.at < b.at : a.sequence < b.sequence; }

    void merge(const MergedEntry& entry) {
        const std::uint32_t into = life_of(entry.merged.into, entry.merged.key);
        tables_.windows[into].known = std::min(tables_.windows[into].known, entry.stamp.at);
        for (const Window& part : entry.merged.from) {
            if (part == entry.merged.into) continue;
            const std::uint32_t from = life_of(part, entry.merged.key);
            tables_.windows[from].merged = std::min(tables_.windows[from].merged, entry.stamp.at);
            WindowLife& whole = tables_.windows[into];
            WindowLife& gone = tables_.windows[from];
            whole.opened = std::min(whole.opened, gone.opened);
            gone.count_when_merged = gone.elements.size();
            if (whole.elements.size() < gone.elements.size()) std::swap(whole.elements, gone.elements);
            const auto middle = static_cast<std::ptrdiff_t>(whole.elements.size());
            whole.elements.insert(whole.elements.end(), gone.elements.begin(), gone.elements.end());
            if (middle > 0 && !gone.elements.empty() &&
                whole.elements[static_cast<std::size_t>(middle) - 1] > gone.elements.front())
                std::inplace_merge(whole.elements.begin(), whole.elements.begin() + middle, whole.elements.end());
            gone.elements = {};
        }
    }

    void add_firings() {
        for (std::uint32_t i = 0; i < trace_.fired.size(); ++i) {
            const FiredEntry& entry = trace_.fired[i];
            if (entry.pane.tombstone) continue;
            const std::uint32_t place = life_of(entry.pane.window, entry.pane.key);
            WindowLife& life = tables_.windows[place];
            if (!life.firings.empty()) {
                Firing& last = tables_.firings[life.firings.back()];
                if (last.at == entry.stamp.at && last.timing == entry.pane.timing) {
                    ++last.panes;
                    continue;
                }
            }
            std::uint32_t ordinal = 1;
            for (const std::uint32_t earlier : life.firings)
                if (tables_.firings[earlier].timing == entry.pane.timing) ordinal += tables_.firings[earlier].panes;
            life.firings.push_back(static_cast<std::uint32_t>(tables_.firings.size()));
            tables_.firings.push_back({entry.stamp.at, place, entry.pane.timing, 1, ordinal, i});
            if (upright_ || trace_.watermarks.empty())
                if (entry.pane.timing != PaneTiming::early) life.closed = std::min(life.closed, entry.stamp.at);
        }
    }

    // When the watermark first stood there; the greatest of all lives counts, since what has been answered stays so.
    ProcessingTime reached(EventTime at) const {
        const auto found =
            std::partition_point(reached_.begin(), reached_.end(), [&](const auto& step) { return step.second < at; });
        return found == reached_.end() ? processing_time_max : found->first;
    }

    void add_ends() {
        for (const WatermarkRise& step : tables_.watermark)
            if (step.value && (reached_.empty() || *step.value > reached_.back().second))
                reached_.emplace_back(step.at, *step.value);
        for (WindowLife& life : tables_.windows) {
            if (upright_ || life.window == global_window) continue;
            const EventTime end = last_instant_closes_ ? life.window.max_timestamp() : life.window.end;
            life.closed = std::min(life.closed, reached(end));
            if (lateness_ != EventDuration::max()) life.purged = reached(saturating_add(end, lateness_));
        }
        for (const ClearedEntry& entry : trace_.cleared) {
            if (!upright_) break;
            WindowLife& life = tables_.windows[life_of(entry.window, entry.key)];
            if (life.purged == processing_time_max) life.purged = entry.stamp.at;
        }
    }

    void in_order() {
        std::vector<std::uint32_t> order(tables_.windows.size());
        for (std::uint32_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            const WindowLife &x = tables_.windows[a], &y = tables_.windows[b];
            return x.window == y.window ? x.key < y.key : x.window < y.window;
        });
        std::vector<std::uint32_t> place(order.size());
        std::vector<WindowLife> windows;
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            place[order[i]] = i;
            windows.push_back(std::move(tables_.windows[order[i]]));
        }
        tables_.windows = std::move(windows);
        for (Firing& firing : tables_.firings)
            firing.life = place[firing.life];
    }

    const ModeTrace& trace_;
    ModeTables& tables_;
    bool upright_, sessions_{false}, last_instant_closes_{false};
    std::optional<WindowSpec> spec_;
    EventDuration lateness_{};
    std::map<std::pair<Window, KeyId>, std::uint32_t> lives_;
    std::optional<std::uint32_t> last_;
    std::vector<std::pair<ProcessingTime, EventTime>> reached_;
};

}  // namespace

void add_windows(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    WindowTables{judgement, mode, tables}.make();
}

}  // namespace tidemark
