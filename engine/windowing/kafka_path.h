#pragma once

#include "engine/dataflow/tally.h"
#include "engine/windowing/accumulator.h"
#include "engine/windowing/key_index.h"
#include "engine/windowing/window_options.h"
#include "engine/windowing/window_output.h"

#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

namespace tidemark {

// The window operator as Kafka Streams has it: time is the latest record's (stream time, K-1), every record updates its
// windows and is answered at once, or windows are answered once, when the stream time passes their end and the grace.
// A copy shares everything until either side writes.
class KafkaPath {
public:
    explicit KafkaPath(const WindowOptions& options);

    void record(const WindowOptions& options, const Record& record, WindowOutput& output);
    // The stream time as a source sends it again after a restart; without a record nothing closes (K-1).
    void stream_time(EventTime time);
    void processing_time(ProcessingTime now);
    EventTime current_stream_time() const { return stream_time_; }
    // What is in memory alone is lost with the process (K-15).
    void forget_stream_time() { stream_time_ = event_time_min; }

    StateSize state_size() const;
    std::uint64_t held() const { return state_->held; }
    std::uint64_t held_closed(const WindowOptions& options) const;
    Tally unfired() const { return state_->unfired; }
    std::uint64_t digest() const;

private:
    struct Slot {
        KeyId key{};
        std::uint64_t order{0};
        Accumulator contents;
        EventTime latest{event_time_min};  // of its records: an update's own time
        Tally fresh;                       // what no update has shown
        std::uint32_t updates{0}, late_updates{0};
    };
    struct Slots {
        KeyIndex index;
        std::vector<Slot> slots;  // in the order in which their keys were first seen
    };
    using Place = std::pair<KeyId, Window>;
    // Sessions by the time at which they close.
    struct Closing {
        Window window{};
        std::uint64_t order{0};
        KeyId key{};
        friend bool operator<(const Closing& a, const Closing& b) {
            return std::tie(a.window, a.order, a.key) < std::tie(b.window, b.order, b.key);
        }
    };
    struct State {
        std::map<Window, Slots> windows;
        std::map<Place, Slot> sessions;
        std::set<Closing> closings;
        Tally unfired;
        std::uint64_t held{0}, elements{0}, next_order{0};
    };

    State& writable();
    bool has_closed(const WindowOptions& options, const Window& window) const;
    bool has_ended(const WindowOptions& options, const Window& window) const;
    void refuse(const WindowOptions& options, const Record& record, std::optional<Window> window,
                WindowOutput& output) const;
    void record_in_windows(const WindowOptions& options, const Record& record, WindowOutput& output);
    void record_in_session(const WindowOptions& options, const Record& record, WindowOutput& output);
    void add(const WindowOptions& options, const Window& window, Slot& slot, const Record& record,
             WindowOutput& output);
    Pane& emit(const WindowOptions& options, const Window& window, const Slot& slot, WindowOutput& output) const;
    void close(const WindowOptions& options, const Window& window, Slot& slot, WindowOutput& output);
    void close_windows(const WindowOptions& options, WindowOutput& output);
    void close_sessions(const WindowOptions& options, WindowOutput& output);

    Profile profile_;
    EventTime stream_time_{event_time_min};
    ProcessingTime now_{};
    std::shared_ptr<State> state_;
};

}  // namespace tidemark
