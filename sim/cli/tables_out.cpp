#include "sim/cli/tables_out.h"

#include "sim/cli/json_result.h"
#include "sim/cli/output_files.h"

#include <nlohmann/json.hpp>

#include <variant>

namespace tidemark {
namespace {

// A field: nothing, text, a number, yes or no. JSON lines keep the difference.
using Field = std::variant<std::monostate, std::string, std::int64_t, bool>;

Field number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::string csv_text(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

std::string csv_field(const Field& field) {
    if (const auto* text = std::get_if<std::string>(&field)) return csv_text(*text);
    if (const auto* value = std::get_if<std::int64_t>(&field)) return std::to_string(*value);
    if (const auto* yes = std::get_if<bool>(&field)) return *yes ? "true" : "false";
    return {};
}

std::string json_field(const Field& field) {
    if (const auto* text = std::get_if<std::string>(&field)) {
        return nlohmann::json(*text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    return std::holds_alternative<std::monostate>(field) ? "null" : csv_field(field);
}

class TableWriter {
public:
    explicit TableWriter(std::vector<std::string> columns) : columns_(std::move(columns)) {
        for (std::size_t c = 0; c < columns_.size(); ++c)
            table_.csv += (c > 0 ? "," : "") + columns_[c];
        table_.csv += '\n';
    }
    void row(const std::vector<Field>& fields) {
        INVARIANT(fields.size() == columns_.size(), "a row of {} fields in {} columns", fields.size(), columns_.size());
        table_.jsonl += '{';
        for (std::size_t c = 0; c < fields.size(); ++c) {
            if (c > 0) table_.csv += ',';
            table_.csv += csv_field(fields[c]);
            table_.jsonl += (c > 0 ? ",\"" : "\"") + columns_[c] + "\":" + json_field(fields[c]);
        }
        table_.csv += '\n';
        table_.jsonl += "}\n";
    }
    OutputTable finished() { return std::move(table_); }

private:
    std::vector<std::string> columns_;
    OutputTable table_;
};

std::string_view name_of(WriteKind kind) {
    switch (kind) {
        case WriteKind::append:
            return "append";
        case WriteKind::upsert:
            return "upsert";
        case WriteKind::overwrite:
            return "overwrite";
    }
    return {};
}

}  // namespace

OutputTable events_table(const JudgedRun& run) {
    TableWriter table({"event", "source", "cohort", "user", "key", "value", "event_time", "happened", "sent", "arrived",
                       "partition", "offset", "copy", "offline"});
    const Tape& tape = *run.simulation.tape;
    for (const Delivery& delivery : tape.deliveries) {
        const GeneratedEvent& event = tape.events.at(delivery.event.value);
        const Source& source = run.scenario->sources.at(event.source);
        const bool arrived = delivery.offset.has_value();
        table.row({tape.event_name(delivery.event), source.name, source.cohort,
                   tape.names.users.name(event.record.user), tape.names.keys.name(event.record.key), event.record.value,
                   to_iso(event.record.at), to_iso(event.happened), to_iso(event.sent),
                   arrived ? Field(to_iso(delivery.arrives)) : Field(), number(delivery.partition.value),
                   arrived ? number(delivery.offset->value) : Field(), number(delivery.copy), event.offline});
    }
    return table.finished();
}

OutputTable answers_table(const JudgedRun& run) {
    TableWriter table(
        {"mode", "at", "write", "window_start", "window_end", "key", "value", "records", "fresh", "timing"});
    const Names& names = run.simulation.tape->names;
    for (std::size_t mode = 0; mode < run.simulation.modes.size(); ++mode) {
        const ModeTrace& trace = run.simulation.modes[mode];
        const AggregateSpec spec =
            job_of(run.judgement->settings(mode)).aggregate.value_or(AggregateSpec{AggregateKind::sum, {}});
        const bool whole = spec.kind != AggregateKind::mean && spec.kind != AggregateKind::list;
        for (const RowEntry& entry : trace.rows) {
            if (!entry.row) continue;  // the overwriting itself: its rows follow
            const Row& row = *entry.row;
            Field value = row.tombstone ? Field() : whole ? Field(row.value.number) : Field(to_string(spec, row.value));
            table.row({trace.mode, to_iso(entry.stamp.at), std::string(name_of(entry.kind)), to_iso(row.window.start),
                       to_iso(row.window.end), key_name(run.judgement->job(mode), names, row.key), std::move(value),
                       number(row.value.count), number(row.fresh.count), std::string(to_string(row.timing))});
        }
    }
    return table.finished();
}

std::optional<std::string> write_outputs(const JudgedRun& run, const std::string& folder) {
    if (auto problem = make_folder(folder)) return problem;
    const auto write = [&](const char* name, const std::string& content) {
        return write_file(folder + "/" + name, content);
    };
    if (run.judgement->knows_answers()) {
        const OutputTable events = events_table(run), answers = answers_table(run);
        if (auto problem = write("events.csv", events.csv)) return problem;
        if (auto problem = write("events.jsonl", events.jsonl)) return problem;
        if (auto problem = write("answers.csv", answers.csv)) return problem;
        if (auto problem = write("answers.jsonl", answers.jsonl)) return problem;
    }
    if (auto problem = write("resolved.yaml", resolved(*run.whole))) return problem;
    return write("result.json", json_result(run));
}

}  // namespace tidemark
