#pragma once

#include "sim/judge/trace.h"
#include "sim/world/fingerprint.h"
#include "sim/world/stores.h"
#include "sim/world/watch.h"

#include <map>
#include <string>

namespace tidemark {

// Writes down what the cluster does: columns as the level asks, counters and digests always; and watches. Nothing that it
// writes reaches the run: what happens is the same at every level.
class TraceWriter {
public:
    TraceWriter(std::string mode, TraceLevel level, Watch watch = Watch{});

    void add_process(ProcessKind kind, std::string name);
    void input(ProcessingTime at, Actor actor, const Input& input);
    void effect(ProcessingTime at, Actor actor, const Effect& effect);
    void sent(ProcessingTime at, Actor actor, const Send& send);  // an effect too, without a copy of its message
    void arrival(ProcessingTime at, Actor actor, const Operation& operation, const Stores::Applied& applied);
    void crash(ProcessingTime at, Actor actor, std::uint32_t fault);
    // A fault that lasts begins, is felt, ends.
    void fault(ProcessingTime at, Actor actor, FaultEntry::What what, std::uint32_t fault);
    void recovered(ProcessingTime at, Actor actor, std::uint32_t fault);
    void worked(ProcessingDuration time) { trace_.counters.busy += time; }

    bool detailed() const { return level_ == TraceLevel::full; }
    const std::vector<Sighting>& sightings() const { return watch_.sightings(); }
    ModeTrace finish();

private:
    struct Held {
        std::uint64_t all{0}, closed{0};
    };
    Stamp stamp(ProcessingTime at, Actor actor);
    void scheduled(ProcessingTime at, Actor actor, ScheduleEntry::Kind kind, std::uint8_t what, std::uint64_t detail);
    void note(ProcessingTime at, Actor actor, const Note& note);
    void holds(ProcessingTime at, Actor actor, Held now);
    void rows(ProcessingTime at, Actor actor, const WriteRows& write);
    void transaction(ProcessingTime at, Actor actor, const TransactionFact& fact);
    bool at_least(TraceLevel level) const { return level_ >= level; }

    ModeTrace trace_;
    TraceLevel level_;
    Watch watch_;
    std::uint64_t sequence_{0};
    std::map<PartitionId, std::uint64_t> furthest_read_;  // by any life of a source
    std::map<ProcessId, Held> held_by_;                   // what each task of a mode holds
    Held held_;                                           // all of them together
    FingerprintBuilder schedule_, state_, output_;
};

}  // namespace tidemark
