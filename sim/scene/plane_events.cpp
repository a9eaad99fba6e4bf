#include "sim/judge/clock_text.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

// A kind's place in a grid of places.
constexpr std::size_t first_kind = static_cast<std::size_t>(MarkKind::event_in_flight);
constexpr std::size_t kinds = static_cast<std::size_t>(MarkKind::event_elsewhere) + 1 - first_kind;

constexpr std::size_t most_dots = 1'100;
constexpr std::size_t most_tails = 450;

struct Dot {
    std::int64_t x{0}, y{0};
    EventId event{};
    MarkKind kind{MarkKind::event_in_flight};
};

// Dots that lie in one place of a grid and are of one kind.
struct Heap {
    Dot first;
    std::int64_t x0{0}, x1{0}, y0{0}, y1{0};
    std::uint64_t count{0};
    std::uint32_t column{0}, row{0};

    void add(const Dot& dot) {
        if (count++ == 0) {
            first = dot;
            x0 = x1 = dot.x;
            y0 = y1 = dot.y;
            return;
        }
        x0 = std::min(x0, dot.x);
        x1 = std::max(x1, dot.x);
        y0 = std::min(y0, dot.y);
        y1 = std::max(y1, dot.y);
    }
    void add(const Heap& heap) {
        if (count == 0) {
            *this = heap;
            return;
        }
        count += heap.count;
        x0 = std::min(x0, heap.x0);
        x1 = std::max(x1, heap.x1);
        y0 = std::min(y0, heap.y0);
        y1 = std::max(y1, heap.y1);
    }
};

class EventMarks {
public:
    EventMarks(SceneTables& tables, const View& view, std::vector<Mark>& marks)
        : tables_(tables),
          view_(view),
          places_(view),
          marks_(marks),
          tape_(tables.judgement.tape()),
          mode_(tables.of(view.mode)) {}

    void add() {
        std::vector<Heap> heaps = heaped();
        std::uint32_t coarse = 0;
        while (heaps.size() > most_dots) {
            heaps = coarser(heaps);
            ++coarse;
        }
        add_tails(heaps);
        // What is wrong lies on top.
        std::stable_sort(heaps.begin(), heaps.end(),
                         [](const Heap& a, const Heap& b) { return weight(a.first.kind) < weight(b.first.kind); });
        std::vector<Mark> dots;
        for (const Heap& heap : heaps)
            dots.push_back(drawn(heap, coarse > 0));
        add_labels(heaps, dots);
        marks_.insert(marks_.end(), std::make_move_iterator(dots.begin()), std::make_move_iterator(dots.end()));
        add_selected();
    }

private:
    static int weight(MarkKind kind) {
        switch (kind) {
            case MarkKind::event_on_time:
            case MarkKind::event_arrived:
            case MarkKind::event_filtered:
                return 0;
            case MarkKind::event_in_flight:
                return 1;
            case MarkKind::event_late:
                return 2;
            default:
                return 3;
        }
    }

    // The event as it is at now, and where.
    Dot dot_of(EventId event) const {
        Dot dot;
        dot.event = event;
        dot.y = tape_.events[event.value].record.at.time_since_epoch().count();
        ProcessingTime seen = processing_time_max;
        if (view_.events_only) {
            seen = tables_.world().arrival[event.value];
            if (seen <= view_.now) dot.kind = MarkKind::event_arrived;
        } else {
            for (std::uint32_t i = mode_.first_change[event.value]; i < mode_.first_change[event.value + 1]; ++i) {
                const EventChange& change = mode_.changes[i];
                if (change.at > view_.now) break;
                dot.kind = change.kind;
                seen = change.seen;
            }
        }
        dot.x = std::min(seen, view_.now).time_since_epoch().count();
        return dot;
    }

    bool is_seen(const Dot& dot) const {
        return dot.x >= places_.from() && dot.x <= places_.until() && dot.y >= places_.bottom() &&
               dot.y <= places_.top();
    }

    // The events that can be in the picture lie side by side in the tape: it is in order of their happening.
    std::pair<std::uint64_t, std::uint64_t> candidates() const {
        const auto& events = tape_.events;
        const EventDuration skew = tables_.world().skew_max;
        const auto first = std::partition_point(events.begin(), events.end(), [&](const GeneratedEvent& event) {
            return event.happened < saturating_subtract(view_.happened.from, skew);
        });
        const auto last = std::partition_point(first, events.end(), [&](const GeneratedEvent& event) {
            return event.happened <= saturating_add(view_.happened.until, skew) &&
                   instant_of(event.happened) <= view_.now;
        });
        return {static_cast<std::uint64_t>(first - events.begin()), static_cast<std::uint64_t>(last - events.begin())};
    }

    std::vector<Heap> heaped() {
        constexpr std::int64_t apart = 4;  // columns and rows
        const std::int64_t wide = places_.wide(apart), high = places_.high(apart);
        const auto columns = static_cast<std::size_t>((places_.until() - places_.from()) / wide + 1);
        const auto rows = static_cast<std::size_t>((places_.top() - places_.bottom()) / high + 1);
        std::vector<std::uint32_t> grid(columns * rows * kinds, UINT32_MAX);
        std::vector<Heap> heaps;
        const auto put = [&](const Dot& dot) {
            if (!is_seen(dot)) return;
            const auto column = static_cast<std::size_t>((dot.x - places_.from()) / wide);
            const auto row = static_cast<std::size_t>((dot.y - places_.bottom()) / high);
            std::uint32_t& place =
                grid[((static_cast<std::size_t>(dot.kind) - first_kind) * rows + row) * columns + column];
            if (place == UINT32_MAX) {
                place = static_cast<std::uint32_t>(heaps.size());
                heaps.emplace_back();
                heaps.back().column = static_cast<std::uint32_t>(column);
                heaps.back().row = static_cast<std::uint32_t>(row);
            }
            heaps[place].add(dot);
        };
        const auto [first, last] = candidates();
        for (std::uint64_t event = first; event < last; ++event)
            put(dot_of(EventId{event}));
        if (!view_.events_only)
            for (const ModeTables::Copy& copy : mode_.copies) {
                if (copy.at > view_.now) break;
                put({copy.at.time_since_epoch().count(),
                     tape_.events[copy.event.value].record.at.time_since_epoch().count(), copy.event,
                     MarkKind::event_duplicate});
            }
        return heaps;
    }

    // Two by two places become one.
    static std::vector<Heap> coarser(const std::vector<Heap>& heaps) {
        std::map<std::tuple<MarkKind, std::uint32_t, std::uint32_t>, Heap> merged;
        for (const Heap& heap : heaps) {
            Heap& into = merged[{heap.first.kind, heap.column / 2, heap.row / 2}];
            into.add(heap);
            into.column = heap.column / 2;
            into.row = heap.row / 2;
        }
        std::vector<Heap> result;
        for (auto& [place, heap] : merged)
            result.push_back(heap);
        return result;
    }

    // Where each single event happened, and its delay so far, where that can be seen.
    void add_tails(const std::vector<Heap>& heaps) {
        const std::int64_t shortest = places_.wide(5);
        std::vector<const Heap*> with_tail;
        for (const Heap& heap : heaps) {
            if (heap.count > 1 && heap.x1 - heap.x0 > shortest) continue;
            if (heap.first.kind == MarkKind::event_duplicate) continue;
            if (heap.first.x - happened(heap.first) > shortest) with_tail.push_back(&heap);
        }
        if (with_tail.size() > most_tails) {
            std::stable_sort(with_tail.begin(), with_tail.end(), [](const Heap* a, const Heap* b) {
                return weight(a->first.kind) > weight(b->first.kind);
            });
            with_tail.resize(most_tails);
        }
        for (const Heap* heap : with_tail) {
            const std::int64_t x = happened(heap->first);
            const std::int64_t y = tape_.events[heap->first.event.value].happened.time_since_epoch().count();
            Mark tail;
            tail.kind = MarkKind::event_tail;
            tail.mode = view_.mode;
            tail.x0 = x;
            tail.y0 = y;
            tail.x1 = heap->first.x;
            tail.y1 = heap->first.y;
            tail.count = heap->count;
            tail.id = event_id(tables_.judgement, heap->first.event);
            Mark origin = tail;
            origin.kind = MarkKind::event_origin;
            origin.x1 = x;
            origin.y1 = y;
            marks_.push_back(std::move(tail));
            if (x >= places_.from() && y >= places_.bottom() && y <= places_.top()) marks_.push_back(std::move(origin));
        }
    }
    std::int64_t happened(const Dot& dot) const {
        return instant_of(tape_.events[dot.event.value].happened).time_since_epoch().count();
    }

    Mark drawn(const Heap& heap, bool coarse) const {
        Mark mark;
        mark.kind = heap.first.kind;
        mark.mode = view_.mode;
        mark.count = heap.count;
        if (heap.count == 1) {
            mark.x0 = mark.x1 = heap.first.x;
            mark.y0 = mark.y1 = heap.first.y;
            mark.id = event_id(tables_.judgement, heap.first.event);
            mark.sentence = sentence(heap.first);
            return mark;
        }
        const bool plain = mark.kind == MarkKind::event_on_time || mark.kind == MarkKind::event_arrived;
        if (plain && (coarse || heap.count > 3)) mark.kind = MarkKind::crowd;
        mark.x0 = heap.x0;
        mark.x1 = heap.x1;
        mark.y0 = heap.y0;
        mark.y1 = heap.y1;
        if (mark.kind != MarkKind::crowd) {  // a single shape at the middle
            mark.x0 = mark.x1 = heap.x0 + (heap.x1 - heap.x0) / 2;
            mark.y0 = mark.y1 = heap.y0 + (heap.y1 - heap.y0) / 2;
            if (heap.count <= 3) mark.id = event_id(tables_.judgement, heap.first.event);
        }
        mark.sentence = fmt::format("{}: {}", events_text(heap.count), fate_words(heap.first.kind));
        return mark;
    }

    std::string sentence(const Dot& dot) const {
        const GeneratedEvent& event = tape_.events[dot.event.value];
        const std::string name = tables_.judgement.event_name(dot.event);
        const std::string when = moment_text(event.happened, tables_.clock());
        const ProcessingTime seen{ProcessingDuration{dot.x}};
        if (dot.kind == MarkKind::event_in_flight && seen >= view_.now)
            return fmt::format("{} ({}) is in flight: verdict unknown", name, when);
        const ProcessingDuration delay = lag(seen, event.happened);
        return fmt::format("{} ({}) came at {}, {} after it happened: {}", name, when,
                           moment_text(seen, tables_.clock()), duration_text(delay), fate_words(dot.kind));
    }

    // Names at the events that are worth one, as long as these are few; neighbours share theirs.
    void add_labels(const std::vector<Heap>& heaps, std::vector<Mark>& dots) const {
        const std::int64_t long_delay = places_.wide(24);
        std::vector<std::size_t> worth;
        for (std::size_t i = 0; i < heaps.size(); ++i) {
            const Heap& heap = heaps[i];
            const bool plain = weight(heap.first.kind) == 0;
            const bool shown =
                plain ? false : weight(heap.first.kind) > 1 || heap.first.x - happened(heap.first) > long_delay;
            if (shown) worth.push_back(i);
        }
        constexpr std::size_t most = 24;
        if (worth.empty() || worth.size() > most) return;
        std::vector<bool> said(heaps.size(), false);
        for (const std::size_t i : worth) {
            if (said[i]) continue;
            const Heap& heap = heaps[i];
            std::string names;
            std::uint64_t named = 0, count = 0;
            for (const std::size_t k : worth) {
                const bool near = heaps[k].first.kind == heap.first.kind && !said[k] &&
                                  distance(heaps[k].first.x, heap.first.x) < places_.wide(90) &&
                                  distance(heaps[k].first.y, heap.first.y) < places_.high(34);
                if (!near) continue;
                said[k] = true;
                count += heaps[k].count;
                if (named == 3) continue;
                ++named;
                names += (names.empty() ? "" : ", ") + tables_.judgement.event_name(heaps[k].first.event);
            }
            if (count > named) names += fmt::format(" and {} more", count - named);
            dots[i].text = fmt::format("{}: {}", names, fate_words(heap.first.kind));
            if (heap.first.kind == MarkKind::event_in_flight)
                dots[i].text = fmt::format("{}, in flight: verdict unknown", names);
        }
    }
    static std::int64_t distance(std::int64_t a, std::int64_t b) { return a < b ? b - a : a - b; }

    // What is selected is always a mark of its own.
    void add_selected() {
        constexpr std::string_view prefix = "event:";
        if (view_.selection.compare(0, prefix.size(), prefix) != 0) return;
        for (const EventId event : tape_.find_event(view_.selection.substr(prefix.size()))) {
            if (instant_of(tape_.events[event.value].happened) > view_.now) continue;
            const Dot dot = dot_of(event);
            if (!is_seen(dot)) continue;
            Heap heap;
            heap.add(dot);
            Mark mark = drawn(heap, false);
            for (const Mark& known : marks_)
                if (known.id == mark.id && known.kind == mark.kind && known.count == 1) return;
            add_tails({heap});
            marks_.push_back(std::move(mark));
            return;
        }
    }

    SceneTables& tables_;
    const View& view_;
    Places places_;
    std::vector<Mark>& marks_;
    const Tape& tape_;
    const ModeTables& mode_;
};

}  // namespace

void add_event_marks(SceneTables& tables, const View& view, std::vector<Mark>& marks) {
    EventMarks{tables, view, marks}.add();
}

void add_faults(SceneTables& tables, const View& view, std::vector<Mark>& marks) {
    const Places places{view};
    for (const Outage& outage : tables.of(view.mode).outages) {
        if (outage.from > view.now) break;
        Mark crash = mark_at(view, MarkKind::fault, outage.from, outage.from, places.bottom(), places.top());
        crash.text = "crash";
        crash.sentence = fmt::format("{} crashes at {}", outage.process, moment_text(outage.from, tables.clock()));
        if (outage.from >= view.seen.from && outage.from <= view.seen.until) marks.push_back(std::move(crash));
        if (outage.until > view.now || outage.until < view.seen.from || outage.until > view.seen.until) continue;
        Mark back = mark_at(view, MarkKind::fault, outage.until, outage.until, places.bottom(), places.top());
        back.text = "restart";
        back.sentence =
            fmt::format("{} can run again from {} on", outage.process, moment_text(outage.until, tables.clock()));
        marks.push_back(std::move(back));
    }
}

}  // namespace tidemark
