// The keys of `source` that say how an event gets from its device to the log.
#include "sim/scenario/keys_source.h"

namespace tidemark {
namespace {

constexpr DurationRange either_way{-duration_most, duration_most};

Shape<Offline> offline_shape() {
    Section<OfflineInterval> interval{"source.offline.interval", "A time in which a device cannot send."};
    interval.key("from", &OfflineInterval::from, clock_time(), "when it begins")
        .required()
        .key("until", &OfflineInterval::until, clock_time(), "when the device sends what it kept")
        .required()
        .key("why", &OfflineInterval::why, label(), "the reason, for explanations")
        .check([](Reader& reader, const Node& node, OfflineInterval& o) {
            if (o.until <= o.from) reader.problem(node.find("until")->span, "until: not after from");
        });
    Section<OfflinePhases> phases{"source.offline.phases", "Devices that go offline by chance, over and over."};
    phases.key("users", &OfflinePhases::users, share(), "the share of the users to whom it happens")
        .key("every", &OfflinePhases::every, duration(above_zero), "the mean time online between two phases")
        .key("mean", &OfflinePhases::mean, duration(above_zero), "the mean time offline (exponential)")
        .required()
        .key("max", &OfflinePhases::max, duration(above_zero), "no phase is longer")
        .key("why", &OfflinePhases::why, label(), "the reason, for explanations");
    using Intervals = std::vector<OfflineInterval>;
    const Shape<Offline> list = converted<Offline, Intervals>(
        list_of(Shape<OfflineInterval>(interval), 10'000, "a list of intervals"),
        [](Intervals intervals) { return Offline{std::move(intervals)}; },
        [](const Offline& offline) { return std::get<Intervals>(offline); });
    const Shape<Offline> chance = converted<Offline, OfflinePhases>(
        Shape<OfflinePhases>(phases), [](OfflinePhases p) { return Offline{std::move(p)}; },
        [](const Offline& offline) { return std::get<OfflinePhases>(offline); });
    return either<Offline>(
        "a list of intervals, or {users, every, mean, max}",
        {{Node::Kind::list, list, [](const Offline& o) { return std::holds_alternative<Intervals>(o); }},
         {Node::Kind::mapping, chance, [](const Offline& o) { return std::holds_alternative<OfflinePhases>(o); }}});
}

Shape<Duplicates> duplicates_shape() {
    Section<Duplicates> section{"source.duplicates", "Events that are sent again."};
    section.key("share", &Duplicates::share, share(), "of the events, this share")
        .required()
        .key("copies", &Duplicates::copies, whole<std::uint32_t>({1, 100}), "so many times more")
        .key("spacing", &Duplicates::spacing, duration(), "between one sending and the next")
        .key("new_id", &Duplicates::new_id, yes_or_no(),
             "whether a copy has an id of its own, so that nobody can tell");
    const Duplicates plain;
    const Shape<Duplicates> just_share = converted<Duplicates, Millionths>(
        share(),
        [](Millionths s) {
            Duplicates d;
            d.share = s;
            return d;
        },
        [](const Duplicates& d) { return d.share; });
    return either<Duplicates>(
        "a share, or {share, copies, spacing, new_id}",
        {{Node::Kind::scalar, just_share,
          [plain](const Duplicates& d) {
              return d.copies == plain.copies && d.spacing == plain.spacing && d.new_id == plain.new_id;
          }},
         {Node::Kind::mapping, Shape<Duplicates>(section), [](const Duplicates&) { return true; }}});
}

}  // namespace

Shape<FlushOrder> flush_order() {
    return one_word_of<FlushOrder>({{"fifo", FlushOrder::fifo, "oldest first"},
                                    {"lifo", FlushOrder::lifo, "newest first"},
                                    {"shuffled", FlushOrder::shuffled, "in any order"}});
}

Shape<Delay> delay_shape(DurationRange range) {
    const Shape<ProcessingDuration> any = duration(range);
    const Shape<ProcessingDuration> positive = duration(above_zero);
    Section<ExponentialDelay> exponential{"delay.exp", "Exponential: mostly short, seldom long."};
    exponential.key("mean", &ExponentialDelay::mean, positive, "the mean of the exponential part")
        .required()
        .key("base", &ExponentialDelay::base, any, "added to every draw")
        .key("max", &ExponentialDelay::max, positive, "no draw is longer");
    Section<UniformDelay> uniform{"delay.uniform", "Every duration in a range as likely."};
    uniform.key("min", &UniformDelay::min, any, "the shortest")
        .required()
        .key("max", &UniformDelay::max, any, "the longest")
        .required()
        .check([](Reader& reader, const Node& node, UniformDelay& d) {
            if (d.min > d.max) reader.problem(node.find("max")->span, "max: less than min");
        });
    Section<NormalDelay> normal{"delay.normal", "Bell-shaped around a mean, cut at 0."};
    normal.key("mean", &NormalDelay::mean, positive, "the mean")
        .required()
        .key("deviation", &NormalDelay::deviation, any, "the standard deviation")
        .required()
        .key("max", &NormalDelay::max, positive, "no draw is longer");
    Section<ParetoDelay> pareto{"delay.pareto", "A long tail: most are near the shortest, a few very long."};
    pareto.key("min", &ParetoDelay::min, positive, "the shortest")
        .required()
        .key("shape", &ParetoDelay::shape, decimal({100'000}, {100'000'000}),
             "how fast the tail falls; smaller is longer")
        .key("max", &ParetoDelay::max, positive, "no draw is longer")
        .required()
        .check([](Reader& reader, const Node& node, ParetoDelay& d) {
            if (d.min > d.max) reader.problem(node.find("max")->span, "max: less than min");
        });
    const Shape<Delay> by_chance =
        alternatives<Delay>("kind", {alternative<Delay>("exp", exponential), alternative<Delay>("uniform", uniform),
                                     alternative<Delay>("normal", normal), alternative<Delay>("pareto", pareto)});
    const Shape<Delay> fixed = converted<Delay, ProcessingDuration>(
        any, [](ProcessingDuration d) { return Delay{FixedDelay{d}}; },
        [](const Delay& d) { return std::get<FixedDelay>(d).value; });
    return either<Delay>(
        "a duration, or {kind: exp, mean: 150ms}",
        {{Node::Kind::scalar, fixed, [](const Delay& d) { return std::holds_alternative<FixedDelay>(d); }},
         {Node::Kind::mapping, by_chance, [](const Delay&) { return true; }}});
}

Section<Producer> producer_keys() {
    Section<Producer> producer{"source.producer", "How devices send to the log, where messages can get lost."};
    producer
        .key<bool>(
            "acks",
            one_word_of<bool>({{"all", true, "it waits until the log has it, and tries again without an answer"},
                               {"none", false, "it sends once: what gets lost is lost"}}),
            [](Producer& p, bool acknowledged) { p.acknowledged = acknowledged; },
            [](const Producer& p) { return std::optional<bool>{p.acknowledged}; },
            "whether it waits for the log's answer")
        .key("retry_after", &Producer::retry_after, duration(above_zero), "how long it waits for an answer")
        .key("give_up_after", &Producer::give_up_after, duration(above_zero), "for how long it tries")
        .key("idempotent", &Producer::idempotent, yes_or_no(),
             "messages are numbered: the log takes each once, and keeps the order of each device")
        .check([](Reader& reader, const Node& node, Producer& p) {
            if (p.give_up_after / p.retry_after > 10'000)
                reader.problem(
                    (node.find("give_up_after") ? node.find("give_up_after") : node.find("retry_after"))->span,
                    "more than 10000 attempts to send a message");
        });
    return producer;
}

void add_travel(Section<Source>& source) {
    source.key("delay", &Source::delay, delay_shape({}), "from the device to the log")
        .key("offline", &Source::offline, offline_shape(),
             "when devices cannot send: they keep their events and send them afterwards")
        .key("flush", &Source::flush, flush_order(), "in which order a device sends what it kept");
    struct Skew {
        ProcessingDuration by{};
        std::optional<Delay> spread;
    };
    Section<Skew> skew{"source.clock_skew", "How wrong the devices' clocks are."};
    skew.key("by", &Skew::by, duration(either_way), "every clock is ahead by this (behind, where negative)")
        .key("spread", &Skew::spread, delay_shape({}), "and, for each user, ahead by a draw from this");
    const Shape<Skew> by = converted<Skew, ProcessingDuration>(
        duration(either_way),
        [](ProcessingDuration d) {
            return Skew{d, {}};
        },
        [](const Skew& s) { return s.by; });
    source
        .key<Skew>(
            "clock_skew",
            either<Skew>("a duration, or {by, spread}",
                         {{Node::Kind::scalar, by, [](const Skew& s) { return !s.spread; }},
                          {Node::Kind::mapping, Shape<Skew>(skew), [](const Skew&) { return true; }}}),
            [](Source& s, Skew k) {
                s.clock_skew = k.by;
                s.clock_skew_spread = k.spread;
            },
            [](const Source& s) -> std::optional<Skew> {
                if (s.clock_skew.count() == 0 && !s.clock_skew_spread) return std::nullopt;
                return Skew{s.clock_skew, s.clock_skew_spread};
            },
            "how far the devices' clocks are ahead; the truth goes by true time")
        .otherwise("clocks are right")
        .key("duplicates", &Source::duplicates, duplicates_shape(), "events that are sent more than once")
        .key<Producer>(
            "producer", Shape<Producer>(producer_keys()), [](Source& s, Producer p) { s.producer = p; },
            [](const Source& s) -> std::optional<Producer> {
                if (s.producer == Producer{}) return std::nullopt;
                return s.producer;
            },
            "how devices send to the log")
        .otherwise("it waits for the log's answer, and sends again without one");
}

}  // namespace tidemark
