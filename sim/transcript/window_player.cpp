#include "engine/names.h"
#include "engine/windowing/assign.h"
#include "engine/windowing/window_operator.h"
#include "sim/transcript/player.h"
#include "sim/transcript/window_setting.h"

#include <fmt/format.h>

namespace tidemark::transcript {
namespace {

const std::vector<OutputShape>& window_shapes() {
    static const std::vector<OutputShape> shapes = {
        {"pane",
         {{"key", ValueType::word, true},
          {"window", ValueType::window, true},
          {"value", ValueType::value, true},
          {"at", ValueType::time, false},
          {"timing", ValueType::word, true},
          {"index", ValueType::integer, false},
          {"nonspeculative_index", ValueType::integer, false},
          {"final", ValueType::boolean, false}}},
        {"update",
         {{"key", ValueType::word, true},
          {"window", ValueType::window, true},
          {"value", ValueType::value, true},
          {"at", ValueType::time, true}}},
        {"final",
         {{"key", ValueType::word, true},
          {"window", ValueType::window, true},
          {"value", ValueType::value, true},
          {"at", ValueType::time, true}}},
        {"late", {{"key", ValueType::word, true}, {"value", ValueType::value, true}, {"at", ValueType::time, true}}},
        {"dropped",
         {{"key", ValueType::word, true}, {"window", ValueType::window, true}, {"at", ValueType::time, true}}},
        {"watermark", {{"", ValueType::time, true}}},
    };
    return shapes;
}

EventDuration read_lateness(Settings& settings, EngineName profile) {
    const Setting* const grace = settings.find("grace");
    const Setting* const lateness = settings.find("lateness");
    if (grace && profile != EngineName::kafka)
        settings.fail(grace->at, "grace is Kafka's name for lateness: profile kafka");
    if (grace && lateness) settings.fail(grace->at, "grace and lateness are two names of one setting");
    const Setting* const given = grace ? grace : lateness;
    if (!given) return EventDuration{0};
    if (given->value == "max") return EventDuration::max();
    return settings.duration(given->key).value_or(EventDuration{0});
}

Trigger read_trigger(Settings& settings) {
    const Setting* const setting = settings.find("trigger");
    if (!setting) return {};
    auto parsed = parse_trigger(setting->value);
    if (auto* const trigger = std::get_if<Trigger>(&parsed)) return std::move(*trigger);
    const TriggerError& error = std::get<TriggerError>(parsed);
    settings.fail({setting->value_at.line, setting->value_at.column + error.position}, visible(error.message));
    return {};
}

AggregateSpec read_aggregate(Settings& settings) {
    constexpr AggregateKind kinds[] = {AggregateKind::sum, AggregateKind::count, AggregateKind::min,
                                       AggregateKind::max, AggregateKind::mean,  AggregateKind::distinct,
                                       AggregateKind::list};
    return {kinds[settings.choice("aggregate", {"sum", "count", "min", "max", "mean", "distinct", "list"})],
            DistinctOf::value};
}

// "end_of_window", "earliest", "latest", "earliest plus 5s".
void read_timestamp(Settings& settings, WindowOptions& options) {
    const Setting* const setting = settings.find("timestamp");
    if (!setting) return;
    std::string_view text = setting->value;
    const std::size_t plus = text.find(" plus ");
    if (plus != std::string_view::npos) {
        const auto shift = parse_event_duration(text.substr(plus + 6));
        if (!shift) settings.fail(*setting, "expected a duration after `plus`");
        options.timestamp_shift = shift.value_or(EventDuration{0});
        text = text.substr(0, plus);
    }
    if (text == "earliest") options.timestamp = TimestampCombiner::earliest;
    else if (text == "latest") options.timestamp = TimestampCombiner::latest;
    else if (text != "end_of_window" || plus != std::string_view::npos)
        settings.fail(*setting, "expected end_of_window, earliest or latest; the last two with `plus T`");
}

WindowOptions read_options(Settings& settings) {
    WindowOptions options;
    options.profile = read_profile(settings);
    options.window = read_window(settings, options.profile);
    options.time = settings.choice("time", {"event", "processing"}) == 0 ? TimeDomain::event : TimeDomain::processing;
    options.trigger = read_trigger(settings);
    options.accumulation = settings.choice("accumulation", {"accumulating", "discarding"}) == 0
                               ? Accumulation::accumulating
                               : Accumulation::discarding;
    options.lateness = read_lateness(settings, options.profile);
    options.late = settings.on("side_output") ? LatePolicy::side_output : LatePolicy::drop;
    options.aggregate = read_aggregate(settings);
    read_timestamp(settings, options);
    constexpr EmitStrategy strategies[] = {EmitStrategy::panes, EmitStrategy::every_update, EmitStrategy::final};
    options.emit = strategies[settings.choice("emit", {"panes", "every_update", "final"})];
    return options;
}

// Plays keyed windows, triggers and panes.
class WindowPlayer final : public Player {
public:
    WindowPlayer(WindowOptions options, bool forward)
        : kafka_(options.profile == EngineName::kafka),
          closed_windows_(kafka_ && std::holds_alternative<Session>(options.window)),
          in_processing_time_(options.time == TimeDomain::processing),
          forward_(forward),
          placements_(windows_per_record(options.window)),
          operator_(std::move(options)) {}

    std::span<const OutputShape> shapes() const override { return window_shapes(); }

    void play(const Line& input, Reply& reply) override {
        output_.clear();
        Arguments arguments{input, reply};
        std::optional<EventTime> forwarded;
        if (input.word == "record") record(input, arguments, reply);
        else if (input.word == "watermark") forwarded = watermark(input, arguments, reply);
        else if (input.word == "end") forwarded = end(arguments);
        else if (input.word == "processing_time") processing_time(arguments);
        else if (input.word == "checkpoint") checkpoint(input, arguments, reply);
        else if (input.word == "restore") restore(input, arguments, reply);
        else
            reply.fail(input.at,
                       fmt::format("unknown input '{}' (record, watermark, processing_time, checkpoint, restore, end)",
                                   visible(input.word)));
        if (!reply.spend(input.at, 1 + output_.panes.size() + output_.refused.size())) return;
        tell(input, reply);
        if (forward_ && forwarded) reply.line("watermark").value(print(*forwarded));
    }

    // A source would send its present watermark again; Kafka's partition its stream time.
    bool restartable() const override { return true; }
    void restart(Reply& reply) override {
        if (!reply.spend({}, 1 + operator_.state_size().entries)) return;
        const EventTime watermark = operator_.current_watermark();
        operator_ = operator_.snapshot();
        output_.clear();
        if (watermark != event_time_min) operator_.watermark(watermark, output_);
        tell({}, reply);
    }

private:
    void record(const Line& input, Arguments& arguments, Reply& reply) {
        Record record;
        record.id = EventId{next_id_++};
        const Argument* const key = arguments.find("key");
        if (key) record.key = names_.keys.intern(key->text);
        if (const Argument* const value = arguments.find("value")) {
            const std::optional<std::int64_t> number = parse_integer(value->text);
            if (!number) reply.fail(value->value_at, fmt::format("'{}' is no integer", visible(value->text)));
            record.value = number.value_or(0);
        }
        if (!in_processing_time_) {
            const std::optional<EventTime> at = arguments.time("at");
            if (at == event_time_min) reply.fail(input.at, "a record at `min` has no timestamp");
            record.at = at.value_or(EventTime{});
        }
        if (!arguments.complete() || !reply.spend(input.at, placements_)) return;
        operator_.record(record, output_);
    }

    std::optional<EventTime> watermark(const Line& input, Arguments& arguments, Reply& reply) {
        const std::optional<EventTime> at = arguments.time("");
        if (kafka_) reply.fail(input.at, "profile kafka has no watermark: its time moves with the records");
        if (!arguments.complete()) return std::nullopt;
        return advance(*at);
    }

    // The end of the input says that nothing more will come; Kafka is not told.
    std::optional<EventTime> end(Arguments& arguments) {
        if (!arguments.complete() || kafka_) return std::nullopt;
        return advance(event_time_max);
    }

    std::optional<EventTime> advance(EventTime watermark) {
        const bool forwards = watermark > operator_.current_watermark();
        operator_.watermark(watermark, output_);
        return forwards ? std::optional{watermark} : std::nullopt;
    }

    void processing_time(Arguments& arguments) {
        const std::optional<ProcessingTime> now = arguments.processing_time("");
        if (arguments.complete()) operator_.processing_time(*now, output_);
    }

    void checkpoint(const Line& input, Arguments& arguments, Reply& reply) {
        if (!arguments.complete() || !reply.spend(input.at, 1 + operator_.state_size().entries)) return;
        saved_ = operator_.snapshot();
    }

    void restore(const Line& input, Arguments& arguments, Reply& reply) {
        if (!saved_) reply.fail(input.at, "there is no checkpoint to restore");
        if (!arguments.complete() || !reply.spend(input.at, 1 + saved_->state_size().entries)) return;
        operator_ = *saved_;
    }

    void tell(const Line& input, Reply& reply) {
        for (const Pane& pane : output_.panes) {
            if (!reply.spend(input.at, pane.value.values ? pane.value.values->size() : 0)) return;
            kafka_ ? tell_kafka(pane, reply) : tell_pane(pane, reply);
        }
        for (const Refused& refused : output_.refused)
            tell_refused(refused, reply);
    }

    void tell_pane(const Pane& pane, Reply& reply) {
        reply.line("pane")
            .field("key", name(pane.key))
            .field("window", print(pane.window, false))
            .field("value", to_string(operator_.options().aggregate, pane.value))
            .field("at", print(pane.at))
            .field("timing", std::string{to_string(pane.timing)})
            .field("index", fmt::format("{}", pane.index))
            .field("nonspeculative_index", fmt::format("{}", pane.nonspeculative_index))
            .field("final", pane.final ? "true" : "false");
    }

    void tell_kafka(const Pane& pane, Reply& reply) {
        reply.line(pane.final ? "final" : "update")
            .field("key", name(pane.key))
            .field("window", print(pane.window, closed_windows_))
            .field("value", pane.tombstone ? "null" : to_string(operator_.options().aggregate, pane.value))
            .field("at", print(pane.at));
    }

    void tell_refused(const Refused& refused, Reply& reply) {
        if (refused.counted_elsewhere) return;
        const Record& record = refused.record;
        if (refused.side_output) {
            reply.line("late")
                .field("key", name(record.key))
                .field("value", fmt::format("{}", record.value))
                .field("at", print(record.at));
            return;
        }
        reply.line("dropped").field("key", name(record.key));
        if (refused.window) reply.field("window", print(*refused.window, closed_windows_));
        reply.field("at", print(record.at));
    }

    std::string name(KeyId key) const { return names_.keys.name(key); }

    bool kafka_, closed_windows_, in_processing_time_, forward_;
    std::uint64_t placements_;
    WindowOperator operator_;
    std::optional<WindowOperator> saved_;
    WindowOutput output_;
    Names names_;
    std::uint64_t next_id_{0};
};

}  // namespace

std::unique_ptr<Player> make_window_player(Settings& settings) {
    WindowOptions options = read_options(settings);
    const bool forward = settings.on("forward");
    settings.complete();
    const std::vector<std::string> found = problems(options);
    if (!found.empty()) settings.fail(settings.at(), found.front());
    return found.empty() ? std::make_unique<WindowPlayer>(std::move(options), forward) : nullptr;
}

}  // namespace tidemark::transcript
