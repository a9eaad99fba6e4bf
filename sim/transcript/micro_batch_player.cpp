#include "engine/windowing/assign.h"
#include "engine/windowing/micro_batch.h"
#include "sim/transcript/player.h"
#include "sim/transcript/window_setting.h"

#include <fmt/format.h>

namespace tidemark::transcript {
namespace {

const std::vector<OutputShape>& micro_batch_shapes() {
    static const std::vector<OutputShape> shapes = {
        {"row",
         {{"window", ValueType::window, true}, {"at", ValueType::time, true}, {"count", ValueType::integer, true}}},
        {"watermark", {{"", ValueType::time, true}}},
        {"dropped", {{"", ValueType::integer, true}}},
    };
    return shapes;
}

// Plays a query that runs in batches.
class MicroBatchPlayer final : public Player {
public:
    explicit MicroBatchPlayer(const MicroBatchOptions& options)
        : windowed_(options.window.has_value()),
          placements_(options.window ? windows_per_record(*options.window) : 1),
          query_(options) {}

    std::span<const OutputShape> shapes() const override { return micro_batch_shapes(); }

    void play(const Line& input, Reply& reply) override {
        Arguments arguments{input, reply};
        if (input.word == "batch") batch(input, arguments, reply);
        else if (input.word == "restart") restart_query(arguments);
        else reply.fail(input.at, fmt::format("unknown input '{}' (batch, restart)", visible(input.word)));
    }

private:
    void batch(const Line& input, Arguments& arguments, Reply& reply) {
        const Argument* const list = arguments.need("", "[TIME,TIME,...]");
        const auto items = list ? parse_list(list->text) : std::nullopt;
        if (list && !items) reply.fail(list->value_at, "expected a list of event times: [10s,12s]");
        if (!arguments.complete() || !reply.spend(input.at, 1 + items->size() * placements_)) return;
        std::vector<Record> records;
        for (const std::string& item : *items) {
            const std::optional<EventTime> at = parse_time(item);
            if (!at) reply.fail(list->value_at, fmt::format("'{}' is no event time", visible(item)));
            if (at == event_time_min) reply.fail(list->value_at, "a record at `min` has no timestamp");
            if (reply.problem()) return;
            records.push_back({EventId{next_id_++}, *at, 1, KeyId{}, UserId{}});
        }
        run(input, records, reply);
    }

    void run(const Line& input, const std::vector<Record>& records, Reply& reply) {
        const std::optional<EventTime> before = query_.watermark();
        const MicroBatchResult result = query_.run(records);
        std::uint64_t dropped = result.dropped_groups;
        tell(input, result, reply);
        if (query_.no_data_batch_due()) {
            const MicroBatchResult more = query_.run({});
            dropped += more.dropped_groups;
            tell(input, more, reply);
        }
        if (query_.watermark() && query_.watermark() != before)
            reply.line("watermark").value(print(*query_.watermark()));
        if (dropped > 0) reply.line("dropped").value(fmt::format("{}", dropped));
    }

    void tell(const Line& input, const MicroBatchResult& result, Reply& reply) const {
        if (!reply.spend(input.at, result.rows.size())) return;
        for (const MicroBatchRow& row : result.rows) {
            reply.line("row");
            if (windowed_) reply.field("window", print(row.window, false));
            else reply.field("at", print(row.window.start));
            reply.field("count", fmt::format("{}", row.value.number));
        }
    }

    // The state store has the groups of the last finished batch, the logs have the watermark.
    void restart_query(Arguments& arguments) {
        if (!arguments.complete()) return;
        const MicroBatchQuery state_store = query_;
        const std::optional<EventTime> log = query_.watermark();
        query_ = state_store;
        if (log) query_.restore_watermark(*log);
    }

    bool windowed_;
    std::uint64_t placements_;
    MicroBatchQuery query_;
    std::uint64_t next_id_{0};
};

// "none", "5s" (tumbling), or any window as the operator `window` takes it.
std::optional<WindowSpec> read_grouping(Settings& settings) {
    const Setting* const setting = settings.find("window");
    if (!setting) {
        settings.fail(settings.at(), "this operator needs the setting 'window'");
        return std::nullopt;
    }
    if (setting->value == "none") return std::nullopt;
    if (parse_event_duration(setting->value)) {
        Setting tumbling = *setting;
        tumbling.value = "tumbling " + setting->value;
        return parse_window_setting(settings, tumbling, EngineName::flink);
    }
    return parse_window_setting(settings, *setting, EngineName::flink);
}

std::optional<EventDuration> read_delay(Settings& settings) {
    const Setting* const setting = settings.find("delay");
    if (!setting || setting->value == "none") return std::nullopt;
    return settings.duration("delay");
}

}  // namespace

std::unique_ptr<Player> make_micro_batch_player(Settings& settings) {
    MicroBatchOptions options;
    options.window = read_grouping(settings);
    options.delay = read_delay(settings);
    constexpr OutputMode modes[] = {OutputMode::append, OutputMode::update, OutputMode::complete};
    options.output = modes[settings.choice("output", {"append", "update", "complete"})];
    options.no_data_batches = settings.choice("no_data_batches", {"on", "off"}) == 0;
    settings.complete();
    const std::vector<std::string> found = problems(options);
    if (!found.empty()) settings.fail(settings.at(), found.front());
    return found.empty() ? std::make_unique<MicroBatchPlayer>(options) : nullptr;
}

}  // namespace tidemark::transcript
