#include "sim/world/journey.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::uint32_t attempts_most = 10'000;

// A sub-draw for each attempt of each copy; 0 for the first of the first.
std::uint64_t sub_draw(std::uint32_t copy, std::uint32_t attempt) { return copy | std::uint64_t{attempt} << 8; }

Entity everything_of(const Source& source) { return Entity{source.name}; }

}  // namespace

Journey::Journey(const Scenario& scenario, const Source& source, const SourceCast& cast, const Names& names, Seed seed)
    : producer_{source.producer},
      lost_draws_{seed, Purpose::attempt_lost, everything_of(source)},
      ack_draws_{seed, Purpose::ack_lost, everything_of(source)},
      again_draws_{seed, Purpose::sent_again, everything_of(source)},
      echo_draws_{seed, Purpose::redelivered, everything_of(source)},
      echo_lag_draws_{seed, Purpose::redelivery_lag, everything_of(source)},
      delay_draws_{seed, Purpose::delayed, everything_of(source)},
      delay_by_draws_{seed, Purpose::delayed_by, everything_of(source)},
      reorder_draws_{seed, Purpose::held_up, everything_of(source)},
      reorder_by_draws_{seed, Purpose::held_up_by, everything_of(source)},
      append_draws_{seed, Purpose::slow_append, everything_of(source)} {
    for (std::uint32_t fault = 0; fault < scenario.faults.size(); ++fault)
        if (const auto reach = reach_of(scenario, fault, source, cast, names))
            std::visit([&](const auto& what) { add(what, *reach); }, scenario.faults[fault].what);
    eventful_ = !clogs_.empty() || !cuts_.empty() || !losses_.empty() || !ack_losses_.empty() ||
                !slow_network_.empty() || !slow_log_.empty() || !again_.empty() || !echoes_.empty();
    if (producer_.idempotent) {
        eventful_ = true;
        last_arrival_.assign(cast.users.size(), ProcessingTime{ProcessingDuration{INT64_MIN}});
    }
}

void Journey::add(const ClogFault&, Reach reach) { clogs_.push_back(std::move(reach)); }
void Journey::add(const PartitionFault& fault, Reach reach) {
    using Direction = PartitionFault::Direction;
    cuts_.push_back({std::move(reach), fault.direction != Direction::from_log, fault.direction != Direction::to_log});
}
void Journey::add(const LossFault& fault, Reach reach) {
    losses_.push_back({std::move(reach), Chance{fault.share.value}});
}
void Journey::add(const AckLossFault& fault, Reach reach) {
    ack_losses_.push_back({std::move(reach), Chance{fault.share.value}});
}
void Journey::add(const RedeliveryFault& fault, Reach reach) {
    echoes_.push_back({{std::move(reach), Chance{fault.share.value}}, DelaySampler{fault.lag}});
}
void Journey::add(const DelayFault& fault, Reach reach) {
    slow_network_.push_back({std::move(reach), Chance{fault.share.value}, DelaySampler{fault.by}, Mishap::delayed});
}
void Journey::add(const ReorderFault& fault, Reach reach) {
    slow_network_.push_back({std::move(reach), Chance{fault.share.value},
                             DelaySampler{UniformDelay{ProcessingDuration{0}, fault.window}}, Mishap::held_up});
}
void Journey::add(const SlowBrokerFault& fault, Reach reach) {
    slow_log_.push_back({std::move(reach), Chance{1'000'000}, DelaySampler{fault.by}, Mishap::slow_append});
}
void Journey::add(const DuplicatesFault& fault, Reach reach) {
    again_.push_back({{std::move(reach), Chance{fault.share.value}}, fault.copies, fault.spacing});
}

void Journey::go(const EventBlock& block, std::size_t i, std::uint32_t partition, bool in_order, const Network& network,
                 FaultNotes& notes, Outcome& outcome) {
    outcome.arrivals.clear();
    outcome.lost.reset();
    arrivals_.clear();
    Trip trip{i, block.number[i], block.user[i], partition, 0, block.sent[i], {}};
    send(trip, network, notes);
    const std::uint32_t planned = block.copies[i];
    Trip more = trip;
    for (more.copy = 1; more.copy < planned; ++more.copy) {
        more.leaves = trip.leaves + network.spacing() * more.copy;
        send(more, network, notes);
    }
    for (const Again& again : again_) {
        if (!again.coin.reach.hits(trip.user, partition, trip.leaves) || !again.coin.chance(again_draws_(trip.number)))
            continue;
        for (std::uint32_t n = 1; n <= again.copies && more.copy < Network::copies_limit; ++n, ++more.copy) {
            more.leaves = trip.leaves + again.spacing * n;
            notes.add(i, more.leaves, Mishap::sent_again, again.coin.reach.fault);
            send(more, network, notes);
        }
    }
    settle(trip, in_order, notes, outcome);
}

// Attempt after attempt, until the producer hears that one arrived, or gives up.
void Journey::send(Trip& trip, const Network& network, FaultNotes& notes) {
    trip.blamed.reset();
    bool arrived = false;
    for (std::uint32_t attempt = 0; attempt < attempts_most; ++attempt) {
        const ProcessingTime now = trip.leaves + producer_.retry_after * attempt;
        if (attempt > 0 && (!producer_.acknowledged || now - trip.leaves > producer_.give_up_after)) break;
        if (const auto fault = lost_by(trip, attempt, now)) {
            if (trip.blamed != fault) notes.add(trip.event, now, Mishap::attempt_lost, *fault);
            trip.blamed = fault;
            continue;
        }
        const ProcessingTime arrives = travel(trip, attempt, now, network, notes);
        arrivals_.push_back({arrives, trip.copy, trip.blamed.value_or(0), !arrived});
        arrived = true;
        for (const Echo& echo : echoes_) {
            if (!echo.coin.reach.hits(trip.user, trip.partition, now)) continue;
            if (!echo.coin.chance(echo_draws_(trip.number, sub_draw(trip.copy, attempt)))) continue;
            const ProcessingTime later = arrives + echo.lag(echo_lag_draws_(trip.number, sub_draw(trip.copy, attempt)));
            notes.add(trip.event, later, Mishap::redelivered, echo.coin.reach.fault);
            arrivals_.push_back({later, trip.copy, echo.coin.reach.fault, false});
            break;
        }
        const auto fault = producer_.acknowledged ? ack_lost_by(trip, attempt, arrives) : std::nullopt;
        if (!fault) break;
        if (trip.blamed != fault) notes.add(trip.event, arrives, Mishap::ack_lost, *fault);
        trip.blamed = fault;
        if (arrivals_.size() >= Network::copies_limit / 2) break;
    }
}

std::optional<std::uint32_t> Journey::lost_by(const Trip& trip, std::uint32_t attempt, ProcessingTime at) const {
    for (const Cut& cut : cuts_)
        if (cut.to_log && cut.reach.hits(trip.user, trip.partition, at)) return cut.reach.fault;
    for (const Coin& loss : losses_)
        if (loss.reach.hits(trip.user, trip.partition, at) &&
            loss.chance(lost_draws_(trip.number, sub_draw(trip.copy, attempt))))
            return loss.reach.fault;
    return {};
}

std::optional<std::uint32_t> Journey::ack_lost_by(const Trip& trip, std::uint32_t attempt, ProcessingTime at) const {
    for (const Cut& cut : cuts_)
        if (cut.from_log && cut.reach.hits(trip.user, trip.partition, at)) return cut.reach.fault;
    for (const Coin& loss : ack_losses_)
        if (loss.reach.hits(trip.user, trip.partition, at) &&
            loss.chance(ack_draws_(trip.number, sub_draw(trip.copy, attempt))))
            return loss.reach.fault;
    return {};
}

// When an attempt that is made now reaches the log.
ProcessingTime Journey::travel(const Trip& trip, std::uint32_t attempt, ProcessingTime at, const Network& network,
                               FaultNotes& notes) const {
    const std::uint64_t sub = sub_draw(trip.copy, attempt);
    ProcessingTime goes_on = at;
    for (bool moved = true; moved;) {
        moved = false;
        for (const Reach& clog : clogs_) {
            if (!clog.hits(trip.user, trip.partition, goes_on)) continue;
            goes_on = clog.until;
            notes.add(trip.event, goes_on, Mishap::jammed, clog.fault);
            moved = true;
        }
    }
    ProcessingTime arrives = goes_on + network.delay(trip.number, sub);
    const auto slowed = [&](const Slowness& slowness, ProcessingTime seen, const Draws& whether, const Draws& by_how) {
        if (!slowness.reach.hits(trip.user, trip.partition, seen) || !slowness.chance(whether(trip.number, sub)))
            return;
        const ProcessingDuration by = slowness.by(by_how(trip.number, sub));
        if (by.count() == 0) return;
        arrives += by;
        notes.add(trip.event, arrives, slowness.what, slowness.reach.fault);
    };
    for (const Slowness& each : slow_network_) {
        const bool delay = each.what == Mishap::delayed;
        slowed(each, at, delay ? delay_draws_ : reorder_draws_, delay ? delay_by_draws_ : reorder_by_draws_);
    }
    const ProcessingTime at_log = arrives;
    for (const Slowness& each : slow_log_)
        slowed(each, at_log, append_draws_, append_draws_);
    return arrives;
}

// What of all that arrives the log takes in: of an idempotent producer each message once, and in its order.
void Journey::settle(const Trip& trip, bool in_order, FaultNotes& notes, Outcome& outcome) {
    if (arrivals_.empty()) {
        outcome.lost = producer_.acknowledged ? trip.leaves + producer_.give_up_after : trip.leaves;
        notes.follows(trip.event, *outcome.lost, Mishap::never_arrived, trip.blamed.value_or(0));
        return;
    }
    std::stable_sort(arrivals_.begin(), arrivals_.end(),
                     [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
    if (producer_.idempotent && in_order) {
        ProcessingTime& last = last_arrival_[trip.user];
        for (Arrival& arrival : arrivals_)
            if (arrival.copy == 0) arrival.at = std::max(arrival.at, last);
        for (const Arrival& arrival : arrivals_)
            if (arrival.copy == 0) {
                last = arrival.at;
                break;
            }
    }
    for (auto arrival = arrivals_.begin(); arrival != arrivals_.end(); ++arrival) {
        const auto known =
            std::find_if(arrivals_.begin(), arrival, [&](const Arrival& taken) { return taken.copy == arrival->copy; });
        if (!producer_.idempotent || known == arrival) outcome.arrivals.push_back(arrival->at);
        else
            notes.follows(trip.event, arrival->at, Mishap::copy_refused,
                          arrival->first ? known->fault : arrival->fault);
    }
    std::sort(outcome.arrivals.begin(), outcome.arrivals.end());
}

}  // namespace tidemark
