#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/event_block.h"
#include "sim/world/fault_notes.h"
#include "sim/world/fault_reach.h"
#include "sim/world/network.h"
#include "sim/world/random.h"
#include "sim/world/samplers.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tidemark {

// The way of a source's messages to the log where faults are about: attempts that are lost and made again, jams, delays,
// copies. Whether a fault hits is decided at the instant of each attempt, by a coin that belongs to the message (and the
// attempt): the same for any two faults of a kind, and whatever the interval and the share. So a longer interval or a
// greater share keeps what it hit before, and to delete a fault moves nothing else.
class Journey {
public:
    Journey(const Scenario& scenario, const Source& source, const SourceCast& cast, const Names& names, Seed seed);
    // Whether anything can happen to a message at all.
    bool eventful() const { return eventful_; }

    // One event of the block, whose way begins now. Fills arrivals and the instant at which it is lost for good.
    struct Outcome {
        std::vector<ProcessingTime> arrivals;  // of the copies that the log takes, in order
        std::optional<ProcessingTime> lost;    // no copy arrives: since when that is certain
    };
    void go(const EventBlock& block, std::size_t i, std::uint32_t partition, bool in_order, const Network& network,
            FaultNotes& notes, Outcome& outcome);

private:
    struct Coin {
        Reach reach;
        Chance chance{0};
    };
    struct Slowness {
        Reach reach;
        Chance chance{0};
        DelaySampler by;
        Mishap what{Mishap::delayed};
    };
    struct Cut {
        Reach reach;
        bool to_log{true}, from_log{true};
    };
    struct Again {
        Coin coin;
        std::uint32_t copies{1};
        ProcessingDuration spacing{};
    };
    struct Echo {
        Coin coin;
        DelaySampler lag;
    };
    // One sending by the application: the message, and what becomes of it.
    struct Trip {
        std::size_t event;
        std::uint32_t number, user, partition, copy;
        ProcessingTime leaves;
        std::optional<std::uint32_t> blamed;  // the fault that the last attempt was lost by
    };
    struct Arrival {
        ProcessingTime at;
        std::uint32_t copy;
        std::uint32_t fault;  // that made it, where it is not the first
        bool first;
    };

    void add(const ClogFault& fault, Reach reach);
    void add(const PartitionFault& fault, Reach reach);
    void add(const LossFault& fault, Reach reach);
    void add(const AckLossFault& fault, Reach reach);
    void add(const RedeliveryFault& fault, Reach reach);
    void add(const DelayFault& fault, Reach reach);
    void add(const ReorderFault& fault, Reach reach);
    void add(const SlowBrokerFault& fault, Reach reach);
    void add(const DuplicatesFault& fault, Reach reach);
    template <class Elsewhere>
    void add(const Elsewhere&, const Reach&) {}

    void send(Trip& trip, const Network& network, FaultNotes& notes);
    std::optional<std::uint32_t> lost_by(const Trip& trip, std::uint32_t attempt, ProcessingTime at) const;
    std::optional<std::uint32_t> ack_lost_by(const Trip& trip, std::uint32_t attempt, ProcessingTime at) const;
    ProcessingTime travel(const Trip& trip, std::uint32_t attempt, ProcessingTime at, const Network& network,
                          FaultNotes& notes) const;
    void settle(const Trip& trip, bool in_order, FaultNotes& notes, Outcome& outcome);

    Producer producer_;
    bool eventful_{false};
    std::vector<Reach> clogs_;
    std::vector<Cut> cuts_;
    std::vector<Coin> losses_, ack_losses_;
    std::vector<Slowness> slow_network_, slow_log_;
    std::vector<Again> again_;
    std::vector<Echo> echoes_;
    Draws lost_draws_, ack_draws_, again_draws_, echo_draws_, echo_lag_draws_;
    Draws delay_draws_, delay_by_draws_, reorder_draws_, reorder_by_draws_, append_draws_;
    std::vector<ProcessingTime> last_arrival_;  // by user, of producers that keep their order
    std::vector<Arrival> arrivals_;             // of the event at hand
};

}  // namespace tidemark
