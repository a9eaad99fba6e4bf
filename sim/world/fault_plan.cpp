#include "sim/world/fault_plan.h"

#include "engine/invariant.h"
#include "sim/world/samplers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tidemark {
namespace {

// What of an entry is drawn: a sub-draw each.
enum class Part : std::uint64_t { kind, from, lasts, share, by };

// A plan's draws for one of its entries.
struct Dice {
    Draws draws;
    std::uint32_t entry;
    std::uint64_t operator()(Part part) const { return draws(entry, static_cast<std::uint64_t>(part)); }
};

// From one millionth to the most.
Millionths some_share(const Dice& dice, Millionths most) {
    const auto drawn = below(dice(Part::share), static_cast<std::uint64_t>(std::max<std::int64_t>(1, most.value)));
    return {static_cast<std::int64_t>(drawn) + 1};
}

// A duration above 0, of so many milliseconds at most.
ProcessingDuration some_time(std::uint64_t bits, ProcessingDuration most) {
    const std::int64_t milliseconds = std::max<std::int64_t>(1, most.count() / 1000);
    return std::chrono::milliseconds{below(bits, static_cast<std::uint64_t>(milliseconds)) + 1};
}

struct DrawableKind {
    std::string_view name;
    Fault::What (*make)(const RandomFaults& plan, const Dice& dice);
};

template <class Kind>
Fault::What with_share(const RandomFaults& plan, const Dice& dice) {
    Kind kind;
    kind.target = plan.target;
    kind.share = some_share(dice, plan.share);
    return kind;
}
template <class Kind>
Fault::What with_share_and_delay(const RandomFaults& plan, const Dice& dice) {
    Kind kind;
    kind.target = plan.target;
    kind.share = some_share(dice, plan.share);
    kind.by = FixedDelay{some_time(dice(Part::by), plan.longest)};
    return kind;
}
template <class Kind>
Fault::What plain(const RandomFaults& plan, const Dice&) {
    Kind kind;
    kind.target = plan.target;
    return kind;
}
Fault::What slow_broker(const RandomFaults& plan, const Dice& dice) {
    return SlowBrokerFault{plan.target, FixedDelay{some_time(dice(Part::by), plan.longest)}};
}
Fault::What reorder(const RandomFaults& plan, const Dice& dice) {
    return ReorderFault{plan.target, some_share(dice, plan.share), some_time(dice(Part::by), plan.longest)};
}
Fault::What clock_skew(const RandomFaults& plan, const Dice& dice) {
    const ProcessingDuration by = some_time(dice(Part::by), plan.longest);
    return ClockSkewFault{plan.target, dice(Part::share) % 2 == 0 ? by : -by, {}};
}

constexpr std::array drawable{
    DrawableKind{"offline", plain<OfflineFault>},
    DrawableKind{"duplicates", with_share<DuplicatesFault>},
    DrawableKind{"very_late", with_share_and_delay<VeryLateFault>},
    DrawableKind{"poison", with_share<PoisonFault>},
    DrawableKind{"clock_skew", clock_skew},
    DrawableKind{"delay", with_share_and_delay<DelayFault>},
    DrawableKind{"loss", with_share<LossFault>},
    DrawableKind{"redelivery", with_share<RedeliveryFault>},
    DrawableKind{"reorder", reorder},
    DrawableKind{"ack_loss", with_share<AckLossFault>},
    DrawableKind{"clog", plain<ClogFault>},
    DrawableKind{"partition", plain<PartitionFault>},
    DrawableKind{"slow_broker", slow_broker},
};

const DrawableKind& kind_named(const std::string& name) {
    const auto found =
        std::find_if(drawable.begin(), drawable.end(), [&](const DrawableKind& kind) { return kind.name == name; });
    INVARIANT(found != drawable.end(), "a random plan cannot draw '{}'", name);
    return *found;
}

void draw_entries(const Scenario& scenario, Seed seed, std::uint32_t place, const Fault& written,
                  std::vector<Fault>& faults) {
    const auto& plan = std::get<RandomFaults>(written.what);
    const Draws draws{seed, Purpose::fault_plan, Entity{fmt::format("plan {}", place)}};
    const ProcessingTime from = plan.from.value_or(scenario.clock.from);
    const ProcessingTime until = plan.until.value_or(scenario.clock.until.value_or(from));
    const auto span = static_cast<std::uint64_t>(std::max<std::int64_t>(1, (until - from).count() / 1000));
    for (std::uint32_t entry = 0; entry < plan.count; ++entry) {
        const Dice dice{draws, entry};
        const std::string& kind = plan.kinds[below(dice(Part::kind), plan.kinds.size())];
        Fault fault{kind_named(kind).make(plan, dice), {}, {}, written.where};
        fault.at = from + std::chrono::milliseconds{below(dice(Part::from), span)};
        fault.lasts = some_time(dice(Part::lasts), plan.longest);
        faults.push_back(std::move(fault));
    }
}

}  // namespace

std::vector<std::string> drawable_faults() {
    std::vector<std::string> names;
    for (const DrawableKind& kind : drawable)
        names.emplace_back(kind.name);
    return names;
}

bool has_random_faults(const Scenario& scenario) {
    return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                       [](const Fault& fault) { return std::holds_alternative<RandomFaults>(fault.what); });
}

Scenario with_drawn_faults(const Scenario& scenario, Seed seed) {
    Scenario drawn = scenario;
    drawn.faults.clear();
    std::uint32_t place = 0;  // among the random plans
    for (const Fault& fault : scenario.faults) {
        if (std::holds_alternative<RandomFaults>(fault.what))
            draw_entries(scenario, seed, place++, fault, drawn.faults);
        else drawn.faults.push_back(fault);
    }
    return drawn;
}

std::shared_ptr<const Scenario> with_drawn_faults(std::shared_ptr<const Scenario> scenario, Seed seed) {
    if (!has_random_faults(*scenario)) return scenario;
    return std::make_shared<const Scenario>(with_drawn_faults(*scenario, seed));
}

}  // namespace tidemark
