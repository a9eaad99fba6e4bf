#pragma once

#include <cstdint>

namespace tidemark {

// SplitMix64's finaliser: scatters 64 bits, one to one.
constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

// SplitMix64's step, 2^64 divided by the golden ratio: keeps neighbouring numbers far apart.
inline constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;

}  // namespace tidemark
