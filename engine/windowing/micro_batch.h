#pragma once

#include "engine/record.h"
#include "engine/windowing/aggregate.h"
#include "engine/windowing/window.h"

#include <optional>
#include <vector>

namespace tidemark {

enum class OutputMode { append, update, complete };

struct MicroBatchOptions {
    std::optional<WindowSpec> window;  // none: groups by the raw time column
    std::optional<EventDuration> delay;  // none: no watermark
    OutputMode output{OutputMode::append};
    bool no_data_batches{true};
    AggregateSpec aggregate{};
};

// One row of a batch's result. Without a window: window = [at, at + 1ms).
struct MicroBatchRow {
    KeyId key{};
    Window window{};
    AggregateValue value{};
    std::uint64_t fresh_count{0};    // records that no earlier row of this group has shown
    std::uint64_t fresh_members{0};
};

struct MicroBatchResult {
    std::vector<MicroBatchRow> rows;      // ordered by window, then key
    std::vector<Record> late;             // refused records (S-3); their groups are `dropped_groups` (S-4)
    std::uint64_t dropped_groups{0};
    std::vector<std::pair<EventId, Window>> placed;  // where records went; only with want_placements
};

// The stateful query of a micro-batch engine, by Spark's rules (SEMANTICS S-*): aggregates per key and window, the
// watermark of the previous batch. A plain value. Each `run` is one batch; the driver decides when and over what.
class MicroBatchQuery {
public:
    explicit MicroBatchQuery(MicroBatchOptions options);

    // Runs one batch. The watermark it uses was set by earlier batches; what it learns is used from the next one on.
    MicroBatchResult run(const std::vector<Record>& batch, bool want_placements = false);
    // Whether a no-data batch is due now (S-2): the watermark advanced since the last batch ran.
    bool no_data_batch_due() const;

    // event_time of 0 until a batch moved it (S-1); as used by the next batch. Empty without a delay.
    std::optional<EventTime> watermark() const;
    // Sets the watermark from the logs at a restart (S-11); never goes back.
    void restore_watermark(EventTime watermark);

    std::uint64_t held() const;      // groups held
    struct Unfired {
        std::uint64_t count{0};
        std::uint64_t members{0};
    };
    Unfired unfired() const;         // records held that no row has yet shown
    std::uint64_t digest() const;
};

}  // namespace tidemark
