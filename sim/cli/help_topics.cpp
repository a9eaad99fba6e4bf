#include "sim/cli/help_pages.h"
#include "sim/cli/text.h"
#include "sim/cli/text_table.h"

#include <algorithm>

namespace tidemark {
namespace {

std::string exit_codes_page(const Console& console) {
    TextTable table({{"exit", Align::right}, {"means"}});
    table.add({{"0"}, {"done; every expectation held"}});
    table.add({{"1"}, {"it ran, and an expectation failed"}});
    table.add({{"2"}, {"a mistake in the call, in a scenario, or in a file"}});
    table.add({{"3"}, {"not deterministic: the same inputs gave another fingerprint"}});
    table.add({{"4"}, {"nothing was selected to run"}});
    table.add({{"5"}, {"inconclusive: what the scenario claims to show did not happen"}});
    table.add({{"70"}, {"a mistake of Tidemark itself; it says how to report it"}});
    table.add({{"130"}, {"interrupted by Ctrl-C"}});
    return table.render(console.out) + "\nWhere several apply, the worst is given, in the order 70, 3, 2, 1, 5, 4.\n";
}

std::string columns_of(const Console& console, const std::vector<std::pair<std::string, std::string>>& columns) {
    TextTable table({{"column"}, {"what it holds"}});
    for (const auto& [name, what] : columns)
        table.add({{name, Role::accent}, {what}});
    return table.render(console.out);
}

std::string outputs_page(const Console& console) {
    const auto title = [&](std::string_view words) { return console.out.paint(Role::strong, words) + "\n"; };
    const std::size_t width = std::min<std::size_t>(console.out.width(), 100);
    std::string text = flowed(
        "`run FILE --out DIR` writes these files; nothing is written without it. Names are fixed, and a file that "
        "is not finished never has its final name.\n\n",
        width);
    text += title("events.csv, events.jsonl: what happened, one line for each arrival of an event");
    text += columns_of(console, {{"event", "its id, as the scenario calls it"},
                                 {"source", "where it comes from"},
                                 {"cohort", "the group of its source; may be empty"},
                                 {"user", "whose it is; may be empty"},
                                 {"key", "what it is grouped by; may be empty"},
                                 {"value", "a whole number"},
                                 {"event_time", "what its device's clock showed"},
                                 {"happened", "when it really happened"},
                                 {"sent", "when it left the device"},
                                 {"arrived", "when the log took it in; empty: not before the end"},
                                 {"partition", "of the log"},
                                 {"offset", "in the partition; empty: not in the log by the end"},
                                 {"copy", "0: the event; 1, 2...: sent again"},
                                 {"offline", "whether the device had kept it for a while"}});
    text += "\n" + title("answers.csv, answers.jsonl: what the modes wrote, one line for each row");
    text += columns_of(console, {{"mode", "who wrote it"},
                                 {"at", "from when on readers could see it"},
                                 {"write", "append, upsert or overwrite"},
                                 {"window_start", "the first instant of the window"},
                                 {"window_end", "the first instant after it"},
                                 {"key", "of the window; may be empty"},
                                 {"value", "the answer; empty: the row is withdrawn"},
                                 {"records", "how many events are in it"},
                                 {"fresh", "of them, new since the window's last row"},
                                 {"timing", "early, on_time or late"}});
    text += "\n" + title("result.json: the whole result, format tidemark.result/1 (also `run --json`)");
    text += flowed(
        "The run, its events, each mode with its metrics and windows, the expectations, the verdict. Keys are "
        "sorted, all numbers are whole; names that end in _us are microseconds.",
        width, 2);
    text += "\n" + title("resolved.yaml: the scenario with every default filled in");
    text += "\n" + title("F.pftrace, by `run FILE --trace F.pftrace`: the run for ui.perfetto.dev");
    text += flowed(
        "Protocol Buffers of Perfetto's TrackEvents: a track for each partition of the log and each process, slices "
        "for "
        "what was busy or down, for checkpoints and runs, counters of lag, watermark gap and state. An event's way is "
        "a "
        "flow from its arrival to the row that first shows it. The scenario's clock begins at 0.",
        width, 2);
    return text + "\n" +
           flowed(
               "Times are UTC, `YYYY-MM-DD HH:MM:SS`: with three decimals they are event time, with six processing "
               "time. In DuckDB: select * from 'answers.csv'.",
               width);
}

std::string environment_page(const Console& console) {
    TextTable table({{"variable"}, {"effect"}});
    table.add({{"NO_COLOR", Role::accent}, {"no colours, unless --color always"}});
    table.add({{"FORCE_COLOR", Role::accent}, {"colours, even where there is no terminal"}});
    table.add({{"TIDEMARK_JOBS", Role::accent}, {"threads for `test` and `sweep`; they never change a result"}});
    return table.render(console.out) + "\nNothing else of the environment is read.\n";
}

std::string times_page(const Console& console) {
    TextTable table({{"written"}, {"means"}});
    table.add({{"\"23:58:00\"", Role::accent}, {"a time of the scenario's first day, clock.day0"}});
    table.add({{"\"D+1 00:03:00\"", Role::accent}, {"of the day after"}});
    table.add({{"2024-04-10T23:58:00Z", Role::accent}, {"ISO 8601 works too"}});
    table.add({{"250us 10ms 35s 5m 2h 7d", Role::accent}, {"durations: an integer and a unit, no blank"}});
    table.add({{"23:00, north@23:00", Role::accent}, {"a window by its start; with a key before the @"}});
    return table.render(console.out) + "\nOn the command line, quote what has a blank in it: --window \"D+1 00:00\".\n";
}

std::string terms_page(const Console& console) {
    std::vector<TableCell> names;
    for (const Term& term : glossary())
        names.push_back({term.name, Role::plain});
    return "Words that `help` explains:\n\n" + in_columns(names, console.out, 2) +
           "\nTry: " + console.out.paint(Role::accent, console.command("help watermark")) + "\n";
}

}  // namespace

const std::vector<Topic>& topics() {
    static const std::vector<Topic> all{
        {"terms", "the words of the field that have a page", terms_page},
        {"exit-codes", "what the exit code says", exit_codes_page},
        {"outputs", "files of `run --out`, column by column", outputs_page},
        {"times", "how instants, durations and windows are written", times_page},
        {"environment", "the environment variables that are read", environment_page},
    };
    return all;
}

}  // namespace tidemark
