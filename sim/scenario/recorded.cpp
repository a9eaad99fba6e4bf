#include "sim/scenario/recorded.h"

#include "sim/scenario/values.h"
#include "sim/scenario/yaml_guard.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tidemark {
namespace {

constexpr std::size_t rows_most = 1'000'000;
constexpr std::size_t line_most = 64 * 1024;
constexpr int bad_rows_most = 10;

// The columns of a trace, in one order for the whole file.
enum Column { event_time, arrival_time, key, value, user, id, column_count };

struct Field {
    std::string text;
    std::uint32_t column{1}, length{0};  // where it stands in its line
    bool present{false};
};
using Row = std::array<Field, column_count>;

std::uint32_t characters(std::string_view text) {
    return static_cast<std::uint32_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

class TraceReader {
public:
    TraceReader(Reader& reader, std::uint32_t text, RecordedEvents& recorded)
        : reader_(reader), text_(text), recorded_(recorded), names_{&recorded.event_time_column,
                                                                    &recorded.arrival_time_column,
                                                                    &recorded.key_column,
                                                                    &recorded.value_column,
                                                                    &recorded.user_column,
                                                                    &recorded.id_column} {}

    void read() {
        // By index: `texts` does not grow while a trace is read.
        const std::string& all = reader_.texts()[text_].text;
        const bool csv = recorded_.format == "csv";
        std::string_view rest = all;
        if (rest.substr(0, 3) == "\xef\xbb\xbf") rest.remove_prefix(3);
        bool header = csv;
        while (!rest.empty() && bad_rows_ <= bad_rows_most && !is_junk_) {
            ++line_;
            std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
            if (line.empty()) continue;
            if (line.size() > line_most) {
                bad(1, 1, fmt::format("a line of {} bytes", line.size()), fmt::format("at most {}", line_most));
                continue;
            }
            if (!is_text(line)) continue;
            if (header) {
                header = false;
                if (!read_header(line)) return;
                continue;
            }
            if (recorded_.rows.size() == rows_most) {
                bad(1, 1, fmt::format("more than {} rows", rows_most));
                return;
            }
            Row row;
            if (csv ? csv_row(line, row) : json_row(line, row)) take(row);
        }
        if (bad_rows_ > bad_rows_most) bad(1, 1, "and perhaps more of the kind: reading stopped here");
        if (bad_rows_ == 0 && !is_junk_ && recorded_.rows.empty())
            reader_.problem({text_, 0, 0, 0, 0},
                            header ? "is empty: a header with the names of the columns is expected" : "holds no rows");
    }

private:
    void bad(std::uint32_t column, std::uint32_t length, std::string message, std::string hint = {}) {
        ++bad_rows_;
        reader_.problem({text_, line_, column, line_, column + std::max<std::uint32_t>(length, 1)}, std::move(message),
                        std::move(hint));
    }

    bool is_text(std::string_view line) {
        for (std::size_t i = 0; i < line.size();) {
            std::uint32_t character = 0;
            const std::size_t length = utf8_at(line, i, character);
            if (length == 0 || (character < 0x20 && character != '\t') || character == 0x7f) {
                reader_.problem({text_, 0, 0, 0, 0}, fmt::format("line {} holds byte 0x{:02x}: this is not a text file",
                                                                 line_, static_cast<unsigned char>(line[i])));
                is_junk_ = true;
                return false;
            }
            i += length;
        }
        return true;
    }

    // The fields of a line: commas, and quotes that may hold commas and doubled quotes (RFC 4180, without line breaks).
    bool split(std::string_view line, std::vector<Field>& fields) {
        std::size_t at = 0;
        while (true) {
            Field field;
            field.present = true;
            field.column = characters(line.substr(0, at)) + 1;
            const std::size_t from = at;
            if (at < line.size() && line[at] == '"') {
                for (++at;; ++at) {
                    if (at >= line.size()) {
                        bad(field.column, characters(line.substr(from)), "a quote is not closed in its line");
                        return false;
                    }
                    if (line[at] == '"') {
                        if (at + 1 >= line.size() || line[at + 1] != '"') break;
                        ++at;
                    }
                    field.text += line[at];
                }
                ++at;
                if (at < line.size() && line[at] != ',') {
                    bad(characters(line.substr(0, at)) + 1, 1, "text after a closing quote");
                    return false;
                }
            } else {
                at = std::min(line.find(',', at), line.size());
                field.text = std::string{line.substr(from, at - from)};
            }
            field.length = characters(line.substr(from, at - from));
            fields.push_back(std::move(field));
            if (at >= line.size()) return true;
            ++at;
        }
    }

    bool read_header(std::string_view line) {
        std::vector<Field> fields;
        if (!split(line, fields)) return false;
        std::vector<std::string> columns;
        for (const Field& field : fields)
            columns.push_back(field.text);
        columns_in_header_ = columns.size();
        bool good = true;
        for (std::size_t c = 0; c < column_count; ++c) {
            if (names_[c]->empty()) continue;
            const auto found = std::find(columns.begin(), columns.end(), *names_[c]);
            if (found == columns.end()) {
                bad(1, characters(line), fmt::format("there is no column '{}'", *names_[c]),
                    suggest(*names_[c], columns));
                good = false;
            } else {
                place_[c] = static_cast<std::size_t>(found - columns.begin());
            }
        }
        return good;
    }

    bool csv_row(std::string_view line, Row& row) {
        std::vector<Field> fields;
        if (!split(line, fields)) return false;
        if (fields.size() != columns_in_header_) {
            bad(1, characters(line),
                fmt::format("{} fields, where the header has {}", fields.size(), columns_in_header_));
            return false;
        }
        for (std::size_t c = 0; c < column_count; ++c)
            if (!names_[c]->empty()) row[c] = std::move(fields[place_[c]]);
        return true;
    }

    bool json_row(std::string_view line, Row& row) {
        const nlohmann::json object = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
        if (object.is_discarded() || !object.is_object()) {
            bad(1, characters(line), "this line is not a JSON object");
            return false;
        }
        for (std::size_t c = 0; c < column_count; ++c) {
            if (names_[c]->empty()) continue;
            const auto found = object.find(*names_[c]);
            if (found == object.end() || found->is_null()) {
                if (c == event_time) {
                    std::vector<std::string> members;
                    for (const auto& [member, unused] : object.items())
                        members.push_back(member);
                    bad(1, characters(line), fmt::format("there is no '{}' in this object", *names_[c]),
                        suggest(*names_[c], members));
                    return false;
                }
                continue;
            }
            row[c].present = true;
            row[c].length = characters(line);
            if (found->is_string()) row[c].text = found->get<std::string>();
            else if (found->is_number_integer()) row[c].text = found->dump();
            else {
                bad(1, characters(line), fmt::format("'{}' is neither text nor a whole number", *names_[c]));
                return false;
            }
        }
        return true;
    }

    std::optional<ProcessingTime> time(const Field& field, std::size_t column) {
        const bool digits = !field.text.empty() && field.text.find_first_not_of("-0123456789") == std::string::npos &&
                            field.text.find('-', 1) == std::string::npos;
        if (digits) {
            const auto ms = integer_from(field.text, -62'135'596'800'000, 253'402'300'799'999);
            if (ms.value) return ProcessingTime{ProcessingDuration{*ms.value * 1000}};
            bad(field.column, field.length, fmt::format("{}: {}", *names_[column], ms.why), "milliseconds since 1970");
            return std::nullopt;
        }
        const auto clock = clock_from(field.text, reader_.day0);
        if (clock.value) return clock.value;
        bad(field.column, field.length, fmt::format("{}: {}", *names_[column], clock.why),
            "2024-04-10T23:58:00Z, or milliseconds since 1970");
        return std::nullopt;
    }

    void take(const Row& row) {
        ListedEvent event;
        const auto happened = time(row[event_time], event_time);
        if (!happened) return;
        event.at = clock_reading(*happened);
        if (row[arrival_time].present) {
            const auto arrived = time(row[arrival_time], arrival_time);
            if (!arrived) return;
            if (*arrived < instant_of(event.at)) {
                bad(row[arrival_time].column, row[arrival_time].length,
                    fmt::format("{}: before the event happened", *names_[arrival_time]));
                return;
            }
            event.arrives = arrived;
        }
        if (row[value].present) {
            const auto number = integer_from(row[value].text, INT64_MIN, INT64_MAX);
            if (!number.value) {
                bad(row[value].column, row[value].length, fmt::format("{}: {}", *names_[value], number.why));
                return;
            }
            event.value = number.value;
        }
        for (const std::size_t column : {key, user, id})
            if (row[column].text.size() > 256) {
                bad(row[column].column, row[column].length,
                    fmt::format("{}: {} bytes of text", *names_[column], row[column].text.size()), "at most 256");
                return;
            }
        if (row[key].present) event.key = row[key].text;
        if (row[user].present) event.user = row[user].text;
        event.id = row[id].text;
        recorded_.rows.push_back(std::move(event));
    }

    Reader& reader_;
    std::uint32_t text_;
    RecordedEvents& recorded_;
    std::array<const std::string*, column_count> names_;
    std::array<std::size_t, column_count> place_{};
    std::size_t columns_in_header_{0};
    std::uint32_t line_{0};
    int bad_rows_{0};
    bool is_junk_{false};  // not a text file: no more of it
};

bool is_beside(const std::string& path) {
    if (path.empty() || path.front() == '/' || path.find('\\') != std::string::npos) return false;
    for (std::size_t from = 0; from <= path.size();) {
        const std::size_t end = std::min(path.find('/', from), path.size());
        if (path.substr(from, end - from) == "..") return false;
        from = end + 1;
    }
    return true;
}

}  // namespace

void read_recorded(Reader& reader, Span named, RecordedEvents& recorded) {
    if (!is_beside(recorded.file)) {
        reader.problem(named, fmt::format("file: '{}' is not beside the scenario", recorded.file),
                       "a path below the scenario's folder: data/events.csv");
        return;
    }
    FileText file =
        reader.read_file ? reader.read_file(recorded.file) : FileText{std::nullopt, "files cannot be read here"};
    if (!file.text) {
        reader.problem(named, fmt::format("file: {}: {}", recorded.file, file.error));
        return;
    }
    const auto which = static_cast<std::uint32_t>(reader.texts().size());
    reader.texts().push_back({recorded.file, std::move(*file.text), false});
    TraceReader{reader, which, recorded}.read();
}

}  // namespace tidemark
