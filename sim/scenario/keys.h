#pragma once

#include "sim/scenario/alternatives.h"

// The table of keys, by the parts of a scenario file. See shape.h for what a shape is, section.h for what a section is.
namespace tidemark {

// The whole file. Made once: making it takes longer than reading a scenario by it.
const Section<Scenario>& scenario_keys();

Section<Clock> clock_keys();
Section<LogSettings> log_keys();
Shape<Costs> costs_shape();
Shape<std::vector<Source>> sources_shape();
Section<JobLogic> job_logic_keys();
Shape<std::vector<Mode>> modes_shape();
Shape<std::vector<Fault>> faults_shape();
Shape<std::vector<Expectation>> expectations_shape();
Shape<std::vector<Sometimes>> probes_shape();
Shape<Lesson> lesson_shape();

// Parts that several of them use.
FormPointer clock_or_end_form();  // a clock time, or the word `end`
Shape<Delay> delay_shape(DurationRange range);
Shape<FlushOrder> flush_order();
Shape<std::string> mode_name();      // one that the file has
Shape<Query> query_shape();          // {of: stream.final, window: "23:00:00"}
Section<Expectation> goal_keys();    // an expectation without id: {of, window, equals}
Shape<std::string> watched_query();  // "stream.first_answer_at"
bool parse_query_word(Reader& reader, const Node& node, Query& query);  // "stream.panes" -> kind and mode

}  // namespace tidemark
