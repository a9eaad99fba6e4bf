// The keys of `modes`: a name each, and what its kind of mode decides.
#include "engine/dataflow/key_groups.h"
#include "sim/scenario/keys.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr DurationRange above_zero{ProcessingDuration{1}, duration_most};
constexpr std::size_t firings_most = 100'000;

// Every mode starts from what `job` says, and may change it.
template <class M>
void start_from_job(Section<M>& mode) {
    mode.start([](Reader& reader, const Node&, M& m) { m.job = reader.so_far->job.logic; });
    mode.template include<JobLogic>(
        job_logic_keys(), [](M& m) { return &m.job; }, {}, "as the job says");
}

Shape<TimeDomain> time_shape() {
    return one_word_of<TimeDomain>(
        {{"event", TimeDomain::event, "by the time in the event: when it happened"},
         {"processing", TimeDomain::processing, "by the machine's clock: when it was seen"}});
}

// "per_record", or how often.
Shape<std::optional<ProcessingDuration>> emit_shape() {
    const Shape<ProcessingDuration> period = duration(above_zero);
    Form form = *period.form;
    form.type = "per_record, or a duration above 0";
    form.pattern = "^(per_record|[0-9]+(us|ms|s|m|h|d))$";
    auto shared = std::make_shared<const Form>(std::move(form));
    using Emit = std::optional<ProcessingDuration>;
    return {shared,
            [period](Reader& reader, const Node& node, Emit& emit) {
                if (node.is_scalar() && node.text == "per_record") {
                    emit.reset();
                    return true;
                }
                if (node.is_scalar() && !nearest(node.text, {"per_record"}).empty()) {
                    reader.wrong_value(node, fmt::format("unknown word {}", describe(node)),
                                       suggest(node.text, {"per_record"}));
                    return false;
                }
                ProcessingDuration every{};
                if (!period.read(reader, node, every)) return false;
                emit = every;
                return true;
            },
            [period](const Writer& writer, const Emit& emit) {
                return emit ? period.write(writer, *emit) : Node::scalar("per_record", true);
            }};
}

Shape<WatermarkSettings> watermark_shape() {
    Section<WatermarkSettings> bounded{"watermark.bounded",
                                       "The watermark follows the latest event, a fixed delay behind."};
    bounded
        .key("delay", &WatermarkSettings::delay, event_duration(),
             "how far event time may lag: events later than this are late")
        .required()
        .key<std::optional<ProcessingDuration>>(
            "emit", emit_shape(), [](WatermarkSettings& w, std::optional<ProcessingDuration> e) { w.emit_every = e; },
            [](const WatermarkSettings& w) -> std::optional<std::optional<ProcessingDuration>> { return w.emit_every; },
            "after each record, or so often (as Flink does, every 200ms)")
        .key("idle_after", &WatermarkSettings::idle_after, duration(above_zero),
             "a source without records for this long no longer holds the watermark back")
        .otherwise("never");
    return only_kind("bounded", bounded);
}

Shape<EventDuration> micro_batch_watermark_shape() {
    struct Bounded {
        EventDuration delay{};
    };
    Section<Bounded> bounded{"watermark.bounded (micro_batch)",
                             "The watermark of a batch: the latest event of the batches before, minus a delay."};
    bounded.key("delay", &Bounded::delay, event_duration(), "how far event time may lag").required();
    return converted<EventDuration, Bounded>(
        only_kind("bounded", bounded), [](Bounded b) { return b.delay; },
        [](const EventDuration& d) { return Bounded{d}; });
}

Shape<CheckpointSettings> checkpoint_shape() {
    Section<CheckpointSettings> section{"checkpoint",
                                        "State is saved while the job runs, so that a restart reads little again."};
    section.key("every", &CheckpointSettings::every, duration(above_zero), "so often a checkpoint begins")
        .required()
        .key("takes", &CheckpointSettings::takes, duration(), "how long saving takes")
        .otherwise("as the costs say")
        .key("barriers", &CheckpointSettings::barriers,
             one_word_of<BarrierMode>(
                 {{"aligned", BarrierMode::aligned,
                   "an input whose barrier has come waits for the others: state counts every record once"},
                  {"tracked", BarrierMode::tracked,
                   "no input waits: after a restart, records behind a barrier are counted again"}}),
             "what a task with several inputs does between their barriers")
        .key("timeout", &CheckpointSettings::timeout, duration(above_zero), "one that takes longer has failed")
        .otherwise("none: it may take as long as it likes")
        .key("min_pause", &CheckpointSettings::min_pause, duration(),
             "between the end of one and the start of the next")
        .key("tolerable_failures", &CheckpointSettings::tolerable_failures, whole<std::uint32_t>({0, 1'000'000}),
             "so many may fail in a row; one more, and the job is restarted");
    return section;
}

Shape<SinkSettings> sink_shape() {
    const auto kind = [](const char* word, SinkKind is, Section<SinkSettings> section) {
        auto shared = std::make_shared<const Section<SinkSettings>>(std::move(section));
        return Alternative<SinkSettings>{
            word, shared->form(),
            [shared, is](Reader& reader, const Node& node, SinkSettings& value, std::string_view tag) {
                SinkSettings filled;
                filled.kind = is;
                if (!shared->read(reader, node, filled, tag)) return false;
                value = filled;
                return true;
            },
            [is](const SinkSettings& value) { return value.kind == is; },
            [shared](const Writer& writer, const SinkSettings& value, Node& node) {
                shared->write(writer, value, node);
            }};
    };
    Section<SinkSettings> append{"sink.append", "Every answer is a further row."};
    Section<SinkSettings> upsert{"sink.upsert", "An answer replaces the one before of the same key and window."};
    Section<SinkSettings> transactional{
        "sink.transactional", "Rows wait in a transaction, which is committed when its checkpoint is complete."};
    transactional
        .key("timeout", &SinkSettings::transaction_timeout, duration(above_zero),
             "the store aborts a transaction that is not committed so long after its first row, and its rows are lost")
        .key("isolation", &SinkSettings::isolation,
             one_word_of<ReadIsolation>(
                 {{"read_committed", ReadIsolation::committed, "readers see rows once they are committed"},
                  {"read_uncommitted", ReadIsolation::uncommitted, "readers see them at once, aborted ones too"}}),
             "what readers of the table see");
    return alternatives<SinkSettings>(
        "kind", {kind("append", SinkKind::append, append), kind("upsert", SinkKind::upsert, upsert),
                 kind("transactional", SinkKind::transactional, transactional)});
}

Section<ConsumerSettings> consumer_keys() {
    Section<ConsumerSettings> section{"consumer", "How the job's source tasks consume the log."};
    section
        .key("replayable", &ConsumerSettings::replayable, yes_or_no(),
             "whether a restart can read again; else what came since is lost to it")
        .key("commit_every", &ConsumerSettings::commit_every, duration(above_zero),
             "so often the offset is committed, without checkpoints: a restart goes on there, with empty state")
        .otherwise("never: without checkpoints, a restart begins at offset 0");
    return section;
}

Shape<Trigger> trigger_shape() {
    Form form;
    form.type = "a trigger";
    return scalar<Trigger>(
        std::move(form),
        [](const std::string& text, const Reader&) {
            auto parsed = parse_trigger(text);
            if (const auto* error = std::get_if<TriggerError>(&parsed))
                return Parsed<Trigger>::bad(
                    fmt::format("{} is not a trigger: {}", describe(Node::scalar(text)), error->message),
                    "such as default, or after_watermark(early=after_processing_time(10s))");
            return Parsed<Trigger>::good(std::get<Trigger>(std::move(parsed)));
        },
        [](const Trigger& trigger, const Writer&) { return Node::scalar(to_string(trigger), true); });
}

// Which settings mean something: the checks refuse the others where a file gives them.
bool has_window(const StreamMode& m) { return m.job.window.has_value(); }
bool has_watermark(const StreamMode& m) { return m.time == TimeDomain::event && m.profile != EngineName::kafka; }
bool has_trigger(const StreamMode& m) { return has_window(m) && m.profile != EngineName::kafka; }
bool has_lateness(const StreamMode& m) { return has_window(m) && m.time == TimeDomain::event; }

Section<StreamMode> stream_keys() {
    Section<StreamMode> stream{
        "modes.stream", "Runs for ever: takes each record when it arrives, and answers when a window's trigger fires."};
    start_from_job(stream);
    stream.key("time", &StreamMode::time, time_shape(), "which time decides the window of a record")
        .key("profile", &StreamMode::profile,
             one_word_of<EngineName>({{"flink", EngineName::flink, "Apache Flink's rules"},
                                      {"beam", EngineName::beam, "Apache Beam's rules"},
                                      {"kafka", EngineName::kafka, "Kafka Streams' rules"}}),
             "whose rules hold at the boundaries: who is late, what merges, when state goes")
        .key("watermark", &StreamMode::watermark, watermark_shape(), "how the job estimates the progress of event time")
        .otherwise("bounded, with delay 0s, after each record")
        .only_if(has_watermark)
        .key("trigger", &StreamMode::trigger, trigger_shape(), "when a window gives an answer")
        .only_if(has_trigger)
        .key("accumulation", &StreamMode::accumulation,
             one_word_of<Accumulation>(
                 {{"accumulating", Accumulation::accumulating, "each answer holds everything so far"},
                  {"discarding", Accumulation::discarding, "each answer holds what came since the last one"}}),
             "what a further answer of a window holds")
        .only_if(has_window)
        .key("emit", &StreamMode::emit,
             one_word_of<EmitStrategy>(
                 {{"panes", EmitStrategy::panes, "what the trigger fires"},
                  {"every_update", EmitStrategy::every_update, "kafka: an update for every record"},
                  {"final", EmitStrategy::final, "kafka: only the last answer, when a window closes"}}),
             "which answers leave the job")
        .only_if(has_window)
        .key("allowed_lateness", &StreamMode::allowed_lateness, event_duration(),
             "how long a window stays correctable after the watermark has passed its end (kafka: grace)")
        .only_if(has_lateness)
        .key("late", &StreamMode::late,
             one_word_of<LatePolicy>({{"drop", LatePolicy::drop, "dropped, and counted"},
                                      {"side_output", LatePolicy::side_output, "put aside, for a repair"}}),
             "where records go that come later than that")
        .only_if(has_lateness)
        .key<ProcessingTime>(
            "repair",
            [] {
                struct Repair {
                    ProcessingTime at{};
                };
                Section<Repair> repair{"repair", "A job that adds the side output to the sink's rows."};
                repair.key("at", &Repair::at, clock_time(), "when it runs").required();
                return converted<ProcessingTime, Repair>(
                    Shape<Repair>(repair), [](Repair r) { return r.at; },
                    [](const ProcessingTime& at) { return Repair{at}; });
            }(),
            [](StreamMode& m, ProcessingTime at) { m.repair_at = at; }, [](const StreamMode& m) { return m.repair_at; },
            "a job that adds what was put aside to the sink's rows")
        .otherwise("none")
        .key("checkpoint", &StreamMode::checkpoint, checkpoint_shape(), "how often state is saved")
        .otherwise("never: a restart begins at offset 0")
        .key("capacity", &StreamMode::capacity_millionths, rate(), "how many records the window task can take")
        .otherwise("as the costs say")
        .key("sink", &StreamMode::sink, sink_shape(), "what the serving table does with an answer")
        .otherwise("upsert")
        .key("parallelism", &StreamMode::parallelism, whole<std::uint32_t>({1, KeyGroups::count}),
             "how many window tasks share the keys; each partition of the log has a source task of its own")
        .only_if(has_window)
        .key("consumer", &StreamMode::consumer, Shape<ConsumerSettings>(consumer_keys()), "how its source tasks consume the log")
        .otherwise("it can be read again");
    return stream;
}

// A schedule as a file says it: instants, or a first one and a period.
struct Firings {
    std::vector<ProcessingTime> at;
    std::optional<ProcessingDuration> every;
    BatchMode::Schedule::Partition partition{BatchMode::Schedule::Partition::previous};
};

void expand(Reader& reader, const Node& node, Firings& firings) {
    if (!firings.every) {
        if (firings.at.empty()) reader.problem(node.span, "a schedule needs 'at' or 'every'", "at: [\"D+1 00:30:00\"]");
        return;
    }
    const Clock& clock = reader.so_far->clock;
    const Span every = node.find("every")->span;
    if (firings.at.size() > 1) {
        reader.problem(node.find("at")->span, "at: with 'every', one instant: the first firing");
        return;
    }
    if (!clock.until) {
        reader.problem(every, "every: a repeated schedule needs an end", "clock.until");
        return;
    }
    ProcessingTime first = firings.at.empty() ? clock.from + *firings.every : firings.at.front();
    if (first < clock.from) {
        const std::int64_t missed = (clock.from - first).count() / firings.every->count();
        first += ProcessingDuration{missed * firings.every->count()};
        if (first < clock.from) first += *firings.every;
    }
    firings.at.clear();
    for (ProcessingTime at = first; at < *clock.until; at += *firings.every) {
        if (firings.at.size() == firings_most) {
            reader.problem(every, fmt::format("every: more than {} firings", firings_most));
            return;
        }
        firings.at.push_back(at);
    }
    firings.every.reset();
}

// One clock time, or a list of them.
Shape<std::vector<ProcessingTime>> times_shape() {
    using Times = std::vector<ProcessingTime>;
    const Shape<Times> one = converted<Times, ProcessingTime>(
        clock_time(), [](ProcessingTime at) { return Times{at}; }, [](const Times& times) { return times.front(); });
    return either<Times>("a clock time, or a list of them",
                         {{Node::Kind::list, list_of(clock_time(), firings_most, "a list of clock times"),
                           [](const Times&) { return true; }},
                          {Node::Kind::scalar, one, [](const Times&) { return false; }}});
}

// How a micro-batch is woken: again and again, or run by run.
struct Waking {
    ProcessingDuration every{};
    std::optional<MicroBatchMode::Runs> runs;
};

Alternative<Waking> runs_of(std::string word, std::string sentence, bool all_available) {
    Section<Firings> section{"trigger." + word, std::move(sentence)};
    section.key("at", &Firings::at, times_shape(), "when a run is started; with 'every', for the first time")
        .otherwise("with 'every': one period after the clock's start")
        .key("every", &Firings::every, duration(above_zero), "again and again, so often")
        .otherwise("only at the times given")
        .check(expand);
    return {std::move(word), section.form(),
            [section, all_available](Reader& reader, const Node& node, Waking& waking, std::string_view tag) {
                Firings firings;
                if (!section.read(reader, node, firings, tag)) return false;
                waking = {{}, MicroBatchMode::Runs{all_available, std::move(firings.at)}};
                return true;
            },
            [all_available](const Waking& waking) { return waking.runs->all_available == all_available; },
            [section](const Writer& writer, const Waking& waking, Node& node) {
                section.write(writer, {waking.runs->at, {}, {}}, node);
            }};
}

Shape<Waking> waking_shape() {
    const Shape<Waking> again = converted<Waking, ProcessingDuration>(
        duration({ProcessingDuration{1000}, duration_most}),
        [](ProcessingDuration every) {
            return Waking{every, {}};
        },
        [](const Waking& waking) { return waking.every; });
    const Shape<Waking> runs = alternatives<Waking>(
        "kind", {runs_of("once", "Started by a schedule: one batch of all that is there, and the query ends.", false),
                 runs_of("available_now",
                         "Started by a schedule: batches until nothing is left that was there at the start, one more "
                         "where the watermark has moved, and the query ends.",
                         true)});
    return either<Waking>("a duration, or {kind: once, at: ...}",
                          {{Node::Kind::scalar, again, [](const Waking& waking) { return !waking.runs; }},
                           {Node::Kind::mapping, runs, [](const Waking& waking) { return waking.runs.has_value(); }}});
}

Section<MicroBatchMode> micro_batch_keys() {
    Section<MicroBatchMode> micro{"modes.micro_batch",
                                  "Wakes every trigger interval and takes what came since, by Spark's rules."};
    start_from_job(micro);
    micro
        .key<Waking>(
            "trigger", waking_shape(),
            [](MicroBatchMode& m, Waking waking) {
                m.trigger = waking.every;
                m.runs = std::move(waking.runs);
            },
            [](const MicroBatchMode& m) -> std::optional<Waking> {
                return Waking{m.trigger, m.runs};
            },
            "so often a batch runs; or when runs are started that end by themselves")
        .required()
        .key("records_max", &MicroBatchMode::records_max, whole<std::uint64_t>({1, INT64_MAX}),
             "the most records a batch takes, shared out over partitions by what lies there; a run that takes "
             "everything "
             "in one batch ignores it")
        .otherwise("all there are")
        .key("time", &MicroBatchMode::time, time_shape(), "which time decides the window of a record")
        .key("watermark", &MicroBatchMode::watermark_delay, micro_batch_watermark_shape(),
             "how far event time may lag; append needs it")
        .otherwise("none: windows never close")
        .key("output", &MicroBatchMode::output,
             one_word_of<OutputMode>({{"append", OutputMode::append, "each window once, when it is closed"},
                                      {"update", OutputMode::update, "the windows that a batch has changed"},
                                      {"complete", OutputMode::complete, "all windows, each batch"}}),
             "which rows a batch gives")
        .key("no_data_batches", &MicroBatchMode::no_data_batches, yes_or_no(),
             "whether a batch runs without data when the watermark has moved")
        .key("takes", &MicroBatchMode::takes, duration(), "how long a batch takes")
        .otherwise("as the costs say")
        .key("sink", &MicroBatchMode::sink_idempotent,
             kind_of_word<bool>(
                 {{"by_batch_id", true, "the sink remembers batches: one that is run again changes nothing"},
                  {"append", false, "a batch that is run again is written again"}}),
             "what the serving table does with a batch's rows");
    return micro;
}

Shape<BatchMode::Schedule> schedule_shape() {
    using Partition = BatchMode::Schedule::Partition;
    Section<Firings> section{"schedule", "When the job is started, and for which partition."};
    section.key("at", &Firings::at, times_shape(), "when it is started; with 'every', for the first time")
        .otherwise("with 'every': one period after the clock's start")
        .key("every", &Firings::every, duration(above_zero), "again and again, so often")
        .otherwise("only at the times given")
        .key("partition", &Firings::partition,
             one_word_of<Partition>({{"previous", Partition::previous, "the last complete one"},
                                     {"current", Partition::current, "the one that contains the start"}}),
             "which partition a start is for")
        .check(expand);
    return converted<BatchMode::Schedule, Firings>(
        Shape<Firings>(section),
        [](Firings f) {
            return BatchMode::Schedule{std::move(f.at), f.partition};
        },
        [](const BatchMode::Schedule& s) {
            return Firings{s.at, {}, s.partition};
        });
}

Section<BatchMode> batch_keys() {
    Section<BatchMode> batch{"modes.batch",
                             "Started by a schedule; reads one partition of the lake, computes, writes, and ends."};
    start_from_job(batch);
    Section<BatchMode::Backfill> backfill{"backfill", "Further runs, over partitions of the past."};
    backfill.key("at", &BatchMode::Backfill::at, clock_time(), "when the first of them starts")
        .required()
        .key("partitions", &BatchMode::Backfill::partitions,
             list_of(event_clock_time(), 100'000, "a list of clock times"),
             "the starts of the partitions, in this order")
        .required();
    batch.key("schedule", &BatchMode::schedule, schedule_shape(), "when the job is started, and for which partition")
        .required()
        .key("partition_size", &BatchMode::partition_size, event_duration(above_zero),
             "how much time a partition of the lake holds")
        .otherwise("the window's size")
        .key("partition_by", &BatchMode::partition_by,
             one_word_of<BatchMode::PartitionBy>(
                 {{"event_time", BatchMode::PartitionBy::event_time, "when it happened"},
                  {"ingest_time", BatchMode::PartitionBy::ingest_time, "when it reached the log"}}),
             "which time decides the partition of a record")
        .key("look_back", &BatchMode::look_back, whole<std::uint32_t>({0, 10'000}),
             "so many earlier partitions are computed again")
        .key("backfill", &BatchMode::backfill,
             list_of(Shape<BatchMode::Backfill>(backfill), 1000, "a list of backfills"),
             "further runs, over partitions of the past")
        .otherwise("none")
        .key("takes", &BatchMode::takes, duration(), "how long a run takes")
        .otherwise("as the costs say")
        .key("output", &BatchMode::output,
             one_word_of<BatchMode::Output>(
                 {{"overwrite", BatchMode::Output::overwrite,
                   "the partition's rows are replaced: running twice changes nothing"},
                  {"append", BatchMode::Output::append, "rows are added: running twice doubles them"}}),
             "what happens to rows that are there already")
        .key("retries", &BatchMode::retries, whole<std::uint32_t>({0, 1000}),
             "so many times a failed run is tried again")
        .key("retry_after", &BatchMode::retry_after, duration(), "how long the scheduler waits before that")
        .check([](Reader&, const Node& node, BatchMode& m) {
            if (node.find("partition_size") == nullptr && m.job.window)
                if (const auto* tumbling = std::get_if<Tumbling>(&*m.job.window)) m.partition_size = tumbling->size;
        });
    return batch;
}

}  // namespace

Shape<std::string> mode_name() {
    Shape<std::string> shape = name();
    return {shape.form,
            [shape](Reader& reader, const Node& node, std::string& value) {
                if (!node.is_scalar()) return shape.read(reader, node, value);
                if (std::find(reader.modes.begin(), reader.modes.end(), node.text) == reader.modes.end()) {
                    reader.problem(node.span, fmt::format("there is no mode {}", describe(node)),
                                   suggest(node.text, reader.modes));
                    return false;
                }
                value = node.text;
                return true;
            },
            shape.write};
}

Shape<std::vector<Mode>> modes_shape() {
    using Settings = decltype(Mode::settings);
    const Shape<Settings> mode = alternatives<Settings>(
        "kind",
        {alternative<Settings>("batch", batch_keys()), alternative<Settings>("micro_batch", micro_batch_keys()),
         alternative<Settings>("stream", stream_keys())},
        {"lambda", "kappa"}, true);
    Form form;
    form.kind = Form::Kind::names;
    form.type = "a mapping from names to modes";
    form.most = 100;
    form.element = mode.form;
    auto shared = std::make_shared<const Form>(std::move(form));
    return {shared,
            [mode, shared](Reader& reader, const Node& node, std::vector<Mode>& modes) {
                if (!node.is_mapping()) {
                    reader.wrong_kind(node, shared->type);
                    return false;
                }
                if (node.entries.size() > shared->most) {
                    reader.wrong_value(node, fmt::format("{} modes", node.entries.size()),
                                       fmt::format("at most {}", shared->most));
                    return false;
                }
                modes.clear();
                bool good = true;
                for (const Node::Entry& entry : node.entries) {
                    Mode each;
                    Node key = Node::scalar(entry.key);
                    key.span = entry.span;
                    each.where = Reader::position(entry.span);
                    {
                        const Reader::Inside naming{reader, "a mode's name"};
                        good &= name().read(reader, key, each.name);
                    }
                    const Reader::Inside inside{reader, entry.key};
                    if (mode.read(reader, entry.value, each.settings)) modes.push_back(std::move(each));
                    else good = false;
                }
                return good;
            },
            [mode](const Writer& writer, const std::vector<Mode>& modes) {
                Node node = Node::mapping();
                for (const Mode& each : modes)
                    node.add(each.name, mode.write(writer, each.settings));
                return node;
            }};
}

std::string_view kind_of(const Mode& mode) {
    if (std::holds_alternative<StreamMode>(mode.settings)) return "stream";
    return std::holds_alternative<MicroBatchMode>(mode.settings) ? "micro_batch" : "batch";
}

const JobLogic& job_of(const Mode& mode) {
    return std::visit([](const auto& settings) -> const JobLogic& { return settings.job; }, mode.settings);
}

}  // namespace tidemark
