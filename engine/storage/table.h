#pragma once

#include "engine/dataflow/tally.h"
#include "engine/ids.h"
#include "engine/windowing/window_operator.h"

#include <map>
#include <optional>
#include <vector>

namespace tidemark {

// What is written to a serving table: the answer of one window and key.
struct Row {
    KeyId key{};
    Window window{};
    AggregateValue value{};
    PaneTiming timing{PaneTiming::on_time};
    EventTime at{};         // the row's own event time
    Tally fresh{};          // the records that this row shows and no earlier row of its window and key did
    bool tombstone{false};  // withdraws the row of this window and key
};

// How a write changes the table.
enum class WriteKind {
    append,     // rows stack up
    upsert,     // a row replaces the row of its key and window
    overwrite,  // the rows replace every row whose window ends in `partition` (its last instant lies in it)
};

// A table that readers query. A plain value with the promises of the real thing: each write is applied whole.
class Table {
public:
    void write(WriteKind kind, const std::optional<Window>& partition, const std::vector<Row>& rows);
    // The row that an upsert of this window and key would replace.
    const Row* current(const Window& window, KeyId key) const;
    std::uint64_t row_count() const { return rows_; }

private:
    // By window, then key: overwriting a partition is a range of windows.
    std::map<std::pair<Window, KeyId>, std::vector<Row>> cells_;
    std::uint64_t rows_{0};
};

}  // namespace tidemark
