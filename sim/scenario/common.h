#pragma once

#include "engine/time.h"

#include <cstdint>
#include <optional>
#include <variant>

// Small values that several parts of a scenario are made of.
namespace tidemark {

// A place in a scenario file, counted from 1; line 0 where there is none (a default, the command line).
struct SourcePosition {
    std::uint32_t line{0};
    std::uint32_t column{0};
    std::uint32_t length{0};  // characters to underline
};

// A fixed-point decimal or share: millionths. 5% is 50'000.
struct Millionths {
    std::int64_t value{0};
    friend constexpr bool operator==(Millionths, Millionths) = default;
    friend constexpr auto operator<=>(Millionths, Millionths) = default;
};

// A distribution of durations.
struct FixedDelay {
    ProcessingDuration value{};
};
struct ExponentialDelay {  // base, and on top of it exponential with this mean; the sum is cut at max where given
    ProcessingDuration mean{};
    std::optional<ProcessingDuration> max;
    ProcessingDuration base{};
};
struct UniformDelay {
    ProcessingDuration min{}, max{};
};
struct NormalDelay {  // normal, cut at 0 and where given at max
    ProcessingDuration mean{}, deviation{};
    std::optional<ProcessingDuration> max;
};
struct ParetoDelay {  // long tail: min * U^(-1/shape), cut at max
    ProcessingDuration min{};
    Millionths shape{1'000'000};
    ProcessingDuration max{};
};
using Delay = std::variant<FixedDelay, ExponentialDelay, UniformDelay, NormalDelay, ParetoDelay>;

}  // namespace tidemark
