#pragma once

#include "sim/scenario/reader.h"

namespace tidemark {

// Reads the rows of a recorded trace through the reader's FileReader into `recorded`. Mistakes point into the trace
// ("data/events.csv:17:3: ..."); a file that cannot be read is reported at `named`, where the scenario names it.
void read_recorded(Reader& reader, Span named, RecordedEvents& recorded);

}  // namespace tidemark
