// The keys of `job`, which every mode may change: filter, map, key, window, aggregate.
#include "sim/scenario/keys.h"

namespace tidemark {
namespace {

constexpr DurationRange above_zero{ProcessingDuration{1}, duration_most};
constexpr DurationRange either_way{-duration_most, duration_most};
constexpr std::int64_t windows_of_a_record_most = 100'000;

Section<Filter> filter_keys() {
    struct ValueRange {
        std::optional<std::int64_t> min, max;
    };
    Section<ValueRange> range{"job.filter.value", "Which values pass."};
    const Shape<std::int64_t> any = whole_number({INT64_MIN, INT64_MAX});
    range.key("min", &ValueRange::min, any, "the least value that passes")
        .key("max", &ValueRange::max, any, "the greatest value that passes");
    range.check([](Reader& reader, const Node& node, ValueRange& r) {
        if (r.min && r.max && *r.min > *r.max)
            reader.wrong_value(*node.find("max"), fmt::format("{} is less than min, {}", *r.max, *r.min));
    });
    const auto labels = list_of(label(), 10'000, "a list of names");
    Section<Filter> filter{"job.filter", "Which records take part; all conditions given must hold."};
    filter
        .key<ValueRange>(
            "value", range,
            [](Filter& f, ValueRange r) {
                f.value_min = r.min;
                f.value_max = r.max;
            },
            [](const Filter& f) -> std::optional<ValueRange> {
                if (!f.value_min && !f.value_max) return std::nullopt;
                return ValueRange{f.value_min, f.value_max};
            },
            "only records whose value lies in this range")
        .key("key", &Filter::keys, labels, "only records with one of these keys")
        .otherwise("all keys")
        .key("not_key", &Filter::not_keys, labels, "no records with one of these keys")
        .otherwise("none")
        .key("user", &Filter::users, labels, "only records of these users")
        .otherwise("all users")
        .key("not_user", &Filter::not_users, labels, "no records of these users")
        .otherwise("none");
    return filter;
}

Shape<Mapping> map_shape() {
    const Shape<std::int64_t> any = whole_number({INT64_MIN, INT64_MAX});
    return Section<Mapping>{"job.map",
                            "What becomes of a value: value * multiply + add, saturating at the ends of 64 bits."}
        .key("multiply", &Mapping::multiply, any, "the factor")
        .key("add", &Mapping::add, any, "added after multiplying");
}

Shape<WindowSpec> window_shape() {
    Section<Tumbling> tumbling{"window.tumbling", "Windows of one size, side by side."};
    tumbling.key("size", &Tumbling::size, event_duration(above_zero), "how long each window is")
        .required()
        .key("offset", &Tumbling::offset, event_duration(either_way),
             "moves every window's start; less than the size either way")
        .check([](Reader& reader, const Node& node, Tumbling& w) {
            if (w.offset >= w.size || -w.offset >= w.size)
                reader.problem(node.find("offset")->span, fmt::format("offset: {} is not less than the size, {}",
                                                                      to_string(w.offset), to_string(w.size)));
        });
    Section<Sliding> sliding{"window.sliding", "Windows of one size, a new one every period: they overlap."};
    sliding.key("size", &Sliding::size, event_duration(above_zero), "how long each window is")
        .required()
        .key("period", &Sliding::period, event_duration(above_zero), "how often a window begins")
        .required()
        .key("offset", &Sliding::offset, event_duration(either_way),
             "moves every window's start; less than the period either way")
        .check([](Reader& reader, const Node& node, Sliding& w) {
            if (w.size.count() / w.period.count() > windows_of_a_record_most)
                reader.problem(
                    node.find("period")->span,
                    fmt::format("period: every record would be in {} windows", w.size.count() / w.period.count()),
                    fmt::format("size / period is at most {}", windows_of_a_record_most));
            if (w.offset >= w.period || -w.offset >= w.period)
                reader.problem(node.find("offset")->span, fmt::format("offset: {} is not less than the period, {}",
                                                                      to_string(w.offset), to_string(w.period)));
        });
    Section<Session> session{"window.session", "A window for each burst of events of a key, ended by a gap."};
    session.key("gap", &Session::gap, event_duration(above_zero), "a silence this long ends a session").required();
    const Section<Global> global{"window.global", "One window for all of time: it fires by its trigger alone."};
    return alternatives<WindowSpec>(
        "kind", {alternative<WindowSpec>("tumbling", tumbling), alternative<WindowSpec>("sliding", sliding),
                 alternative<WindowSpec>("session", session), alternative<WindowSpec>("global", global)});
}

Shape<AggregateSpec> aggregate_shape() {
    const std::vector<Word<AggregateKind>> words{
        {"count", AggregateKind::count, "how many records"},
        {"sum", AggregateKind::sum, "the sum of the values"},
        {"min", AggregateKind::min, "the least value"},
        {"max", AggregateKind::max, "the greatest value"},
        {"mean", AggregateKind::mean, "the mean value, kept as sum and count"},
        {"distinct", AggregateKind::distinct, "how many different values, exactly"},
        {"list", AggregateKind::list, "the values themselves"},
    };
    const Shape<AggregateSpec> word = converted<AggregateSpec, AggregateKind>(
        one_word_of(words),
        [](AggregateKind kind) {
            return AggregateSpec{kind, DistinctOf::value};
        },
        [](const AggregateSpec& spec) { return spec.kind; });
    struct Distinct {
        DistinctOf of{DistinctOf::value};
    };
    Section<Distinct> distinct{"aggregate.distinct", "How many different ones, exactly."};
    distinct.key("of", &Distinct::of,
                 one_word_of<DistinctOf>(
                     {{"value", DistinctOf::value, "different values"}, {"user", DistinctOf::user, "different users"}}),
                 "what is counted");
    const Alternative<AggregateSpec> of{
        "distinct", distinct.form(),
        [distinct](Reader& reader, const Node& node, AggregateSpec& spec, std::string_view tag) {
            Distinct read;
            if (!distinct.read(reader, node, read, tag)) return false;
            spec = {AggregateKind::distinct, read.of};
            return true;
        },
        [](const AggregateSpec&) { return true; },
        [distinct](const Writer& writer, const AggregateSpec& spec, Node& node) {
            distinct.write(writer, {spec.distinct_of}, node);
        }};
    return either<AggregateSpec>(
        "count, sum, min, max, mean, distinct, list or {kind: distinct, of: user}",
        {{Node::Kind::scalar, word,
          [](const AggregateSpec& spec) {
              return spec.distinct_of == DistinctOf::value || spec.kind != AggregateKind::distinct;
          }},
         {Node::Kind::mapping, alternatives<AggregateSpec>("kind", {of}), [](const AggregateSpec&) { return true; }}});
}

}  // namespace

Shape<Deduplication> deduplicate_shape() {
    Section<Deduplication> by_id{"deduplicate.id", "Of records with one id, only the first counts."};
    by_id
        .key("within", &Deduplication::within, event_duration(above_zero),
             "an id is forgotten when the watermark has passed its record by so much")
        .otherwise("never: every id is kept for good");
    return only_kind("id", by_id);
}

Section<JobLogic> job_logic_keys() {
    Section<JobLogic> job{"job.logic", "What is computed."};
    job.key("filter", &JobLogic::filter, Shape<Filter>(filter_keys()), "which records take part")
        .otherwise("all of them")
        .key("map", &JobLogic::map, map_shape(), "what becomes of a record's value")
        .otherwise("it stays as it is")
        .key("key", &JobLogic::key,
             one_word_of<KeyBy>({{"key", KeyBy::key, "by the events' key"},
                                 {"user", KeyBy::user, "by user"},
                                 {"none", KeyBy::none, "all together"}}),
             "what records are grouped by")
        .key("deduplicate", &JobLogic::deduplicate, deduplicate_shape(), "which copies of a record are left out")
        .otherwise("none")
        .key("window", &JobLogic::window, window_shape(),
             "which intervals of time are answered for; without it, rows are passed on")
        .key("aggregate", &JobLogic::aggregate, aggregate_shape(), "what is computed for each window and key");
    return job;
}

}  // namespace tidemark
