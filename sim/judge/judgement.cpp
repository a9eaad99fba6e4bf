#include "sim/judge/judgement.h"

#include "engine/invariant.h"
#include "sim/judge/clock_text.h"

namespace tidemark {

struct Judgement::Tables {
    struct OfMode {
        std::shared_ptr<const Truth> truth;
        std::unique_ptr<const Answers> answers;
        std::unique_ptr<const Ledger> ledger;
        std::unique_ptr<const std::vector<ErrorCurve>> errors;
        std::unique_ptr<const ModeMetrics> metrics;
    };
    std::vector<OfMode> modes;

    // Modes that ask the same question share its truth.
    struct Known {
        JobLogic job;
        EngineName session_rule;
        std::shared_ptr<const Truth> truth;
    };
    std::vector<Known> truths;

    std::shared_ptr<const Truth> truth_of(const Tape& tape, const JobLogic& job, EngineName session_rule) {
        const bool sessions = job.window && std::holds_alternative<Session>(*job.window);
        for (const Known& known : truths) {
            if (known.job == job && (!sessions || known.session_rule == session_rule)) return known.truth;
        }
        truths.push_back({job, session_rule, std::make_shared<const Truth>(tape, job, session_rule)});
        return truths.back().truth;
    }
};

Judgement::Judgement(const Simulation& simulation) : simulation_(simulation), tables_(std::make_unique<Tables>()) {
    tables_->modes.resize(simulation.modes.size());
}
Judgement::~Judgement() = default;

const Mode& Judgement::settings(std::size_t mode) const {
    for (const Mode& candidate : scenario().modes) {
        if (candidate.name == trace(mode).mode) return candidate;
    }
    INVARIANT(false, "the scenario has no mode '{}'", trace(mode).mode);
    return scenario().modes.front();
}

const JobLogic& Judgement::job(std::size_t mode) const {
    return std::visit([](const auto& of_kind) -> const JobLogic& { return of_kind.job; }, settings(mode).settings);
}

std::optional<std::size_t> Judgement::find_mode(const std::string& name) const {
    for (std::size_t mode = 0; mode < modes(); ++mode) {
        if (trace(mode).mode == name) return mode;
    }
    return std::nullopt;
}

const Truth& Judgement::truth() { return *tables_->truth_of(tape(), scenario().job.logic, EngineName::flink); }

const Truth& Judgement::truth(std::size_t mode) {
    Tables::OfMode& tables = tables_->modes.at(mode);
    if (!tables.truth) {
        const auto* stream = std::get_if<StreamMode>(&settings(mode).settings);
        tables.truth = tables_->truth_of(tape(), job(mode), stream ? stream->profile : EngineName::flink);
    }
    return *tables.truth;
}

const Answers& Judgement::answers(std::size_t mode) {
    Tables::OfMode& tables = tables_->modes.at(mode);
    if (!tables.answers) tables.answers = std::make_unique<const Answers>(trace(mode), job(mode));
    return *tables.answers;
}

const Ledger& Judgement::ledger(std::size_t mode) {
    Tables::OfMode& tables = tables_->modes.at(mode);
    if (!tables.ledger) {
        INVARIANT(knows_lives(), "the fates of events are known at trace level full only");
        tables.ledger = std::make_unique<const Ledger>(simulation_, mode, truth(mode), answers(mode));
    }
    return *tables.ledger;
}

const std::vector<ErrorCurve>& Judgement::errors(std::size_t mode) {
    Tables::OfMode& tables = tables_->modes.at(mode);
    if (!tables.errors)
        tables.errors = std::make_unique<const std::vector<ErrorCurve>>(error_curves(truth(mode), answers(mode)));
    return *tables.errors;
}

const ModeMetrics& Judgement::metrics(std::size_t mode) {
    Tables::OfMode& tables = tables_->modes.at(mode);
    if (!tables.metrics) tables.metrics = std::make_unique<const ModeMetrics>(measure(*this, mode));
    return *tables.metrics;
}

std::string Judgement::cell_name(std::size_t mode, const Window& window, std::optional<KeyId> key) const {
    const std::string label = label_text(window.start, scenario().clock);
    if (!key) return label;
    const std::string name = key_name(job(mode), tape().names, *key);
    return name.empty() ? label : name + "@" + label;
}

}  // namespace tidemark
