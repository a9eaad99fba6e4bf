#pragma once

#include "engine/ids.h"
#include "engine/time.h"
#include "engine/windowing/window.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tidemark {

// What became of an event, in one mode, for one window. At every instant from its happening on, exactly one of these.
enum class Fate : std::uint8_t {
    device,         // kept on the device
    network,        // on its way to the log
    log,            // in the log, not read yet, or to be read again
    channel,        // read, not yet processed
    held,           // in an open window
    uncommitted,    // in a pane that readers cannot see yet
    counted_early,  // in the answer that readers see
    counted_on_time,
    counted_late,
    corrected,  // in the answer that readers see, put there by a later run
    elsewhere,  // counted, but in another window than its own
    filtered,
    side_output,
    dropped,  // refused as too late
    deduplicated,
    lost,         // by a fault or a setting, which the reason names
    unexplained,  // nothing accounts for it: a bug of Tidemark
};
// "on the device", ..., the word that `fate` answers with: "device", "counted_late", "side_output", ...
std::string_view to_string(Fate fate);
bool is_counted(Fate fate);    // the four fates of a visible answer
bool is_in_flight(Fate fate);  // device, network, log, channel, held, uncommitted

// Why. Which of Reason's fields mean something follows from it.
enum class Cause : std::uint8_t {
    none,
    happened,             // at: then
    sent,                 // offline devices keep what they have
    no_room,              // lost: its device could not keep it; `fault`
    never_arrived,        // lost: no attempt to send it arrived; `fault`
    unreadable,           // lost: no job can read it; `fault`
    arrived,              // in the log
    read,                 // by process
    placed,               // in `window`; `watermark` at that time
    placed_late,          // the same, after the window's first answer was due
    fired,                // the window answered, readers do not see it yet
    visible,              // a row of the sink
    repaired,             // a row of a repair job
    rerun,                // a row of a later run over an answered window
    replaced,             // a row or an overwrite without it took its place
    window_expired,       // refused: `watermark` had passed the end of `window` and its allowed lateness
    trigger_finished,     // refused: the window's trigger was finished
    batch_watermark,      // refused: the watermark of the previous batch had passed the window's end
    wrong_window,         // counted in `window`
    filter,               // the job does not take it
    crash,                // what was in memory is gone; `fault`
    replay,               // back in the log: it will be read again, after `fault`
    not_read_again,       // lost: after `fault` the source went on behind it
    after_cut,            // the run that read its partition did so before it arrived
    misfiled,             // the partition of its arrival answers for other windows than its own
    not_read_by_end,      // still in the log when the clock ended: no run was due for its partition
    state_cleared,        // the window's state was dropped before an answer showed it
    skipped,              // the source went on behind it: it cannot read again
    transaction_expired,  // the store aborted the transaction that its row was in; nobody was told
};

struct Reason {
    Cause cause{Cause::none};
    Window window{};
    std::optional<EventTime> watermark;
    std::optional<std::uint32_t> fault;  // index in Scenario::faults
    std::uint64_t run{0};                // of a job
};

// From `at` until the next step.
struct FateStep {
    ProcessingTime at{};
    Fate fate{Fate::device};
    Reason reason;
};

// An event's way in one mode, for one window. Steps are in order of time; a later step at the same instant replaces the
// earlier one, which still belongs to the story.
struct Life {
    EventId event{};
    Window window{};
    bool its_own{true};  // the event's true window; else it was put there all the same
    std::vector<FateStep> steps;
    std::uint32_t times_counted{0};  // in what readers saw at the end; above 1 are duplicates
};

}  // namespace tidemark
