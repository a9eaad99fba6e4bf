#pragma once

#include "engine/windowing/event_time_path.h"
#include "engine/windowing/general_path.h"
#include "engine/windowing/kafka_path.h"
#include "engine/windowing/window_options.h"
#include "engine/windowing/window_output.h"

#include <optional>
#include <variant>

namespace tidemark {

// Groups records by key and window and fires panes by a trigger, with the boundary rules of one engine's profile.
// A plain value: copying it is how a checkpoint is taken, assigning it is how one is restored. Copies are copy-on-write
// per window, so a copy costs time in proportion to the number of open windows, not of keys.
// Rules: SEMANTICS F-W*, F-A*, B-*, K-*.
class WindowOperator {
public:
    // The options must be free of `problems`.
    explicit WindowOperator(WindowOptions options);

    // One record, not at the first instant of time, which means "without a timestamp" (F-A3). In processing time,
    // `record.at` is ignored and the time of its arrival (last `arrival` or `processing_time`) decides.
    void record(const Record& record, WindowOutput& output);
    // A hint that this record will come soon, a dozen calls from now: its place in memory is fetched meanwhile. Changes
    // nothing; with many keys it halves the time that a record takes.
    [[gnu::always_inline]] void prepare(const Record& record) const {
        if (const auto* path = std::get_if<EventTimePath>(&path_)) path->prepare(record);
    }
    // The input watermark becomes `watermark` (profile's meaning); never goes back: a lower one is ignored.
    // Kafka has no watermark but stream time: there this only serves the re-sent stream time after a restore.
    void watermark(EventTime watermark, WindowOutput& output);
    // The operator's clock moves to `now`; fires what is due, in order of due time.
    void processing_time(ProcessingTime now, WindowOutput& output);
    // The records that follow arrive at `at`, not before the clock. It fires nothing: within the instant of a timer,
    // records may still come before it.
    void arrival(ProcessingTime at);

    // Whether it must be told the processing time at all: its windows or its trigger follow the operator's clock.
    bool uses_clock() const;
    // The next processing time at which `processing_time` would do something.
    std::optional<ProcessingTime> next_timer() const;
    // Kafka: the stream time. event_time_min before the first.
    EventTime current_watermark() const;
    // True where the next `watermark(w)` would do nothing but store w: lets callers skip the call's bookkeeping.
    bool watermark_is_quiet(EventTime watermark) const;

    // What a checkpoint saves: everything but the current watermark where the profile says so (F-W18, K-15).
    WindowOperator snapshot() const;

    StateSize state_size() const;
    // Key and window pairs held now; of them, those whose window the watermark has passed (kept for lateness).
    std::uint64_t held() const;
    std::uint64_t held_closed() const;
    // Records held that no pane has yet shown: their number and the sum of their scattered ids, over all windows.
    // With panes' fresh_* and the refused records this balances what came in (the ledger's double entry).
    using Unfired = Tally;
    Unfired unfired() const;

    // A digest of the state that is the same for equal state on every machine: for fingerprints and I8. The present
    // watermark and clock are no part of it, so that a snapshot has the digest of what it was taken of.
    std::uint64_t digest() const;

    const WindowOptions& options() const { return options_; }

private:
    // Watermarks inside have Flink's meaning: Beam's "none before W" is "none at or before W - 1ms".
    EventTime inward(EventTime watermark) const;
    EventTime outward(EventTime watermark) const;

    WindowOptions options_;
    Profile profile_;
    std::variant<EventTimePath, GeneralPath, KafkaPath> path_;
};

}  // namespace tidemark
