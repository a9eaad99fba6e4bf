#pragma once

#include "engine/names.h"
#include "engine/storage/log.h"
#include "sim/scenario/scenario.h"
#include "sim/world/fingerprint.h"
#include "sim/world/incident.h"
#include "sim/world/random.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tidemark {

// How much of a run is kept. `fingerprint`: counters, digests and exceptions; `answers`: and what the sinks were given;
// `full`: and every record's way. What happens never depends on it.
enum class TraceLevel { fingerprint, answers, full };

// A generated event and its way to the log. Kept at levels `answers` and `full`.
struct GeneratedEvent {
    EventTime happened{};     // the true instant; Record::at is what the device's clock showed
    ProcessingTime sent{};    // when it left the device (after any offline phase)
    Record record{};          // as it was sent
    std::uint32_t source{0};  // index in Scenario::sources
    std::uint32_t number{0};  // its number in that source, from 0
    bool offline{false};      // kept on the device for a while
};

// A copy of an event that is on its way to, or in, the log. A re-send is another copy of its event and carries the same
// Record::id, also where the source gives it a new id of its own (Duplicates::new_id): to the truth both are one event.
struct Delivery {
    EventId event{};
    std::uint32_t copy{0};     // 0: the original; others are duplicates
    ProcessingTime arrives{};  // may lie after the clock's end: then it stays in flight
    PartitionId partition{};
    std::optional<Offset> offset;  // empty: not in the log by the clock's end
};

// Everything that happens before the modes: the sources, devices, network and log of one scenario and seed. Drawn once;
// every mode reads the same tape. Immutable when made, shared between the modes.
struct Tape {
    Names names;
    std::vector<LogPartition> partitions;
    std::uint64_t generated{0};              // events, duplicates not counted
    std::uint64_t delivered{0};              // entries in the log
    std::uint64_t in_flight_at_end{0};       // deliveries that do not reach the log before the clock's end
    std::uint64_t lost{0};                   // events of which no copy ever reaches it: by a fault
    std::vector<std::uint64_t> fault_times;  // by index in Scenario::faults: how often it did something on the tape
    EventTime first_happened{event_time_max}, last_happened{event_time_min};
    Fingerprint input, log;           // of what was generated; of what was appended
    std::vector<Fingerprint> inputs;  // by source, in its own terms: `input` is made of these

    // Levels answers and full only; indexed by EventId. Ordered by (happened, source, number).
    std::vector<GeneratedEvent> events;
    std::vector<Delivery> deliveries;  // by event, then copy: what the log took, or will
    std::vector<Incident> incidents;   // what faults did, by event
    std::vector<std::string>
        event_names;  // listed ids; empty strings, or nothing at the end, where a template makes it

    // What the author calls the event ("bo1", "w07"); unknown ids give "event N".
    std::string event_name(EventId id) const;
    // The events of that name (several where the author used a name twice); empty where unknown.
    std::vector<EventId> find_event(const std::string& name) const;
    std::vector<std::string> cohorts;  // by source: its cohort or ""
    // What event_name needs from the scenario.
    struct Naming {
        std::string source_name, id_template;
    };
    std::vector<Naming> naming;  // by source
};

// Draws the tape. Pure: the same scenario and seed give the same tape, bit for bit. Adding a source shifts no draw of
// another. Needs a clock with `until`. At level `fingerprint` memory is 40 bytes an event in the log, and what is in
// flight.
std::shared_ptr<const Tape> draw_tape(const Scenario& scenario, Seed seed, TraceLevel level);

}  // namespace tidemark
