#pragma once

#include "engine/dataflow/message.h"
#include "engine/dataflow/tally.h"
#include "engine/storage/operation.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace tidemark {

// A question's name within its asker: the answer carries it.
using Question = Id<struct QuestionTag>;
// A timer's name within its owner. Setting it again moves it.
using Timer = Id<struct TimerTag>;

// ---- inputs --------------------------------------------------------------------------------------------------------
// The first input of every incarnation. A saved copy starts like a new one, with empty channels.
struct Start {
    std::uint32_t incarnation{0};
    bool restored{false};
};
struct Received {
    ProcessId from{};
    Message message;
};
struct TimerFired {
    Timer timer{};
    ProcessingTime due{};
};
struct Answered {
    Question question{};
    AnswerBody body;
};
// To a supervisor: a process that it deployed died; and later, its place can be used again.
struct ProcessFailed {
    ProcessId process{};
};
struct PlaceRecovered {
    ProcessId process{};
};
// The clock ends and the sources with it (`at_end: drain`): answer what is open.
struct Drain {};

using Input = std::variant<Start, Received, TimerFired, Answered, ProcessFailed, PlaceRecovered, Drain>;

// ---- effects -------------------------------------------------------------------------------------------------------
struct Send {
    ProcessId to{};
    Message message;
};
struct SetTimer {
    Timer timer{};
    ProcessingTime at{};
};
struct CancelTimer {
    Timer timer{};
};
struct Ask {
    Question question{};
    Operation operation;
};
// Input from `from` waits until ResumeAll: alignment.
struct Pause {
    ProcessId from{};
};
struct ResumeAll {};
// A supervisor's: ends a process and what is on its way to it; starts one from a saved or a fresh state.
struct Stop {
    ProcessId process{};
};
struct Deploy {
    ProcessId process{};
    std::shared_ptr<const Process> state;
    bool restored{false};
};

// ---- notes: what a process says of its own work, for the trace alone -------------------------------------------------
// The source took these offsets in.
struct NoteRead {
    PartitionId partition{};
    Offset from{};
    std::uint64_t count{0};
};
// The source will never take these offsets in: a source that cannot read again, or a log that kept them no longer.
struct NoteSkipped {
    PartitionId partition{};
    Offset from{}, to{};  // [from, to)
};
struct NoteWatermark {
    enum class Of { source, task } of{Of::source};
    EventTime watermark{};
};
struct NoteIdle {
    bool idle{true};
};
// The job does not take this record: its filter, or because its id was seen before.
struct NoteFiltered {
    EventId event{};
    bool duplicate{false};
};
// Level full: where a record went, what was refused, which sessions merged, what state was dropped.
struct NotePlaced {
    Placed placed;
};
struct NoteRefused {
    Refused refused;
};
struct NoteMerged {
    Merged merged;
};
struct NoteCleared {
    KeyId key{};
    Window window{};
};
// A pane left the operator (before the sink made it durable).
struct NoteFired {
    Pane pane;
};
// The books of one input: what was taken in and what became of it. They must balance.
struct NoteBooks {
    Tally read;                   // by a source, from the log
    Tally filtered;               // of them, by the job's filter, or as copies of what was taken before
    Tally deduplicated;           // of `filtered`: the copies
    Tally received;               // by a window task, driver or job: what is left
    std::uint64_t replayed{0};    // of `read`: taken in before, by an earlier life
    std::uint64_t placements{0};  // record and window pairs
    std::uint64_t late_kept{0};   // of them, shown by a late pane
    std::uint64_t panes{0}, panes_early{0}, panes_on_time{0}, panes_late{0};
    bool holds_state{false};                // whether the next two mean something
    std::uint64_t held{0}, held_closed{0};  // key and window pairs in state after it, known ids too
};
struct NoteCheckpoint {
    enum class Step {
        triggered,
        saved,
        acknowledged,
        completed,
        notified,
        aborted,  // by a crash
        restored,
        declined,  // a task could not save its state
        expired    // it took too long
    } step{Step::triggered};
    CheckpointId checkpoint{};
    std::uint64_t bytes{0};
    std::uint64_t state_digest{0};
};
struct NoteJob {  // a batch job, a micro-batch, a repair
    enum class Step { started, read, wrote, succeeded, failed, gave_up } step{Step::started};
    std::uint64_t run{0};  // batch: the run; micro-batch: the batch id
    std::uint32_t attempt{0};
    Window partition{};
    Tally records{};
};

using Note = std::variant<NoteRead, NoteWatermark, NoteIdle, NoteFiltered, NotePlaced, NoteRefused, NoteMerged,
                          NoteCleared, NoteFired, NoteBooks, NoteCheckpoint, NoteJob, NoteSkipped>;

using Effect = std::variant<Send, SetTimer, CancelTimer, Ask, Pause, ResumeAll, Stop, Deploy, Note>;

struct DueEffect {
    ProcessingTime due{};
    Effect effect;
};

// The ordered list of what one input causes. The process declares how far its work has come; an effect is due at the
// instant up to which work has been declared when it is added. A crash keeps those that were due before it.
class Effects {
public:
    Effects(ProcessingTime started, ProcessingDuration cost_per_record, bool detailed)
        : started_(started), now_(started), cost_(cost_per_record), detailed_(detailed) {}

    // Work on one record that became available at `available`. Returns the instant at which it is done.
    ProcessingTime work(ProcessingTime available) {
        if (available > now_) now_ = available;
        now_ += cost_;
        spent_ += cost_;
        return now_;
    }
    // Waits until `at`, or spends time on something else.
    void wait_until(ProcessingTime at) {
        if (at > now_) now_ = at;
    }
    void spend(ProcessingDuration time) {
        now_ += time;
        spent_ += time;
    }
    // Work declared, waiting not counted.
    ProcessingDuration spent() const { return spent_; }
    // How far the work has come.
    ProcessingTime now() const { return now_; }
    // Whether the trace wants notes of single records (level full).
    bool detailed() const { return detailed_; }

    void send(ProcessId to, Message message) { add(Send{to, std::move(message)}); }
    // For a batch that runs ahead of the clock: it leaves when the work begins, its parts pass at their own instants.
    void send_ahead(ProcessId to, RecordBatch batch) {
        list_.insert(list_.begin() + static_cast<std::ptrdiff_t>(ahead_++),
                     DueEffect{started_, Send{to, std::move(batch)}});
    }
    void set_timer(Timer timer, ProcessingTime at) { add(SetTimer{timer, at}); }
    void cancel_timer(Timer timer) { add(CancelTimer{timer}); }
    void ask(Question question, Operation operation) { add(Ask{question, std::move(operation)}); }
    void pause(ProcessId from) { add(Pause{from}); }
    void resume_all() { add(ResumeAll{}); }
    void stop(ProcessId process) { add(Stop{process}); }
    void deploy(ProcessId process, std::shared_ptr<const Process> state, bool restored) {
        add(Deploy{process, std::move(state), restored});
    }
    void note(Note note) { add(std::move(note)); }

    std::vector<DueEffect>& list() { return list_; }

private:
    void add(Effect effect) { list_.push_back({now_, std::move(effect)}); }

    std::vector<DueEffect> list_;
    std::size_t ahead_{0};
    ProcessingTime started_, now_;
    ProcessingDuration cost_;
    ProcessingDuration spent_{};
    bool detailed_;
};

// Something that runs on a node and can crash: a source task, a window task, a sink, a batch job, a driver, a scheduler,
// a coordinator. It sees the world only through `input`, changes it only through `effects`, and is a value: cloning it
// is how a checkpoint is taken.
class Process {
public:
    virtual ~Process() = default;
    virtual void handle(ProcessingTime now, const Input& input, Effects& effects) = 0;
    virtual std::shared_ptr<Process> clone() const = 0;
    // How much a checkpoint of it writes, and a digest of it: equal state, equal digest, on every machine.
    virtual StateSize state_size() const { return {}; }
    virtual std::uint64_t digest() const { return 0; }
    // The records that this state accounts for, from the log's beginning (I8); empty where it has no such books.
    virtual std::optional<Tally> accounted() const { return std::nullopt; }
};

// One template makes a copyable struct a Process.
template <class Derived>
class ProcessBase : public Process {
public:
    std::shared_ptr<Process> clone() const override {
        return std::make_shared<Derived>(static_cast<const Derived&>(*this));
    }
};

}  // namespace tidemark
