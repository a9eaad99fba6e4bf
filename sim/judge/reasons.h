#pragma once

#include "sim/judge/explanation.h"
#include "sim/judge/judgement.h"

#include <string>
#include <vector>

// The sentences and suggestions that stories are made of; `explanation.h` is the door.
namespace tidemark {

// "count", "sum", "number of different users": what the job's number is called.
std::string_view number_name(const JobLogic& job);
// An entry of the plan, by its name and target: "fault loss: all".
std::string fault_entry_text(const Scenario& scenario, std::optional<std::uint32_t> fault);
// What a fault did to an event, in a sentence.
std::string mishap_text(const Scenario& scenario, const Incident& incident);
// A fault in words: "the crash of stream.window at 12:07:37.4".
std::string fault_text(const Judgement& judgement, std::size_t mode, std::optional<std::uint32_t> fault,
                       ProcessingTime at);
// Settings that would give an event another fate, with what they would come to. Computed from this run: what a setting
// changes besides is followed only as far as the sentence says.
std::vector<WhatIf> suggestions(Judgement& judgement, std::size_t mode, EventId event);

}  // namespace tidemark
