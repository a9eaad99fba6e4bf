#pragma once

#include "engine/dataflow/tally.h"
#include "engine/windowing/accumulator.h"
#include "engine/windowing/refusal.h"
#include "engine/windowing/slot_table.h"

#include <memory>
#include <vector>

namespace tidemark {

// The window operator for the common case: tumbling or sliding windows of event time that fire when the watermark
// passes their end and at each late record, with an aggregate that is one number. No allocation per record; one
// deadline per window instead of one per key; a copy shares every window until either side writes to it.
//
// 1. `windows_` is sorted; those whose end the watermark has passed come first, `closed_` in number.
// 2. In a closed window everything has been shown.
class EventTimePath {
public:
    static bool suits(const WindowOptions& options);
    explicit EventTimePath(const WindowOptions& options);

    // Watermarks here have Flink's meaning, whatever the profile.
    void record(const WindowOptions& options, const Record& record, WindowOutput& output);
    void watermark(const WindowOptions& options, EventTime watermark, WindowOutput& output);
    bool is_quiet(EventTime watermark) const {
        if (watermark <= watermark_) return true;
        return (windows_.empty() || windows_.front().cleanup > watermark) &&
               (closed_ == windows_.size() || windows_[closed_].window.max_timestamp() > watermark);
    }
    [[gnu::always_inline]] void prepare(const Record& record) const {
        if (record.at >= hot_.start && record.at < hot_.end) windows_[hot_at_].table->slots.prefetch(record.key);
    }
    EventTime current_watermark() const { return watermark_; }
    void forget_watermark();

    StateSize state_size() const { return {held_, held_ * 48}; }
    std::uint64_t held() const { return held_; }
    std::uint64_t held_closed() const;
    Tally unfired() const { return unfired_; }
    std::uint64_t digest() const;

private:
    // What panes have shown of a window's contents. `partly` comes of a restore alone: a window that had closed is open
    // again (F-W18).
    enum class Shown { nothing, everything, partly };

    struct Table {
        SlotTable slots;
        std::vector<Tally> shown_parts;  // of the n-th key, where `shown` is partly; shorter: nothing of the rest
        Shown shown{Shown::nothing};
        Tally shown_of(std::size_t nth) const;
        void clear();
    };
    struct OpenWindow {
        Window window{};
        EventTime cleanup{};
        std::shared_ptr<Table> table;
    };
    // Tables of windows that are gone, kept for their memory. A copy of the operator starts without.
    struct Spares {
        std::vector<std::shared_ptr<Table>> tables;
        Spares() = default;
        Spares(const Spares&) {}
        Spares(Spares&&) = default;
        Spares& operator=(const Spares&) { return *this; }
        Spares& operator=(Spares&&) = default;
        ~Spares() = default;
    };

    static constexpr std::size_t expired = SIZE_MAX;
    std::size_t locate(const WindowOptions& options, const Window& window);
    Table& writable(std::size_t at);
    void add(const WindowOptions& options, std::size_t at, const Record& record, WindowOutput& output);
    void add_to_all(const WindowOptions& options, const Record& record, WindowOutput& output);
    void fire(const WindowOptions& options, std::size_t at, WindowOutput& output);
    void show(const WindowOptions& options, const Window& window, Slot& slot, Tally fresh, bool by_watermark,
              WindowOutput& output);
    void drop_expired(WindowOutput& output);
    std::shared_ptr<Table> fresh_table();

    Profile profile_;
    EventTime watermark_{event_time_min};
    std::vector<OpenWindow> windows_;
    std::size_t closed_{0};
    static constexpr Window nowhere{event_time_max, event_time_min};
    Window hot_{nowhere};  // the window of the last tumbling record, at `hot_at_`
    std::size_t hot_at_{0};
    std::uint64_t held_{0};
    Tally unfired_;
    std::vector<Window> assigned_;  // scratch
    std::vector<Refusal> refusals_;
    Spares spares_;
};

}  // namespace tidemark
