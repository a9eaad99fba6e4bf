#include "sim/cli/scenario_run.h"

#include "sim/cli/text.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/runnable.h"
#include "sim/world/fault_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <random>

namespace tidemark {
namespace {

// Above this, keeping every record's way takes more memory than people expect of a command line.
constexpr std::uint64_t full_level_events = 2'000'000;

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
    return number;
}

ExitCode code_of(const JudgedRun& run) {
    ExitCode code = ExitCode::done;
    if (!run.violations.empty()) code = worst(code, ExitCode::internal_error);
    if (!run.differences.empty()) code = worst(code, ExitCode::not_deterministic);
    for (const Verdict& verdict : run.verdicts) {
        if (verdict.outcome == Outcome::fail) code = worst(code, ExitCode::expectation_failed);
        if (verdict.outcome == Outcome::inconclusive) code = worst(code, ExitCode::inconclusive);
    }
    return code;
}

}  // namespace

OptionSpec mode_option() { return {"--mode", "M", "only this mode", true, {}}; }
OptionSpec seed_option() {
    return {"--seed", "N|random", "draw all chance from this number; the file's where not given", false, {}};
}
OptionSpec set_option() {
    return {"--set", "K=V", "change a key of the scenario, as in --set stream.allowed_lateness=0s", true, {}};
}

std::variant<RunRequest, std::string> read_request(const std::string& file, const Arguments& arguments) {
    RunRequest request;
    request.file = file;
    request.modes = arguments.all("--mode");
    request.set_words = arguments.all("--set");
    if (arguments.has("--until")) request.set_words.push_back("clock.until=" + arguments.value("--until"));
    for (const std::string& word : request.set_words) {
        const auto setting = parse_setting(word);
        if (!setting) return fmt::format("--set {} has no '=': write --set KEY=VALUE", word);
        request.settings.push_back(*setting);
    }
    if (arguments.has("--seed")) {
        const std::string seed = arguments.value("--seed");
        request.seed = seed == "random" ? std::random_device{}() : whole_number(seed);
        if (!request.seed) return fmt::format("--seed must be a whole number or 'random', not '{}'", seed);
    }
    const std::string level = arguments.value("--level");
    if (level == "full") request.level = TraceLevel::full;
    if (level == "answers") request.level = TraceLevel::answers;
    if (level == "fingerprint") request.level = TraceLevel::fingerprint;
    request.twice = arguments.has("--twice");
    return request;
}

std::string JudgedRun::options(bool with_modes) const {
    std::string text;
    if (with_modes) {
        for (const std::string& mode : request.modes)
            text += " --mode " + shell_word(mode);
    }
    if (simulation.seed.value != scenario->seed) text += fmt::format(" --seed {}", simulation.seed.value);
    for (const std::string& word : request.set_words)
        text += " --set " + shell_word(word);
    return text;
}

LoadedScenario load_for(const RunRequest& request) {
    Loaded loaded = load_scenario_file(request.file, request.settings);
    LoadedScenario result;
    result.problems = std::move(loaded.problems);
    if (loaded.scenario) result.scenario = std::make_shared<const Scenario>(std::move(*loaded.scenario));
    return result;
}

std::shared_ptr<const Scenario> load_for(const RunRequest& request, Console& console) {
    LoadedScenario loaded = load_for(request);
    if (!loaded.scenario) {
        console.out.flush();
        console.err.print(render(loaded.problems, console.err.colors() ? Colour::on : Colour::off));
        console.err.print(counted(loaded.problems.size(), "mistake") + "\n");
    }
    return loaded.scenario;
}

std::optional<std::string> refusal(const Scenario& scenario, const RunRequest& request) {
    std::vector<std::string> names;
    for (const Mode& mode : scenario.modes)
        names.push_back(mode.name);
    for (const std::string& wanted : request.modes) {
        if (std::find(names.begin(), names.end(), wanted) == names.end()) {
            return fmt::format("{} has no mode '{}': {}", request.file, wanted, suggest(wanted, names));
        }
    }
    const std::optional<std::string> sentence = cannot_run(scenario);
    if (!sentence) return std::nullopt;
    return fmt::format("{}: {}{}", request.file, *sentence,
                       scenario.clock.until ? "" : "; --until T says when to stop");
}

std::unique_ptr<JudgedRun> run_and_judge(std::shared_ptr<const Scenario> scenario, RunRequest request) {
    auto run = std::make_unique<JudgedRun>();
    const auto started = std::chrono::steady_clock::now();
    run->whole = scenario;
    const Seed seed{request.seed.value_or(scenario->seed)};
    run->scenario = with_drawn_faults(restricted_to(scenario, request.modes, run->left_out), seed);
    RunOptions options;
    options.modes = request.modes;
    run->level_reduced = !request.level && expected_events(*scenario) > full_level_events;
    options.level = request.level.value_or(run->level_reduced ? TraceLevel::answers : TraceLevel::full);
    run->request = std::move(request);
    run->simulation = tidemark::run(run->scenario, seed, draw_tape(*run->scenario, seed, options.level), options);
    run->judgement = std::make_unique<Judgement>(run->simulation);
    run->verdicts = judge_expectations(*run->judgement);
    run->violations = check_invariants(*run->judgement);
    if (run->request.twice) {
        // The second time without keeping anything: what is kept must change nothing either.
        RunOptions again = options;
        again.level = TraceLevel::fingerprint;
        const Simulation second =
            tidemark::run(run->scenario, seed, draw_tape(*run->scenario, seed, again.level), again);
        run->differences = check_replay_identical(run->simulation, second);
    }
    run->took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    run->code = code_of(*run);
    return run;
}

}  // namespace tidemark
