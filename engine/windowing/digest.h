#pragma once

#include "engine/ids.h"
#include "engine/time.h"
#include "engine/windowing/window.h"

#include <cstdint>
#include <optional>

namespace tidemark {

// Folds the fields of a state, in order, into 64 bits that are the same on every machine. Not against malice.
class Digest {
public:
    Digest& add(std::uint64_t number) {
        value_ = scatter(EventId{value_ ^ number}) + (value_ << 6) + (value_ >> 2);
        return *this;
    }
    Digest& add_signed(std::int64_t number) { return add(static_cast<std::uint64_t>(number)); }
    Digest& add(EventTime at) { return add_signed(at.time_since_epoch().count()); }
    Digest& add(ProcessingTime at) { return add_signed(at.time_since_epoch().count()); }
    Digest& add(const Window& window) { return add(window.start).add(window.end); }
    Digest& add(KeyId key) { return add(std::uint64_t{key.value}); }
    template <class T>
    Digest& add(const std::optional<T>& maybe) {
        add(std::uint64_t{maybe ? 1U : 0U});
        return maybe ? add(*maybe) : *this;
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_{0x7469'6465'6d61'726bULL};
};

}  // namespace tidemark
