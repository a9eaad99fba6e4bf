#pragma once

#include "engine/dataflow/input_gate.h"
#include "engine/dataflow/process.h"
#include "engine/job/deduplicator.h"
#include "engine/modes/streaming/uploads.h"
#include "engine/windowing/watermark.h"
#include "engine/windowing/window_operator.h"

namespace tidemark {

struct WindowTaskOptions {
    ProcessId coordinator{};
    std::vector<ProcessId> upstream;  // its input channels, in the order in which the valve and the gate count them
    ProcessId sink{};
    WindowOptions window;
    BarrierMode barriers{BarrierMode::aligned};
    std::optional<Deduplication> deduplicate;  // before the windows see them
};

// Runs the window operator over what its sources send, each in its order: records, watermarks, barriers. The valve makes
// one watermark of theirs, the gate says when it is time for a snapshot. Panes and late records go to the sink.
class WindowTask : public ProcessBase<WindowTask> {
public:
    explicit WindowTask(WindowTaskOptions options);
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;
    StateSize state_size() const override;
    std::uint64_t digest() const override;
    std::optional<Tally> accounted() const override { return accounted_; }

private:
    void received(ProcessingTime now, const Received& received, Effects& effects);
    void batch(std::size_t channel, const RecordBatch& batch, Effects& effects);
    void step(std::size_t channel, const WatermarkStep& step, Effects& effects);
    void advance(EventTime watermark, ProcessingTime at, Effects& effects);
    void gate(const GateEvents& events, Effects& effects);
    // Whether it is a copy of a record that was taken before; then nothing more is done with it.
    bool leaves_out(const Passing& passing, Effects& effects);
    EventTime in_profile(EventTime watermark) const;
    void fire_timers(ProcessingTime until, Effects& effects);
    void advance_clock(ProcessingTime to, Effects& effects);
    // Sends what the operator put out, and keeps the books.
    void emit(Effects& effects);
    void end(std::size_t channel, ProcessingTime now, Effects& effects);
    void end_all(Effects& effects);
    std::size_t channel_of(ProcessId sender) const;
    void save(CheckpointId checkpoint, Effects& effects);
    void close_books(Effects& effects);

    WindowTaskOptions options_;
    WindowOperator operator_;
    WatermarkValve valve_;
    InputGate gate_;
    bool by_clock_;  // whether the operator's answers may depend on the clock alone
    std::optional<Deduplicator> deduplicator_;
    Tally accounted_;  // records received, from the log's beginning
    Uploads uploads_;
    // Scratch of one input, empty between inputs.
    WindowOutput output_;
    NoteBooks books_;
};

}  // namespace tidemark
