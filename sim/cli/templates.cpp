#include "sim/cli/templates.h"

namespace tidemark {
namespace {

constexpr const char* late_mobile = R"(# Phones that lose their connection: how much is lost, and who waits for it?
# Every key is explained by `tidemark schema --reference`; `tidemark check` finds mistakes.
tidemark: 1                          # the scenario format's version; the first key, always
id: {id}
title: Phones that lose their connection
about: >
  Two sites count what their phones report. A few phones spend minutes without a connection and send
  everything when they are back. What does each way of counting say, when, and is it right?
seed: 42                             # all chance is drawn from it: the same seed gives the same run
clock:
  day0: 2024-04-10                   # "12:00:00" is on this day, "D+1 00:10:00" on the next
  from: "12:00:00"
  until: "12:20:00"                  # the clock stops here
  at_end: stop                       # what is open then stays open; drain: it is answered
costs: none                          # work takes no virtual time; default: what real systems take

source:
  - cohort: wifi                     # a name, so that queries can ask about this group alone
    users: 190
    rate: 19/s
    until: "12:10:00"
    keys: {names: [north, south]}
    delay: {kind: exp, base: 50ms, mean: 150ms}
  - cohort: subway
    users: 10
    rate: 1/s
    until: "12:10:00"
    keys: {names: [north, south]}
    delay: {kind: exp, base: 50ms, mean: 150ms}
    offline: {users: 100%, every: 5m, mean: 1m, max: 5m, why: in a tunnel}

log: {topic: readings}

job:                                 # the question; every mode answers the same one
  window: {kind: tumbling, size: 1m}
  aggregate: count

modes:
  stream:                            # answers early, corrects itself for a while
    kind: stream
    watermark: {kind: bounded, delay: 5s}   # try 0s, then 2m
    allowed_lateness: 1m             # try 0s, then 5m
    late: side_output                # what comes later still; or: drop
    checkpoint: {every: 10s}
    sink: {kind: upsert}
  micro:                             # a small batch every half minute
    kind: micro_batch
    trigger: 30s
    watermark: {kind: bounded, delay: 5s}
    output: append
  batch:                             # waits, then counts what is there
    kind: batch
    window: {kind: tumbling, size: 1m}
    partition_size: 10m              # it reads the ten minutes before it starts
    schedule: {at: ["12:15:00"], partition: previous}

expect:                              # `tidemark test` fails when one of these does
  - {id: conserve, invariant: conservation}          # every event has exactly one fate
  - {id: batch-right, of: batch.error, window: "12:03:00", equals: 0}
  - {id: stream-fast, of: stream.first_answer_at, window: "12:03:00", at_most: "12:04:10"}

sometimes:                           # without this the run would prove nothing
  - {what: late, mode: stream}
)";

constexpr const char* crash = R"(# A crash in the middle of the work: what is remembered, what is done again?
# Every key is explained by `tidemark schema --reference`; `tidemark check` finds mistakes.
tidemark: 1                          # the scenario format's version; the first key, always
id: {id}
title: A crash in the middle of the work
about: >
  Ten events a second, no delay worth mentioning, and a window task that dies at 12:03:07.4. With checkpoints
  it goes on from the last one. How much must it read again, and does a reader notice?
seed: 42
clock:
  day0: 2024-04-10
  from: "12:00:00"
  until: "12:06:00"
  at_end: drain                      # the sources end here: what is open is answered
costs: none

source:
  - cohort: sensors
    rate: 10/s
    arrivals: regular                # evenly spaced; poisson: by chance
    until: "12:05:00"
    delay: 20ms

job:
  window: {kind: tumbling, size: 1m}
  aggregate: count

modes:
  stream:
    kind: stream
    watermark: {kind: bounded, delay: 1s}
    checkpoint: {every: 10s, takes: 500ms}   # leave this line out, and run again
    capacity: 50/s                   # how fast it can catch up
    sink: {kind: upsert}             # append: what is written twice is there twice
  batch:
    kind: batch
    partition_size: 5m
    schedule: {at: ["12:05:30"], partition: previous}

faults:
  - {crash: stream, at: "12:03:07.400", restart_after: 10s}

expect:
  - {id: conserve, invariant: conservation}
  - {id: minute-right, of: stream.error, window: "12:03:00", equals: 0}
  - {id: nothing-twice, of: stream.duplicates, equals: 0}

sometimes:
  - {what: restored, mode: stream}
)";

constexpr const char* duplicate = R"(# Events that are sent twice: who counts them twice?
# Every key is explained by `tidemark schema --reference`; `tidemark check` finds mistakes.
tidemark: 1                          # the scenario format's version; the first key, always
id: {id}
title: Sent twice
about: >
  A phone that gets no receipt sends again. One event in fifty arrives twice, under the same id. Nothing in these
  pipelines removes duplicates, so every count is a little too high.
seed: 42
clock:
  day0: 2024-04-10
  from: "12:00:00"
  until: "12:06:00"
  at_end: drain
costs: none

source:
  - cohort: phones
    users: 100
    rate: 5/s
    until: "12:05:00"
    delay: {kind: exp, base: 50ms, mean: 150ms}
    duplicates: {share: 2%, copies: 1, spacing: 3s}   # new_id: true, and nobody could tell

job:
  window: {kind: tumbling, size: 1m}
  aggregate: count

modes:
  stream:
    kind: stream
    watermark: {kind: bounded, delay: 5s}
    sink: {kind: upsert}
  batch:
    kind: batch
    partition_size: 5m
    schedule: {at: ["12:05:30"], partition: previous}

expect:
  - {id: conserve, invariant: conservation}
  - {id: some-twice, of: stream.duplicates, at_least: 1}   # a better pipeline would make this fail
  - {id: too-many, of: batch.duplicates, at_least: 1}

sometimes:
  - {what: duplicate}
)";

constexpr const char* empty = R"(# The least that can be run. Every key is explained by `tidemark schema --reference`.
tidemark: 1
id: {id}
title: Untitled
clock:
  day0: 2024-04-10
  from: "12:00:00"
  until: "12:10:00"

source:
  - user: ann
    events:
      - {id: e1, at: "12:00:10"}     # happened; add `arrives` for when the log had it
      - {id: e2, at: "12:01:10", arrives: "12:03:00"}
      - {id: e3, at: "12:04:00"}

job:
  window: {kind: tumbling, size: 1m}
  aggregate: count

modes:
  stream:
    kind: stream
    watermark: {kind: bounded, delay: 30s}

expect:
  - {id: conserve, invariant: conservation}
)";

}  // namespace

const std::vector<Template>& templates() {
    static const std::vector<Template> all{
        {"late-mobile", "phones that lose their connection, and who waits for them", late_mobile},
        {"crash", "a stream that dies, and goes on from a checkpoint", crash},
        {"duplicate", "events that are sent twice", duplicate},
        {"empty", "three events and one mode, to build on", empty},
    };
    return all;
}

std::string filled_in(const Template& from, const std::string& id) {
    std::string text = from.text;
    const std::string place = "{id}";
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + id.size())) {
        text.replace(at, place.size(), id);
    }
    return text;
}

}  // namespace tidemark
