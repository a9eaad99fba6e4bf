#pragma once

#include "engine/mix.h"

#include <cstdint>
#include <string_view>

// Chance, keyed: draw(seed, purpose, entity, index) is a pure function, so that adding a source, a fault or a task moves
// no other draw. The index is a business key (the number of an event, an attempt, a phase), never a counter of draws.
namespace tidemark {

struct Seed {
    std::uint64_t value{0};
};

// Each has its own sub-seed: another future is the same world and network with another schedule.
enum class Layer : std::uint32_t { world = 1, network = 2, faults = 3, schedule = 4, view = 5 };

// What a draw decides. A frozen registry: numbers never change and are never used again; the hundreds are the layer.
enum class Purpose : std::uint32_t {
    event_gap = 101,      // source, event number: time since the event before
    event_user = 102,     // source, event number: whose event it is
    event_key = 103,      // source, event number
    event_value = 104,    // source, event number
    offline_user = 105,   // source/user: whether this device goes offline at all
    online_phase = 106,   // source/user, phase number: how long it stays online
    offline_phase = 107,  // source/user, phase number: how long it stays offline
    clock_skew = 108,     // source/user: what its clock is off by
    flush_order = 109,    // source, event number: its place in a shuffled flush
    duplicate = 110,      // source, event number: whether it is sent again
    network_delay = 201,  // source, event number, copy and attempt: time from the device to the log
    // Of faults: source, event number, where messages can be many a copy and attempt. Whether one hits, and how hard.
    attempt_lost = 301,
    ack_lost = 302,
    sent_again = 303,
    redelivered = 304,
    redelivery_lag = 305,
    delayed = 306,
    delayed_by = 307,
    held_up = 308,
    held_up_by = 309,
    slow_append = 310,
    kept_back = 311,
    kept_back_by = 312,
    clock_stopped = 313,
    poison = 314,
    fault_plan = 315,  // a random plan's place in the file, entry number and what of it: which faults, when
};
constexpr Layer layer_of(Purpose purpose) { return static_cast<Layer>(static_cast<std::uint32_t>(purpose) / 100); }

// FNV-1a, 64 bits, of a name: what stands for it in draws and in the choice of a partition. The second form goes on from
// the hash of what came before.
constexpr std::uint64_t hash_of(std::string_view name, std::uint64_t hash = 0xcbf29ce484222325ULL) {
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

// Who a draw is about: a name, hashed.
struct Entity {
    std::uint64_t hash{0};
    constexpr explicit Entity(std::string_view name) : hash{hash_of(name)} {}
    // "crowd/u7"
    constexpr Entity(std::string_view owner, std::string_view part)
        : hash{hash_of(part, hash_of("/", hash_of(owner)))} {}
};

// The draws of one purpose and entity: 64 fair bits for every index. Three rounds of SplitMix64; two are done when this
// is made, the third per draw.
class Draws {
public:
    constexpr Draws(Seed seed, Purpose purpose, Entity entity)
        : key_{mix(mix(layer_seed(seed, layer_of(purpose)) + golden * static_cast<std::uint64_t>(purpose)) +
                   entity.hash)} {}

    constexpr std::uint64_t operator()(std::uint64_t index) const { return mix(key_ + golden * index); }
    // Sub-draws of one index: copies of an event, a second try. 0 is the draw itself.
    constexpr std::uint64_t operator()(std::uint64_t index, std::uint64_t sub) const {
        const std::uint64_t drawn = (*this)(index);
        return sub == 0 ? drawn : mix(drawn + golden * sub);
    }

    static constexpr std::uint64_t layer_seed(Seed seed, Layer layer) {
        return mix(seed.value + golden * static_cast<std::uint64_t>(layer));
    }

private:
    std::uint64_t key_;
};

constexpr std::uint64_t draw(Seed seed, Purpose purpose, Entity entity, std::uint64_t index) {
    return Draws{seed, purpose, entity}(index);
}

// The high 64 bits of a product, by halves: no 128-bit type, the same everywhere.
constexpr std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t a_low = a & 0xffffffffU, a_high = a >> 32, b_low = b & 0xffffffffU, b_high = b >> 32;
    const std::uint64_t middle = a_high * b_low + (a_low * b_low >> 32);
    return a_high * b_high + (middle >> 32) + ((a_low * b_high + (middle & 0xffffffffU)) >> 32);
}

// A whole number in [0, n) from 64 fair bits, n > 0. Never decreases with `bits`; uneven by at most n in 2^64.
constexpr std::uint64_t below(std::uint64_t bits, std::uint64_t n) {
    if (n >> 32 == 0) return ((bits >> 32) * n + ((bits & 0xffffffffU) * n >> 32)) >> 32;  // the same, sooner
    return multiply_high(bits, n);
}

// An event of a given probability. The same bits at a higher probability still happen: raising a share keeps what it had
// and adds some.
class Chance {
public:
    // In millionths; at 0 or less it never happens, at 1'000'000 or more always.
    constexpr explicit Chance(std::int64_t millionths)
        : threshold_{millionths <= 0 ? 0 : threshold_of(static_cast<std::uint64_t>(millionths))},
          always_{millionths >= 1'000'000} {}
    constexpr bool operator()(std::uint64_t bits) const { return bits < threshold_ || always_; }
    constexpr bool never() const { return threshold_ == 0 && !always_; }

private:
    // floor(p * 2^64 / 10^6), by long division in two steps of 32 bits.
    static constexpr std::uint64_t threshold_of(std::uint64_t millionths) {
        if (millionths >= 1'000'000) return UINT64_MAX;
        const std::uint64_t high = (millionths << 32) / 1'000'000;
        const std::uint64_t rest = (millionths << 32) % 1'000'000;
        return (high << 32) + (rest << 32) / 1'000'000;
    }
    std::uint64_t threshold_;
    bool always_;
};

}  // namespace tidemark
