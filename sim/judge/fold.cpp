#include "sim/judge/fold.h"

#include <algorithm>
#include <set>

namespace tidemark {
namespace {

// Sums wrap around at the ends of 64 bits, as answers do.
std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

std::int64_t mapped(const Mapping& map, std::int64_t value) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(value, map.multiply, &product)) {
        product = (value > 0) == (map.multiply > 0) ? INT64_MAX : INT64_MIN;
    }
    std::int64_t sum = 0;
    if (__builtin_add_overflow(product, map.add, &sum)) return map.add > 0 ? INT64_MAX : INT64_MIN;
    return sum;
}

bool mentions(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool passes(const std::vector<std::string>& only, const std::vector<std::string>& none_of, const std::string& name) {
    return (only.empty() || mentions(only, name)) && !mentions(none_of, name);
}

// The last multiple of `step`, moved by `offset`, at or before `at`.
std::int64_t grid_before(std::int64_t at, std::int64_t step, std::int64_t offset) {
    std::int64_t into = (at - offset) % step;
    if (into < 0) into += step;
    return at - into;
}

Window window_of_length(std::int64_t start, EventDuration size) {
    return {EventTime{EventDuration{start}}, saturating_add(EventTime{EventDuration{start}}, size)};
}

}  // namespace

std::optional<Record> judged_record(const JobLogic& job, const Names& names, const Record& record) {
    if (const auto malformed = names.keys.find(unreadable_key); malformed && record.key == *malformed)
        return std::nullopt;
    const Filter& filter = job.filter;
    if (filter.value_min && record.value < *filter.value_min) return std::nullopt;
    if (filter.value_max && record.value > *filter.value_max) return std::nullopt;
    if (!filter.keys.empty() || !filter.not_keys.empty()) {
        if (!passes(filter.keys, filter.not_keys, std::string{names.keys.name(record.key)})) return std::nullopt;
    }
    if (!filter.users.empty() || !filter.not_users.empty()) {
        if (!passes(filter.users, filter.not_users, std::string{names.users.name(record.user)})) return std::nullopt;
    }
    Record seen = record;
    seen.value = mapped(job.map, record.value);
    return seen;
}

KeyId key_in(const JobLogic& job, const Record& record) {
    switch (job.key) {
        case KeyBy::key:
            return record.key;
        case KeyBy::user:
            return KeyId{record.user.value};
        case KeyBy::none:
            return KeyId{};
    }
    return KeyId{};
}

std::string key_name(const JobLogic& job, const Names& names, KeyId key) {
    switch (job.key) {
        case KeyBy::key:
            return std::string{names.keys.name(key)};
        case KeyBy::user:
            return std::string{names.users.name(UserId{key.value})};
        case KeyBy::none:
            return "";
    }
    return "";
}

std::optional<KeyId> find_key(const JobLogic& job, const Names& names, const std::string& name) {
    if (job.key == KeyBy::user) {
        const auto user = names.users.find(name);
        return user ? std::optional{KeyId{user->value}} : std::nullopt;
    }
    if (job.key == KeyBy::none) return name.empty() ? std::optional{KeyId{}} : std::nullopt;
    const auto key = names.keys.find(name);
    return key ? std::optional{*key} : std::nullopt;
}

std::vector<Window> windows_containing(const WindowSpec& spec, EventTime at) {
    const std::int64_t t = at.time_since_epoch().count();
    std::vector<Window> windows;
    if (const auto* tumbling = std::get_if<Tumbling>(&spec)) {
        windows.push_back(
            window_of_length(grid_before(t, tumbling->size.count(), tumbling->offset.count()), tumbling->size));
    } else if (const auto* sliding = std::get_if<Sliding>(&spec)) {
        const std::int64_t last = grid_before(t, sliding->period.count(), sliding->offset.count());
        for (std::int64_t start = last; start > t - sliding->size.count(); start -= sliding->period.count()) {
            windows.push_back(window_of_length(start, sliding->size));
        }
        std::reverse(windows.begin(), windows.end());
    } else if (const auto* session = std::get_if<Session>(&spec)) {
        windows.push_back(window_of_length(t, session->gap));
    } else {
        windows.push_back(global_window);
    }
    return windows;
}

AggregateValue Fold::value() const {
    AggregateValue folded;
    std::set<std::uint64_t> distinct;
    std::vector<std::int64_t> values;
    for (const Record& record : records_) {
        switch (spec_.kind) {
            case AggregateKind::count:
                folded.number += 1;
                break;
            case AggregateKind::sum:
            case AggregateKind::mean:
                folded.number = wrapped_sum(folded.number, record.value);
                break;
            case AggregateKind::min:
                if (folded.count == 0 || record.value < folded.number) folded.number = record.value;
                break;
            case AggregateKind::max:
                if (folded.count == 0 || record.value > folded.number) folded.number = record.value;
                break;
            case AggregateKind::distinct:
                distinct.insert(spec_.distinct_of == DistinctOf::user ? record.user.value
                                                                      : static_cast<std::uint64_t>(record.value));
                break;
            case AggregateKind::list:
                values.push_back(record.value);
                break;
        }
        ++folded.count;
        folded.members += scatter(record.id);
    }
    if (spec_.kind == AggregateKind::distinct) folded.number = static_cast<std::int64_t>(distinct.size());
    if (spec_.kind == AggregateKind::list) {
        folded.values = std::make_shared<const std::vector<std::int64_t>>(std::move(values));
    }
    return folded;
}

AggregateValue combined(const AggregateSpec& spec, const AggregateValue& a, const AggregateValue& b) {
    if (a.count == 0) return b;
    if (b.count == 0) return a;
    AggregateValue both;
    both.count = a.count + b.count;
    both.members = a.members + b.members;
    switch (spec.kind) {
        case AggregateKind::count:
        case AggregateKind::sum:
        case AggregateKind::mean:
        case AggregateKind::distinct:
            both.number = wrapped_sum(a.number, b.number);
            break;
        case AggregateKind::min:
            both.number = std::min(a.number, b.number);
            break;
        case AggregateKind::max:
            both.number = std::max(a.number, b.number);
            break;
        case AggregateKind::list: {
            std::vector<std::int64_t> values;
            if (a.values) values = *a.values;
            if (b.values) values.insert(values.end(), b.values->begin(), b.values->end());
            both.values = std::make_shared<const std::vector<std::int64_t>>(std::move(values));
            break;
        }
    }
    return both;
}

std::optional<std::int64_t> number_of(const AggregateSpec& spec, const AggregateValue& answer) {
    switch (spec.kind) {
        case AggregateKind::count:
        case AggregateKind::sum:
        case AggregateKind::distinct:
            return answer.number;
        case AggregateKind::min:
        case AggregateKind::max:
            if (answer.count == 0) return std::nullopt;
            return answer.number;
        case AggregateKind::mean: {
            if (answer.count == 0) return std::nullopt;
            const bool negative = answer.number < 0;
            const std::uint64_t size =
                negative ? 0 - static_cast<std::uint64_t>(answer.number) : static_cast<std::uint64_t>(answer.number);
            const std::uint64_t part = ((size % answer.count) * 2'000'000 + answer.count) / (2 * answer.count);
            std::uint64_t millionths = 0;
            if (__builtin_mul_overflow(size / answer.count, std::uint64_t{1'000'000}, &millionths) ||
                millionths > INT64_MAX - part) {
                return negative ? INT64_MIN : INT64_MAX;
            }
            const auto mean = static_cast<std::int64_t>(millionths + part);
            return negative ? -mean : mean;
        }
        case AggregateKind::list:
            return answer.values ? static_cast<std::int64_t>(answer.values->size()) : 0;
    }
    return std::nullopt;
}

Value value_of(const AggregateSpec& spec, const AggregateValue& answer) {
    if (spec.kind == AggregateKind::list) {
        std::vector<std::int64_t> values;
        if (answer.values) values = *answer.values;
        std::sort(values.begin(), values.end());
        std::string text = "[";
        for (const std::int64_t value : values)
            text += (text.size() > 1 ? "," : "") + std::to_string(value);
        return text + "]";
    }
    const std::optional<std::int64_t> number = number_of(spec, answer);
    if (!number) return Nothing{};
    if (spec.kind == AggregateKind::mean) return Millionths{*number};
    return *number;
}

}  // namespace tidemark
