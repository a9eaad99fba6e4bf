// The keys of `source`: who makes events, when, and how they travel to the log.
#include "sim/scenario/keys.h"
#include "sim/scenario/recorded.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr DurationRange above_zero{ProcessingDuration{1}, duration_most};
constexpr DurationRange either_way{-duration_most, duration_most};
constexpr std::int64_t events_most = 1'000'000'000;

Section<ListedEvent> listed_event_keys() {
    Section<ListedEvent> event{"source.events", "An event written by hand."};
    event.key("id", &ListedEvent::id, label(), "what queries and explanations call it")
        .otherwise("the source's name and the event's number")
        .key("at", &ListedEvent::at, event_clock_time(), "when it happened")
        .required()
        .key("arrives", &ListedEvent::arrives, clock_time(), "when it is in the log; overrides delay and offline")
        .key("key", &ListedEvent::key, label(), "its key, instead of the source's")
        .key("user", &ListedEvent::user, label(), "its user, instead of the source's")
        .key("value", &ListedEvent::value, whole_number({INT64_MIN, INT64_MAX}), "its value, instead of the source's")
        .check([](Reader& reader, const Node& node, ListedEvent& e) {
            e.where = Reader::position(node.span);
            if (e.arrives && *e.arrives < instant_of(e.at))
                reader.problem(node.find("arrives")->span, "arrives: before it happened");
        });
    return event;
}

Shape<Offline> offline_shape() {
    Section<OfflineInterval> interval{"source.offline.interval", "A time in which a device cannot send."};
    interval.key("from", &OfflineInterval::from, clock_time(), "when it begins")
        .required()
        .key("until", &OfflineInterval::until, clock_time(), "when the device sends what it kept")
        .required()
        .key("why", &OfflineInterval::why, label(), "the reason, for explanations")
        .check([](Reader& reader, const Node& node, OfflineInterval& o) {
            if (o.until <= o.from) reader.problem(node.find("until")->span, "until: not after from");
        });
    Section<OfflinePhases> phases{"source.offline.phases", "Devices that go offline by chance, over and over."};
    phases.key("users", &OfflinePhases::users, share(), "the share of the users to whom it happens")
        .key("every", &OfflinePhases::every, duration(above_zero), "the mean time online between two phases")
        .key("mean", &OfflinePhases::mean, duration(above_zero), "the mean time offline (exponential)")
        .required()
        .key("max", &OfflinePhases::max, duration(above_zero), "no phase is longer")
        .key("why", &OfflinePhases::why, label(), "the reason, for explanations");
    using Intervals = std::vector<OfflineInterval>;
    const Shape<Offline> list = converted<Offline, Intervals>(
        list_of(Shape<OfflineInterval>(interval), 10'000, "a list of intervals"),
        [](Intervals intervals) { return Offline{std::move(intervals)}; },
        [](const Offline& offline) { return std::get<Intervals>(offline); });
    const Shape<Offline> chance = converted<Offline, OfflinePhases>(
        Shape<OfflinePhases>(phases), [](OfflinePhases p) { return Offline{std::move(p)}; },
        [](const Offline& offline) { return std::get<OfflinePhases>(offline); });
    return either<Offline>(
        "a list of intervals, or {users, every, mean, max}",
        {{Node::Kind::list, list, [](const Offline& o) { return std::holds_alternative<Intervals>(o); }},
         {Node::Kind::mapping, chance, [](const Offline& o) { return std::holds_alternative<OfflinePhases>(o); }}});
}

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

Shape<Duplicates> duplicates_shape() {
    Section<Duplicates> section{"source.duplicates", "Events that are sent again."};
    section.key("share", &Duplicates::share, share(), "of the events, this share")
        .required()
        .key("copies", &Duplicates::copies, whole<std::uint32_t>({1, 100}), "so many times more")
        .key("spacing", &Duplicates::spacing, duration(), "between one sending and the next")
        .key("new_id", &Duplicates::new_id, yes_or_no(),
             "whether a copy has an id of its own, so that nobody can tell");
    const Duplicates plain;
    const Shape<Duplicates> just_share = converted<Duplicates, Millionths>(
        share(),
        [](Millionths s) {
            Duplicates d;
            d.share = s;
            return d;
        },
        [](const Duplicates& d) { return d.share; });
    return either<Duplicates>(
        "a share, or {share, copies, spacing, new_id}",
        {{Node::Kind::scalar, just_share,
          [plain](const Duplicates& d) {
              return d.copies == plain.copies && d.spacing == plain.spacing && d.new_id == plain.new_id;
          }},
         {Node::Kind::mapping, Shape<Duplicates>(section), [](const Duplicates&) { return true; }}});
}

// Bursts and silences are both changes of rate; in the file they are two keys.
Shape<std::vector<RateChange>> rate_changes_shape(bool silence) {
    Section<RateChange> section{
        silence ? "source.silence" : "source.burst",
        silence ? "A time in which nothing happens." : "A time in which more happens, or less."};
    section.key("from", &RateChange::from, event_clock_time(), "when it begins")
        .required()
        .key("until", &RateChange::until, event_clock_time(), "when it ends")
        .required();
    if (!silence)
        section.key("factor", &RateChange::factor, decimal({1}, {1'000'000'000}), "the rate is multiplied by this")
            .required();
    section.check([](Reader& reader, const Node& node, RateChange& r) {
        if (r.until <= r.from) reader.problem(node.find("until")->span, "until: not after from");
    });
    using List = std::vector<RateChange>;
    const Shape<List> one = converted<List, RateChange>(
        Shape<RateChange>(section), [](RateChange r) { return List{r}; },
        [](const List& list) { return list.front(); });
    return either<List>("an interval, or a list of them",
                        {{Node::Kind::mapping, one, [](const List& list) { return list.size() == 1; }},
                         {Node::Kind::list, list_of(Shape<RateChange>(section), 1000, "a list of intervals"),
                          [](const List&) { return true; }}});
}

// A key that belongs to one way of making events: `A` is that way, `owner` the key that chooses it.
template <class A, class T>
void key_of(Section<Source>& source, std::string name, T A::*member, Shape<T> shape, std::string owner,
            std::string sentence) {
    source.key(
        std::move(name), shape.form,
        [member, shape, owner](Reader& reader, const Node& node, Source& s) {
            if (A* events = std::get_if<A>(&s.events)) return shape.read(reader, node, events->*member);
            reader.problem(node.span,
                           fmt::format("'{}' belongs to '{}', which this source has not", reader.last_key(), owner));
            return false;
        },
        [member, shape](const Writer& writer, const Source& s) -> std::optional<Node> {
            const A* events = std::get_if<A>(&s.events);
            if (events == nullptr) return std::nullopt;
            return shape.write(writer, events->*member);
        },
        std::move(sentence));
}

Section<RecordedEvents> column_keys() {
    Section<RecordedEvents> columns{"source.columns", "Which column of the file holds what."};
    columns
        .key("event_time", &RecordedEvents::event_time_column, label(),
             "when it happened: 2024-04-10T23:58:00Z, or milliseconds since 1970")
        .required()
        .key("arrival_time", &RecordedEvents::arrival_time_column, label(), "when it was in the log")
        .otherwise("by delay and offline")
        .key("key", &RecordedEvents::key_column, label(), "its key")
        .otherwise("the source's key")
        .key("value", &RecordedEvents::value_column, label(), "its value, a whole number")
        .otherwise("the source's value")
        .key("user", &RecordedEvents::user_column, label(), "its user")
        .otherwise("the source's user")
        .key("id", &RecordedEvents::id_column, label(), "its id")
        .otherwise("the source's name and the row's number");
    return columns;
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

void add_events(Section<Source>& source) {
    using Listed = std::vector<ListedEvent>;
    source
        .key<Listed>(
            "events", list_of(Shape<ListedEvent>(listed_event_keys()), 100'000, "a list of events"),
            [](Source& s, Listed events) { s.events = std::move(events); },
            [](const Source& s) -> std::optional<Listed> {
                if (const Listed* events = std::get_if<Listed>(&s.events)) return *events;
                return std::nullopt;
            },
            "events written by hand")
        .otherwise({});
    // Each of the next three chooses its alternative; the keys after them fill it.
    source.key(
        "every", event_duration(above_zero).form,
        [](Reader& reader, const Node& node, Source& s) {
            PeriodicEvents periodic;
            periodic.first = clock_reading(reader.so_far->clock.from);
            const bool good = event_duration(above_zero).read(reader, node, periodic.every);
            s.events = periodic;
            return good;
        },
        [](const Writer& writer, const Source& s) -> std::optional<Node> {
            const auto* periodic = std::get_if<PeriodicEvents>(&s.events);
            if (periodic == nullptr) return std::nullopt;
            return event_duration(above_zero).write(writer, periodic->every);
        },
        "an event so often, regularly; needs 'count'");
    key_of(source, "first", &PeriodicEvents::first, event_clock_time(), "every", "when the first one happens");
    source.otherwise("the clock's start");
    source.key(
        "rate", rate().form,
        [](Reader& reader, const Node& node, Source& s) {
            GeneratedEvents generated;
            const Clock& clock = reader.so_far->clock;
            generated.from = clock_reading(clock.from);
            generated.until = clock.until ? clock_reading(*clock.until) : event_time_max;
            const bool good = rate().read(reader, node, generated.rate_millionths);
            s.events = generated;
            return good;
        },
        [](const Writer& writer, const Source& s) -> std::optional<Node> {
            const auto* generated = std::get_if<GeneratedEvents>(&s.events);
            if (generated == nullptr) return std::nullopt;
            return rate().write(writer, generated->rate_millionths);
        },
        "so many events a second, by chance");
    key_of(source, "arrivals", &GeneratedEvents::poisson,
           one_word_of<bool>(
               {{"poisson", true, "independent of each other: exponential gaps"}, {"regular", false, "evenly spaced"}}),
           "rate", "how the gaps between events are distributed");
    source.otherwise("poisson");
    key_of(source, "from", &GeneratedEvents::from, event_clock_time(), "rate", "when generating begins");
    source.otherwise("the clock's start");
    // Unbounded generation (no clock.until, no count) is refused below, so that the end can always be written.
    key_of(source, "until", &GeneratedEvents::until, event_clock_time(), "rate", "when generating ends");
    source.otherwise("the clock's end");
    const Shape<std::uint64_t> count = whole<std::uint64_t>({1, events_most});
    source.key(
        "count", count.form,
        [count](Reader& reader, const Node& node, Source& s) {
            std::uint64_t n = 0;
            if (!count.read(reader, node, n)) return false;
            if (auto* periodic = std::get_if<PeriodicEvents>(&s.events)) periodic->count = n;
            else if (auto* generated = std::get_if<GeneratedEvents>(&s.events)) generated->count = n;
            else {
                reader.problem(node.span, "'count' belongs to 'every' or 'rate', which this source has not");
                return false;
            }
            return true;
        },
        [count](const Writer& writer, const Source& s) -> std::optional<Node> {
            if (const auto* periodic = std::get_if<PeriodicEvents>(&s.events))
                return count.write(writer, periodic->count);
            if (const auto* generated = std::get_if<GeneratedEvents>(&s.events);
                generated != nullptr && generated->count)
                return count.write(writer, *generated->count);
            return std::nullopt;
        },
        "how many events; with 'rate', the most");
    source.key(
        "file", label().form,
        [](Reader& reader, const Node& node, Source& s) {
            RecordedEvents recorded;
            const bool good = label().read(reader, node, recorded.file);
            recorded.format = recorded.file.size() > 6 && (recorded.file.substr(recorded.file.size() - 6) == ".jsonl" ||
                                                           recorded.file.substr(recorded.file.size() - 7) == ".ndjson")
                                  ? "jsonl"
                                  : "csv";
            s.events = std::move(recorded);
            return good;
        },
        [](const Writer& writer, const Source& s) -> std::optional<Node> {
            const auto* recorded = std::get_if<RecordedEvents>(&s.events);
            if (recorded == nullptr) return std::nullopt;
            return label().write(writer, recorded->file);
        },
        "a recorded trace, beside this file: CSV or JSON lines, an event a row");
    key_of(source, "format", &RecordedEvents::format,
           one_word_of<std::string>(
               {{"csv", "csv", "comma-separated values, with a header"}, {"jsonl", "jsonl", "a JSON object a line"}}),
           "file", "how the file is written");
    source.otherwise("by the file's ending");
    const Shape<RecordedEvents> columns = column_keys();
    source.key(
        "columns", columns.form,
        [columns](Reader& reader, const Node& node, Source& s) {
            if (auto* recorded = std::get_if<RecordedEvents>(&s.events)) return columns.read(reader, node, *recorded);
            reader.problem(node.span, "'columns' belongs to 'file', which this source has not");
            return false;
        },
        [columns](const Writer& writer, const Source& s) -> std::optional<Node> {
            const auto* recorded = std::get_if<RecordedEvents>(&s.events);
            if (recorded == nullptr) return std::nullopt;
            Node node = columns.write(writer, *recorded);
            // Columns that are not used are empty names: not written.
            node.entries.erase(std::remove_if(node.entries.begin(), node.entries.end(),
                                              [](const auto& e) { return e.value.text.empty(); }),
                               node.entries.end());
            return node;
        },
        "which column holds what; needed with 'file'");
    source.one_of({"events", "every", "rate", "file"});
}

void add_travel(Section<Source>& source) {
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
        .key("value", &Source::value, value_shape(), "the value of each event")
        .key("delay", &Source::delay, delay_shape({}), "from the device to the log")
        .key("offline", &Source::offline, offline_shape(),
             "when devices cannot send: they keep their events and send them afterwards")
        .key("flush", &Source::flush,
             one_word_of<FlushOrder>({{"fifo", FlushOrder::fifo, "oldest first"},
                                      {"lifo", FlushOrder::lifo, "newest first"},
                                      {"shuffled", FlushOrder::shuffled, "in any order"}}),
             "in which order a device sends what it kept");
    struct Skew {
        ProcessingDuration by{};
        std::optional<Delay> spread;
    };
    Section<Skew> skew{"source.clock_skew", "How wrong the devices' clocks are."};
    skew.key("by", &Skew::by, duration(either_way), "every clock is ahead by this (behind, where negative)")
        .key("spread", &Skew::spread, delay_shape({}), "and, for each user, ahead by a draw from this");
    const Shape<Skew> by = converted<Skew, ProcessingDuration>(
        duration(either_way),
        [](ProcessingDuration d) {
            return Skew{d, {}};
        },
        [](const Skew& s) { return s.by; });
    source
        .key<Skew>(
            "clock_skew",
            either<Skew>("a duration, or {by, spread}",
                         {{Node::Kind::scalar, by, [](const Skew& s) { return !s.spread; }},
                          {Node::Kind::mapping, Shape<Skew>(skew), [](const Skew&) { return true; }}}),
            [](Source& s, Skew k) {
                s.clock_skew = k.by;
                s.clock_skew_spread = k.spread;
            },
            [](const Source& s) -> std::optional<Skew> {
                if (s.clock_skew.count() == 0 && !s.clock_skew_spread) return std::nullopt;
                return Skew{s.clock_skew, s.clock_skew_spread};
            },
            "how far the devices' clocks are ahead; the truth goes by true time")
        .otherwise("clocks are right")
        .key("duplicates", &Source::duplicates, duplicates_shape(), "events that are sent more than once");
    using Changes = std::vector<RateChange>;
    for (const bool silence : {false, true})
        source
            .key<Changes>(
                silence ? "silence" : "burst", rate_changes_shape(silence),
                [silence](Source& s, Changes changes) {
                    for (RateChange& change : changes) {
                        if (silence) change.factor = {0};
                        s.rate_changes.push_back(change);
                    }
                },
                [silence](const Source& s) -> std::optional<Changes> {
                    Changes some;
                    for (const RateChange& change : s.rate_changes)
                        if ((change.factor.value == 0) == silence) some.push_back(change);
                    if (some.empty()) return std::nullopt;
                    return some;
                },
                silence ? "times in which a generated source makes nothing"
                        : "times in which a generated source makes more, or less")
            .otherwise("none");
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

Shape<Delay> delay_shape(DurationRange range) {
    const Shape<ProcessingDuration> any = duration(range);
    const Shape<ProcessingDuration> positive = duration(above_zero);
    Section<ExponentialDelay> exponential{"delay.exp", "Exponential: mostly short, seldom long."};
    exponential.key("mean", &ExponentialDelay::mean, positive, "the mean of the exponential part")
        .required()
        .key("base", &ExponentialDelay::base, any, "added to every draw")
        .key("max", &ExponentialDelay::max, positive, "no draw is longer");
    Section<UniformDelay> uniform{"delay.uniform", "Every duration in a range as likely."};
    uniform.key("min", &UniformDelay::min, any, "the shortest")
        .required()
        .key("max", &UniformDelay::max, any, "the longest")
        .required()
        .check([](Reader& reader, const Node& node, UniformDelay& d) {
            if (d.min > d.max) reader.problem(node.find("max")->span, "max: less than min");
        });
    Section<NormalDelay> normal{"delay.normal", "Bell-shaped around a mean, cut at 0."};
    normal.key("mean", &NormalDelay::mean, positive, "the mean")
        .required()
        .key("deviation", &NormalDelay::deviation, any, "the standard deviation")
        .required()
        .key("max", &NormalDelay::max, positive, "no draw is longer");
    Section<ParetoDelay> pareto{"delay.pareto", "A long tail: most are near the shortest, a few very long."};
    pareto.key("min", &ParetoDelay::min, positive, "the shortest")
        .required()
        .key("shape", &ParetoDelay::shape, decimal({100'000}, {100'000'000}),
             "how fast the tail falls; smaller is longer")
        .key("max", &ParetoDelay::max, positive, "no draw is longer")
        .required()
        .check([](Reader& reader, const Node& node, ParetoDelay& d) {
            if (d.min > d.max) reader.problem(node.find("max")->span, "max: less than min");
        });
    const Shape<Delay> by_chance =
        alternatives<Delay>("kind", {alternative<Delay>("exp", exponential), alternative<Delay>("uniform", uniform),
                                     alternative<Delay>("normal", normal), alternative<Delay>("pareto", pareto)});
    const Shape<Delay> fixed = converted<Delay, ProcessingDuration>(
        any, [](ProcessingDuration d) { return Delay{FixedDelay{d}}; },
        [](const Delay& d) { return std::get<FixedDelay>(d).value; });
    return either<Delay>(
        "a duration, or {kind: exp, mean: 150ms}",
        {{Node::Kind::scalar, fixed, [](const Delay& d) { return std::holds_alternative<FixedDelay>(d); }},
         {Node::Kind::mapping, by_chance, [](const Delay&) { return true; }}});
}

Shape<std::vector<Source>> sources_shape() {
    Section<Source> source{"source",
                           "One generator of events. One of events, every, rate and file says how it makes them."};
    add_who(source);
    add_events(source);
    add_travel(source);
    source.check(check_source);
    return list_of(Shape<Source>(source), 1000, "a list of sources");
}

}  // namespace tidemark
