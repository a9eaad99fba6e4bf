#include "sim/scenario/check.h"

#include "sim/scenario/queries.h"
#include "sim/scenario/values.h"
#include "sim/world/fault_reach.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <type_traits>

namespace tidemark {
namespace {

constexpr std::int64_t wakings_most = 10'000'000;
constexpr std::uint64_t events_most = 1'000'000'000;

class Checks {
public:
    Checks(Reader& reader, const Node& root, Scenario& scenario) : reader_(reader), root_(root), scenario_(scenario) {}

    void run() {
        if (!reader_.has_problem("source")) sources();
        const bool job_good = !reader_.has_problem("job") && job();
        for (Mode& mode : scenario_.modes) {
            if (reader_.has_problem("modes." + mode.name)) continue;
            mode_ = &mode;
            if (job_good) logic(mode);
            std::visit([this](auto& settings) { check(settings); }, mode.settings);
        }
        mode_ = nullptr;
        if (!reader_.has_problem("faults"))
            for (std::size_t i = 0; i < scenario_.faults.size(); ++i)
                fault(i);
        expectations();
        if (scenario_.lesson && !reader_.has_problem("lesson")) lesson();
    }

private:
    // The place of a value in the file, or of the nearest thing around it that is there.
    Span at(std::initializer_list<std::string> path) const {
        const Node* node = &root_;
        Span span = node->entries.empty() ? node->span : node->entries.front().span;
        for (const std::string& part : path) {
            if (node->is_list()) {
                node = &node->items[static_cast<std::size_t>(std::stoul(part))];
                span = node->span;
                continue;
            }
            const auto found = std::find_if(node->entries.begin(), node->entries.end(),
                                            [&](const Node::Entry& e) { return e.key == part; });
            if (found == node->entries.end()) return span;
            node = &found->value;
            span = node->is_scalar() ? node->span : found->span;
        }
        return span;
    }
    Span at_mode(const std::string& key) const { return at({"modes", mode_->name, key}); }
    const Node::Entry* entry_of_mode(const std::string& key) const {
        const Node* modes = root_.find("modes");
        const Node* mode = modes != nullptr ? modes->find(mode_->name) : nullptr;
        if (mode == nullptr) return nullptr;
        const auto found = std::find_if(mode->entries.begin(), mode->entries.end(),
                                        [&](const Node::Entry& entry) { return entry.key == key; });
        return found == mode->entries.end() ? nullptr : &*found;
    }
    // Whether the mode itself gives this key. What `like` copies and means nothing here is left out; what is written
    // and means nothing is refused.
    bool mode_says(const std::string& key) const {
        const Node::Entry* entry = entry_of_mode(key);
        return entry != nullptr && !entry->copied;
    }
    // A key of the mode, which may have come from the job.
    Span at_logic(const std::string& key) const {
        return entry_of_mode(key) != nullptr ? at_mode(key) : at({"job", key});
    }

    // ---- sources -------------------------------------------------------------------------------------------------
    void sources() {
        std::set<std::string> ids;
        std::uint64_t events = 0;
        for (std::size_t i = 0; i < scenario_.sources.size(); ++i) {
            const Source& source = scenario_.sources[i];
            if (const auto* listed = std::get_if<std::vector<ListedEvent>>(&source.events)) {
                events += listed->size();
                for (std::size_t n = 0; n < listed->size(); ++n)
                    if (const std::string& id = (*listed)[n].id; !id.empty() && !ids.insert(id).second)
                        reader_.problem(at({"source", std::to_string(i), "events", std::to_string(n), "id"}),
                                        fmt::format("event '{}' is there twice", id),
                                        "'duplicates' sends an event again");
            } else if (const auto* periodic = std::get_if<PeriodicEvents>(&source.events)) {
                events += periodic->count;
            } else if (const auto* generated = std::get_if<GeneratedEvents>(&source.events);
                       generated != nullptr && generated->count) {
                events += *generated->count;
            }
        }
        if (events > events_most)
            reader_.problem(at({"source"}), fmt::format("the sources make more than {} events", events_most));
        if (scenario_.sources.empty() && root_.find("source") != nullptr)
            reader_.problem(at({"source"}), "source: no source", "an event by hand: {events: [{at: \"12:00:00\"}]}");
    }

    // ---- the question --------------------------------------------------------------------------------------------
    bool job() {
        const JobLogic& logic = scenario_.job.logic;
        if (logic.window && !logic.aggregate)
            return refuse(at({"job", "window"}), "a window without an aggregate: nothing is computed",
                          "aggregate: count");
        if (logic.aggregate && !logic.window)
            return refuse(at({"job", "aggregate"}), "an aggregate without a window: over what?",
                          "window: {kind: tumbling, size: 1h}");
        return true;
    }
    void logic(const Mode& mode) {
        const JobLogic& logic = job_of(mode);
        if (logic.deduplicate)
            for (const Source& source : scenario_.sources)
                if (source.duplicates && source.duplicates->new_id) {
                    refuse(at_logic("deduplicate"),
                           "deduplicate: it goes by ids, and a source gives its copies new ones ('new_id')",
                           "duplicates: {share: 1%}");
                    break;
                }
        if (logic.window && !logic.aggregate)
            refuse(at_logic("window"), "a window without an aggregate: nothing is computed", "aggregate: count");
        if (logic.aggregate && !logic.window)
            refuse(at_logic("aggregate"), "an aggregate without a window: over what?",
                   "window: {kind: tumbling, size: 1h}");
    }

    // ---- modes ---------------------------------------------------------------------------------------------------
    void check(StreamMode& m) {
        if (m.time == TimeDomain::processing)
            for (const char* key : {"watermark", "allowed_lateness", "late", "repair"})
                if (mode_says(key))
                    refuse(at_mode(key),
                           fmt::format("{}: in processing time nothing is late: there is no watermark", key),
                           "time: event, or leave it out");
        if (m.profile == EngineName::kafka && mode_says("watermark"))
            refuse(at_mode("watermark"),
                   "watermark: Kafka Streams has none: its stream time is the latest event's time",
                   "leave it out; 'allowed_lateness' is the grace period");
        if (m.profile != EngineName::kafka && m.emit != EmitStrategy::panes && mode_says("emit"))
            refuse(at_mode("emit"), "emit: every_update and final are Kafka Streams' ways", "profile: kafka");
        if (m.profile == EngineName::kafka && mode_says("trigger"))
            refuse(at_mode("trigger"), "trigger: Kafka Streams has none", "emit: every_update or final");
        if (!m.job.window)
            for (const char* key : {"trigger", "accumulation", "allowed_lateness", "late", "emit"})
                if (mode_says(key))
                    refuse(at_mode(key), fmt::format("{}: there is no window, rows are passed on", key));
        if (m.repair_at && m.late != LatePolicy::side_output && mode_says("repair"))
            refuse(at_mode("repair"), "repair: nothing is put aside that could be repaired", "late: side_output");
        exactly_once(m);
        if (m.profile == EngineName::kafka) tasks_of_kafka(m);
        if (!m.job.window && m.job.deduplicate)
            refuse(at_logic("deduplicate"), "deduplicate: a stream without a window keeps no state, so it knows no ids",
                   "window: {kind: tumbling, size: 1h}, aggregate: count");
        // What is left by copies.
        if (m.time == TimeDomain::processing || m.profile == EngineName::kafka) m.watermark = {};
        if (m.time == TimeDomain::processing || !m.job.window) {
            m.allowed_lateness = {};
            m.late = LatePolicy::drop;
        }
        if (m.profile != EngineName::kafka || !m.job.window) m.emit = EmitStrategy::panes;
        if (m.profile == EngineName::kafka || !m.job.window) m.trigger = Trigger{};
        if (m.late != LatePolicy::side_output) m.repair_at.reset();
        if (m.watermark.emit_every) wakings("watermark", *m.watermark.emit_every);
        if (m.checkpoint) wakings("checkpoint", m.checkpoint->every);
    }
    void exactly_once(const StreamMode& m) {
        if (m.sink.kind == SinkKind::transactional && !m.checkpoint)
            refuse(at_mode("sink"), "sink: transactions are committed by checkpoints, and there are none",
                   "checkpoint: {every: 10s}");
        if (m.consumer.commit_every && m.checkpoint && mode_says("consumer"))
            refuse(at_mode("consumer"), "commit_every: with checkpoints, the offsets are part of them",
                   "leave one of the two out");
        if (m.consumer.commit_every) wakings("consumer", *m.consumer.commit_every);
    }
    // A task of Kafka Streams is a partition, and the records of a key must lie in one.
    void tasks_of_kafka(StreamMode& m) {
        if (m.parallelism > 1 && mode_says("parallelism"))
            refuse(at_mode("parallelism"), "parallelism: a task of Kafka Streams is a partition of the log",
                   fmt::format("log: {{partitions: {}}}", m.parallelism));
        m.parallelism = 1;
        if (scenario_.log.partitions == 1 || !m.job.window) return;
        const bool together =
            (m.job.key == KeyBy::key && scenario_.log.partition_by == LogSettings::PartitionBy::key) ||
            (m.job.key == KeyBy::user && scenario_.log.partition_by == LogSettings::PartitionBy::user);
        if (!together)
            refuse(
                at_mode("profile"),
                "profile: Kafka Streams counts partition by partition, and here a key lies in several (it would write "
                "the records to another topic first, which is not modelled)",
                "log: {partition_by: key} with the job's key, or partitions: 1");
    }
    void check(MicroBatchMode& m) {
        if (!m.runs) wakings("trigger", m.trigger);
        if (m.runs && !m.runs->all_available && m.records_max && mode_says("records_max"))
            refuse(at_mode("records_max"), "records_max: a run of one batch takes all there is",
                   "trigger: {kind: available_now, ...}");
        if (m.job.deduplicate && m.job.deduplicate->within && m.time == TimeDomain::event && !m.watermark_delay)
            refuse(at_logic("deduplicate"), "deduplicate: without a watermark no id is ever forgotten",
                   "watermark: {kind: bounded, delay: 30s}, or no 'within'");
        if (m.time == TimeDomain::processing && mode_says("watermark"))
            refuse(at_mode("watermark"), "watermark: in processing time nothing is late",
                   "time: event, or leave it out");
        if (m.time == TimeDomain::processing) m.watermark_delay.reset();
        if (!m.job.window) return;
        if (m.output == OutputMode::append && m.time == TimeDomain::event && !m.watermark_delay)
            refuse(at_mode("output"), "output: append needs a watermark, since it gives a window when it is closed",
                   "watermark: {kind: bounded, delay: 30s}, or output: update");
        if (std::holds_alternative<Session>(*m.job.window) && m.output == OutputMode::update)
            refuse(at_mode("output"), "output: session windows cannot be updated in place",
                   "output: append or complete");
        if (std::holds_alternative<Global>(*m.job.window))
            refuse(at_logic("window"), "window: a micro-batch has no global window", "tumbling, sliding or session");
    }
    void check(BatchMode& m) {
        for (std::size_t i = 0; i < m.backfill.size(); ++i)
            for (std::size_t p = 0; p < m.backfill[i].partitions.size(); ++p)
                if (const EventTime start = m.backfill[i].partitions[p];
                    floor_to(start, m.partition_size, EventDuration{0}) != start)
                    refuse(at({"modes", mode_->name, "backfill", std::to_string(i), "partitions", std::to_string(p)}),
                           fmt::format("no partition of {} starts at {}", to_string(m.partition_size), clock(start)));
        if (!m.job.window) return;
        const auto* tumbling = std::get_if<Tumbling>(&*m.job.window);
        if (tumbling == nullptr) {
            refuse(at_logic("window"), "window: a batch answers for whole partitions, so its windows are tumbling",
                   "kind: tumbling");
            return;
        }
        if (tumbling->offset.count() != 0)
            refuse(at_logic("window"),
                   "window: partitions begin at whole multiples of their size; a window with an offset lies in two of "
                   "them");
        else if (m.partition_size.count() % tumbling->size.count() != 0)
            refuse(entry_of_mode("partition_size") != nullptr ? at_mode("partition_size") : at_logic("window"),
                   fmt::format("a partition of {} does not hold whole windows of {}", to_string(m.partition_size),
                               to_string(tumbling->size)));
    }
    // How often a mode would wake in this scenario.
    void wakings(const std::string& key, ProcessingDuration every) {
        if (!scenario_.clock.until) return;
        const std::int64_t times = (*scenario_.clock.until - scenario_.clock.from).count() / every.count();
        if (times > wakings_most)
            refuse(at_mode(key),
                   fmt::format("{}: every {} is {} times until the clock's end", key, to_string(every), times),
                   fmt::format("at most {} times", wakings_most));
    }

    // ---- faults --------------------------------------------------------------------------------------------------
    void fault(std::size_t number) {
        const std::string item = std::to_string(number);
        std::visit([&](auto& what) { check(scenario_.faults[number], what, item); }, scenario_.faults[number].what);
    }
    // Faults on the tape.
    template <class OnTape>
    void check(const Fault& fault, const OnTape& what, const std::string& item) {
        if (reader_.has_problem("source")) return;
        const Span target = at({"faults", item, std::string{OnTape::name}});
        if (!is_target_on_tape(what.target, scenario_)) {
            std::vector<std::string> known{"all"};
            for (const Source& source : scenario_.sources) {
                if (!source.cohort.empty()) known.push_back(source.cohort);
                known.insert(known.end(), source.users.begin(), source.users.end());
            }
            refuse(target, fmt::format("{}: there is no '{}'", OnTape::name, what.target), suggest(what.target, known));
            return;
        }
        constexpr bool of_devices = std::is_same_v<OnTape, OfflineFault> || std::is_same_v<OnTape, VeryLateFault> ||
                                    std::is_same_v<OnTape, OutboxOverflowFault> ||
                                    std::is_same_v<OnTape, PoisonFault> || std::is_same_v<OnTape, ClockSkewFault> ||
                                    std::is_same_v<OnTape, BadClockFault>;
        constexpr bool of_generators = std::is_same_v<OnTape, BurstFault> || std::is_same_v<OnTape, SilenceFault>;
        if ((of_devices || of_generators) && partition_in_target(what.target))
            refuse(target, fmt::format("{}: a partition of the log has no devices", OnTape::name),
                   "all, a cohort, or a user");
        else if (of_generators &&
                 std::none_of(scenario_.sources.begin(), scenario_.sources.end(), [&](const Source& s) {
                     return names_source(what.target, s) && std::holds_alternative<GeneratedEvents>(s.events);
                 }))
            refuse(target, fmt::format("{}: '{}' makes no events by a rate", OnTape::name, what.target),
                   "a source with 'rate'");
        if (std::is_same_v<OnTape, OfflineFault>) in_order(fault, item);
    }
    // A device that keeps the order of its messages cannot send the newest first.
    void in_order(const Fault& fault, const std::string& item) {
        if (std::get<OfflineFault>(fault.what).order == FlushOrder::fifo) return;
        if (std::any_of(scenario_.sources.begin(), scenario_.sources.end(),
                        [](const Source& source) { return source.producer.idempotent; }))
            refuse(at({"faults", item, "order"}), "order: an idempotent producer keeps its order: fifo");
    }
    void check(const Fault&, const RandomFaults& plan, const std::string& item) {
        if (!reader_.has_problem("source") && !is_target_on_tape(plan.target, scenario_))
            refuse(at({"faults", item, "random", "of"}), fmt::format("of: there is no '{}'", plan.target),
                   "all, a cohort, a user, or a partition of the log");
    }
    // The kind of mode that a fault of processes hits; empty where there is no such target, which is said.
    template <class OfProcess>
    std::string kind_hit(const OfProcess& what, const std::string& item) {
        const Span target = at({"faults", item, std::string{OfProcess::name}});
        std::vector<std::string> targets{"operator"};
        std::string kind = what.target == "operator" ? "stream" : "";
        for (const Mode& mode : scenario_.modes) {
            targets.push_back(mode.name);
            if (mode.name == what.target) kind = kind_of(mode);
            for (const std::string& part : parts_of(mode)) {
                targets.push_back(mode.name + "." + part);
                if (targets.back() == what.target) kind = kind_of(mode);
            }
        }
        if (reader_.has_problem("modes")) return {};
        if (std::find(targets.begin(), targets.end(), what.target) == targets.end()) {
            refuse(target, fmt::format("{}: there is no '{}'", OfProcess::name, what.target),
                   suggest(what.target, targets));
            return {};
        }
        if (what.target == "operator" && std::none_of(scenario_.modes.begin(), scenario_.modes.end(),
                                                      [](const Mode& m) { return kind_of(m) == "stream"; }))
            refuse(target, fmt::format("{}: 'operator' is the window task of every stream, and there is no stream",
                                       OfProcess::name));
        return kind;
    }
    void check(const Fault&, const PauseFault& pause, const std::string& item) { kind_hit(pause, item); }
    void check(const Fault&, const SlowFault& slow, const std::string& item) { kind_hit(slow, item); }
    void check(const Fault&, const CheckpointFailureFault& fault, const std::string& item) { of_stream(fault, item); }
    void check(const Fault&, const SlowSinkFault& fault, const std::string& item) { of_stream(fault, item); }
    template <class OfStream>
    void of_stream(const OfStream& what, const std::string& item) {
        const Mode* mode = mode_named(what.target);
        if (reader_.has_problem("modes") || (mode != nullptr && kind_of(*mode) == "stream")) return;
        std::vector<std::string> streams;
        for (const Mode& each : scenario_.modes)
            if (kind_of(each) == "stream") streams.push_back(each.name);
        refuse(at({"faults", item, std::string{OfStream::name}}),
               fmt::format("{}: '{}' is no stream", OfStream::name, what.target), suggest(what.target, streams));
    }
    void check(const Fault&, const CrashFault& crash, const std::string& item) {
        const std::string kind = kind_hit(crash, item);
        if (kind.empty() || !crash.phase) return;
        const bool of_job = *crash.phase == "after_write";
        if (of_job != (kind == "batch" || kind == "micro_batch"))
            refuse(at({"faults", item, "phase"}),
                   of_job ? "phase: only batches and micro-batches have this phase"
                          : "phase: only streams have this phase",
                   "at: a clock time");
        if (crash.checkpoint && of_job)
            refuse(at({"faults", item, "checkpoint"}), "checkpoint: belongs to the phases of a stream's checkpoint");
    }
    // What of a mode a fault can name: "window" is every window task, "window.2" one of several.
    std::vector<std::string> parts_of(const Mode& mode) const {
        if (kind_of(mode) == "micro_batch") return {"driver"};
        const auto* stream = std::get_if<StreamMode>(&mode.settings);
        if (stream == nullptr) return {"job", "scheduler"};
        std::vector<std::string> parts{"source", "window", "sink", "coordinator"};
        const std::uint32_t partitions = scenario_.log.partitions;
        const bool by_partition = !stream->job.window || stream->profile == EngineName::kafka;
        const std::uint32_t tasks = by_partition ? partitions : stream->parallelism;
        const auto add = [&parts](std::string_view kind, std::uint32_t count) {
            for (std::uint32_t i = 0; count > 1 && i < count; ++i)
                parts.push_back(fmt::format("{}.{}", kind, i));
        };
        add("source", partitions);
        add("window", tasks);
        add("sink", tasks);
        return parts;
    }

    // ---- expectations --------------------------------------------------------------------------------------------
    void expectations() {
        std::map<std::string, std::uint32_t> seen;
        for (std::size_t i = 0; i < scenario_.expect.size(); ++i) {
            const std::string item = std::to_string(i);
            if (reader_.has_problem("expect." + item)) continue;
            Expectation& each = scenario_.expect[i];
            const auto [first, is_new] = seen.emplace(each.id, each.where.line);
            if (!is_new)
                refuse(at({"expect", item, "id"}),
                       fmt::format("id: '{}' is taken by the expectation in line {}", each.id, first->second));
            if (auto* claim = std::get_if<Expectation::OfQuery>(&each.claim)) {
                const Node* of = &root_.find("expect")->items[i];
                query(claim->query, *of);
                if (auto* other = std::get_if<Query>(&claim->than)) query(*other, *of);
                as_mean(*claim);
            }
        }
    }
    const Mode* mode_named(const std::string& name) const {
        for (const Mode& mode : scenario_.modes)
            if (mode.name == name) return &mode;
        return nullptr;
    }
    // The logic that a query is about; null where a mistake hides it.
    const JobLogic* logic_of(const Query& query) const {
        if (query.mode.empty()) return reader_.has_problem("job") ? nullptr : &scenario_.job.logic;
        const Mode* mode = reader_.has_problem("modes." + query.mode) ? nullptr : mode_named(query.mode);
        return mode == nullptr ? nullptr : &job_of(*mode);
    }
    void query(const Query& q, const Node& node) {
        const auto place = [&node](const char* key) {
            const Node* found = node.find(key);
            return found != nullptr ? found->span : node.span;
        };
        if (q.event && !reader_.has_problem("source")) known_event(*q.event, place("event"));
        if (q.cohort && !reader_.has_problem("source")) {
            std::vector<std::string> cohorts;
            for (const Source& source : scenario_.sources)
                if (!source.cohort.empty()) cohorts.push_back(source.cohort);
            if (std::find(cohorts.begin(), cohorts.end(), *q.cohort) == cohorts.end())
                refuse(place("cohort"), fmt::format("there is no cohort '{}'", *q.cohort), suggest(*q.cohort, cohorts));
        }
        const JobLogic* logic = logic_of(q);
        if (logic == nullptr || !logic->window) return;
        const bool about_truth =
            q.kind == QueryKind::truth || q.kind == QueryKind::error || q.kind == QueryKind::completeness;
        if (about_truth && std::holds_alternative<Global>(*logic->window))
            refuse(place("of"),
                   fmt::format("'{}': the global window has no truth: what it holds depends on when it fires",
                               rule_of(q.kind).word));
        if (about_truth && counts_records(q.mode))
            refuse(place("of"),
                   fmt::format("'{}': a trigger that counts records has no truth: what it fires depends on their order",
                               rule_of(q.kind).word));
        if (q.window) aligned(*logic->window, *q.window, place("window"));
    }
    bool counts_records(const std::string& mode) const {
        const Mode* found = mode_named(mode);
        if (found == nullptr) return false;
        const auto* stream = std::get_if<StreamMode>(&found->settings);
        return stream != nullptr && to_string(stream->trigger).find("count(") != std::string::npos;
    }
    void aligned(const WindowSpec& spec, EventTime start, Span place) {
        EventDuration step{}, offset{};
        if (const auto* tumbling = std::get_if<Tumbling>(&spec)) step = tumbling->size, offset = tumbling->offset;
        else if (const auto* sliding = std::get_if<Sliding>(&spec)) step = sliding->period, offset = sliding->offset;
        else return;
        const EventTime before = floor_to(start, step, offset);
        if (before != start)
            refuse(place, fmt::format("window: no window starts at {}", clock(start)),
                   fmt::format("the nearest are {} and {}", clock(before), clock(saturating_add(before, step))));
    }
    // A whole number that is compared with a mean is one too.
    void as_mean(Expectation::OfQuery& claim) {
        const JobLogic* logic = logic_of(claim.query);
        if (logic == nullptr || !logic->aggregate || logic->aggregate->kind != AggregateKind::mean ||
            rule_of(claim.query.kind).type != ValueType::answer)
            return;
        const auto convert = [](Value& value) {
            if (const auto* number = std::get_if<std::int64_t>(&value))
                if (*number > -1'000'000'000'000 && *number < 1'000'000'000'000)
                    value = Millionths{*number * 1'000'000};
        };
        if (auto* value = std::get_if<Value>(&claim.than)) convert(*value);
        if (auto* within = std::get_if<Within>(&claim.than)) convert(within->low), convert(within->high);
    }
    void known_event(const std::string& id, Span place) {
        std::vector<std::string> ids;
        for (const Source& source : scenario_.sources) {
            if (makes(source, id)) return;
            if (const auto* listed = std::get_if<std::vector<ListedEvent>>(&source.events))
                for (const ListedEvent& event : *listed)
                    if (!event.id.empty()) ids.push_back(event.id);
        }
        refuse(place, fmt::format("no source makes an event '{}'", id), ids.size() > 200 ? "" : suggest(id, ids));
    }
    // Whether a source may make an event of this id.
    static bool makes(const Source& source, const std::string& id) {
        if (const auto* listed = std::get_if<std::vector<ListedEvent>>(&source.events))
            for (const ListedEvent& event : *listed)
                if (event.id == id) return true;
        if (const auto* recorded = std::get_if<RecordedEvents>(&source.events))
            for (const ListedEvent& event : recorded->rows)
                if (event.id == id) return true;
        const std::string form = source.id_template.empty() ? source.name + "-{n}" : source.id_template;
        const std::string before = form.substr(0, form.find('{')), after = form.substr(form.find('}') + 1);
        if (id.size() <= before.size() + after.size() || id.compare(0, before.size(), before) != 0 ||
            id.compare(id.size() - after.size(), after.size(), after) != 0)
            return false;
        const std::string number = id.substr(before.size(), id.size() - before.size() - after.size());
        if (number.size() > 18 || number.find_first_not_of("0123456789") != std::string::npos) return false;
        const auto* periodic = std::get_if<PeriodicEvents>(&source.events);
        return periodic == nullptr || std::stoull(number) < periodic->count;
    }

    // ---- the lesson ------------------------------------------------------------------------------------------------
    void lesson() {
        for (std::size_t i = 0; i < scenario_.lesson->steps.size(); ++i) {
            const Node& step = root_.find("lesson")->find("steps")->items[i];
            if (const auto* ask = std::get_if<LessonAsk>(&scenario_.lesson->steps[i].what)) {
                query(ask->answer, *step.find("answer"));
                if (!ask->reveal.select.empty() && !reader_.has_problem("source"))
                    known_event(ask->reveal.select, step.find("reveal")->find("select")->span);
            }
            if (auto* attempt = std::get_if<LessonTry>(&scenario_.lesson->steps[i].what);
                attempt != nullptr && attempt->goal)
                if (auto* claim = std::get_if<Expectation::OfQuery>(&attempt->goal->claim)) {
                    query(claim->query, *step.find("goal"));
                    as_mean(*claim);
                }
        }
    }

    std::string clock(EventTime at) const { return clock_text(instant_of(at), scenario_.clock.day0); }
    bool refuse(Span span, std::string message, std::string hint = {}) {
        reader_.problem(span, std::move(message), std::move(hint));
        return false;
    }

    Reader& reader_;
    const Node& root_;
    Scenario& scenario_;
    const Mode* mode_{nullptr};
};

}  // namespace

void check_scenario(Reader& reader, const Node& root, Scenario& scenario) { Checks{reader, root, scenario}.run(); }

}  // namespace tidemark
