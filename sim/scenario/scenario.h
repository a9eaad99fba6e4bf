#pragma once

#include "engine/dataflow/input_gate.h"
#include "engine/job/job.h"
#include "engine/time.h"
#include "engine/windowing/micro_batch.h"
#include "engine/windowing/window_operator.h"
#include "sim/scenario/common.h"
#include "sim/scenario/fault.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// The scenario as a value: what a file says, with every default filled in, names still names. Plain data; the loader
// has checked it. Clock times are absolute. Whole-valued: shares and decimals are fixed point, 1e-6.
namespace tidemark {

// ---- sources -------------------------------------------------------------------------------------------------------
// One interval of processing time during which a device cannot send; it keeps its events and sends them at `until`.
struct OfflineInterval {
    ProcessingTime from{}, until{};
    std::string why;
};
// Devices that go offline by chance: this share of the users; online for exponential(every), offline for
// exponential(mean) cut at max, over and over.
struct OfflinePhases {
    Millionths users{1'000'000};
    ProcessingDuration every{std::chrono::minutes{15}};
    ProcessingDuration mean{};
    std::optional<ProcessingDuration> max;
    std::string why;
};
using Offline = std::variant<std::vector<OfflineInterval>, OfflinePhases>;

// An event that the author wrote by hand, or a row of a recorded trace.
struct ListedEvent {
    std::string id;                         // empty: named by the source and its number
    EventTime at{};                         // the true instant
    std::optional<ProcessingTime> arrives;  // in the log; overrides delay and offline
    std::optional<std::string> key, user;   // override the source's
    std::optional<std::int64_t> value;
    SourcePosition where;
};

// Every so often, from `first`, `count` times.
struct PeriodicEvents {
    EventDuration every{};
    EventTime first{};
    std::uint64_t count{0};
};
// By chance at a mean rate, from `from` until `until` (default: the clock's).
struct GeneratedEvents {
    std::int64_t rate_millionths{0};  // events a second, in millionths
    bool poisson{true};               // exponential gaps; else regular ones
    EventTime from{}, until{};
    std::optional<std::uint64_t> count;  // stop after so many
};
// Read from a file that the scenario names; the loader has read it into `rows`, sorted as the file is.
struct RecordedEvents {
    std::string file;
    std::string format;  // "csv" or "jsonl"
    std::string event_time_column, arrival_time_column, key_column, value_column, user_column,
        id_column;  // empty: none
    std::vector<ListedEvent> rows;
};
using Events = std::variant<std::vector<ListedEvent>, PeriodicEvents, GeneratedEvents, RecordedEvents>;

// Keys of generated events: k0, k1, ... or the names given; Zipf-distributed where skew > 0 (P(rank) ~ rank^-skew).
struct KeyChoice {
    std::uint64_t count{0};          // 0: events have no key
    std::vector<std::string> names;  // given names, else "k0".."kN"
    Millionths skew{0};
};
struct ValueChoice {  // uniform in [min, max]; a constant where they are equal
    std::int64_t min{1}, max{1};
};
// The rate of a generated source is multiplied by `factor` in this interval of event time; silence is factor 0.
struct RateChange {
    EventTime from{}, until{};
    Millionths factor{0};
};
// A share of the events is sent again, `copies` more times, `spacing` apart; under new ids where told so.
struct Duplicates {
    Millionths share{0};
    std::uint32_t copies{1};
    ProcessingDuration spacing{std::chrono::seconds{1}};
    bool new_id{false};
};

// How the devices send. Only where attempts or acknowledgements are lost does it make a difference, but for `idempotent`:
// the log then keeps the order of each device, too.
struct Producer {
    bool acknowledged{true};  // it waits for an acknowledgement, and tries again without one
    ProcessingDuration retry_after{std::chrono::seconds{1}};
    ProcessingDuration give_up_after{std::chrono::minutes{2}};
    bool idempotent{false};  // messages are numbered: the log takes each once
    friend bool operator==(const Producer&, const Producer&) = default;
};

struct Source {
    std::string name;                // the cohort, or the users' names, or "source 1": names its draws
    std::string cohort;              // queries can split by it
    std::vector<std::string> users;  // named users, taken in turn by listed and periodic events
    std::uint64_t user_count{0};     // generated users u0, u1, ..., chosen by chance (in turn where periodic); of a
                                     // cohort "subway": subway-u0, ..., so that cohorts share no user
    Events events;
    std::string id_template;  // "w{n:02}"; empty: "<name>-<n>"
    std::string key;          // one key for all, unless `keys` says otherwise
    KeyChoice keys;
    ValueChoice value;
    Delay delay{FixedDelay{}};
    std::optional<Offline> offline;
    FlushOrder flush{FlushOrder::fifo};
    ProcessingDuration clock_skew{};         // the device's clock shows true time plus this
    std::optional<Delay> clock_skew_spread;  // plus, per user, a draw from this
    std::optional<Duplicates> duplicates;
    Producer producer;
    std::vector<RateChange> rate_changes;  // bursts and silences
    SourcePosition where;
};

struct LogSettings {
    std::string topic{"events"};
    std::uint32_t partitions{1};
    ProcessingDuration retention{std::chrono::hours{24 * 7}};
    enum class PartitionBy { key, user, round_robin } partition_by{PartitionBy::key};
};

// ---- costs ---------------------------------------------------------------------------------------------------------
// What work takes in virtual time. `costs: none` is all zero; `default` is sim/world/costs.h's table.
struct Costs {
    ProcessingDuration record{};           // a task's work for one record
    ProcessingDuration message{};          // a message between two tasks, one way
    ProcessingDuration store_request{};    // a request to a store (log read, table write, log put), one way
    std::uint64_t bytes_per_second{0};     // throughput of a store; 0: unlimited
    ProcessingDuration job_start{};        // starting a batch job
    ProcessingDuration batch_start{};      // planning one micro-batch
    ProcessingDuration checkpoint_base{};  // saving the smallest state
    ProcessingDuration restart{};          // detecting a crash and restarting
    friend bool operator==(const Costs&, const Costs&) = default;
};

// ---- modes ---------------------------------------------------------------------------------------------------------
struct WatermarkSettings {
    EventDuration delay{};
    std::optional<ProcessingDuration> emit_every;  // empty: per record
    std::optional<ProcessingDuration> idle_after;
};
struct CheckpointSettings {
    ProcessingDuration every{};
    std::optional<ProcessingDuration> takes;  // replaces the cost model for saving state
    BarrierMode barriers{BarrierMode::aligned};
    std::optional<ProcessingDuration> timeout;  // one that takes longer has failed; empty: none does
    ProcessingDuration min_pause{};             // between the end of one and the start of the next
    std::uint32_t tolerable_failures{0};        // in a row; one more restarts the job (F-C11)
};
enum class SinkKind { append, upsert, transactional };
enum class ReadIsolation { committed, uncommitted };
struct SinkSettings {
    SinkKind kind{SinkKind::upsert};
    // Of a transactional sink:
    ProcessingDuration transaction_timeout{std::chrono::minutes{15}};  // then the store aborts it (Kafka's default cap)
    ReadIsolation isolation{ReadIsolation::committed};                 // what its readers see
};
// How a stream consumes the log.
struct ConsumerSettings {
    bool replayable{true};                          // false: a source that cannot be read again
    std::optional<ProcessingDuration> commit_every;  // offsets, without checkpoints: where a restart goes on
};

struct StreamMode {
    JobLogic job;
    TimeDomain time{TimeDomain::event};
    EngineName profile{EngineName::flink};
    WatermarkSettings watermark;
    Trigger trigger{};
    Accumulation accumulation{Accumulation::accumulating};
    EmitStrategy emit{EmitStrategy::panes};
    EventDuration allowed_lateness{};
    LatePolicy late{LatePolicy::drop};
    std::optional<ProcessingTime> repair_at;  // a job that adds the side output to the sink's rows
    std::optional<CheckpointSettings> checkpoint;
    std::optional<std::int64_t> capacity_millionths;  // records a second of the window task, in millionths
    SinkSettings sink;
    std::uint32_t parallelism{1};                     // window tasks, and a sink for each
    ConsumerSettings consumer;
};
struct MicroBatchMode {
    JobLogic job;
    ProcessingDuration trigger{};                     // a batch so often; not where a schedule starts it
    struct Runs {                                     // it is started at these instants, and ends when it has done
        bool all_available{false};                    // until nothing is left that was there (AvailableNow); else one batch
        std::vector<ProcessingTime> at;
    };
    std::optional<Runs> runs;
    std::optional<std::uint64_t> records_max;         // at most so many a batch
    TimeDomain time{TimeDomain::event};
    std::optional<EventDuration> watermark_delay;
    OutputMode output{OutputMode::append};
    bool no_data_batches{true};
    std::optional<ProcessingDuration> takes;  // replaces the cost model for one batch
    bool sink_idempotent{true};               // the sink remembers batch ids (S-12)
};
struct BatchMode {
    JobLogic job;
    struct Schedule {
        std::vector<ProcessingTime> at;  // the instants at which it fires (`every` is expanded to them)
        enum class Partition { previous, current } partition{Partition::previous};
        // `previous`: the last complete partition at the firing; `current`: the one that contains the firing.
    } schedule;
    EventDuration partition_size{std::chrono::hours{1}};  // of the date partitions; default: the window's size
    enum class PartitionBy { event_time, ingest_time } partition_by{PartitionBy::event_time};
    std::uint32_t look_back{0};  // so many earlier partitions are computed again
    struct Backfill {            // extra runs, in this order, from `at` on
        ProcessingTime at{};
        std::vector<EventTime> partitions;  // starts of the partitions
    };
    std::vector<Backfill> backfill;
    std::optional<ProcessingDuration> takes;  // replaces the cost model for one run
    enum class Output { overwrite, append } output{Output::overwrite};
    std::uint32_t retries{3};
    ProcessingDuration retry_after{std::chrono::minutes{1}};
};
struct Mode {
    std::string name;
    std::variant<StreamMode, MicroBatchMode, BatchMode> settings;
    SourcePosition where;
};
// "stream", "micro_batch", "batch"
std::string_view kind_of(const Mode& mode);
const JobLogic& job_of(const Mode& mode);

// ---- expectations and questions ------------------------------------------------------------------------------------
// What can be asked of a run: the closed list of `tidemark list queries`.
enum class QueryKind {
    truth,
    answer,
    final,
    completeness,
    panes,
    error,
    window_of,
    fate,
    side_output,
    dropped,
    lost,
    duplicates,
    first_answer_at,
    final_answer_at,
    freshness,
    state_held,
    refirings,
    recovery_time,
    cost,
    moving_parts,
};
struct Query {
    QueryKind kind{QueryKind::final};
    std::string mode;                 // empty for truth
    std::optional<EventTime> window;  // the start of the window asked for
    std::optional<std::string> key;
    std::optional<std::string> event;  // an event's id
    std::optional<std::string> cohort;
    std::optional<ProcessingTime> as_of;  // empty: the end
    SourcePosition where;
};
struct ExpectedPane {
    std::optional<ProcessingTime> at;
    std::optional<std::int64_t> value;
    std::optional<PaneTiming> kind;
    friend bool operator==(const ExpectedPane&, const ExpectedPane&) = default;
};
// A computed or written value: integers, decimals in millionths, times, durations, names, lists of names, panes.
struct Nothing {
    friend bool operator==(Nothing, Nothing) { return true; }
};
using Value = std::variant<Nothing, std::int64_t, Millionths, ProcessingTime, EventTime, ProcessingDuration,
                           std::string, std::vector<std::string>, std::vector<ExpectedPane>>;

enum class Comparison { equals, at_least, at_most, within, better_than };
struct Within {
    Value low, high;
};
// What an expectation claims: how the answer to a query compares, or that a law holds for the whole run.
struct QueryClaim {
    Query query;
    Comparison comparison{Comparison::equals};
    std::variant<Value, Within, Query> than;  // better_than: another query
    // An `equals` on a time compares at the precision written: the unit of the last digit.
    ProcessingDuration precision{1};
};
struct InvariantClaim {
    std::string name;
};
struct Expectation {
    std::string id;
    using OfQuery = QueryClaim;
    using OfInvariant = InvariantClaim;
    std::variant<OfQuery, OfInvariant> claim;
    SourcePosition where;
};
// A probe that must have happened at least once, else the verdict is inconclusive (exit 5).
struct Sometimes {
    std::string
        what;  // "late", "side_output", "dropped", "restored", "retried", "checkpointed", "offline", "duplicate"
    std::string mode;  // empty: any
    SourcePosition where;
};

// ---- the lesson ----------------------------------------------------------------------------------------------------
struct LessonShow {
    std::vector<std::string> modes, compare, highlight;
    std::optional<std::pair<ProcessingTime, ProcessingTime>> range;
    std::string plane;  // "", "events_only"
};
struct LessonReveal {
    std::optional<ProcessingTime> play_until;
    bool play_to_end{false};
    std::string select;
};
struct LessonSay {
    std::string text;
    LessonShow show;
    std::optional<ProcessingTime> play_until;
    bool play_to_end{false};
};
struct LessonAsk {
    std::string text;
    std::vector<std::string> choices;
    Query answer;
    bool confidence{false};
    LessonReveal reveal;
    std::string explain;
};
struct LessonTry {
    std::string text;
    std::vector<std::string> knobs;  // YAML paths
    std::optional<Expectation> goal;
    std::vector<std::string> watch;  // queries, "stream.first_answer_at"
};
struct LessonStep {
    std::variant<LessonSay, LessonAsk, LessonTry> what;
    SourcePosition where;
};
struct Lesson {
    std::uint32_t number{0};
    std::vector<std::string> after;
    std::uint32_t minutes{0};
    std::vector<LessonStep> steps;
    std::string takeaway;
};

// ---- the whole -----------------------------------------------------------------------------------------------------
struct Clock {
    ProcessingTime day0{};  // midnight of the scenario's first day
    ProcessingTime from{};
    std::optional<ProcessingTime> until;  // without it a scenario can be explored but not run
    enum class AtEnd { stop, drain } at_end{AtEnd::stop};
};

struct Scenario {
    std::string id, title, about;
    std::vector<std::string> tags;
    std::uint64_t seed{0};
    Clock clock;
    Costs costs;
    std::vector<Source> sources;
    LogSettings log;
    Job job;
    std::vector<Mode> modes;  // in the order of the file
    std::vector<Fault> faults;
    std::vector<Expectation> expect;
    std::vector<Sometimes> sometimes;
    std::optional<Lesson> lesson;
};

}  // namespace tidemark
