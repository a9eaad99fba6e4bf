#pragma once

#include "engine/dataflow/key_groups.h"
#include "engine/dataflow/process.h"
#include "engine/job/job.h"
#include "engine/modes/streaming/uploads.h"
#include "engine/windowing/watermark.h"

#include <memory>
#include <optional>
#include <vector>

namespace tidemark {

struct SourceTaskOptions {
    PartitionId partition{};
    ProcessId coordinator{};
    std::vector<ProcessId> downstream;
    // Which of several downstream tasks takes a record; null: there is one.
    std::shared_ptr<const KeyGroups> exchange;
    std::shared_ptr<const RecordLogic> logic;      // the job's filter, map and key run where the record is read
    std::optional<EventDuration> watermark_delay;  // empty: no watermarks (processing time; Kafka's stream time)
    std::optional<ProcessingDuration> emit_every;  // empty: a watermark per record (F-M1 has the tick)
    std::optional<ProcessingDuration> idle_after;
    ProcessingTime first_tick{};  // the clock of the periodic emission starts here
    // Whether a restart can go back in the log; else it begins with what is appended from then on.
    bool replayable{true};
    // Without checkpoints: so often the consumer group's offset is committed, where a restart goes on.
    std::optional<ProcessingDuration> commit_offsets_every;
};

// Reads one partition of the log from an offset on, generates watermarks, and passes both on. A checkpoint saves its
// offset; a restart begins there, with no watermark yet (F-W18).
class SourceTask : public ProcessBase<SourceTask> {
public:
    explicit SourceTask(SourceTaskOptions options);
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;
    StateSize state_size() const override { return {1, 48}; }
    std::uint64_t digest() const override { return accounted_.members ^ next_.value; }
    std::optional<Tally> accounted() const override { return accounted_; }

private:
    void start(ProcessingTime now, const Start& start, Effects& effects);
    void answered(const Answered& answered, Effects& effects);
    void begin_at(Offset offset, Effects& effects);
    void records(const Fetched& fetched, Effects& effects);
    void tick(ProcessingTime now, Effects& effects);
    void commit_offset(ProcessingTime now, Effects& effects);
    void fetch(Effects& effects);
    void save(CheckpointId checkpoint, Effects& effects);
    void end_if_drained(Effects& effects);
    bool ticks() const { return options_.watermark_delay && (options_.emit_every || options_.idle_after); }

    SourceTaskOptions options_;
    WatermarkGenerator generator_;
    Offset next_{};
    Tally accounted_;            // everything read, from offset 0
    std::optional<Offset> end_;  // draining: where the log ends
    bool reading_{false};        // knows where to begin
    bool ended_{false};
    Uploads uploads_;
};

}  // namespace tidemark
