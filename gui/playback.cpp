#include "gui/playback.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidemark::gui {

const std::vector<Speed>& speeds() {
    static const std::vector<Speed> all{{1},         {10},         {100},        {500},        {1'000},
                                        {2'000},     {5'000},      {10'000},     {20'000},     {60'000},
                                        {120'000},   {300'000},    {600'000},    {1'800'000},  {3'600'000},
                                        {7'200'000}, {21'600'000}, {86'400'000}, {604'800'000}};
    return all;
}

std::string speed_text(Speed speed) {
    if (speed.thousandths % 1'000 == 0) return fmt::format("{}x", speed.thousandths / 1'000);
    return fmt::format("{}x", static_cast<double>(speed.thousandths) / 1'000);
}

std::size_t speed_for(ProcessingDuration stretch, double seconds) {
    const double wanted = static_cast<double>(stretch.count()) / 1'000 / seconds;
    const std::vector<Speed>& all = speeds();
    const auto farness = [&](Speed s) {
        return std::abs(std::log(static_cast<double>(s.thousandths) / std::max(1.0, wanted)));
    };
    const auto best =
        std::min_element(all.begin(), all.end(), [&](Speed a, Speed b) { return farness(a) < farness(b); });
    return static_cast<std::size_t>(best - all.begin());
}

ProcessingTime Playback::advance(ProcessingTime now, double seconds, ProcessingTime end) {
    if (!playing) return now;
    const ProcessingTime stop = until ? std::min(*until, end) : end;
    // A window that was away for long goes on from where it was: at most a tenth of a second a frame.
    const double wall = std::clamp(seconds, 0.0, 0.1);
    const auto micros = static_cast<std::int64_t>(wall * 1'000 * static_cast<double>(speeds().at(speed).thousandths));
    const ProcessingTime next = now + ProcessingDuration{std::max<std::int64_t>(1, micros)};
    if (next < stop) return next;
    playing = false;
    return std::max(now, stop);
}

}  // namespace tidemark::gui
