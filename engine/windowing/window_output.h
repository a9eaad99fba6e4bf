#pragma once

#include "engine/record.h"
#include "engine/windowing/aggregate.h"
#include "engine/windowing/window.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tidemark {

enum class PaneTiming { early, on_time, late };
std::string_view to_string(PaneTiming timing);

// One firing of a window for one key. For Kafka's `every_update` and `final` the same, with `tombstone` where a merged
// session is withdrawn (value null). A Kafka session [first, last] has the window [first, last + 1ms).
struct Pane {
    KeyId key{};
    Window window{};
    AggregateValue value{};
    EventTime at{};  // the pane's own event time
    PaneTiming timing{PaneTiming::on_time};
    std::uint32_t index{0};
    std::int32_t nonspeculative_index{-1};  // -1 while early, as Beam numbers them
    bool final{false};                      // the trigger finished with this pane; Kafka: the window closed
    bool tombstone{false};
    std::uint64_t fresh_count{0};    // records since the last firing of this window and key
    std::uint64_t fresh_members{0};  // and the sum of their scattered ids
};

// A record that a window, or every window, refused.
struct Refused {
    Record record{};
    std::optional<Window> window;   // the window that refused it (F-W8, B-12, K-2); empty: all of its windows did
    bool side_output{false};        // goes to the side output, else dropped
    bool counted_elsewhere{false};  // F-W8, B-12: live in other windows; neither side output nor drop count
    bool finished{false};           // refused since the window's trigger had finished (B-3), not since it had expired
};

// A record that was put into a window's state. Filled only where the output asks for placements.
struct Placed {
    EventId event{};
    KeyId key{};
    Window window{};
    bool late{false};  // the watermark had already passed the window's end: a correction
};

// A session that absorbed others: what was held under `from` is now held under `into`.
struct Merged {
    KeyId key{};
    std::vector<Window> from;
    Window into{};
};

// What one input caused, in order. The caller clears it between inputs. Panes come in the order of firing.
struct WindowOutput {
    std::vector<Pane> panes;
    std::vector<Refused> refused;
    bool want_placements{false};
    std::vector<Placed> placed;
    std::vector<Merged> merged;
    std::vector<std::pair<KeyId, Window>> cleared;  // state dropped at its cleanup time; only with want_placements
    void clear();
};

// How much state an operator holds.
struct StateSize {
    std::uint64_t entries{0};  // key and window pairs, plus the elements of sets and lists
    std::uint64_t bytes{0};    // as the model counts them: 48 bytes an entry, 8 a list or set element
};

}  // namespace tidemark
