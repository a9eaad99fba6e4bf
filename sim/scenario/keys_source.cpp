// The keys of `source`: who makes events, what they carry, and what must hold of all keys together.
#include "sim/scenario/keys_source.h"

#include "sim/scenario/recorded.h"

#include <algorithm>

namespace tidemark {
namespace {

Shape<KeyChoice> keys_shape() {
    Section<KeyChoice> chosen{"source.keys", "The keys of the events, drawn for each."};
    chosen.key("count", &KeyChoice::count, whole<std::uint64_t>({1, 100'000'000}), "so many keys: k0, k1, ...")
        .key("names", &KeyChoice::names, list_of(label(), 100'000, "a list of keys"), "the keys by name")
        .otherwise("k0, k1, ...")
        .key("skew", &KeyChoice::skew, decimal({0}, {10'000'000}),
             "how uneven: the n-th key has a share proportional to n^-skew (Zipf); 0 is even")
        .check([](Reader& reader, const Node& node, KeyChoice& k) {
            if (k.names.empty() && k.count == 0) reader.problem(node.span, "keys: neither count nor names");
            if (!k.names.empty() && k.count != 0 && k.count != k.names.size())
                reader.problem(node.find("count")->span,
                               fmt::format("count: {} is not the number of names, {}", k.count, k.names.size()));
            if (!k.names.empty()) k.count = k.names.size();
        });
    const Shape<KeyChoice> named = converted<KeyChoice, std::vector<std::string>>(
        list_of(label(), 100'000, "a list of keys"),
        [](std::vector<std::string> names) {
            KeyChoice k;
            k.count = names.size();
            k.names = std::move(names);
            return k;
        },
        [](const KeyChoice& k) { return k.names; });
    return either<KeyChoice>(
        "a list of keys, or {count, skew}",
        {{Node::Kind::list, named, [](const KeyChoice& k) { return !k.names.empty() && k.skew.value == 0; }},
         {Node::Kind::mapping, Shape<KeyChoice>(chosen), [](const KeyChoice&) { return true; }}});
}

Shape<ValueChoice> value_shape() {
    const Shape<std::int64_t> any = whole_number({INT64_MIN, INT64_MAX});
    Section<ValueChoice> range{"source.value", "A value drawn for each event, every one as likely."};
    range.key("min", &ValueChoice::min, any, "the least")
        .required()
        .key("max", &ValueChoice::max, any, "the greatest")
        .required()
        .check([](Reader& reader, const Node& node, ValueChoice& v) {
            if (v.min > v.max)
                reader.problem(node.find("max")->span, fmt::format("max: {} is less than min, {}", v.max, v.min));
        });
    const Shape<ValueChoice> one = converted<ValueChoice, std::int64_t>(
        any,
        [](std::int64_t v) {
            return ValueChoice{v, v};
        },
        [](const ValueChoice& v) { return v.min; });
    return either<ValueChoice>(
        "a whole number, or {min, max}",
        {{Node::Kind::scalar, one, [](const ValueChoice& v) { return v.min == v.max; }},
         {Node::Kind::mapping, Shape<ValueChoice>(range), [](const ValueChoice&) { return true; }}});
}

void add_who(Section<Source>& source) {
    source.key("cohort", &Source::cohort, name(), "a name that queries can split by")
        .otherwise("none")
        .key(
            "user", label(), [](Source& s, std::string user) { s.users = {std::move(user)}; },
            [](const Source& s) -> std::optional<std::string> {
                if (s.users.size() != 1) return std::nullopt;
                return s.users.front();
            },
            "the one user who makes these events");
    struct Users {
        std::vector<std::string> names;
        std::uint64_t count{0};
    };
    const Shape<Users> names = converted<Users, std::vector<std::string>>(
        list_of(label(), 100'000, "a list of users"),
        [](std::vector<std::string> n) {
            return Users{std::move(n), 0};
        },
        [](const Users& u) { return u.names; });
    const Shape<Users> count = converted<Users, std::uint64_t>(
        whole<std::uint64_t>({1, 100'000'000}),
        [](std::uint64_t n) {
            return Users{{}, n};
        },
        [](const Users& u) { return u.count; });
    source
        .key<Users>(
            "users",
            either<Users>("a list of users, or their number",
                          {{Node::Kind::list, names, [](const Users& u) { return u.count == 0; }},
                           {Node::Kind::scalar, count, [](const Users&) { return true; }}}),
            [](Source& s, Users u) {
                s.users = std::move(u.names);
                s.user_count = u.count;
            },
            [](const Source& s) -> std::optional<Users> {
                if (s.user_count == 0 && s.users.size() < 2) return std::nullopt;
                return Users{s.users, s.user_count};
            },
            "the users who make these events: by name, in turn; or so many: u0, u1, ...")
        .at_most_one_of({"user", "users"});
}

void add_what(Section<Source>& source) {
    source
        .key("id", &Source::id_template, label(),
             "the events' ids; {n} is the event's number, {n:02} with two digits at least")
        .otherwise("the source's name and the number")
        .key("key", &Source::key, label(), "the key of every event")
        .otherwise("none")
        .key<KeyChoice>(
            "keys", keys_shape(), [](Source& s, KeyChoice k) { s.keys = std::move(k); },
            [](const Source& s) -> std::optional<KeyChoice> {
                if (s.keys.count == 0) return std::nullopt;
                return s.keys;
            },
            "keys drawn for each event")
        .at_most_one_of({"key", "keys"})
        .key("value", &Source::value, value_shape(), "the value of each event");
}

// How many events a source makes at most, as far as can be told without drawing.
std::int64_t events_bound(const Source& s) {
    if (const auto* listed = std::get_if<std::vector<ListedEvent>>(&s.events))
        return static_cast<std::int64_t>(listed->size());
    if (const auto* periodic = std::get_if<PeriodicEvents>(&s.events))
        return static_cast<std::int64_t>(periodic->count);
    if (const auto* recorded = std::get_if<RecordedEvents>(&s.events))
        return static_cast<std::int64_t>(recorded->rows.size());
    const auto& generated = std::get<GeneratedEvents>(s.events);
    if (generated.count) return static_cast<std::int64_t>(*generated.count);
    // Saturating: seconds * events a second * the greatest factor.
    std::int64_t factor = 1;
    for (const RateChange& change : s.rate_changes)
        factor = std::max(factor, change.factor.value / 1'000'000 + 1);
    const std::int64_t seconds = (generated.until - generated.from).count() / 1000 + 1;
    std::int64_t product = 0;
    if (__builtin_mul_overflow(seconds, generated.rate_millionths / 1'000'000 + 1, &product)) return INT64_MAX;
    if (__builtin_mul_overflow(product, factor, &product)) return INT64_MAX;
    return product;
}

// `{n}` or `{n:02}`, once; no other braces.
bool is_id_template(const std::string& id) {
    const std::size_t open = id.find('{');
    const std::size_t close = id.find('}');
    if (open == std::string::npos && close == std::string::npos) return false;
    if (open == std::string::npos || close == std::string::npos || close < open ||
        id.find_first_of("{}", close + 1) != std::string::npos || id.find('{', open + 1) != std::string::npos)
        return false;
    const std::string inside = id.substr(open + 1, close - open - 1);
    if (inside == "n") return true;
    return inside.size() == 4 && inside.substr(0, 3) == "n:0" && inside[3] >= '1' && inside[3] <= '9';
}

void check_source(Reader& reader, const Node& node, Source& s) {
    s.where = Reader::position(node.span);
    const auto at = [&node](std::string_view key) { return node.find(key)->span; };
    if (!s.id_template.empty() && !is_id_template(s.id_template))
        reader.problem(at("id"), fmt::format("id: '{}' gives every event the same id", s.id_template),
                       "{n} is the event's number: w{n} or w{n:02}");
    if (auto* periodic = std::get_if<PeriodicEvents>(&s.events)) {
        if (periodic->count == 0) reader.problem(at("every"), "'every' needs 'count'", "count: 40");
        std::int64_t length = 0, end = 0;
        if (__builtin_mul_overflow(periodic->every.count(), static_cast<std::int64_t>(periodic->count), &length) ||
            __builtin_add_overflow(length, periodic->first.time_since_epoch().count(), &end) ||
            length > 2 * duration_most.count() / 1000)
            reader.problem(at("count"), fmt::format("count: {} events every {} take more than 200 years",
                                                    periodic->count, to_string(periodic->every)));
    }
    const auto* generated = std::get_if<GeneratedEvents>(&s.events);
    if (generated != nullptr) {
        if (generated->until == event_time_max)
            reader.problem(at("rate"), "'rate' needs an end", "clock.until, or 'until' here");
        else if (generated->until <= generated->from)
            reader.problem(node.find("until") ? at("until") : at("rate"), "until: not after from");
    } else if (!s.rate_changes.empty()) {
        reader.problem(node.find("burst") ? at("burst") : at("silence"),
                       "bursts and silences belong to 'rate', which this source has not");
    }
    const bool endless = generated != nullptr && generated->until == event_time_max;
    if (!endless && events_bound(s) > events_most)
        reader.problem(node.find("count") ? at("count") : at("rate"),
                       fmt::format("this makes more than {} events", events_most));
    if (auto* recorded = std::get_if<RecordedEvents>(&s.events)) {
        if (recorded->event_time_column.empty())
            reader.problem(at("file"), "'file' needs 'columns'", "columns: {event_time: event_time}");
        else read_recorded(reader, at("file"), *recorded);
    }
}

}  // namespace

Shape<std::vector<Source>> sources_shape() {
    Section<Source> source{"source",
                           "One generator of events. One of events, every, rate and file says how it makes them."};
    add_who(source);
    add_events(source);
    add_what(source);
    add_travel(source);
    add_rate_changes(source);
    source.check(check_source);
    return list_of(Shape<Source>(source), 1000, "a list of sources");
}

}  // namespace tidemark
