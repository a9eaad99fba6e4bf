#pragma once

#include "engine/ids.h"
#include "engine/windowing/window.h"
#include "sim/judge/fate.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidemark {

class Judgement;

// A line of a story. `time` is what stands in its margin: a clock time, or nothing for a line that goes on.
struct StoryLine {
    enum class Emphasis { plain, aside, result } emphasis{Emphasis::plain};  // result: what it came to ("→")
    std::string time;
    std::string text;
};
// "--set stream.allowed_lateness=21m": what it changes, computed from the run.
struct WhatIf {
    std::string set;   // "stream.allowed_lateness=21m"
    std::string then;  // "it is counted: 13"
};
struct Story {
    std::string title;  // "dan1 · user dan"
    std::vector<StoryLine> lines;
    std::vector<WhatIf> what_if;
};

// An event's life in a mode, from its happening to its last fate. With `as_of`: as it could be told at that instant,
// nothing of what came later, and without suggestions, which say what it will come to.
Story explain_event(Judgement& judgement, std::size_t mode, EventId event,
                    std::optional<ProcessingTime> as_of = std::nullopt);

// Why a window's number is what it is: its answers over time, the truth, and the events that make the difference, each
// with its reason in a sentence. Without a key: of all keys together. `as_of` as above.
Story explain_window(Judgement& judgement, std::size_t mode, const Window& window, std::optional<KeyId> key,
                     std::optional<ProcessingTime> as_of = std::nullopt);

// The one reason in a sentence: "arrived at 00:20:30, when the watermark had passed the window's end by 19 min".
std::string reason_text(Judgement& judgement, std::size_t mode, EventId event, const FateStep& step);

// What makes an answer differ from the truth.
struct Difference {
    std::vector<EventId> missing;                            // true members that are not in the answer
    std::vector<std::pair<EventId, std::uint32_t>> surplus;  // in the answer too often, and how often too much
};
Difference difference(Judgement& judgement, std::size_t mode, const Window& window, std::optional<KeyId> key,
                      std::optional<ProcessingTime> as_of = std::nullopt);
// "(missing: dan1)", "(twice: w00, w01, w02 and 7 more)"; empty without a difference.
std::string difference_text(Judgement& judgement, const Difference& difference);

// A wrong cell at the end of the run.
struct WrongCell {
    Window window{};
    KeyId key{};
    std::optional<std::int64_t> answer_error;  // none: no answer at all
};
std::vector<WrongCell> wrong_cells(Judgement& judgement, std::size_t mode);

}  // namespace tidemark
