#pragma once

#include "sim/scene/scene.h"

#include <string>
#include <vector>

// Marks as text: stable, short, times as people write them.
namespace tidemark::testing_scenes {

// A run of a shipped scenario, and its pictures.
struct Pictured {
    explicit Pictured(const std::string& name);  // "subway-2358"
    std::size_t mode(const std::string& name) const;
    View view(const std::string& of_mode,
              const std::string& now);  // the whole run at "00:06:00" of the second day, or "23:..."

    std::shared_ptr<const Scenario> scenario;
    Simulation simulation;
    std::unique_ptr<Scenes> scenes;
};
ProcessingTime instant(const Scenario& scenario, const std::string& text);

// "event_late 00:03:00 23:58:00 event:bo1 'bo1, bo2: late, accepted'".
std::string to_text(const Mark& mark, const Clock& clock);
// The marks of these kinds, one a line.
std::string to_text(const std::vector<Mark>& marks, const Clock& clock, const std::vector<MarkKind>& kinds);
// "level 23:58:00..00:03:00 2": a lane's or a chart's marks; of the latter with the mode's number.
std::string to_text(const Lane& lane, const Clock& clock);
std::string to_text(const ErrorChart& chart, const Clock& clock);
std::size_t marks_of(const Scene& scene);

}  // namespace tidemark::testing_scenes
