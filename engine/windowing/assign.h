#pragma once

#include "engine/windowing/profile.h"
#include "engine/windowing/window.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tidemark {

// Every reason why these windows cannot be used under a profile, as sentences; empty when they can: a size, period or
// gap that is not positive, an offset as long as the size (F-A1), what Kafka Streams has no windows for.
std::vector<std::string> problems(const WindowSpec& spec, EngineName profile);

// How many windows a record can belong to at most.
std::uint64_t windows_per_record(const WindowSpec& spec);

// Appends the windows that a record at `at` belongs to; of a session, its own window before merging.
// Flink and Beam: the latest window first (F-A2); none in the gaps of windows shorter than their period.
// Kafka: ascending, none with a negative start, none for a negative time (K-11).
// A session of Kafka, closed there ([first, last]), is [first, last + 1ms) here: `max_timestamp()` is its last record.
void assign_windows(const WindowSpec& spec, const Profile& profile, EventTime at, std::vector<Window>& windows);

// Whether two sessions of one key are one: where they touch (F-W13), where they overlap (B-10), or where their records
// are no more than a gap apart (K-5).
bool sessions_merge(const Profile& profile, const Session& session, const Window& a, const Window& b);

// The smallest window that holds both.
Window span_of(const Window& a, const Window& b);

// The sessions that these windows, in any order, become; ascending.
std::vector<Window> merge_sessions(const Profile& profile, const Session& session, std::vector<Window> windows);

}  // namespace tidemark
