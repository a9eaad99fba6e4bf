#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tidemark::bench {

// What the yardstick program measured on this machine just now, in ns an event; empty where it is not there.
struct Limit {
    double generate_and_order{0};
    double window_by_hash{0};
    double fused{0};
};
std::optional<Limit> measure_limit(const std::string& program, std::uint64_t events, std::uint64_t keys,
                                   int repetitions);

}  // namespace tidemark::bench
