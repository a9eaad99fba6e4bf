#pragma once

#include "engine/dataflow/process.h"
#include "engine/job/job.h"
#include "engine/windowing/window_operator.h"

namespace tidemark {

struct RepairJobOptions {
    ProcessingTime at{};
    JobLogic job;  // windows and an aggregate that can be added up: not distinct, not list
    WriteKind kind{WriteKind::upsert};
};

// A job that runs once, by the clock: adds what lies in the side output to the rows of the sink. Late records are
// already filtered and mapped.
class RepairJob : public ProcessBase<RepairJob> {
public:
    explicit RepairJob(RepairJobOptions options) : options_(std::move(options)) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;

private:
    void repair(const TablesRead& tables, Effects& effects);

    RepairJobOptions options_;
    bool done_{false};
};

// Whether two values of this aggregate can be added up to the value over both sets of records.
bool adds_up(AggregateKind kind);
AggregateValue added_up(AggregateKind kind, const AggregateValue& a, const AggregateValue& b);

}  // namespace tidemark
