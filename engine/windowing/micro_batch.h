#pragma once

#include "engine/dataflow/tally.h"
#include "engine/record.h"
#include "engine/windowing/accumulator.h"
#include "engine/windowing/aggregate.h"
#include "engine/windowing/window.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tidemark {

enum class OutputMode { append, update, complete };

struct MicroBatchOptions {
    std::optional<WindowSpec> window;    // none: groups by the raw time column
    std::optional<EventDuration> delay;  // none: no watermark
    OutputMode output{OutputMode::append};
    bool no_data_batches{true};
    AggregateSpec aggregate{};
};

// Every reason why Spark would refuse this query, as sentences; empty when it can run: `append` without a watermark
// (S-6), sessions in `update` (S-9).
std::vector<std::string> problems(const MicroBatchOptions& options);

// One row of a batch's result. Without a window: window = [at, at + 1ms).
struct MicroBatchRow {
    KeyId key{};
    Window window{};
    AggregateValue value{};
    std::uint64_t fresh_count{0};  // records that no earlier row of this group has shown
    std::uint64_t fresh_members{0};
};

struct MicroBatchResult {
    std::vector<MicroBatchRow> rows;  // ordered by window, then key
    std::vector<Record> late;         // refused records (S-3); their groups are `dropped_groups` (S-4)
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

    std::uint64_t held() const;  // groups held
    using Unfired = Tally;
    Unfired unfired() const;  // records held that no row has yet shown
    std::uint64_t digest() const;

private:
    struct Group {
        Accumulator contents;
        Tally fresh;  // what no row has shown
    };
    using Groups = std::map<std::pair<Window, KeyId>, Group>;

    bool is_late(const Window& window) const;
    bool is_due(const Window& window, EventTime watermark) const;
    Groups::iterator find_or_begin(const Window& window, KeyId key);
    Groups::iterator find_or_merge_session(const Window& own, KeyId key);
    void add(const Record& record, const Window& window, MicroBatchResult& result, bool want_placements);
    void show(Groups::iterator at, MicroBatchResult& result);
    void evict(MicroBatchResult& result);

    MicroBatchOptions options_;
    EventTime watermark_{};        // as the next batch uses it for its rows
    EventTime late_watermark_{};   // as the next batch uses it for late records: of the batch before (S-3)
    EventTime batch_watermark_{};  // as the present batch uses it
    Groups groups_;
    std::set<std::pair<Window, KeyId>> changed_;  // by the present batch
    Tally unfired_;
};

}  // namespace tidemark
