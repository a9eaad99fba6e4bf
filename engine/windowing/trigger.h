#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace tidemark {

class TriggerMachine;

// When a window fires, in the words that users write: `after_watermark(early=after_count(2))`. A copyable value; the
// machine behind it is shared and never changes, since each window holds its own state (engine/windowing/triggers).
class Trigger {
public:
    Trigger();  // `default`
    explicit Trigger(std::shared_ptr<const TriggerMachine> machine);
    const TriggerMachine& machine() const { return *machine_; }
    friend bool operator==(const Trigger& a, const Trigger& b);

private:
    std::shared_ptr<const TriggerMachine> machine_;
};

// What a user writes for this trigger: `parse_trigger` reads it back as an equal one.
std::string to_string(const Trigger& trigger);

// Why a text is no trigger, and at which byte of it.
struct TriggerError {
    std::size_t position{0};
    std::string message;
};

// Reads: default; event_time; processing_time; count(N); continuous_event_time(T); end_of_stream; purging(TRIGGER);
// after_watermark, after_watermark(early=TRIGGER, late=TRIGGER); after_count(N); after_processing_time(T);
// repeatedly(TRIGGER); after_any(TRIGGER, ...); after_all(TRIGGER, ...); after_each(TRIGGER, ...);
// or_finally(TRIGGER, TRIGGER); never. At most 16 deep and 64 triggers in all.
std::variant<Trigger, TriggerError> parse_trigger(std::string_view text);

}  // namespace tidemark
