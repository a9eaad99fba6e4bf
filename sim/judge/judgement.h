#pragma once

#include "sim/judge/answers.h"
#include "sim/judge/error.h"
#include "sim/judge/ledger.h"
#include "sim/judge/metrics.h"
#include "sim/judge/truth.h"
#include "sim/simulation.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// Everything that can be said about a finished run: each table is made when it is first asked for, and kept. It reads the
// run and changes nothing in it; it is not const, since it remembers. One thread at a time. The run must outlive it.
class Judgement {
public:
    explicit Judgement(const Simulation& simulation);
    ~Judgement();
    Judgement(const Judgement&) = delete;
    Judgement& operator=(const Judgement&) = delete;

    const Simulation& simulation() const { return simulation_; }
    const Scenario& scenario() const { return *simulation_.scenario; }
    const Tape& tape() const { return *simulation_.tape; }
    // Modes are numbered as in Simulation::modes.
    std::size_t modes() const { return simulation_.modes.size(); }
    const ModeTrace& trace(std::size_t mode) const { return simulation_.modes.at(mode); }
    const Mode& settings(std::size_t mode) const;
    const JobLogic& job(std::size_t mode) const;
    std::optional<std::size_t> find_mode(const std::string& name) const;

    // What the run's level lets us know.
    bool knows_answers() const { return simulation_.level != TraceLevel::fingerprint; }
    bool knows_lives() const { return simulation_.level == TraceLevel::full; }

    // The truth of the scenario's job (sessions touch as in Flink), and of a mode's own job.
    const Truth& truth();
    const Truth& truth(std::size_t mode);
    const Answers& answers(std::size_t mode);
    const Ledger& ledger(std::size_t mode);                   // level full
    const std::vector<ErrorCurve>& errors(std::size_t mode);  // cell by cell
    const ModeMetrics& metrics(std::size_t mode);

    // What the author calls an event.
    std::string event_name(EventId event) const { return tape().event_name(event); }
    // "north@23:00", "23:00".
    std::string cell_name(std::size_t mode, const Window& window, std::optional<KeyId> key) const;

private:
    struct Tables;
    const Simulation& simulation_;
    std::unique_ptr<Tables> tables_;
};

}  // namespace tidemark
