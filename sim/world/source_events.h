#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/event_block.h"
#include "sim/world/random.h"
#include "sim/world/rate_clock.h"
#include "sim/world/samplers.h"
#include "sim/world/source_names.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace tidemark {

// Makes the events of one source in the order of (happened, number), a block at a time. Nothing happens after `until`.
class SourceEvents {
public:
    // The source must outlive it.
    SourceEvents(const Source& source, const SourceCast& cast, const Names& names, Seed seed, ProcessingTime until);

    // Fills the source's columns; no events once it has dried up.
    void next(EventBlock& block);
    // About how many there will be, and until when most of them will have happened: for sizing.
    std::uint64_t expected() const { return expected_; }
    EventTime busy_until() const { return busy_until_; }

private:
    struct Listed {
        struct Event {
            EventTime happened;
            std::uint32_t number, user, key;
            const ListedEvent* written;
        };
        std::vector<Event> events;  // in order
        std::size_t next{0};
    };
    struct Periodic {
        EventDuration every{};
        std::uint64_t count{0};
        EventTime at{};
        std::uint32_t next{0};
    };
    struct Generated {
        RateClock clock;
        Draws gaps;
        bool poisson{true};
        std::uint64_t count{0};
        std::uint64_t gap{0};  // nanoseconds at the plain rate, and gap_rest / rate of one:
        std::uint64_t gap_rest{0}, rate{1};
        std::uint64_t rest{0};  // so many rate-ths are saved up
        std::uint32_t next{0};
        std::uint64_t regular_gap();
    };

    std::variant<Listed, Periodic, Generated> start(const Source& source, const SourceCast& cast, const Names& names,
                                                    Seed seed);
    Listed list(const std::vector<ListedEvent>& events, const SourceCast& cast, const Names& names);
    Periodic repeat(const PeriodicEvents& events);
    Generated generate(const GeneratedEvents& events, const Source& source, Seed seed);

    void fill(EventBlock& block, Listed& listed) const;
    void fill(EventBlock& block, Periodic& periodic) const;
    void fill(EventBlock& block, Generated& generated) const;
    // Gives the events of a block their values, keys and users, by chance or in turn.
    void choose(EventBlock& block, bool users_in_turn) const;

    EventTime last_{};  // nothing happens after it
    std::uint64_t users_;
    std::optional<ZipfSampler> key_choice_;
    std::uint32_t default_key_;
    std::uint64_t value_min_, value_span_;  // modulo 2^64
    Draws user_draws_, key_draws_, value_draws_;
    std::uint64_t expected_{0};
    EventTime busy_until_{event_time_min};
    std::variant<Listed, Periodic, Generated> events_;
};

}  // namespace tidemark
