#pragma once

#include "sim/judge/judgement.h"
#include "sim/scene/mark.h"
#include "sim/scene/view.h"

#include <string>
#include <string_view>

// How pictures write times and numbers.
namespace tidemark {

// "23:58:00", "D+1 00:06:00"; "the end" and "the beginning" of event time.
std::string moment_text(ProcessingTime at, const Clock& clock);
std::string moment_text(EventTime at, const Clock& clock);
// "23:00–00:00", "all of time".
std::string extent_text(const Window& window, const Clock& clock);
// "+3", "−1" (with a real minus), "0".
std::string signed_text(std::int64_t number);
// An aggregate's value with a real minus.
std::string value_text(const JobLogic& job, const AggregateValue& value);
// An error in the aggregate's unit, signed: "−1", "−0.5" of a mean.
std::string error_text(const JobLogic& job, std::int64_t error);
// "1 event", "12 034 events".
std::string events_text(std::uint64_t count);
// What is said of an event of this kind: "late, accepted".
std::string_view fate_words(MarkKind kind);
// "event:bo1", "window:23:00", "window:north@23:00".
std::string event_id(const Judgement& judgement, EventId event);
std::string window_id(const Judgement& judgement, std::size_t mode, const Window& window, std::optional<KeyId> key);

}  // namespace tidemark
