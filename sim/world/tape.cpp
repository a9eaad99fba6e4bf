#include "sim/world/tape.h"

#include "engine/invariant.h"
#include "engine/job/job.h"
#include "sim/world/arrival_order.h"
#include "sim/world/fault_plan.h"
#include "sim/world/partitioner.h"
#include "sim/world/sent_events.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

namespace tidemark {
namespace {

// The source as bursts and silences of the plan change it; `changed` keeps it.
const Source& with_planned_rate(const Scenario& scenario, const Source& source, std::vector<std::uint64_t>& fault_times,
                                std::vector<std::unique_ptr<Source>>& changed) {
    const std::vector<PlannedRate> rates = rate_changes_of(scenario, source);
    if (rates.empty()) return source;
    changed.push_back(std::make_unique<Source>(source));
    const auto& events = std::get<GeneratedEvents>(source.events);
    const EventTime until =
        std::min(events.until, saturating_add(clock_reading(*scenario.clock.until), EventDuration{1}));
    for (const PlannedRate& rate : rates) {
        const std::uint64_t before = RateClock{events.from, until, changed.back()->rate_changes}.capacity();
        changed.back()->rate_changes.push_back(rate.change);
        if (RateClock{events.from, until, changed.back()->rate_changes}.capacity() != before) ++fault_times[rate.fault];
    }
    return *changed.back();
}

// Draws one tape: merges the sources, numbers their events, orders the copies by arrival and fills the log.
class Drawing {
public:
    Drawing(const Scenario& scenario, Seed seed, TraceLevel level);
    std::shared_ptr<const Tape> finish();

private:
    // The next event of a source, in its block. A heap of these is the merge.
    struct Head {
        EventTime happened;
        std::uint32_t source;
        std::size_t next;
        friend bool operator<(const Head& a, const Head& b) {
            return a.happened != b.happened ? a.happened < b.happened : a.source < b.source;
        }
        friend bool operator>(const Head& a, const Head& b) { return b < a; }
    };

    void add_source(const Source& source, SourceCast cast, Seed seed);
    void merge(ArrivalOrder& order);
    std::size_t end_of_run(const Head& head) const;
    void send(const Head& head, std::size_t end, ArrivalOrder& order);
    void keep(std::uint32_t source, std::size_t i, const Record& record);
    void tell_faults(std::uint32_t source, std::size_t from, std::size_t end, EventId first);
    void append(const InFlight* copies, std::size_t count);

    const Scenario& scenario_;
    ProcessingTime until_;
    bool keeps_events_;
    std::shared_ptr<Tape> tape_{std::make_shared<Tape>()};
    std::vector<std::unique_ptr<Source>> changed_;  // sources whose rate the plan's faults change
    std::vector<std::unique_ptr<SentEvents>> sources_;
    std::vector<Head> heads_;
    ProcessingTime first_arrival_{processing_time_max};
    ProcessingDuration ahead_{};  // at most so long before it happened does an event arrive: where the author says so
    std::optional<Partitioner> partitioner_;
    std::optional<KeyId> unreadable_;
    std::vector<FingerprintBuilder> log_;
    std::vector<std::uint64_t> first_delivery_;  // by event
};

Drawing::Drawing(const Scenario& scenario, Seed seed, TraceLevel level)
    : scenario_{scenario}, keeps_events_{level != TraceLevel::fingerprint} {
    INVARIANT(scenario.clock.until, "a scenario without an end cannot be drawn");
    INVARIANT(!has_random_faults(scenario), "the random plans of '{}' have not been drawn", scenario.id);
    INVARIANT(scenario.sources.size() <= InFlight::sources_limit, "{} sources", scenario.sources.size());
    std::set<std::string> source_names;
    for (const Source& source : scenario.sources)
        INVARIANT(source_names.insert(source.name).second, "two sources named '{}' would draw the same", source.name);
    until_ = *scenario.clock.until;
    std::vector<SourceCast> casts = cast_sources(scenario.sources, tape_->names);
    partitioner_.emplace(scenario.log, tape_->names);
    tape_->fault_times.assign(scenario.faults.size(), 0);
    if (std::any_of(scenario.faults.begin(), scenario.faults.end(),
                    [](const Fault& fault) { return std::holds_alternative<PoisonFault>(fault.what); }))
        unreadable_ = tape_->names.keys.intern(unreadable_key);
    tape_->partitions.resize(scenario.log.partitions);
    log_.resize(scenario.log.partitions);
    for (std::size_t i = 0; i < scenario.sources.size(); ++i)
        add_source(scenario.sources[i], std::move(casts[i]), seed);
}

void Drawing::add_source(const Source& planned, SourceCast cast, Seed seed) {
    tape_->cohorts.push_back(planned.cohort);
    tape_->naming.push_back({planned.name, planned.id_template});
    const Source& source = with_planned_rate(scenario_, planned, tape_->fault_times, changed_);
    sources_.push_back(std::make_unique<SentEvents>(scenario_, source, std::move(cast), tape_->names, seed,
                                                    *partitioner_, keeps_events_));
    const EventBlock& block = sources_.back()->refill();
    if (block.count == 0) return;
    heads_.push_back({block.happened[0], static_cast<std::uint32_t>(sources_.size() - 1), 0});
    first_arrival_ = std::min(first_arrival_, instant_of(block.happened[0]));
    const auto* listed = listed_events(source);
    if (listed == nullptr) return;
    for (const ListedEvent& event : *listed) {
        if (!event.arrives) continue;
        first_arrival_ = std::min(first_arrival_, *event.arrives);
        ahead_ = std::max(ahead_, instant_of(event.at) - *event.arrives);
    }
}

std::shared_ptr<const Tape> Drawing::finish() {
    std::uint64_t expected = 0;
    EventTime busy_until = event_time_min;
    for (const auto& source : sources_) {
        expected += source->events().expected();
        busy_until = std::max(busy_until, source->events().busy_until());
    }
    ArrivalOrder order{std::min(first_arrival_, until_), until_, expected, instant_of(busy_until)};
    merge(order);
    order.release_all([this](const InFlight* copies, std::size_t count) { append(copies, count); });

    FingerprintBuilder input, log;
    for (const auto& source : sources_) {
        tape_->inputs.push_back(source->fingerprint());
        input.add(tape_->inputs.back());
        if (SourceFaults* faults = source->faults())
            for (std::size_t fault = 0; fault < tape_->fault_times.size(); ++fault)
                tape_->fault_times[fault] += faults->notes().times()[fault];
    }
    for (const FingerprintBuilder& partition : log_)
        log.add(partition.fingerprint());
    tape_->input = input.fingerprint();
    tape_->log = log.fingerprint();
    return tape_;
}

void Drawing::merge(ArrivalOrder& order) {
    std::make_heap(heads_.begin(), heads_.end(), std::greater<>{});
    while (!heads_.empty()) {
        std::pop_heap(heads_.begin(), heads_.end(), std::greater<>{});
        Head head = heads_.back();
        heads_.pop_back();
        // No source has anything left that happened before this.
        order.release(instant_of(head.happened) - ahead_,
                      [this](const InFlight* copies, std::size_t count) { append(copies, count); });
        const std::size_t end = end_of_run(head);
        send(head, end, order);
        head.next = end;
        SentEvents& source = *sources_[head.source];
        if (end == source.block().count) {
            if (source.refill().count == 0) continue;
            head.next = 0;
        }
        head.happened = source.block().happened[head.next];
        heads_.push_back(head);
        std::push_heap(heads_.begin(), heads_.end(), std::greater<>{});
    }
}

// Up to the next event of another source, or the end of the block.
std::size_t Drawing::end_of_run(const Head& head) const {
    const EventBlock& block = sources_[head.source]->block();
    if (heads_.empty()) return block.count;
    std::size_t end = head.next + 1;
    while (end < block.count && Head{block.happened[end], head.source, end} < heads_.front())
        ++end;
    return end;
}

void Drawing::send(const Head& head, std::size_t end, ArrivalOrder& order) {
    const SentEvents& source = *sources_[head.source];
    const EventBlock& block = source.block();
    tape_->first_happened = std::min(tape_->first_happened, block.happened[head.next]);
    tape_->last_happened = std::max(tape_->last_happened, block.happened[end - 1]);
    SourceFaults* faults = source.faults();
    if (faults != nullptr && keeps_events_) tell_faults(head.source, head.next, end, EventId{tape_->generated});
    for (std::size_t i = head.next; i < end; ++i) {
        Record record = source.record(i);
        record.id = EventId{tape_->generated++};
        const std::uint32_t partition = (*partitioner_)(record, block.number[i]);
        if (faults != nullptr) {
            if (faults->unreadable(i)) record.key = *unreadable_;
            if (const auto lost = faults->lost(i)) ++(*lost <= until_ ? tape_->lost : tape_->in_flight_at_end);
        }
        if (keeps_events_) keep(head.source, i, record);
        const std::uint32_t copies = source.copies(i);
        for (std::uint32_t copy = 0; copy < copies; ++copy) {
            const ProcessingTime arrives = source.arrival(i, copy);
            if (keeps_events_) tape_->deliveries.push_back({record.id, copy, arrives, PartitionId{partition}, {}});
            if (arrives <= until_)
                order.add(arrives) = {{record, arrives}, block.place[i], head.source, copy, partition};
            else ++tape_->in_flight_at_end;
        }
    }
}

void Drawing::keep(std::uint32_t source, std::size_t i, const Record& record) {
    const EventBlock& block = sources_[source]->block();
    tape_->events.push_back({block.happened[i], block.sent[i], record, source, block.number[i], block.offline[i]});
    first_delivery_.push_back(tape_->deliveries.size());
    if (!block.has_listed || block.listed[i]->id.empty()) return;
    tape_->event_names.resize(tape_->events.size());
    tape_->event_names.back() = block.listed[i]->id;
}

// What faults did to the events of a block from `from` on, of which the first is the event `first`.
void Drawing::tell_faults(std::uint32_t source, std::size_t from, std::size_t end, EventId first) {
    const std::vector<FaultNotes::Note>& notes = sources_[source]->faults()->notes().by_event();
    auto note = std::lower_bound(notes.begin(), notes.end(), from,
                                 [](const FaultNotes::Note& a, std::size_t event) { return a.event < event; });
    for (; note != notes.end() && note->event < end; ++note)
        tape_->incidents.push_back({EventId{first.value + note->event - from}, note->at, note->what, note->fault});
}

void Drawing::append(const InFlight* copies, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const InFlight& copy = copies[i];
        const Record& record = copy.entry.record;
        LogPartition& partition = tape_->partitions[copy.partition];
        if (keeps_events_)
            tape_->deliveries[first_delivery_[record.id.value] + copy.copy].offset = Offset{partition.size()};
        partition.append(copy.entry);
        log_[copy.partition].add(record.id.value, record.at.time_since_epoch().count(), record.value,
                                 std::uint64_t{record.key.value} << 32 | record.user.value,
                                 copy.entry.appended.time_since_epoch().count());
    }
    tape_->delivered += count;
}

}  // namespace

std::shared_ptr<const Tape> draw_tape(const Scenario& scenario, Seed seed, TraceLevel level) {
    return Drawing{scenario, seed, level}.finish();
}

}  // namespace tidemark
