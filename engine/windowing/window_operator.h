#pragma once

#include "engine/record.h"
#include "engine/windowing/aggregate.h"
#include "engine/windowing/profile.h"
#include "engine/windowing/trigger.h"
#include "engine/windowing/window.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

enum class TimeDomain { event, processing };
enum class Accumulation { accumulating, discarding };
enum class LatePolicy { drop, side_output };
enum class TimestampCombiner { end_of_window, earliest, latest };
// What Kafka Streams emits: `panes` is everyone else's way.
enum class EmitStrategy { panes, every_update, final };
enum class PaneTiming { early, on_time, late };
std::string_view to_string(PaneTiming timing);

struct WindowOptions {
    EngineName profile{EngineName::flink};
    WindowSpec window{Tumbling{std::chrono::hours{1}}};
    TimeDomain time{TimeDomain::event};
    Trigger trigger{};  // `default`
    Accumulation accumulation{Accumulation::accumulating};
    EventDuration lateness{};  // allowed lateness; Kafka: grace. EventDuration::max() is `max`
    LatePolicy late{LatePolicy::drop};
    AggregateSpec aggregate{};
    TimestampCombiner timestamp{TimestampCombiner::end_of_window};
    EventDuration timestamp_shift{};  // `earliest plus T`
    EmitStrategy emit{EmitStrategy::panes};
};

// One firing of a window for one key. For Kafka's `every_update` and `final` the same, with `tombstone` where a merged
// session is withdrawn (value null).
struct Pane {
    KeyId key{};
    Window window{};
    AggregateValue value{};
    EventTime at{};  // the pane's own event time
    PaneTiming timing{PaneTiming::on_time};
    std::uint32_t index{0};
    std::int32_t nonspeculative_index{-1};  // -1 while early, as Beam numbers them
    bool final{false};                      // the trigger finished with this pane
    bool tombstone{false};
    std::uint64_t fresh_count{0};    // records since the last firing of this window and key
    std::uint64_t fresh_members{0};  // and the sum of their scattered ids
};

// A record that a window, or every window, refused.
struct Refused {
    Record record{};
    std::optional<Window> window;  // the window that refused it (F-W8, B-12, K-2); empty: all of its windows did
    bool side_output{false};       // goes to the side output, else dropped
    bool counted_elsewhere{false}; // F-W8, B-12: live in other windows; neither side output nor drop count
    bool finished{false};          // refused since the window's trigger had finished (B-3), not since it had expired
};

// A record that was put into a window's state. Filled only where the output asks for placements.
struct Placed {
    EventId event{};
    KeyId key{};
    Window window{};
    bool late{false};  // the watermark had already passed the window's end: a correction
};

// A session that absorbed others: what was held under `from` is now held under `into`.
struct Merged {
    KeyId key{};
    std::vector<Window> from;
    Window into{};
};

// What one input caused, in order. The caller clears it between inputs. Panes come in the order of firing.
struct WindowOutput {
    std::vector<Pane> panes;
    std::vector<Refused> refused;
    bool want_placements{false};
    std::vector<Placed> placed;
    std::vector<Merged> merged;
    std::vector<std::pair<KeyId, Window>> cleared;  // state dropped at its cleanup time; only with want_placements
    void clear();
};

// How much state an operator holds.
struct StateSize {
    std::uint64_t entries{0};  // key and window pairs, plus the elements of sets and lists
    std::uint64_t bytes{0};    // as the model counts them: 48 bytes an entry, 8 a list or set element
};

// Groups records by key and window and fires panes by a trigger, with the boundary rules of one engine's profile.
// A plain value: copying it is how a checkpoint is taken, assigning it is how one is restored. Copies are copy-on-write
// per window, so a copy costs time in proportion to the number of open windows, not of keys.
// Rules: SEMANTICS F-W*, F-A*, B-*, K-*.
class WindowOperator {
public:
    explicit WindowOperator(WindowOptions options);

    // One record. In processing time, `record.at` is ignored and the operator's clock (last `processing_time`) decides.
    void record(const Record& record, WindowOutput& output);
    // The input watermark becomes `watermark` (profile's meaning); never goes back: a lower one is ignored.
    // Kafka has no watermark but stream time: there this only serves the re-sent stream time after a restore.
    void watermark(EventTime watermark, WindowOutput& output);
    // The operator's clock moves to `now`; fires what is due, in order of due time.
    void processing_time(ProcessingTime now, WindowOutput& output);

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
    struct Unfired {
        std::uint64_t count{0};
        std::uint64_t members{0};
    };
    Unfired unfired() const;

    // A digest of the state that is the same for equal state on every machine: for fingerprints and I8.
    std::uint64_t digest() const;

    const WindowOptions& options() const;
};

}  // namespace tidemark
