// The faults on the tape: of sources, devices, networks and brokers. Every mode meets the same.
#include "sim/scenario/fault_kind.h"
#include "sim/world/fault_plan.h"

namespace tidemark {
namespace {

constexpr ProcessingDuration microsecond{1};

// Whom a fault hits.
const char* const anyone = "whom: all, a cohort or source, or a user";
const char* const any_way = "whom: all, a cohort or source, a user, or a partition of the log (log.0)";
const char* const any_generator = "whom: all, or a cohort or source that makes its events by a rate";

// A kind without parameters of its own.
template <class Kind>
FaultKind plain(const char* sentence, const char* target) {
    return fault_kind<Kind>(sentence, target, Extent::interval, Section<Kind>{"", ""});
}

// The share of all that could be hit: one that must be said.
template <class Kind>
Section<Kind> with_share(const char* sentence) {
    Section<Kind> parameters{"", ""};
    parameters.key("share", &Kind::share, share(), sentence).required();
    return parameters;
}

FaultKind offline() {
    Section<OfflineFault> parameters{"", ""};
    parameters.key("order", &OfflineFault::order, flush_order(), "in which order it sends what it kept");
    return fault_kind<OfflineFault>(
        "Devices cannot send: they keep what they have, and send all of it at the instant at which they are back.",
        anyone, Extent::interval, parameters);
}

FaultKind outbox_overflow() {
    using Drop = OutboxOverflowFault::Drop;
    Section<OutboxOverflowFault> parameters{"", ""};
    parameters
        .key("cap", &OutboxOverflowFault::cap, whole<std::uint64_t>({0, 1'000'000'000}),
             "how many events a device can keep")
        .required()
        .key("drop", &OutboxOverflowFault::drop,
             one_word_of<Drop>({{"oldest", Drop::oldest, "the oldest makes room for the newest"},
                                {"newest", Drop::newest, "what comes finds no room"}}),
             "what is lost when it is full");
    return fault_kind<OutboxOverflowFault>("A device that is offline can keep only so many events: the rest is lost.",
                                           anyone, Extent::interval, parameters);
}

FaultKind duplicates() {
    Section<DuplicatesFault> parameters = with_share<DuplicatesFault>("of the events");
    parameters.key("copies", &DuplicatesFault::copies, whole<std::uint32_t>({1, 100}), "how often it is sent again")
        .key("spacing", &DuplicatesFault::spacing, duration(), "the time between two of them");
    return fault_kind<DuplicatesFault>(
        "The application sends events again (the user tried again, the app was restarted); no producer knows better.",
        any_way, Extent::interval, parameters);
}

FaultKind very_late() {
    Section<VeryLateFault> parameters = with_share<VeryLateFault>("of the events");
    parameters.key("by", &VeryLateFault::by, delay_shape({microsecond, duration_most}), "how long it stays there")
        .required();
    return fault_kind<VeryLateFault>("Single events stay on their devices for hours or days before they are sent.",
                                     anyone, Extent::interval, parameters);
}

FaultKind poison() {
    return fault_kind<PoisonFault>(
        "A record is malformed: no job can read it. It is counted as generated, and belongs to no value.", anyone,
        Extent::interval, with_share<PoisonFault>("of the events"));
}

FaultKind burst() {
    Section<BurstFault> parameters{"", ""};
    parameters.key("factor", &BurstFault::factor, decimal({1}, {1'000'000'000'000}), "what the rate is multiplied by")
        .required();
    return fault_kind<BurstFault>("More happens than usual (or less).", any_generator, Extent::interval, parameters);
}

FaultKind clock_skew() {
    constexpr ProcessingDuration most = std::chrono::minutes{30};
    Section<ClockSkewFault> parameters{"", ""};
    parameters.key("by", &ClockSkewFault::by, duration({-duration_most, duration_most}), "how far ahead the clock is")
        .key("drift", &ClockSkewFault::drift, duration({-most, most}), "how much it gains each hour");
    FaultKind kind = fault_kind<ClockSkewFault>(
        "Devices' clocks are wrong: by a step, or more and more. Truth goes by the true instant all the same.", anyone,
        Extent::interval, parameters);
    kind.keys.check([](Reader& reader, const Node& node, Fault& fault) {
        const auto& skew = std::get<ClockSkewFault>(fault.what);
        if (skew.by.count() == 0 && skew.drift.count() == 0)
            reader.problem(node.find("clock_skew")->span, "clock_skew: says neither 'by' nor 'drift'", "by: -5m");
    });
    return kind;
}

FaultKind bad_clock() {
    Section<BadClockFault> parameters{"", ""};
    parameters
        .key("shows", &BadClockFault::shows, event_clock_time(),
             "what the clock shows, all the time: \"1970-01-01T00:00:00Z\", or a day that is yet to come")
        .required()
        .key("share", &BadClockFault::share, share(), "of the events");
    return fault_kind<BadClockFault>("Devices' clocks stand: every event bears the same time.", anyone,
                                     Extent::interval, parameters);
}

FaultKind delay() {
    Section<DelayFault> parameters{"", ""};
    parameters.key("by", &DelayFault::by, delay_shape({}), "how much longer: on top of what the source's delay is")
        .required()
        .key("share", &DelayFault::share, share(), "of the attempts to send");
    return fault_kind<DelayFault>("The network takes longer.", any_way, Extent::interval, parameters);
}

FaultKind loss() {
    return fault_kind<LossFault>(
        "What is sent does not arrive. The producer tries again, until it gives up (source.producer); then it is lost.",
        any_way, Extent::interval, with_share<LossFault>("of the attempts to send"));
}

FaultKind redelivery() {
    Section<RedeliveryFault> parameters = with_share<RedeliveryFault>("of what arrives");
    parameters.key("lag", &RedeliveryFault::lag, delay_shape({}), "how much later the copy arrives");
    return fault_kind<RedeliveryFault>(
        "The network delivers twice. The log takes both, unless the producer is idempotent (source.producer).", any_way,
        Extent::interval, parameters);
}

FaultKind reorder() {
    Section<ReorderFault> parameters = with_share<ReorderFault>("of the attempts to send");
    parameters.key("window", &ReorderFault::window, duration({microsecond, duration_most}),
                   "a message is held up for at most so long");
    return fault_kind<ReorderFault>("Messages are held up, so that later ones overtake them.", any_way,
                                    Extent::interval, parameters);
}

FaultKind ack_loss() {
    return fault_kind<AckLossFault>(
        "A message arrives, and its producer does not hear of it: it sends it again. The log takes both, unless the "
        "producer is idempotent (source.producer).",
        any_way, Extent::interval, with_share<AckLossFault>("of the acknowledgements"));
}

FaultKind partition() {
    using Direction = PartitionFault::Direction;
    Section<PartitionFault> parameters{"", ""};
    parameters.key("direction", &PartitionFault::direction,
                   one_word_of<Direction>(
                       {{"both", Direction::both, "nothing arrives, either way"},
                        {"to_log", Direction::to_log, "nothing arrives at the log"},
                        {"from_log", Direction::from_log, "what is sent arrives; no acknowledgement comes back"}}),
                   "which way is cut");
    return fault_kind<PartitionFault>(
        "Devices and log cannot reach each other: what is sent is lost, and sent again until the producer gives up.",
        any_way, Extent::interval, parameters);
}

FaultKind slow_broker() {
    Section<SlowBrokerFault> parameters{"", ""};
    parameters
        .key("by", &SlowBrokerFault::by, delay_shape({microsecond, duration_most}), "how much longer an append takes")
        .required();
    return fault_kind<SlowBrokerFault>("The log takes longer to append what arrives.", any_way, Extent::interval,
                                       parameters);
}

// Not a fault of its own: the entries that the seed draws.
FaultKind random() {
    std::vector<Word<std::string>> kinds;
    for (const std::string& name : drawable_faults())
        kinds.push_back({name, name, name});
    Section<RandomFaults> plan{"faults.random.plan", "What the seed may draw."};
    plan.key("faults", &RandomFaults::kinds, list_of(one_word_of<std::string>(kinds), 100, "a list of faults"),
             "the kinds that it may be")
        .required()
        .key("of", &RandomFaults::target, label(), any_way)
        .key("count", &RandomFaults::count, whole<std::uint32_t>({1, 10'000}), "how many entries")
        .key("from", &RandomFaults::from, clock_time(), "none begins before")
        .otherwise("the clock's start")
        .key("until", &RandomFaults::until, clock_time(), "none begins then or after")
        .otherwise("the clock's end")
        .key("longest", &RandomFaults::longest, duration({std::chrono::milliseconds{1}, duration_most}),
             "none lasts longer, and no delay of theirs is longer")
        .key("share", &RandomFaults::share, share(), "no share of theirs is greater")
        .check([](Reader& reader, const Node& node, RandomFaults& p) {
            if (p.kinds.empty()) reader.problem(node.find("faults")->span, "faults: names no fault");
            if (p.from && p.until && *p.until <= *p.from)
                reader.problem(node.find("until")->span, "until: not after from");
        });
    const char* const sentence =
        "Faults drawn from the seed: their kinds, instants and strengths. `run` lists what was drawn.";
    Section<Fault> keys{"faults.random", sentence};
    keys.start([](Reader&, const Node& node, Fault& fault) {
            fault = Fault{RandomFaults{}, {}, {}, Reader::position(node.span)};
        })
        .key<RandomFaults>(
            "random", Shape<RandomFaults>(plan), [](Fault& fault, RandomFaults p) { fault.what = std::move(p); },
            [](const Fault& fault) -> std::optional<RandomFaults> {
                const auto* found = std::get_if<RandomFaults>(&fault.what);
                return found == nullptr ? std::nullopt : std::optional{*found};
            },
            "what may be drawn")
        .required();
    return {{"random", "-", "what may be drawn", "faults, of, count, from, until, longest, share", sentence},
            std::move(keys),
            [](const Fault& fault) { return std::holds_alternative<RandomFaults>(fault.what); }};
}

}  // namespace

std::vector<FaultKind> tape_faults() {
    return {offline(),
            outbox_overflow(),
            duplicates(),
            very_late(),
            poison(),
            burst(),
            plain<SilenceFault>("Nothing happens.", any_generator),
            clock_skew(),
            bad_clock(),
            delay(),
            loss(),
            redelivery(),
            reorder(),
            ack_loss(),
            plain<ClogFault>("Nothing gets through the network; all of it arrives when it ends.", any_way),
            partition(),
            slow_broker(),
            random()};
}

}  // namespace tidemark
