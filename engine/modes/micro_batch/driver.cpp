#include "engine/modes/micro_batch/driver.h"

#include "engine/invariant.h"

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

constexpr Question logs_question{0};
constexpr Question ends_question{1};
constexpr Question plan_question{2};
constexpr Question read_question{3};
constexpr Question write_question{4};
constexpr Question commit_question{5};
constexpr Timer trigger_timer{0};

// Triggers fire at whole multiples of the interval, as Spark's do, whenever the query began.
ProcessingTime next_trigger(ProcessingTime now, ProcessingDuration interval) {
    const std::int64_t t = now.time_since_epoch().count();
    std::int64_t into = t % interval.count();
    if (into < 0) into += interval.count();
    return now + interval - ProcessingDuration{into};
}

CheckpointId checkpoint_of(BatchId batch) { return CheckpointId{static_cast<std::uint32_t>(batch.value)}; }

}  // namespace

MicroBatchDriver::MicroBatchDriver(MicroBatchDriverOptions options)
    : options_(std::move(options)), query_(options_.query), next_(options_.partitions) {
    if (options_.deduplicate) deduplicator_.emplace(*options_.deduplicate);
}

StateSize MicroBatchDriver::state_size() const {
    const std::uint64_t held = query_.held(), known = deduplicator_ ? deduplicator_->known() : 0;
    return {held + known, 48 * held + 48 + (deduplicator_ ? deduplicator_->bytes() : 0)};
}

std::uint64_t MicroBatchDriver::digest() const {
    return query_.digest() + (deduplicator_ ? deduplicator_->digest() : 0);
}

void MicroBatchDriver::handle(ProcessingTime now, const Input& input, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        effects.ask(logs_question, ReadQueryLogs{});
    } else if (const auto* timer = std::get_if<TimerFired>(&input)) {
        if (timer->timer == trigger_timer && closing_ == Closing::no) {
            set_trigger(now, effects);
            run_starts_ = options_.runs != MicroBatchRuns::for_ever;
            triggered(now, effects);
        }
    } else if (std::holds_alternative<Drain>(input)) {
        effects.cancel_timer(trigger_timer);
        closing_ = Closing::wanted;
        triggered(now, effects);
    } else if (const auto* answered = std::get_if<Answered>(&input)) {
        if (const auto* logs = std::get_if<QueryLogs>(&answered->body)) restore(now, *logs, effects);
        else if (const auto* offsets = std::get_if<Offsets>(&answered->body)) plan(now, offsets->ends, effects);
        else if (const auto* records = std::get_if<RecordsRead>(&answered->body)) compute(records->records, effects);
        else if (answered->question == plan_question) read(effects);
        else if (answered->question == write_question) commit(effects);
        else if (answered->question == commit_question) committed(now, effects);
    }
}

void MicroBatchDriver::restore(ProcessingTime now, const QueryLogs& logs, Effects& effects) {
    if (logs.state) {
        const auto* saved = dynamic_cast<const MicroBatchDriver*>(logs.state.get());
        INVARIANT(saved != nullptr, "the state store holds a state that is no driver's");
        query_ = saved->query_;
        deduplicator_ = saved->deduplicator_;
        accounted_ = saved->accounted_;
        next_ = saved->next_;
        next_batch_ = saved->next_batch_;
        effects.note(NoteCheckpoint{NoteCheckpoint::Step::restored, checkpoint_of(*logs.last_committed), 0, digest()});
    }
    if (closing_ == Closing::no) set_trigger(now, effects);
    if (logs.last_planned && (!logs.last_committed || *logs.last_committed < logs.last_planned->batch)) {
        batch_ = logs.last_planned;
        replaying_ = true;
        triggered_meanwhile_ = options_.runs == MicroBatchRuns::all_available;  // it is started anew behind this batch
        read(effects);
        return;
    }
    if (options_.runs == MicroBatchRuns::for_ever || closing_ != Closing::no || owes_a_run(now, logs))
        triggered(now, effects);
}

void MicroBatchDriver::set_trigger(ProcessingTime now, Effects& effects) const {
    if (options_.runs == MicroBatchRuns::for_ever) {
        effects.set_timer(trigger_timer, next_trigger(now, options_.trigger));
        return;
    }
    const auto next = std::upper_bound(options_.starts.begin(), options_.starts.end(), now);
    if (next != options_.starts.end()) effects.set_timer(trigger_timer, *next);
}

bool MicroBatchDriver::owes_a_run(ProcessingTime now, const QueryLogs& logs) const {
    const auto next = std::upper_bound(options_.starts.begin(), options_.starts.end(), now);
    if (next == options_.starts.begin()) return false;
    const bool planned = logs.last_planned && logs.last_planned->planned_at >= *(next - 1);
    if (!planned) return true;
    const auto* saved = dynamic_cast<const MicroBatchDriver*>(logs.state.get());
    return saved != nullptr && saved->run_to_ && goes_on(*saved->run_to_);
}

// Of a run of several batches: whether there is one more.
bool MicroBatchDriver::goes_on(const std::vector<Offset>& to) const {
    return anything_new(to) || query_.no_data_batch_due();
}

// A trigger that falls into a running batch starts the next one as soon as that is done.
void MicroBatchDriver::triggered(ProcessingTime, Effects& effects) {
    if (batch_) {
        triggered_meanwhile_ = true;
        return;
    }
    effects.ask(ends_question, EndOffsets{});
}

bool MicroBatchDriver::anything_new(const std::vector<Offset>& ends) const {
    for (std::size_t i = 0; i < ends.size(); ++i)
        if (next_[i] < ends[i]) return true;
    return false;
}

// Shared out over the partitions by what lies in them, as Spark does it: at least one record of each that has any.
std::vector<Offset> MicroBatchDriver::capped(std::vector<Offset> ends) const {
    if (!options_.records_max || options_.runs == MicroBatchRuns::one_batch) return ends;
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < ends.size(); ++i)
        all += ends[i].value - next_[i].value;
    if (all <= *options_.records_max) return ends;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const std::uint64_t there = ends[i].value - next_[i].value;
        if (there == 0) continue;
        // most * there / all without overflow: most < all.
        std::uint64_t share = 0;
        if (__builtin_mul_overflow(*options_.records_max, there, &share)) share = *options_.records_max / all * there;
        else share /= all;
        ends[i] = Offset{next_[i].value + std::clamp<std::uint64_t>(share, 1, there)};
    }
    return ends;
}

void MicroBatchDriver::plan(ProcessingTime now, std::vector<Offset> to, Effects& effects) {
    if (batch_) return;
    if (options_.runs == MicroBatchRuns::all_available) {
        if (!run_to_) run_to_ = to;
        to = *run_to_;
    }
    const bool data = anything_new(to);
    const bool closes = closing_ == Closing::wanted && !data;
    if (!data && !closes && !query_.no_data_batch_due()) {
        run_to_.reset();
        return;
    }
    PutOffsets offsets;
    offsets.batch = next_batch_;
    offsets.from = next_;
    offsets.to = capped(std::move(to));
    offsets.planned_at = now;
    offsets.closing = closes;
    batch_ = offsets;
    replaying_ = false;
    effects.ask(plan_question, std::move(offsets));
}

void MicroBatchDriver::read(Effects& effects) {
    effects.note(
        NoteJob{NoteJob::Step::started, static_cast<std::uint64_t>(batch_->batch.value), replaying_ ? 2U : 1U, {}, {}});
    if (!options_.takes) effects.spend(options_.start_cost + (run_starts_ ? options_.run_cost : ProcessingDuration{}));
    run_starts_ = false;
    effects.ask(read_question, ReadLog{batch_->from, batch_->to});
}

void MicroBatchDriver::compute(const std::vector<Record>& records, Effects& effects) {
    NoteBooks books;
    std::vector<Record> batch;
    batch.reserve(records.size());
    if (deduplicator_ && query_.watermark()) deduplicator_->forget(*query_.watermark());
    for (const Record& record : records) {
        books.read.add(record.id);
        std::optional<Record> passed = options_.logic->apply(record);
        if (!passed) {
            books.filtered.add(record.id);
            if (effects.detailed()) effects.note(NoteFiltered{record.id});
            continue;
        }
        if (options_.by_batch_time) {
            passed->at = clock_reading(batch_->planned_at);
            if (deduplicator_) deduplicator_->forget(passed->at);
        }
        if (deduplicator_ && !deduplicator_->is_first(*passed)) {
            books.filtered.add(record.id);
            books.deduplicated.add(record.id);
            if (effects.detailed()) effects.note(NoteFiltered{record.id, true});
            continue;
        }
        books.received.add(record.id);
        batch.push_back(*passed);
    }
    if (replaying_) books.replayed = books.read.count;
    effects.note(NoteJob{
        NoteJob::Step::read, static_cast<std::uint64_t>(batch_->batch.value), replaying_ ? 2U : 1U, {}, books.read});
    accounted_ += books.read;
    if (batch_->closing) query_.restore_watermark(event_time_max);  // the end of input, a rule of ours
    const std::optional<EventTime> watermark = query_.watermark();
    MicroBatchResult result = query_.run(batch, effects.detailed());
    if (!result.placed.empty()) {
        std::map<EventId, KeyId> keys;
        for (const Record& record : batch)
            keys[record.id] = record.key;
        for (const auto& [event, window] : result.placed)
            effects.note(NotePlaced{{event, keys[event], window, false}});
    }
    for (const Record& late : result.late) {
        Refused refused;
        refused.record = late;
        effects.note(NoteRefused{refused});
    }
    if (options_.takes) effects.spend(*options_.takes);
    else
        for (std::size_t i = 0; i < records.size(); ++i)
            effects.work(effects.now());
    if (watermark && effects.detailed()) effects.note(NoteWatermark{NoteWatermark::Of::task, *watermark});
    WriteRows write;
    write.kind = options_.query.output == OutputMode::append ? WriteKind::append : WriteKind::upsert;
    if (options_.query.output == OutputMode::complete) {
        write.kind = WriteKind::overwrite;
        write.partition = global_window;
    }
    if (options_.sink_idempotent) write.batch = batch_->batch;
    for (const MicroBatchRow& row : result.rows) {
        const bool closed = watermark && *watermark >= row.window.end;
        books.placements += row.fresh_count;
        ++books.panes;
        ++(closed || !watermark ? books.panes_on_time : books.panes_early);
        Row written{row.key,
                    row.window,
                    row.value,
                    closed || !watermark ? PaneTiming::on_time : PaneTiming::early,
                    row.window.max_timestamp(),
                    {row.fresh_count, row.fresh_members},
                    false};
        if (effects.detailed()) {
            Pane pane;
            pane.key = row.key;
            pane.window = row.window;
            pane.value = row.value;
            pane.at = written.at;
            pane.timing = written.timing;
            pane.final = closed;
            pane.fresh_count = row.fresh_count;
            pane.fresh_members = row.fresh_members;
            effects.note(NoteFired{std::move(pane)});
        }
        write.rows.push_back(std::move(written));
    }
    books.holds_state = true;
    books.held = query_.held() + (deduplicator_ ? deduplicator_->known() : 0);
    effects.note(books);
    effects.ask(write_question, std::move(write));
}

void MicroBatchDriver::commit(Effects& effects) {
    effects.note(
        NoteJob{NoteJob::Step::wrote, static_cast<std::uint64_t>(batch_->batch.value), replaying_ ? 2U : 1U, {}, {}});
    next_ = batch_->to;
    next_batch_ = BatchId{batch_->batch.value + 1};
    const CheckpointId checkpoint = checkpoint_of(batch_->batch);
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::saved, checkpoint, state_size().bytes, digest()});
    auto state = std::make_shared<MicroBatchDriver>(*this);
    effects.ask(commit_question, PutCommit{batch_->batch, std::move(state)});
}

void MicroBatchDriver::committed(ProcessingTime now, Effects& effects) {
    effects.note(NoteJob{
        NoteJob::Step::succeeded, static_cast<std::uint64_t>(batch_->batch.value), replaying_ ? 2U : 1U, {}, {}});
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::completed, checkpoint_of(batch_->batch), 0, 0});
    if (batch_->closing) closing_ = Closing::done;
    batch_.reset();
    replaying_ = false;
    if (run_to_ && goes_on(*run_to_)) {
        plan(now, *run_to_, effects);
        return;
    }
    run_to_.reset();
    const bool again = triggered_meanwhile_ || closing_ == Closing::wanted;
    triggered_meanwhile_ = false;
    if (again) triggered(now, effects);
    else if (query_.no_data_batch_due() && options_.runs != MicroBatchRuns::one_batch) plan(now, next_, effects);
}

}  // namespace tidemark
