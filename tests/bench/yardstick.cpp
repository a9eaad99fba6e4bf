#include "tests/bench/yardstick.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace tidemark::bench {
namespace {

std::string output_of(const std::string& command) {
    std::string output;
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return output;
    std::array<char, 4096> buffer{};
    while (const std::size_t read = fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), read);
    return pclose(pipe) == 0 ? output : std::string{};
}

// The number after "median" in the first line that contains `what`.
double median_of(const std::string& output, const std::string& what) {
    const auto line = output.find(what);
    if (line == std::string::npos) return 0;
    const auto median = output.find("median", line);
    return median == std::string::npos ? 0 : std::strtod(output.c_str() + median + 6, nullptr);
}

}  // namespace

std::optional<Limit> measure_limit(const std::string& program, std::uint64_t events, std::uint64_t keys,
                                   int repetitions) {
    const std::string stages =
        output_of(fmt::format("{} {} {} 0 {} stages 2>/dev/null", program, events, keys, repetitions));
    const std::string fused =
        output_of(fmt::format("{} {} {} 0 {} fused 2>/dev/null", program, events, keys, repetitions));
    Limit limit;
    limit.generate_and_order = median_of(stages, "A1 generate") + median_of(stages, "B1 order");
    limit.window_by_hash = median_of(stages, "C  windowed") + median_of(stages, "D  emit");
    limit.fused = median_of(fused, "fused hash");
    if (limit.generate_and_order <= 0 || limit.fused <= 0) return std::nullopt;
    return limit;
}

}  // namespace tidemark::bench
