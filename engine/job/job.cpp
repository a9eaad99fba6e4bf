#include "engine/job/job.h"

#include "engine/windowing/assign.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

template <class IdType>
std::vector<bool> passing(const NameTable<IdType>& names, const std::vector<std::string>& only,
                          const std::vector<std::string>& none) {
    if (only.empty() && none.empty()) return {};
    std::vector<bool> passes(names.size(), only.empty());
    for (const std::string& name : only)
        if (const auto id = names.find(name)) passes[id->value] = true;
    for (const std::string& name : none)
        if (const auto id = names.find(name)) passes[id->value] = false;
    return passes;
}

std::int64_t saturated(std::int64_t value, std::int64_t multiply, std::int64_t add) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(value, multiply, &product))
        product = (value > 0) == (multiply > 0) ? INT64_MAX : INT64_MIN;
    std::int64_t sum = 0;
    if (__builtin_add_overflow(product, add, &sum)) sum = add > 0 ? INT64_MAX : INT64_MIN;
    return sum;
}

}  // namespace

std::vector<std::string> problems(const Job& job) {
    std::vector<std::string> found;
    const JobLogic& logic = job.logic;
    if (job.version.empty()) found.push_back("a job's version needs a name");
    if (logic.window && !logic.aggregate)
        found.push_back("a window needs an aggregate: what is computed over its records");
    if (logic.aggregate && !logic.window)
        found.push_back(
            "an aggregate needs a window: over which records it is computed (window: {kind: global} takes all)");
    if (logic.window)
        for (std::string& problem : problems(*logic.window, EngineName::flink))
            found.push_back(std::move(problem));
    const Filter& filter = logic.filter;
    if (filter.value_min && filter.value_max && *filter.value_min > *filter.value_max)
        found.push_back(fmt::format("no value is at least {} and at most {}", *filter.value_min, *filter.value_max));
    for (const auto& [only, none] :
         {std::pair{&filter.keys, &filter.not_keys}, std::pair{&filter.users, &filter.not_users}})
        for (const std::string& name : *only)
            if (std::find(none->begin(), none->end(), name) != none->end())
                found.push_back(fmt::format("'{}' is both asked for and left out by the filter", name));
    return found;
}

std::string to_string(const Job& job) {
    const JobLogic& logic = job.logic;
    std::string text;
    if (logic.aggregate) {
        text = std::string{to_string(logic.aggregate->kind)};
        if (logic.aggregate->kind == AggregateKind::distinct)
            text += logic.aggregate->distinct_of == DistinctOf::user ? " users" : " values";
    } else {
        text = "each record";
    }
    if (logic.window) text += " in windows: " + to_string(*logic.window);
    if (logic.key == KeyBy::user) text += ", for each user";
    if (logic.key == KeyBy::key) text += ", for each key";
    std::string conditions;
    const auto add = [&conditions](const std::string& condition) {
        conditions += (conditions.empty() ? "" : " and ") + condition;
    };
    const Filter& filter = logic.filter;
    if (filter.value_min) add(fmt::format("value >= {}", *filter.value_min));
    if (filter.value_max) add(fmt::format("value <= {}", *filter.value_max));
    if (!filter.keys.empty()) add("key in " + listed(filter.keys));
    if (!filter.not_keys.empty()) add("key not in " + listed(filter.not_keys));
    if (!filter.users.empty()) add("user in " + listed(filter.users));
    if (!filter.not_users.empty()) add("user not in " + listed(filter.not_users));
    if (!conditions.empty()) text += ", of records with " + conditions;
    if (logic.map != Mapping{}) text += fmt::format(", value = value * {} + {}", logic.map.multiply, logic.map.add);
    if (logic.deduplicate) text += ", each id once";
    if (logic.deduplicate && logic.deduplicate->within)
        text += fmt::format(" within {}", to_string(*logic.deduplicate->within));
    return fmt::format("{} ({})", text, job.version);
}

RecordLogic::RecordLogic(const JobLogic& logic, const Names& names)
    : logic_(logic),
      key_passes_(passing(names.keys, logic.filter.keys, logic.filter.not_keys)),
      user_passes_(passing(names.users, logic.filter.users, logic.filter.not_users)),
      unreadable_(names.keys.find(unreadable_key)),
      passes_all_(logic.filter == Filter{} && logic.map == Mapping{} && logic.key == KeyBy::key && !unreadable_) {}

std::optional<Record> RecordLogic::apply(const Record& record) const {
    if (passes_all_) return record;
    if (unreadable_ && record.key == *unreadable_) return std::nullopt;
    const Filter& filter = logic_.filter;
    if (filter.value_min && record.value < *filter.value_min) return std::nullopt;
    if (filter.value_max && record.value > *filter.value_max) return std::nullopt;
    if (!key_passes_.empty() && !key_passes_.at(record.key.value)) return std::nullopt;
    if (!user_passes_.empty() && !user_passes_.at(record.user.value)) return std::nullopt;
    Record result = record;
    result.value = saturated(record.value, logic_.map.multiply, logic_.map.add);
    if (logic_.key == KeyBy::user) result.key = KeyId{record.user.value};
    if (logic_.key == KeyBy::none) result.key = KeyId{0};
    return result;
}

}  // namespace tidemark
