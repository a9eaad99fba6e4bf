#pragma once

#include "sim/scenario/keys.h"

// The keys of `source`, by what they say; sources_shape() puts them together.
namespace tidemark {

// The most events that one source makes.
constexpr std::int64_t events_most = 1'000'000'000;
constexpr DurationRange above_zero{ProcessingDuration{1}, duration_most};

void add_events(Section<Source>& source);        // when they happen: listed, regularly, by chance, from a file
void add_travel(Section<Source>& source);        // from the device to the log: delay, offline, clocks, duplicates
void add_rate_changes(Section<Source>& source);  // when a generated source makes more or nothing

}  // namespace tidemark
