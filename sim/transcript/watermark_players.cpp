#include "engine/windowing/watermark.h"
#include "sim/transcript/player.h"

#include <fmt/format.h>

namespace tidemark::transcript {
namespace {

const std::vector<OutputShape>& watermark_shapes() {
    static const std::vector<OutputShape> shapes = {
        {"watermark", {{"", ValueType::time, true}}}, {"idle", {}}, {"active", {}}};
    return shapes;
}

void tell(const WatermarkEmission& emission, Reply& reply) {
    if (emission.active) reply.line("active");
    if (emission.watermark) reply.line("watermark").value(print(*emission.watermark));
    if (emission.idle) reply.line("idle");
}

// Plays the watermarks of several inputs that become one.
class ValvePlayer final : public Player {
public:
    explicit ValvePlayer(std::size_t channels) : valve_(channels) {}

    std::span<const OutputShape> shapes() const override { return watermark_shapes(); }
    bool ordered() const override { return true; }

    void play(const Line& input, Reply& reply) override {
        Arguments arguments{input, reply};
        const bool is_watermark = input.word == "watermark";
        std::optional<EventTime> at;
        if (is_watermark) at = arguments.time("");
        else if (input.word != "idle" && input.word != "active")
            reply.fail(input.at, fmt::format("unknown input '{}' (watermark, idle, active)", visible(input.word)));
        const auto channel = arguments.integer("channel", 0, static_cast<std::int64_t>(valve_.channels()) - 1);
        if (!arguments.complete() || !reply.spend(input.at, valve_.channels())) return;
        const auto from = static_cast<std::size_t>(*channel);
        tell(is_watermark           ? valve_.watermark(from, *at)
             : input.word == "idle" ? valve_.idle(from)
                                    : valve_.active(from),
             reply);
    }

private:
    WatermarkValve valve_;
};

// Plays watermarks made from records.
class GeneratorPlayer final : public Player {
public:
    GeneratorPlayer(EventDuration bound, std::optional<ProcessingDuration> idle_after)
        : generator_(bound, idle_after) {}

    std::span<const OutputShape> shapes() const override { return watermark_shapes(); }
    bool ordered() const override { return true; }

    void play(const Line& input, Reply& reply) override {
        Arguments arguments{input, reply};
        if (input.word == "record") {
            const std::optional<EventTime> at = arguments.time("at");
            if (arguments.complete()) generator_.record(*at);
        } else if (input.word == "tick") {
            if (arguments.complete()) tell(generator_.tick(now_), reply);
        } else if (input.word == "processing_time") {
            const std::optional<ProcessingTime> now = arguments.processing_time("");
            if (arguments.complete()) now_ = *now;
        } else {
            reply.fail(input.at,
                       fmt::format("unknown input '{}' (record, tick, processing_time)", visible(input.word)));
        }
    }

private:
    WatermarkGenerator generator_;
    ProcessingTime now_{};
};

}  // namespace

std::unique_ptr<Player> make_valve_player(Settings& settings) {
    const std::int64_t channels = settings.integer("channels", 1, 1000);
    settings.complete();
    return std::make_unique<ValvePlayer>(static_cast<std::size_t>(channels));
}

std::unique_ptr<Player> make_generator_player(Settings& settings) {
    const EventDuration bound = settings.duration("bound").value_or(EventDuration{0});
    if (bound.count() < 0 || bound == EventDuration::max())
        settings.fail(settings.at(), "the bound must be 0s or more");
    std::optional<ProcessingDuration> idle_after;
    if (const Setting* const setting = settings.find("idle_after")) {
        idle_after = parse_duration(setting->value);
        if (!idle_after || idle_after->count() < 0) settings.fail(*setting, "expected a duration of 0s or more");
    }
    settings.complete();
    return std::make_unique<GeneratorPlayer>(bound, idle_after);
}

}  // namespace tidemark::transcript
