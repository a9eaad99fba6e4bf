#include "gui/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

namespace tidemark::gui {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

constexpr int frames = 60;

std::string measure_frames(Window& window, Session& session, const std::string& name, int width, int height) {
    window.resize(width, height);
    for (int i = 0; i < 4; ++i)
        window.draw(session, true);  // fonts, textures, the layout's second thoughts
    std::vector<double> times;
    const View view = session.view();
    const ProcessingTime until = std::min(view.seen.until, session.limit());
    for (int i = 0; i < frames; ++i) {
        const auto start = Clock::now();
        session.scrub(view.seen.from + (until - view.seen.from) * i / frames);
        window.draw(session, true);
        times.push_back(since(start));
    }
    const double worst = *std::max_element(times.begin(), times.end());
    return fmt::format("{}-{}x{} median {:.1f} ms, worst {:.1f} ms\n", name, width, height, median(std::move(times)),
                       worst);
}

// A setting that some mode has, and two values for it.
std::optional<std::string> knob(const Session& session) {
    for (const Mode& mode : session.run()->scenario().modes)
        for (const char* key : {"watermark.delay", "allowed_lateness", "trigger", "takes"}) {
            const std::string path = fmt::format("{}.{}", mode.name, key);
            const std::string value = session.value_of(path);
            if (!value.empty() && value.front() >= '0' && value.front() <= '9') return path;
        }
    return std::nullopt;
}

}  // namespace

std::string bench(Window& window, Session& session) {
    window.without_waiting();
    session.skip_opening();
    std::string report;
    constexpr std::pair<Arrangement, const char*> arrangements[] = {{Arrangement::lesson, "lesson"},
                                                                    {Arrangement::compare, "compare"}};
    constexpr std::pair<int, int> sizes[] = {{1280, 800}, {1600, 1000}, {2560, 1600}};
    for (const auto& [arrangement, name] : arrangements) {
        session.arrangement = arrangement;
        for (const auto& [width, height] : sizes)
            report += measure_frames(window, session, name, width, height);
    }
    session.arrangement = Arrangement::lesson;
    window.resize(1600, 1000);
    report += fmt::format("standing-still frames drawn in 2 s: {}\n", window.stand_still(session, 2));
    const std::optional<std::string> path = knob(session);
    if (!path) return report + "no mode of this scenario has a duration to turn: changed-setting is not measured\n";
    std::vector<double> times;
    for (int i = 0; i < 20; ++i) {
        const auto start = Clock::now();
        session.set(*path, i % 2 == 0 ? "61s" : "62s");
        session.finish();
        window.draw(session, true);
        times.push_back(since(start));
    }
    return report + fmt::format("changed-setting median {:.1f} ms\n", median(std::move(times)));
}

}  // namespace tidemark::gui
