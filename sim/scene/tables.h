#pragma once

#include "sim/judge/judgement.h"
#include "sim/scene/mark.h"
#include "sim/scene/scene.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What a picture is made of: columns in order of time, made once for each mode, and searched for each picture. Nothing in
// here knows the view; every entry says from when on it may be known.
namespace tidemark {

// From `at` on, an event is drawn as `kind`, at `seen`; processing_time_max: it is under way, and drawn at now.
struct EventChange {
    ProcessingTime at{}, seen{};
    MarkKind kind{MarkKind::event_in_flight};
};

// A firing: all panes of one window that left at one instant with one timing.
struct Firing {
    ProcessingTime at{};
    std::uint32_t life{0};  // index in ModeTables::windows
    PaneTiming timing{PaneTiming::on_time};
    std::uint32_t panes{0};
    std::uint32_t ordinal{1};     // how many of this timing its window has had, panes counted
    std::uint32_t first_pane{0};  // index in ModeTrace::fired
};

// A window's time: all keys together; of sessions one for each key and extent.
struct WindowLife {
    Window window{};
    std::optional<KeyId> key;
    ProcessingTime known{processing_time_max};   // since then it has this extent: a session's changes
    ProcessingTime opened{processing_time_max};  // its first element; of a merged session, its parts' first
    ProcessingTime closed{processing_time_max};  // from then on, what comes is late
    ProcessingTime purged{processing_time_max};  // from then on, what comes is refused
    ProcessingTime merged{processing_time_max};  // it became a part of another session
    std::vector<ProcessingTime> elements;        // when they were taken, ascending; a merged session's are the other's
    std::size_t count_when_merged{0};
    std::vector<std::uint32_t> firings;
};

struct WatermarkRise {
    ProcessingTime at{};
    std::optional<EventTime> value;  // none: a new life knows no watermark
};

// So many more, or fewer, from an instant on; kept as the sum so far.
struct Running {
    ProcessingTime at{};
    std::int64_t value{0};
};

// A batch job's run, a micro-batch: one attempt.
struct JobAttempt {
    std::uint64_t run{0};
    std::uint32_t attempt{0};
    Window partition{};
    ProcessingTime started{}, read{processing_time_max}, wrote{processing_time_max}, ended{processing_time_max};
    bool failed{false};
    std::uint64_t records{0};
    ProcessId process{};
};

struct CheckpointTime {
    CheckpointId checkpoint{};
    ProcessingTime triggered{}, ended{processing_time_max};
    bool failed{false};
    std::uint64_t bytes{0};
};

// A place where something runs is down.
struct Outage {
    ProcessingTime from{}, until{processing_time_max};
    std::string process;
    std::uint32_t fault{0};
};

// A crash took everything back that had been taken in since `saved`; ProcessingTime::min(): ever.
struct Rollback {
    ProcessingTime crash{}, saved{};
};

struct ModeTables {
    std::vector<std::uint32_t> first_change;  // by event; one more at the end
    std::vector<EventChange> changes;
    struct Copy {
        ProcessingTime at{};
        EventId event{};
    };
    std::vector<Copy> copies;  // second and later copies, as they come

    std::vector<WatermarkRise> watermark;
    std::vector<WindowLife> windows;  // ordered by window, then key
    std::vector<Firing> firings;      // by time
    std::vector<JobAttempt> jobs;     // by start
    std::vector<CheckpointTime> checkpoints;
    std::vector<Outage> outages;
    std::vector<Rollback> rollbacks;  // by crash

    std::vector<Running> state;             // how many pairs of key and window are held
    std::vector<Running> position;          // how many records of the log have been taken in
    std::vector<ProcessingTime> processed;  // when records were worked on, ascending
    ProcessingDuration work{};              // what one of them takes
};

// What all modes share.
struct WorldTables {
    std::vector<ProcessingTime> happens, arrives;  // ascending: of events; of their first copies in the log
    std::vector<ProcessingTime> appends;           // ascending: of everything that lies in the log
    std::vector<ProcessingTime> arrival;           // by event; processing_time_max: never
    EventDuration skew_max{};                      // by so much, at most, a device's clock was wrong
    // Devices that go offline by chance: how many keep events that they cannot send. What a device without events does
    // nobody sees.
    std::vector<Running> keeping;
};

// What kind of mode it is, as far as a picture depends on it.
enum class ModeKind { stream, micro_batch, batch };
ModeKind mode_kind(const Judgement& judgement, std::size_t mode);
// Its windows are of processing time: they stand upright.
bool upright_windows(const Judgement& judgement, std::size_t mode);
EventDuration lateness_of(const Judgement& judgement, std::size_t mode);
// From when on a window's truth is certain: it is over. A session only when nothing can join it any more.
ProcessingTime over_at(const Judgement& judgement, std::size_t mode, const Window& window);

struct SceneTables {
    explicit SceneTables(const Simulation& simulation) : judgement(simulation), modes(simulation.modes.size()) {}

    Judgement judgement;
    std::optional<WorldTables> world_tables;
    std::vector<std::unique_ptr<ModeTables>> modes;
    std::vector<std::pair<Cell, std::vector<ErrorCurve>>> curves;  // by cell: one for each mode
    std::map<std::size_t, std::optional<Cell>> first_cells;
    std::map<std::pair<std::size_t, StopKind>, std::vector<ProcessingTime>> stops;
    std::map<std::pair<std::size_t, Window>, std::vector<Answer>> answers;  // over all keys

    const Clock& clock() const { return judgement.scenario().clock; }
    const WorldTables& world();
    const ModeTables& of(std::size_t mode);
    // The answer of a window over all keys, over time.
    const std::vector<Answer>& answers_of(std::size_t mode, const Window& window);
    // One curve for each mode.
    const std::vector<ErrorCurve>& curves_of(const Cell& cell);
    std::optional<Cell> cell_of(const View& view);
};

// The steps in which the tables are made.
WorldTables make_world_tables(const Scenario& scenario, const Tape& tape);
void add_outages(const Judgement& judgement, std::size_t mode, ModeTables& tables);
void add_rollbacks(const Judgement& judgement, std::size_t mode, ModeTables& tables);
void add_jobs(const Judgement& judgement, std::size_t mode, ModeTables& tables);
void add_checkpoints(const Judgement& judgement, std::size_t mode, ModeTables& tables);
void add_flow(const Judgement& judgement, std::size_t mode, ModeTables& tables);
void add_state(const Judgement& judgement, std::size_t mode, ModeTables& tables);  // needs outages
void add_watermark(const Judgement& judgement, std::size_t mode, ModeTables& tables);
void add_windows(const Judgement& judgement, std::size_t mode, ModeTables& tables);  // needs watermarks
void add_events(Judgement& judgement, std::size_t mode, const WorldTables& world, ModeTables& tables);  // needs jobs

// The last entry of a column that is not after `now`; null where there is none.
template <class Entry>
const Entry* latest(const std::vector<Entry>& column, ProcessingTime now) {
    std::size_t from = 0, until = column.size();
    while (from < until) {
        const std::size_t middle = from + (until - from) / 2;
        if (column[middle].at <= now) from = middle + 1;
        else until = middle;
    }
    return from == 0 ? nullptr : &column[from - 1];
}
// How many instants are not after `now`.
std::size_t count_until(const std::vector<ProcessingTime>& instants, ProcessingTime now);
// How many of a window's elements are held at `now`: what a crash took away, and is read again later, counts once.
std::size_t held_at(const ModeTables& tables, const WindowLife& life, ProcessingTime now);

}  // namespace tidemark
