#pragma once

#include "sim/scenario/queries.h"
#include "sim/scenario/section.h"

namespace tidemark {

// A value as it was written: with the precision at which a time compares.
struct Written {
    Value value;
    ProcessingDuration precision{1};
};

// Reads a value of a query's type. False where a mistake was reported.
bool read_value(Reader& reader, const Node& node, ValueType type, Written& written);
Node write_value(const Writer& writer, const Value& value, ValueType type, ProcessingDuration precision);
// Any of them: what may stand there follows from the query beside it.
FormPointer value_form();

}  // namespace tidemark
