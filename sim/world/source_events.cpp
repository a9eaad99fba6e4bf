#include "sim/world/source_events.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::uint64_t nanoseconds_per_second = 1'000'000'000;
constexpr std::uint64_t millionths = 1'000'000;
constexpr std::uint64_t events_limit = 4'000'000'000;  // of one source: their numbers have 32 bits

std::optional<ZipfSampler> key_choice(const SourceCast& cast, Millionths skew) {
    if (cast.keys.choices() == 0) return {};
    return ZipfSampler{cast.keys.choices(), skew};
}

// How many values there are; of all 2^64, one less.
std::uint64_t span_of(const ValueChoice& value) {
    const std::uint64_t span = static_cast<std::uint64_t>(value.max) - static_cast<std::uint64_t>(value.min);
    return span == UINT64_MAX ? span : span + 1;
}

}  // namespace

SourceEvents::SourceEvents(const Source& source, const SourceCast& cast, const Names& names, Seed seed,
                           ProcessingTime until)
    : last_{clock_reading(until)},
      users_{cast.users.choices()},
      key_choice_{key_choice(cast, source.keys.skew)},
      default_key_{cast.default_key},
      value_min_{static_cast<std::uint64_t>(source.value.min)},
      value_span_{span_of(source.value)},
      user_draws_{seed, Purpose::event_user, Entity{source.name}},
      key_draws_{seed, Purpose::event_key, Entity{source.name}},
      value_draws_{seed, Purpose::event_value, Entity{source.name}},
      events_{start(source, cast, names, seed)} {
    INVARIANT(source.value.min <= source.value.max, "values from {} to {}", source.value.min, source.value.max);
}

std::variant<SourceEvents::Listed, SourceEvents::Periodic, SourceEvents::Generated> SourceEvents::start(
    const Source& source, const SourceCast& cast, const Names& names, Seed seed) {
    if (const auto* listed = listed_events(source)) return list(*listed, cast, names);
    if (const auto* periodic = std::get_if<PeriodicEvents>(&source.events)) return repeat(*periodic);
    return generate(std::get<GeneratedEvents>(source.events), source, seed);
}

SourceEvents::Listed SourceEvents::list(const std::vector<ListedEvent>& events, const SourceCast& cast,
                                        const Names& names) {
    Listed listed;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const ListedEvent& written = events[i];
        if (written.at > last_) continue;
        Listed::Event event{written.at, static_cast<std::uint32_t>(i), 0, 0, &written};
        if (written.user) event.user = cast.users.number_of(*names.users.find(*written.user));
        if (written.key) event.key = cast.keys.number_of(*names.keys.find(*written.key));
        listed.events.push_back(event);
    }
    std::sort(listed.events.begin(), listed.events.end(), [](const Listed::Event& a, const Listed::Event& b) {
        return a.happened != b.happened ? a.happened < b.happened : a.number < b.number;
    });
    expected_ = listed.events.size();
    if (!listed.events.empty()) busy_until_ = listed.events.back().happened;
    return listed;
}

SourceEvents::Periodic SourceEvents::repeat(const PeriodicEvents& events) {
    INVARIANT(events.every.count() >= 0, "an event every {} ms", events.every.count());
    INVARIANT(events.count < events_limit, "{} events of one source", events.count);
    expected_ = events.count;
    const bool fits =
        events.every.count() == 0 || events.count <= static_cast<std::uint64_t>(INT64_MAX / events.every.count());
    busy_until_ = fits ? saturating_add(events.first, events.every * static_cast<std::int64_t>(events.count)) : last_;
    return {events.every, events.count, events.first, 0};
}

SourceEvents::Generated SourceEvents::generate(const GeneratedEvents& events, const Source& source, Seed seed) {
    INVARIANT(events.rate_millionths > 0, "a rate of {} millionths a second", events.rate_millionths);
    const auto rate = static_cast<std::uint64_t>(events.rate_millionths);
    const EventTime until = std::min(events.until, saturating_add(last_, EventDuration{1}));
    Generated generated{RateClock{events.from, until, source.rate_changes},
                        Draws{seed, Purpose::event_gap, Entity{source.name}},
                        events.poisson,
                        std::min<std::uint64_t>(events.count.value_or(UINT32_MAX), UINT32_MAX),
                        nanoseconds_per_second * millionths / rate,
                        nanoseconds_per_second * millionths % rate,
                        rate,
                        0,
                        0};
    INVARIANT(generated.gap > 0, "more than an event a nanosecond");
    busy_until_ = until;
    expected_ = std::min(generated.count, generated.clock.capacity() / generated.gap + 1);
    INVARIANT(expected_ < events_limit, "{} events of source {}", expected_, source.name);
    return generated;
}

void SourceEvents::next(EventBlock& block) {
    block.count = 0;
    std::visit([&](auto& events) { fill(block, events); }, events_);
}

void SourceEvents::fill(EventBlock& block, Listed& listed) const {
    const Listed::Event* events = listed.events.data() + listed.next;
    block.count = std::min(EventBlock::size, listed.events.size() - listed.next);
    block.has_listed = true;
    listed.next += block.count;
    for (std::size_t i = 0; i < block.count; ++i) {
        block.happened[i] = events[i].happened;
        block.number[i] = events[i].number;
        block.listed[i] = events[i].written;
    }
    choose(block, true);
    for (std::size_t i = 0; i < block.count; ++i) {
        if (events[i].written->value) block.value[i] = *events[i].written->value;
        if (events[i].written->user) block.user[i] = events[i].user;
        if (events[i].written->key) block.key[i] = events[i].key;
    }
}

void SourceEvents::fill(EventBlock& block, Periodic& periodic) const {
    for (; block.count < EventBlock::size && periodic.next < periodic.count && periodic.at <= last_; ++block.count) {
        block.happened[block.count] = periodic.at;
        block.number[block.count] = periodic.next++;
        periodic.at = saturating_add(periodic.at, periodic.every);
    }
    choose(block, true);
}

void SourceEvents::fill(EventBlock& block, Generated& generated) const {
    const std::size_t wanted = std::min<std::uint64_t>(EventBlock::size, generated.count - generated.next);
    EventBlock::Column<std::uint64_t> gaps;  // before each event, in nanoseconds at the plain rate
    if (generated.poisson) {
        for (std::size_t i = 0; i < wanted; ++i)
            gaps[i] = scaled(generated.gap, unit_exponential(generated.gaps(generated.next + i)));
    } else {
        for (std::size_t i = 0; i < wanted; ++i)
            gaps[i] = generated.next + i == 0 ? 0 : generated.regular_gap();
    }
    for (; block.count < wanted; ++block.count) {
        if (!generated.clock.advance(gaps[block.count])) {
            generated.count = generated.next;
            break;
        }
        block.happened[block.count] = generated.clock.now();
        block.number[block.count] = generated.next++;
    }
    choose(block, false);
}

std::uint64_t SourceEvents::Generated::regular_gap() {
    rest += gap_rest;
    if (rest < rate) return gap;
    rest -= rate;
    return gap + 1;
}

void SourceEvents::choose(EventBlock& block, bool users_in_turn) const {
    const std::size_t count = block.count;
    if (value_span_ == 1) {
        std::fill_n(block.value.begin(), count, static_cast<std::int64_t>(value_min_));
    } else {
        for (std::size_t i = 0; i < count; ++i)
            block.value[i] = static_cast<std::int64_t>(value_min_ + below(value_draws_(block.number[i]), value_span_));
    }
    if (!key_choice_) {
        std::fill_n(block.key.begin(), count, default_key_);
    } else {
        for (std::size_t i = 0; i < count; ++i)
            block.key[i] = static_cast<std::uint32_t>((*key_choice_)(key_draws_(block.number[i])));
    }
    if (users_ == 1) {
        std::fill_n(block.user.begin(), count, 0U);
    } else if (users_in_turn) {
        for (std::size_t i = 0; i < count; ++i)
            block.user[i] = static_cast<std::uint32_t>(block.number[i] % users_);
    } else {
        for (std::size_t i = 0; i < count; ++i)
            block.user[i] = static_cast<std::uint32_t>(below(user_draws_(block.number[i]), users_));
    }
}

}  // namespace tidemark
