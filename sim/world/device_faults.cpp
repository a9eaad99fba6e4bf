#include "sim/world/device_faults.h"

#include "sim/world/network.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr ProcessingDuration hour = std::chrono::hours{1};

// What a clock that runs wrong by so much an hour (less than an hour) has gathered in a time.
ProcessingDuration drifted(ProcessingDuration an_hour, ProcessingDuration time) {
    return an_hour * (time / hour) + ProcessingDuration{an_hour.count() * (time % hour).count() / hour.count()};
}

}  // namespace

DeviceFaults::DeviceFaults(const Scenario& scenario, const Source& source, const SourceCast& cast, const Names& names,
                           Seed seed)
    : stopped_draws_{seed, Purpose::clock_stopped, Entity{source.name}},
      late_draws_{seed, Purpose::kept_back, Entity{source.name}},
      late_by_draws_{seed, Purpose::kept_back_by, Entity{source.name}},
      poison_draws_{seed, Purpose::poison, Entity{source.name}} {
    for (std::uint32_t fault = 0; fault < scenario.faults.size(); ++fault)
        if (const auto reach = reach_of(scenario, fault, source, cast, names))
            std::visit([&](const auto& what) { add(what, *reach); }, scenario.faults[fault].what);
}

void DeviceFaults::add(const ClockSkewFault& fault, Reach reach) {
    skews_.push_back({std::move(reach), fault.by, fault.drift});
}
void DeviceFaults::add(const BadClockFault& fault, Reach reach) {
    stopped_.push_back({std::move(reach), Chance{fault.share.value}, fault.shows});
}
void DeviceFaults::add(const VeryLateFault& fault, Reach reach) {
    late_.push_back({std::move(reach), Chance{fault.share.value}, DelaySampler{fault.by}});
}
void DeviceFaults::add(const OutboxOverflowFault& fault, Reach reach) {
    outboxes_.push_back({std::move(reach), fault.cap, fault.drop == OutboxOverflowFault::Drop::oldest, {}, {}});
}
void DeviceFaults::add(const PoisonFault& fault, Reach reach) {
    poisons_.push_back({std::move(reach), Chance{fault.share.value}});
}

bool DeviceFaults::needs_look_ahead() const {
    return std::any_of(outboxes_.begin(), outboxes_.end(), [](const Outbox& outbox) { return outbox.drops_oldest; });
}

void DeviceFaults::look_ahead(const EventBlock& block) {
    for (std::size_t i = 0; i < block.count; ++i) {
        if (!block.offline[i] || Network::arrival_given(block, i)) continue;
        const ProcessingTime now = instant_of(block.happened[i]);
        for (Outbox& outbox : outboxes_)
            if (outbox.drops_oldest && outbox.reach.covers(now) && outbox.reach.hits(block.user[i]))
                outbox.ahead[{block.user[i], block.sent[i]}].push_back(now);
    }
}

void DeviceFaults::pass(EventBlock& block, Marks& marks, FaultNotes& notes) {
    std::fill_n(marks.kept_back.begin(), block.count, false);
    std::fill_n(marks.unreadable.begin(), block.count, false);
    std::fill_n(marks.lost.begin(), block.count, std::nullopt);
    for (std::size_t i = 0; i < block.count; ++i) {
        const ProcessingTime now = instant_of(block.happened[i]);
        const std::uint32_t user = block.user[i], number = block.number[i];
        stamp(block, i, notes);
        for (const Poison& poison : poisons_) {
            if (!poison.reach.covers(now) || !poison.reach.hits(user) || !poison.chance(poison_draws_(number)))
                continue;
            notes.add(i, now, Mishap::unreadable, poison.reach.fault);
            marks.unreadable[i] = true;
            break;
        }
        if (Network::arrival_given(block, i)) continue;  // it goes its own way
        for (Outbox& outbox : outboxes_) {
            if (!block.offline[i] || marks.lost[i] || !outbox.reach.covers(now) || !outbox.reach.hits(user)) continue;
            marks.lost[i] = overflow(block, i, outbox);
            if (marks.lost[i]) notes.add(i, *marks.lost[i], Mishap::outbox_full, outbox.reach.fault);
        }
        if (marks.lost[i]) continue;
        for (const Late& late : late_) {
            if (!late.reach.covers(now) || !late.reach.hits(user) || !late.chance(late_draws_(number))) continue;
            block.sent[i] += late.by(late_by_draws_(number));
            marks.kept_back[i] = true;
            notes.add(i, block.sent[i], Mishap::kept_back, late.reach.fault);
            break;
        }
    }
}

// What the device's clock shows.
void DeviceFaults::stamp(EventBlock& block, std::size_t i, FaultNotes& notes) const {
    const ProcessingTime now = instant_of(block.happened[i]);
    const EventTime right = block.at[i];
    for (const Skew& skew : skews_) {
        if (!skew.reach.covers(now) || !skew.reach.hits(block.user[i])) continue;
        const ProcessingDuration off =
            skew.by + drifted(skew.drift, std::max(now - skew.reach.since, ProcessingDuration{0}));
        block.at[i] = clock_reading(saturating_add(instant_of(block.at[i]), off));
        if (block.at[i] != right) notes.add(i, now, Mishap::clock_wrong, skew.reach.fault);
    }
    for (const Stopped& clock : stopped_) {
        if (!clock.reach.covers(now) || !clock.reach.hits(block.user[i])) continue;
        if (!clock.chance(stopped_draws_(block.number[i]))) continue;
        if (block.at[i] != clock.shows) notes.add(i, now, Mishap::clock_wrong, clock.reach.fault);
        block.at[i] = clock.shows;
        break;
    }
}

// When there was no room for the event any more: at once, or when one too many came after it.
std::optional<ProcessingTime> DeviceFaults::overflow(const EventBlock& block, std::size_t i, Outbox& outbox) const {
    const std::pair place{block.user[i], block.sent[i]};
    const std::uint64_t before = outbox.kept[place]++;
    if (!outbox.drops_oldest) return before < outbox.cap ? std::nullopt : std::optional{instant_of(block.happened[i])};
    const std::vector<ProcessingTime>& all = outbox.ahead[place];
    return before + outbox.cap < all.size() ? std::optional{all[before + outbox.cap]} : std::nullopt;
}

}  // namespace tidemark
