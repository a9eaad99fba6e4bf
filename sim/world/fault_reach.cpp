#include "sim/world/fault_reach.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::string_view everyone = "all";

// The users of a generated series have names that nobody has written down: prefix and number.
bool is_of_series(const Source& source, const std::string& user) {
    if (!source.users.empty() || source.user_count == 0) return false;
    const std::string prefix = source.cohort.empty() ? "u" : source.cohort + "-u";
    if (user.size() <= prefix.size() || user.size() > prefix.size() + 10 || user.compare(0, prefix.size(), prefix) != 0)
        return false;
    const std::string digits = user.substr(prefix.size());
    if (digits.find_first_not_of("0123456789") != std::string::npos || (digits.size() > 1 && digits.front() == '0'))
        return false;
    return std::stoull(digits) < source.user_count;
}

bool is_user_of(const Source& source, const std::string& user) {
    if (is_of_series(source, user)) return true;
    if (std::find(source.users.begin(), source.users.end(), user) != source.users.end()) return true;
    const auto* listed = listed_events(source);
    return listed != nullptr && std::any_of(listed->begin(), listed->end(), [&](const ListedEvent& event) {
               return event.user && *event.user == user;
           });
}

}  // namespace

std::optional<std::uint32_t> partition_in_target(const std::string& target) {
    if (target.size() < 5 || target.size() > 9 || target.compare(0, 4, "log.") != 0) return {};
    const std::string digits = target.substr(4);
    if (digits.find_first_not_of("0123456789") != std::string::npos) return {};
    return static_cast<std::uint32_t>(std::stoul(digits));
}

bool names_source(const std::string& target, const Source& source) {
    return target == everyone || target == source.name || (!source.cohort.empty() && target == source.cohort);
}

bool is_target_on_tape(const std::string& target, const Scenario& scenario) {
    if (const auto partition = partition_in_target(target)) return *partition < scenario.log.partitions;
    return target == everyone ||
           std::any_of(scenario.sources.begin(), scenario.sources.end(), [&](const Source& source) {
               return names_source(target, source) || is_user_of(source, target);
           });
}

std::optional<Reach> reach_of(const Scenario& scenario, std::uint32_t fault, const Source& source,
                              const SourceCast& cast, const Names& names) {
    const Fault& planned = scenario.faults[fault];
    Reach reach;
    reach.fault = fault;
    reach.from = planned.at.value_or(scenario.clock.from);
    reach.since = reach.from;
    // Without an end it lasts until nothing can be seen any more.
    reach.until =
        planned.lasts ? saturating_add(reach.from, *planned.lasts) : *scenario.clock.until + ProcessingDuration{1};
    // What began with the clock holds for what happened before it, too.
    if (!planned.at) reach.from = ProcessingTime{ProcessingDuration{INT64_MIN}};
    const std::string& target = target_of(planned);
    if (const auto partition = partition_in_target(target)) {
        reach.partition = partition;
        return reach;
    }
    if (names_source(target, source)) return reach;
    const auto user = names.users.find(target);
    if (!user) return {};
    bool any = false;
    for (std::uint32_t number = 0; number < cast.users.size(); ++number)
        if (cast.users[number] == *user) {
            reach.users.assign(cast.users.size(), false);
            reach.users[number] = any = true;
        }
    return any ? std::optional{reach} : std::nullopt;
}

}  // namespace tidemark
