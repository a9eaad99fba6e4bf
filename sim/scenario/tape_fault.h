#pragma once

#include "sim/scenario/common.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

// Faults between the users and the log: of sources, devices, networks and brokers. They are on the tape, so that every
// mode meets the same. `target`: all, a source by its cohort or name, a user, or a partition of the log (log.0).
namespace tidemark {

// In which order a device sends what it kept while offline.
enum class FlushOrder { fifo, lifo, shuffled };

// ---- sources and devices --------------------------------------------------------------------------------------------
struct OfflineFault {  // devices keep what they have, and send it all when it ends
    static constexpr std::string_view name{"offline"}, id{"SRC-1"};
    std::string target;
    FlushOrder order{FlushOrder::fifo};
};
struct OutboxOverflowFault {  // while offline, a device keeps at most `cap` events
    static constexpr std::string_view name{"outbox_overflow"}, id{"SRC-2"};
    enum class Drop { oldest, newest };
    std::string target;
    std::uint64_t cap{0};
    Drop drop{Drop::oldest};
};
struct DuplicatesFault {  // the application sends again
    static constexpr std::string_view name{"duplicates"}, id{"SRC-3"};
    std::string target;
    Millionths share{0};
    std::uint32_t copies{1};
    ProcessingDuration spacing{std::chrono::seconds{1}};
};
struct VeryLateFault {  // an event stays on its device for so long
    static constexpr std::string_view name{"very_late"}, id{"SRC-4"};
    std::string target;
    Millionths share{0};
    Delay by{FixedDelay{}};
};
struct PoisonFault {  // a record that no job can read
    static constexpr std::string_view name{"poison"}, id{"SRC-5"};
    std::string target;
    Millionths share{0};
};
struct BurstFault {  // the rate is multiplied
    static constexpr std::string_view name{"burst"}, id{"SRC-7"};
    std::string target;
    Millionths factor{1'000'000};
};
struct SilenceFault {  // nothing happens
    static constexpr std::string_view name{"silence"}, id{"SRC-7"};
    std::string target;
};
struct ClockSkewFault {  // the device's clock shows true time plus `by`, and `drift` more for every hour
    static constexpr std::string_view name{"clock_skew"}, id{"CLK-1"};
    std::string target;
    ProcessingDuration by{};
    ProcessingDuration drift{};
};
struct BadClockFault {  // the device's clock stands
    static constexpr std::string_view name{"bad_clock"}, id{"CLK-2"};
    std::string target;
    EventTime shows{};
    Millionths share{1'000'000};
};

// ---- the network from the devices to the log ------------------------------------------------------------------------
struct DelayFault {
    static constexpr std::string_view name{"delay"}, id{"NET-1"};
    std::string target;
    Delay by{FixedDelay{}};
    Millionths share{1'000'000};
};
struct LossFault {  // of an attempt; the producer tries again
    static constexpr std::string_view name{"loss"}, id{"NET-2"};
    std::string target;
    Millionths share{0};
};
struct RedeliveryFault {  // the network delivers twice
    static constexpr std::string_view name{"redelivery"}, id{"NET-3"};
    std::string target;
    Millionths share{0};
    Delay lag{FixedDelay{std::chrono::seconds{1}}};
};
struct ReorderFault {  // held up, so that later ones overtake
    static constexpr std::string_view name{"reorder"}, id{"NET-4"};
    std::string target;
    Millionths share{0};
    ProcessingDuration window{std::chrono::seconds{1}};
};
struct AckLossFault {  // the request arrived, the producer does not hear of it
    static constexpr std::string_view name{"ack_loss"}, id{"NET-5"};
    std::string target;
    Millionths share{0};
};
struct ClogFault {  // nothing gets through; all of it arrives when it ends
    static constexpr std::string_view name{"clog"}, id{"NET-6"};
    std::string target;
};
struct PartitionFault {  // what is sent is lost, one way or both
    static constexpr std::string_view name{"partition"}, id{"NET-7"};
    enum class Direction { both, to_log, from_log };
    std::string target;
    Direction direction{Direction::both};
};
struct SlowBrokerFault {  // an append takes so much longer
    static constexpr std::string_view name{"slow_broker"}, id{"LOG-2"};
    std::string target;
    Delay by{FixedDelay{}};
};

}  // namespace tidemark
