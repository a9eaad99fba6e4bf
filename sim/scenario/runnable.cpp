#include "sim/scenario/runnable.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tidemark {
namespace {

std::uint64_t events_of(const Events& events, const Clock& clock) {
    struct Count {
        const Clock& clock;
        std::uint64_t operator()(const std::vector<ListedEvent>& listed) const { return listed.size(); }
        std::uint64_t operator()(const PeriodicEvents& periodic) const { return periodic.count; }
        std::uint64_t operator()(const RecordedEvents& recorded) const { return recorded.rows.size(); }
        std::uint64_t operator()(const GeneratedEvents& generated) const {
            const EventTime until =
                clock.until ? std::min(generated.until, clock_reading(*clock.until)) : generated.until;
            const std::int64_t ms = std::max<std::int64_t>(0, (until - generated.from).count());
            const auto expected = static_cast<std::uint64_t>(ms / 1000) *
                                  static_cast<std::uint64_t>(generated.rate_millionths) / 1'000'000;
            return generated.count ? std::min(expected, *generated.count) : expected;
        }
    };
    return std::visit(Count{clock}, events);
}

// The modes that an expectation is about.
std::set<std::string> modes_of(const Expectation& expectation) {
    std::set<std::string> modes;
    const auto* query = std::get_if<Expectation::OfQuery>(&expectation.claim);
    if (query == nullptr) return modes;
    if (!query->query.mode.empty()) modes.insert(query->query.mode);
    if (const auto* other = std::get_if<Query>(&query->than); other != nullptr && !other->mode.empty())
        modes.insert(other->mode);
    return modes;
}

}  // namespace

std::optional<std::string> cannot_run(const Scenario& scenario) {
    if (!scenario.clock.until) return "there is no clock.until, so it would never end";
    return std::nullopt;
}

std::uint64_t expected_events(const Scenario& scenario) {
    std::uint64_t sum = 0;
    for (const Source& source : scenario.sources)
        sum += events_of(source.events, scenario.clock);
    return sum;
}

std::shared_ptr<const Scenario> restricted_to(const std::shared_ptr<const Scenario>& scenario,
                                              const std::vector<std::string>& modes, std::size_t& left_out) {
    if (modes.empty()) return scenario;
    const auto ran = [&](const std::string& mode) {
        return std::find(modes.begin(), modes.end(), mode) != modes.end();
    };
    auto reduced = std::make_shared<Scenario>(*scenario);
    const auto drop = [&](auto& entries, const auto& concerns_others) {
        const auto kept = std::remove_if(entries.begin(), entries.end(), concerns_others);
        left_out += static_cast<std::size_t>(entries.end() - kept);
        entries.erase(kept, entries.end());
    };
    drop(reduced->expect, [&](const Expectation& expectation) {
        const auto concerned = modes_of(expectation);
        return !std::all_of(concerned.begin(), concerned.end(), ran);
    });
    drop(reduced->sometimes, [&](const Sometimes& probe) { return !probe.mode.empty() && !ran(probe.mode); });
    return reduced;
}

}  // namespace tidemark
