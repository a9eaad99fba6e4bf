// The keys of `source` that say which events it makes, and when.
#include "sim/scenario/keys_source.h"

#include <algorithm>

namespace tidemark {
namespace {

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

}  // namespace

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

void add_rate_changes(Section<Source>& source) {
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

}  // namespace tidemark
