#include "sim/judge/clock_text.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

// The lanes of what is kept and shown: checkpoints, state, the sink, and the faults.
namespace tidemark {
namespace {

constexpr std::int64_t most_marks = 160;

std::int64_t apart_of(const View& view) {
    return Places{view}.wide(std::max<std::int64_t>(1, view.columns / most_marks));
}

// A sum over time as steps of an area.
void add_levels(const std::vector<Running>& held, const View& view, Lane& lane) {
    const auto before = [](ProcessingTime at, const Running& entry) { return at < entry.at; };
    auto entry = std::upper_bound(held.begin(), held.end(), view.seen.from, before);
    if (entry != held.begin()) --entry;
    const ProcessingTime end = shown_until(view);
    const ProcessingDuration apart{apart_of(view)};
    while (entry != held.end() && entry->at <= end) {
        // Of those that cannot be told apart, the most; the last one's is held until the next.
        const auto next = std::upper_bound(entry, held.end(), std::min(entry->at + apart, end), before);
        std::int64_t most = 0;
        for (auto each = entry; each != next; ++each)
            most = std::max(most, each->value);
        const ProcessingTime change = std::max((next - 1)->at, view.seen.from);
        const ProcessingTime until = next == held.end() ? end : std::min(next->at, end);
        for (const auto& [from, to, value] :
             {std::tuple{entry->at, change, most}, std::tuple{change, until, (next - 1)->value}}) {
            Mark level = mark_at(view, MarkKind::level, from, to, 0, value);
            if (level.x0 >= level.x1) continue;
            lane.top = std::max(lane.top, level.y1);
            if (!lane.marks.empty() && lane.marks.back().y1 == level.y1 && lane.marks.back().x1 == level.x0)
                lane.marks.back().x1 = level.x1;
            else if (value > 0) lane.marks.push_back(std::move(level));
        }
        entry = next;
    }
}

}  // namespace

std::optional<Lane> checkpoint_lane(SceneTables& tables, const View& view) {
    const ModeTables& mode = tables.of(view.mode);
    const auto* stream = std::get_if<StreamMode>(&tables.judgement.settings(view.mode).settings);
    if (!stream || !stream->checkpoint) return std::nullopt;
    Lane lane;
    lane.kind = LaneKind::checkpoints;
    lane.reading = "none complete";
    const std::int64_t apart = apart_of(view);
    std::optional<std::int64_t> last;
    for (const CheckpointTime& checkpoint : mode.checkpoints) {
        if (checkpoint.triggered > view.now) break;
        const bool over = checkpoint.ended <= view.now;
        const bool failed = over && checkpoint.failed;
        if (over && !failed) lane.reading = fmt::format("#{} complete", checkpoint.checkpoint.value);
        if (checkpoint.triggered < view.seen.from || checkpoint.triggered > view.seen.until) continue;
        const std::int64_t x = Places{view}.x(checkpoint.triggered);
        if (last && x - *last < apart) continue;
        last = x;
        Mark flag = mark_at(view, MarkKind::flag, checkpoint.triggered, checkpoint.triggered, 0, 1);
        Mark bar = mark_at(view, failed ? MarkKind::broken : MarkKind::stretch, checkpoint.triggered,
                           std::min(checkpoint.ended, shown_until(view)), 0, 1);
        bar.sentence = flag.sentence =
            fmt::format("checkpoint {} begins at {}{}", checkpoint.checkpoint.value,
                        moment_text(checkpoint.triggered, tables.clock()),
                        !over    ? ""
                        : failed ? fmt::format(" and fails at {}", moment_text(checkpoint.ended, tables.clock()))
                                 : fmt::format(", complete at {}", moment_text(checkpoint.ended, tables.clock())));
        lane.marks.push_back(std::move(bar));
        lane.marks.push_back(std::move(flag));
    }
    return lane;
}

std::optional<Lane> state_lane(SceneTables& tables, const View& view) {
    if (mode_kind(tables.judgement, view.mode) == ModeKind::batch) return std::nullopt;  // it keeps nothing
    const std::vector<Running>& held = tables.of(view.mode).state;
    if (held.empty()) return std::nullopt;
    Lane lane;
    lane.kind = LaneKind::state;
    const Running* now = latest(held, view.now);
    const std::uint64_t entries = now ? static_cast<std::uint64_t>(now->value) : 0;
    lane.reading = fmt::format("{} {}", count_text(entries), entries == 1 ? "entry" : "entries");
    add_levels(held, view, lane);
    return lane;
}

std::optional<Lane> sink_lane(SceneTables& tables, const View& view) {
    Lane lane;
    lane.kind = LaneKind::sink;
    const JobLogic& job = tables.judgement.job(view.mode);
    const std::vector<RowEntry>& rows = tables.judgement.trace(view.mode).rows;
    const auto before = [](ProcessingTime at, const RowEntry& row) { return at < row.stamp.at; };
    const auto shown = std::upper_bound(rows.begin(), rows.end(), view.now, before);
    std::uint64_t visible = 0;
    auto first = std::lower_bound(rows.begin(), shown, view.seen.from,
                                  [](const RowEntry& row, ProcessingTime at) { return row.stamp.at < at; });
    const ProcessingDuration apart{Places{view}.wide(std::max<std::int64_t>(2, view.columns / 120))};
    for (auto row = first; row != shown && row->stamp.at <= view.seen.until;) {
        const auto next = std::upper_bound(row, shown, row->stamp.at + apart, before);
        Mark mark = mark_at(view, MarkKind::row, row->stamp.at, row->stamp.at, 0, 1);
        mark.count = 0;
        bool late = false;
        std::vector<std::string> values;
        for (auto each = row; each != next; ++each) {
            if (!each->row) continue;
            ++mark.count;
            late = late || each->row->timing == PaneTiming::late;
            if (values.size() < 4)
                values.push_back(each->row->tombstone ? "withdrawn" : value_text(job, each->row->value));
        }
        if (mark.count <= 3) mark.text = fmt::format("{}", fmt::join(values, ", "));
        else mark.text = fmt::format("{} rows", count_text(mark.count));
        mark.sentence =
            fmt::format("{} {} visible at {}{}", count_text(mark.count), mark.count == 1 ? "row" : "rows",
                        moment_text(row->stamp.at, tables.clock()), late ? ", late answers among them" : "");
        if (mark.count > 0) lane.marks.push_back(std::move(mark));
        row = next;
    }
    for (auto row = rows.begin(); row != shown; ++row)
        visible += row->row ? 1 : 0;
    // Texts that would run into one another say nothing.
    const std::int64_t letter = Places{view}.wide(8);
    for (std::size_t i = 0; i + 1 < lane.marks.size(); ++i) {
        const auto letters = static_cast<std::int64_t>(lane.marks[i].text.size()) + 2;
        if (lane.marks[i].x0 + letters * letter > lane.marks[i + 1].x0) lane.marks[i].text.clear();
    }
    lane.reading = fmt::format("{} {}", count_text(visible), visible == 1 ? "row" : "rows");
    return lane;
}

std::optional<Lane> fault_lane(SceneTables& tables, const View& view) {
    Lane lane;
    lane.kind = LaneKind::faults;
    const Scenario& scenario = tables.judgement.scenario();
    std::vector<std::string> active;
    constexpr std::size_t most = 200;
    // What overlaps lies one above the other.
    constexpr std::size_t most_rows = 3;
    std::vector<ProcessingTime> rows;  // until when each is taken
    const auto add = [&](MarkKind kind, ProcessingTime from, ProcessingTime until, std::string text,
                         std::string sentence) {
        if (from > view.now) return;
        if (until > view.now) active.push_back(text);
        if (until < view.seen.from || from > view.seen.until || lane.marks.size() >= most) return;
        std::size_t row = 0;
        while (row < rows.size() && rows[row] > from)
            ++row;
        row = std::min(row, most_rows - 1);
        if (row == rows.size()) rows.push_back(until);
        rows[row] = std::max(rows[row], until);
        const auto level = static_cast<std::int64_t>(row);
        Mark mark = mark_at(view, kind, from, std::min(until, shown_until(view)), level, level + 1);
        mark.text = std::move(text);
        mark.sentence = std::move(sentence);
        lane.top = std::max(lane.top, level + 1);
        lane.marks.push_back(std::move(mark));
    };
    bool any = false;
    if (const std::vector<Running>& keeping = tables.world().keeping; !keeping.empty()) {
        any = true;
        add_levels(keeping, view, lane);
        const Running* now = latest(keeping, view.now);
        if (now && now->value > 0)
            active.push_back(fmt::format("{} {} offline, with events",
                                         count_text(static_cast<std::uint64_t>(now->value)),
                                         now->value == 1 ? "device" : "devices"));
    }
    for (const Source& source : scenario.sources) {
        if (!source.offline) continue;
        const auto* intervals = std::get_if<std::vector<OfflineInterval>>(&*source.offline);
        if (!intervals) continue;
        const std::string who = source.users.size() == 1 ? source.users.front() : source.name;
        for (const OfflineInterval& offline : *intervals) {
            any = true;
            add(MarkKind::stretch, offline.from, offline.until, who + " offline",
                fmt::format("{} is offline from {}{}{}", who, moment_text(offline.from, tables.clock()),
                            offline.until <= view.now ? " to " + moment_text(offline.until, tables.clock()) : "",
                            offline.why.empty() ? "" : ": " + offline.why));
        }
    }
    for (const Fault& fault : scenario.faults) {
        if (std::holds_alternative<CrashFault>(fault.what) || std::holds_alternative<RandomFaults>(fault.what))
            continue;
        const std::string& target = target_of(fault);
        const std::string mode = target.substr(0, target.find('.'));
        const bool of_a_mode = std::any_of(scenario.modes.begin(), scenario.modes.end(),
                                           [&](const Mode& each) { return each.name == mode; });
        if (of_a_mode && (view.events_only || mode != tables.judgement.trace(view.mode).mode)) continue;
        any = true;
        const ProcessingTime from = fault.at.value_or(scenario.clock.from);
        const ProcessingTime until = fault.lasts ? saturating_add(from, *fault.lasts) : processing_time_max;
        std::string name{name_of(fault)};
        std::replace(name.begin(), name.end(), '_', ' ');
        add(MarkKind::stretch, from, until, fmt::format("{} {}", target, name),
            fmt::format("{} of {} from {}{}", name, target, moment_text(from, tables.clock()),
                        until <= view.now ? " to " + moment_text(until, tables.clock()) : ""));
    }
    if (!view.events_only)
        for (const Outage& outage : tables.of(view.mode).outages) {
            any = true;
            add(MarkKind::broken, outage.from, outage.until, outage.process + " down",
                fmt::format("{} crashes at {}{}", outage.process, moment_text(outage.from, tables.clock()),
                            outage.until <= view.now
                                ? fmt::format(" and can run again at {}", moment_text(outage.until, tables.clock()))
                                : ""));
        }
    if (!any) return std::nullopt;
    lane.reading = active.empty() ? "none" : fmt::format("{}", fmt::join(active, ", "));
    return lane;
}

}  // namespace tidemark
