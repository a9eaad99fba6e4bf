// The keys of the file itself, and of its small sections: clock, costs, log.
#include "sim/scenario/keys.h"
#include "sim/world/costs.h"

namespace tidemark {
namespace {

constexpr std::int64_t format_version = 1;

Section<Costs> cost_keys() {
    const Shape<ProcessingDuration> any = duration();
    Section<Costs> costs{"costs", "What work takes in virtual time. What is left out is as in the default."};
    costs.start([](Reader&, const Node&, Costs& c) { c = default_costs(); })
        .key("record", &Costs::record, any, "a task's work for one record")
        .key("message", &Costs::message, any, "a message from one task to another")
        .key("store_request", &Costs::store_request, any, "a request to a store, one way")
        .key("bytes_per_second", &Costs::bytes_per_second, whole<std::uint64_t>({0, 1'000'000'000'000}),
             "how fast a store reads and writes; 0: at once")
        .key("job_start", &Costs::job_start, any, "starting a batch job")
        .key("batch_start", &Costs::batch_start, any, "planning one micro-batch")
        .key("checkpoint_base", &Costs::checkpoint_base, any, "saving the smallest state")
        .key("restart", &Costs::restart, any, "noticing a crash and starting again");
    return costs;
}

// The defaults shown are those of the table, not of the empty struct.
Section<Costs> cost_keys_with_defaults() {
    Section<Costs> costs = cost_keys();
    Node table = Node::mapping();
    costs.write(Writer{}, default_costs(), table);
    costs.show_defaults(table);
    return costs;
}

}  // namespace

FormPointer clock_or_end_form() {
    Form form = *clock_time().form;
    form.type += ", or end";
    form.pattern = "^end$|" + form.pattern;
    return std::make_shared<const Form>(std::move(form));
}

Section<Clock> clock_keys() {
    Section<Clock> clock{"clock", "The virtual clock."};
    clock
        .key(
            "day0", date().form,
            [](Reader& reader, const Node& node, Clock& c) {
                if (!date().read(reader, node, c.day0)) return false;
                reader.day0 = c.day0;
                c.from = c.day0;
                return true;
            },
            [](const Writer& writer, const Clock& c) -> std::optional<Node> { return date().write(writer, c.day0); },
            "the first day: clock times are relative to it")
        .required()
        .key("from", &Clock::from, clock_time(), "when the run begins")
        .otherwise("midnight of day0")
        .key("until", &Clock::until, clock_time(),
             "when the run ends; it is not the end of the input. Without it, a scenario can be explored but not run")
        .key("at_end", &Clock::at_end,
             one_word_of<Clock::AtEnd>({{"stop", Clock::AtEnd::stop, "the clock stops: open windows stay open"},
                                        {"drain", Clock::AtEnd::drain, "the sources end: what is open is answered"}}),
             "what happens then")
        .check([](Reader& reader, const Node& node, Clock& c) {
            if (!c.until) return;
            if (*c.until <= c.from) reader.problem(node.find("until")->span, "until: not after the clock's start");
            else if (*c.until - c.from > duration_most)
                reader.problem(node.find("until")->span, "until: more than 100 years after the clock's start");
        });
    return clock;
}

Shape<Costs> costs_shape() {
    const Shape<Costs> word =
        one_word_of<Costs>({{"none", Costs{}, "work takes no time: every instant can be checked by hand"},
                            {"default", default_costs(), "orders of magnitude of real systems"}});
    return either<Costs>(
        "none, default, or a mapping",
        {{Node::Kind::scalar, word, [](const Costs& c) { return c == Costs{} || c == default_costs(); }},
         {Node::Kind::mapping, Shape<Costs>(cost_keys_with_defaults()), [](const Costs&) { return true; }}});
}

Section<LogSettings> log_keys() {
    Section<LogSettings> log{"log", "The log between the sources and the modes."};
    log.key("topic", &LogSettings::topic, name(), "its name")
        .key("partitions", &LogSettings::partitions, whole<std::uint32_t>({1, 10'000}), "how many partitions it has")
        .key("retention", &LogSettings::retention, duration({std::chrono::seconds{1}, duration_most}),
             "how long records are kept")
        .key("partition_by", &LogSettings::partition_by,
             one_word_of<LogSettings::PartitionBy>({{"key", LogSettings::PartitionBy::key, "one key, one partition"},
                                                    {"user", LogSettings::PartitionBy::user, "one user, one partition"},
                                                    {"round_robin", LogSettings::PartitionBy::round_robin, "in turn"}}),
             "which partition a record goes to");
    return log;
}

namespace {

Section<Scenario> make_scenario_keys() {
    Section<Scenario> file{"", "One file is a lesson, a simulation and a regression test."};
    file.key<std::int64_t>(
            "tidemark",
            scalar<std::int64_t>(
                [] {
                    Form form;
                    form.type = "the format's version";
                    form.number = true;
                    form.minimum = form.maximum = format_version;
                    return form;
                }(),
                [](const std::string& text, const Reader&) {
                    if (text == std::to_string(format_version)) return Parsed<std::int64_t>::good(format_version);
                    return Parsed<std::int64_t>::bad(fmt::format("format '{}' is not known", text),
                                                     fmt::format("this program reads format {}", format_version));
                },
                [](const std::int64_t& version, const Writer&) { return Node::scalar(std::to_string(version)); }),
            [](Scenario&, std::int64_t) {}, [](const Scenario&) { return std::optional<std::int64_t>{format_version}; },
            "the version of the format; the first key, always")
        .required()
        .key("id", &Scenario::id, name(), "what other files and reports call it")
        .required()
        .key("title", &Scenario::title, label(), "its name, for people")
        .otherwise("the id")
        .key("about", &Scenario::about, text(), "what it shows, in a paragraph")
        .otherwise("nothing")
        .key("tags", &Scenario::tags, list_of(name(), 50, "a list of names"), "what to find it by")
        .otherwise("none")
        .key("seed", &Scenario::seed, any_unsigned(), "what chance goes by; the same seed gives the same run")
        .key("clock", &Scenario::clock, Shape<Clock>(clock_keys()), "the virtual clock")
        .required()
        .key("costs", &Scenario::costs, costs_shape(), "what work takes in virtual time")
        .otherwise("default")
        .key("source", &Scenario::sources, sources_shape(), "who makes events, when, and how they travel")
        .required()
        .key("log", &Scenario::log, Shape<LogSettings>(log_keys()), "the log between the sources and the modes")
        .otherwise("one partition, kept for 7d")
        .key(
            "job",
            [] {
                Section<Job> job{"job", "The business question: what every mode computes. Modes may change it."};
                job.key("version", &Job::version, name(), "the logic's version")
                    .include<JobLogic>(job_logic_keys(), [](Job& j) { return &j.logic; });
                return Shape<Job>(job);
            }(),
            [](Scenario& s, Job j) { s.job = std::move(j); },
            [](const Scenario& s) { return std::optional<Job>{s.job}; }, "what every mode computes")
        .otherwise("rows are passed on")
        .key("modes", &Scenario::modes, modes_shape(), "the ways of computing it, a name each")
        .otherwise("none: only events")
        .key("faults", &Scenario::faults, faults_shape(), "what goes wrong, and when")
        .otherwise("nothing")
        .key("expect", &Scenario::expect, expectations_shape(), "what must hold")
        .otherwise("nothing")
        .key("sometimes", &Scenario::sometimes, probes_shape(),
             "what must have happened at least once, else the run proves nothing")
        .otherwise("nothing")
        .key("lesson", &Scenario::lesson, lesson_shape(), "the scenario as a lesson");
    return file;
}

}  // namespace

const Section<Scenario>& scenario_keys() {
    static const Section<Scenario> keys = make_scenario_keys();
    return keys;
}

}  // namespace tidemark
