#pragma once

#include "sim/judge/explanation.h"
#include "sim/judge/judgement.h"
#include "sim/scene/mark.h"
#include "sim/scene/view.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

struct SceneTables;

enum class LaneKind : std::uint8_t { in_flight, log, operators, checkpoints, state, sink, faults };
std::string_view title_of(LaneKind kind);  // "in flight", "log / lag", ...

// A strip below the plane, on the same time axis.
struct Lane {
    LaneKind kind{LaneKind::in_flight};
    std::int64_t top{1};  // its y axis goes from 0 to here
    std::string reading;  // the value at now, in words: "3 events", "lag 2"
    std::vector<Mark> marks;
};

// All modes' answers for one cell against the truth.
struct ErrorChart {
    std::optional<Cell> cell;        // none: the job has no window
    std::string title;               // "error of 23:00 count"
    std::string truth;               // "vs truth 13"
    std::int64_t bottom{0}, top{0};  // its y axis: of the whole run, so that it stands still while time moves
    struct End {                     // a curve's label at its end
        std::size_t mode{0};
        std::string text;  // "stream -1", "batch: no answer yet"
        std::optional<std::int64_t> error;
    };
    std::vector<End> ends;
    std::vector<Mark> marks;
};

// A picture of a run at an instant, as plain data: what the window, `tidemark draw` and the tests show.
struct Scene {
    View view;
    std::vector<Mark> plane;  // in painting order
    std::vector<Lane> lanes;  // those that the mode has
    ErrorChart errors;
};

// A kind of mark that the scene has, for the legend.
struct LegendEntry {
    MarkKind kind{MarkKind::ideal};
    std::string_view name;      // "late, accepted"
    std::string_view sentence;  // "the window had answered; it answered again, with this event in it"
};
std::vector<LegendEntry> legend(const Scene& scene);

// What is told of the selection, as of the view's now.
struct Inspection {
    std::string heading;  // "EVENT bo1", "WINDOW 23:00"
    Story story;          // nothing of it lies after now
};

// What one can jump to.
enum class StopKind : std::uint8_t {
    record,    // something happened in the mode: an arrival, a firing, a watermark
    firing,    // a pane
    surprise,  // a late event, a change of an error, a crash, a broken expectation
};

// Makes the pictures of one run. It reads the run and changes nothing in it; tables are made when first needed and kept,
// so that a picture costs as much as there is to see, not as long as the run was. One thread at a time; the run must
// outlive it. Needs trace level `full`.
class Scenes {
public:
    explicit Scenes(const Simulation& simulation);
    ~Scenes();
    Scenes(const Scenes&) = delete;
    Scenes& operator=(const Scenes&) = delete;

    // The whole of a mode's run in view, now at its end.
    View whole(std::size_t mode);
    // Sets the view's event time to its stretch of processing time: from where the diagonal enters on, with a diagonal
    // at 45 degrees where columns and rows are of one length; flatter where now would not be in the picture.
    void fit_event_time(View& view);
    // A pure function of the run and the view. At most about 4 000 marks.
    Scene at(const View& view);
    Inspection inspect(const View& view);
    // All instants of a kind, ordered, each once.
    const std::vector<ProcessingTime>& stops(std::size_t mode, StopKind kind);
    // The run in words, one line an occurrence, ordered: "00:03:00 bo1 (23:58:00) late: ...; accepted, count 11". Nothing
    // after `until`.
    std::vector<std::string> tell(std::size_t mode, ProcessingTime until);

    Judgement& judgement();

private:
    std::unique_ptr<SceneTables> tables_;
};

}  // namespace tidemark
