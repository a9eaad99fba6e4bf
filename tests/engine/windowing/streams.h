#pragma once

#include "engine/windowing/window_operator.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tidemark {

// Numbers that look drawn, the same in every run.
class Drawn {
public:
    explicit Drawn(std::uint64_t seed) : state_(seed) {}
    std::uint64_t below(std::uint64_t limit) { return scatter(EventId{state_++}) % limit; }

private:
    std::uint64_t state_;
};

// What an operator is told, one thing after the other.
struct StreamStep {
    enum class Kind { record, watermark, clock } kind{Kind::record};
    Record record{};
    EventTime watermark{};
    ProcessingTime now{};
};

// A stream of so many records over a minute or more, out of order by up to `disorder`, a watermark now and then.
std::vector<StreamStep> drawn_stream(std::uint64_t seed, std::size_t records, std::int64_t disorder_ms);

void tell(WindowOperator& to, const StreamStep& step, WindowOutput& output);

// All that an output says, in its order, as text.
std::string text_of(const WindowOutput& output, const WindowOptions& options);

Trigger trigger_of(std::string_view text);

}  // namespace tidemark
