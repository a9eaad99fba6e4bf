#pragma once

#include "engine/dataflow/process.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace tidemark {

// Who did it, in which life.
struct Actor {
    ProcessId process{};
    std::uint32_t incarnation{0};
    friend auto operator<=>(const Actor&, const Actor&) = default;
};

// A promise of Tidemark that was seen broken while the run went on.
struct Sighting {
    std::string_view invariant;  // "watermark_monotone"
    ProcessingTime at{};
    std::string message;
    std::vector<EventId> events;
};

// Holds a run to those promises that can be judged while it goes, from messages alone; so it sees them broken at every
// trace level, also where no columns are kept for the checks afterwards. Nothing that it finds reaches the run.
//   I3  a reader goes on where it stopped; a new life of it, or a new reader, begins where a partition was read to or before
//   I5  the watermarks that a process sends to another never go back within a life
//   I6  a pane fires on time only once a watermark has come that reaches the window's last instant
//   I7  a record is refused only once a watermark has come that is past its time and the allowed lateness
//   I19 time never goes back from one input, effect or arrival to the next
class Watch {
public:
    // `lateness`: the allowed lateness of a stream whose windows wait for watermarks; else nothing, and I6 and I7 rest.
    explicit Watch(std::optional<EventDuration> lateness = {}) : lateness_(lateness) {}

    void happened(ProcessingTime at) {
        if (at < last_) [[unlikely]]
            went_back(at);
        last_ = at;
    }
    void read(ProcessingTime at, Actor reader, const NoteRead& read);
    void skipped(const NoteSkipped& skipped);
    void received(Actor receiver, const Message& message);
    void sent(ProcessingTime at, Actor sender, const Send& send);
    void refused(ProcessingTime at, Actor task, const Refused& refused);

    // The first few of each promise.
    const std::vector<Sighting>& sightings() const { return sightings_; }

private:
    // What a task knows of watermarks: those that have passed, and those of the batch at hand, at their instants.
    struct Known {
        EventTime passed{event_time_min};
        std::vector<WatermarkStep> coming;
        std::size_t next{0};
        EventTime at(ProcessingTime now);
    };
    struct Reader {
        std::uint32_t incarnation{0};
        std::uint64_t next{0};
    };

    void went_back(ProcessingTime at);
    void on_time(ProcessingTime at, Actor task, const PaneBatch& batch);
    void report(std::string_view invariant, ProcessingTime at, std::string message, std::vector<EventId> events = {});

    std::optional<EventDuration> lateness_;
    ProcessingTime last_{ProcessingTime::min()};
    std::map<std::pair<ProcessId, PartitionId>, Reader> readers_;
    std::map<PartitionId, std::uint64_t> furthest_;  // by any reader
    std::map<std::pair<Actor, ProcessId>, EventTime> sent_;
    std::map<Actor, Known> known_;
    std::vector<Sighting> sightings_;
};

}  // namespace tidemark
