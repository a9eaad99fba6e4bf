#pragma once

#include "sim/scenario/scenario.h"

namespace tidemark::bench {

// The yardstick's work as a scenario: `events` events, 2,777.8 a second, `keys` keys, exponential delays of 0.5 s (95 %),
// 4 s (4 %) and 60 s (1 %), one-minute windows, 5 s out of order, 60 s of allowed lateness, count and sum.
Scenario workload(std::uint64_t events, std::uint64_t keys);

}  // namespace tidemark::bench
