#pragma once

#include "engine/dataflow/process.h"
#include "engine/windowing/window_operator.h"

namespace tidemark {

struct WindowTaskOptions {
    ProcessId coordinator{};
    ProcessId upstream{};
    ProcessId sink{};
    WindowOptions window;
};

// Runs the window operator over what its source sends, in order: records, watermarks, barriers. Panes and late records
// go to the sink.
class WindowTask : public ProcessBase<WindowTask> {
public:
    explicit WindowTask(WindowTaskOptions options);
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;
    StateSize state_size() const override { return operator_.state_size(); }
    std::uint64_t digest() const override { return operator_.digest(); }
    std::optional<Tally> accounted() const override { return accounted_; }

private:
    void batch(const RecordBatch& batch, Effects& effects);
    void step(const WatermarkStep& step, Effects& effects);
    EventTime in_profile(EventTime watermark) const;
    void fire_timers(ProcessingTime until, Effects& effects);
    void advance_clock(ProcessingTime to, Effects& effects);
    // Sends what the operator put out, and keeps the books.
    void emit(Effects& effects);
    void end(ProcessingTime now, Effects& effects);
    void save(CheckpointId checkpoint, Effects& effects);
    void close_books(Effects& effects);

    WindowTaskOptions options_;
    WindowOperator operator_;
    bool by_clock_;  // whether the operator's answers may depend on the clock alone
    Tally accounted_;  // records received, from the log's beginning
    std::optional<CheckpointId> saving_;
    // Scratch of one input, empty between inputs.
    WindowOutput output_;
    NoteBooks books_;
};

}  // namespace tidemark
