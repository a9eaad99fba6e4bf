#include "sim/world/device.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

// The users whose devices go offline: of n devices exactly the share of n, rounded, with the least draws. So a greater
// share keeps all that a smaller one had, and a user more changes at most one other.
std::vector<std::uint32_t> affected(Millionths share, const Source& source, const SourceCast& cast, const Names& names,
                                    Seed seed) {
    struct Candidate {
        std::uint64_t bits;
        std::uint32_t user;
        bool operator<(const Candidate& other) const {
            return bits != other.bits ? bits < other.bits : user < other.user;
        }
    };
    std::vector<Candidate> candidates;
    for (std::uint32_t user = 0; user < cast.users.size(); ++user) {
        const std::string name = names.users.name(cast.users[user]);
        if (name.empty() && cast.users.size() > 1) continue;  // nobody's events have no device
        candidates.push_back({draw(seed, Purpose::offline_user, Entity{source.name, name}, 0), user});
    }
    const std::uint64_t millionths = static_cast<std::uint64_t>(std::clamp<std::int64_t>(share.value, 0, 1'000'000));
    const std::uint64_t count = (candidates.size() * millionths + 500'000) / 1'000'000;
    std::sort(candidates.begin(), candidates.end());
    std::vector<std::uint32_t> users;
    for (std::uint64_t i = 0; i < count; ++i)
        users.push_back(candidates[i].user);
    return users;
}

}  // namespace

Devices::Devices(const Source& source, const SourceCast& cast, const Names& names, Seed seed, ProcessingTime start,
                 std::vector<PlannedOutage> outages)
    : flush_{source.flush},
      flush_draws_{seed, Purpose::flush_order, Entity{source.name}},
      skew_{source.clock_skew},
      outages_{std::move(outages)} {
    if (!outages_.empty()) returns_.resize(cast.users.size());
    if (source.clock_skew_spread) {
        const DelaySampler spread{*source.clock_skew_spread};
        for (std::uint32_t user = 0; user < cast.users.size(); ++user)
            skews_.push_back(
                spread(draw(seed, Purpose::clock_skew, Entity{source.name, names.users.name(cast.users[user])}, 0)));
    }
    if (!source.offline) return;
    if (const auto* intervals = std::get_if<std::vector<OfflineInterval>>(&*source.offline)) set_intervals(*intervals);
    else set_phases(std::get<OfflinePhases>(*source.offline), source, cast, names, seed, start);
}

void Devices::set_intervals(std::vector<OfflineInterval> intervals) {
    std::sort(intervals.begin(), intervals.end(), [](const OfflineInterval& a, const OfflineInterval& b) {
        return a.from != b.from ? a.from < b.from : a.until < b.until;
    });
    for (OfflineInterval& interval : intervals) {
        if (interval.until <= interval.from) continue;
        // A device that comes back and is gone at the same instant was not back.
        if (!intervals_.empty() && interval.from <= intervals_.back().until)
            intervals_.back().until = std::max(intervals_.back().until, interval.until);
        else intervals_.push_back(interval);
    }
    always_online_ = intervals_.empty();
}

void Devices::set_phases(const OfflinePhases& phases, const Source& source, const SourceCast& cast, const Names& names,
                         Seed seed, ProcessingTime start) {
    online_.emplace(ExponentialDelay{phases.every, {}});
    offline_.emplace(ExponentialDelay{phases.mean, phases.max});
    phases_of_.resize(cast.users.size());
    for (const std::uint32_t user : affected(phases.users, source, cast, names, seed)) {
        const Entity device{source.name, names.users.name(cast.users[user])};
        phases_.push_back({Draws{seed, Purpose::online_phase, device}, Draws{seed, Purpose::offline_phase, device}});
        begin_phase(phases_.back(), start);
        phases_of_[user] = static_cast<std::uint32_t>(phases_.size());
    }
    always_online_ = phases_.empty();
}

void Devices::begin_phase(Phases& device, ProcessingTime online_from) const {
    // At least a microsecond, so that time passes.
    device.from = online_from + std::max((*online_)(device.online(device.number)), ProcessingDuration{1});
    device.until = device.from + (*offline_)(device.offline(device.number));
    ++device.number;
}

void Devices::pass(EventBlock& block) {
    stamp(block);
    for (std::size_t i = 0; i < block.count; ++i)
        block.sent[i] = ProcessingTime{block.happened[i].time_since_epoch()};
    std::fill_n(block.offline.begin(), block.count, false);
    std::fill_n(block.place.begin(), block.count, 0U);
    if (!always_online_ || !outages_.empty()) keep_offline(block);
    ordinal_ += static_cast<std::uint32_t>(block.count);
}

void Devices::stamp(EventBlock& block) const {
    if (skew_ == ProcessingDuration{0} && skews_.empty()) {
        std::copy_n(block.happened.begin(), block.count, block.at.begin());
        return;
    }
    for (std::size_t i = 0; i < block.count; ++i)
        block.at[i] = clock_reading(saturating_add(instant_of(block.happened[i]), skew_of(block.user[i])));
}

void Devices::keep_offline(EventBlock& block) {
    for (std::size_t i = 0; i < block.count; ++i) {
        FlushOrder order = flush_;
        std::optional<ProcessingTime> back;
        if (outages_.empty()) {
            back = back_at(block.user[i], block.sent[i]);
        } else {
            block.kept_by[i].reset();
            if (const auto found = back_from_outages(block.user[i], block.sent[i])) {
                back = found->at;
                if (found->outage) block.kept_by[i] = found->outage->reach.fault, order = found->outage->order;
            }
        }
        if (!back) continue;
        block.sent[i] = *back;
        block.offline[i] = true;
        block.place[i] = place(order, block.number[i], ordinal_ + static_cast<std::uint32_t>(i));
    }
}

// Asks from the instant at which the device would be back, again and again. Phases are asked in the order of time only,
// so what was found holds for every event until then.
std::optional<Devices::Return> Devices::back_from_outages(std::uint32_t user, ProcessingTime now) {
    Return& known = returns_[user];
    if (now < known.at) return known;
    Return found{now, nullptr};
    for (bool moved = true; moved;) {
        moved = false;
        if (!always_online_) {
            if (const auto back = back_at(user, found.at)) found.at = *back, moved = true;
        }
        for (const PlannedOutage& outage : outages_) {
            if (!outage.reach.covers(found.at) || !outage.reach.hits(user)) continue;
            found = {outage.reach.until, &outage};
            moved = true;
        }
    }
    if (found.at == now) return {};
    return known = found;
}

std::optional<ProcessingTime> Devices::back_at(std::uint32_t user, ProcessingTime now) {
    if (phases_of_.empty()) {
        if (!outages_.empty()) interval_ = 0;  // instants are not asked for in order then
        while (interval_ < intervals_.size() && intervals_[interval_].until <= now)
            ++interval_;
        if (interval_ == intervals_.size() || now < intervals_[interval_].from) return {};
        return intervals_[interval_].until;
    }
    if (phases_of_[user] == 0) return {};
    Phases& device = phases_[phases_of_[user] - 1];
    while (device.until <= now)
        begin_phase(device, device.until);
    if (now < device.from) return {};
    return device.until;
}

std::uint32_t Devices::place(FlushOrder order, std::uint32_t number, std::uint32_t ordinal) const {
    switch (order) {
        case FlushOrder::fifo:
            return 0;
        case FlushOrder::lifo:
            return ~ordinal;
        case FlushOrder::shuffled:
            return static_cast<std::uint32_t>(flush_draws_(number) >> 32);
    }
    return 0;
}

}  // namespace tidemark
