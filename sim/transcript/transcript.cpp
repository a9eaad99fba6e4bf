#include "sim/transcript/transcript.h"

#include "sim/transcript/matching.h"
#include "sim/transcript/rewriting.h"

#include <fmt/format.h>

namespace tidemark {

using namespace transcript;

namespace {

constexpr std::size_t text_max = 1U << 20;
constexpr std::size_t diff_lines_max = 20;
constexpr std::size_t failures_max = 50;  // of one case

struct Operator {
    std::string_view name;
    std::unique_ptr<Player> (*make)(Settings&);
};
constexpr Operator operators[] = {
    {"window", make_window_player},
    {"assigner", make_assigner_player},
    {"valve", make_valve_player},
    {"barriers", make_barrier_player},
    {"generator", make_generator_player},
    {"two_phase_sink", make_two_phase_sink_player},
    {"micro_batch", make_micro_batch_player},
};

std::unique_ptr<Player> make_player(Settings& settings) {
    const Setting* const setting = settings.find("operator");
    if (!setting) settings.fail(settings.at(), "a case needs an operator");
    for (const Operator& one : operators)
        if (setting && setting->value == one.name) return one.make(settings);
    if (setting) settings.fail(*setting, fmt::format("unknown operator '{}'", visible(setting->value)));
    return nullptr;
}

std::string unquoted(std::string text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
    return text;
}

// Plays one case, once or twice, and collects what goes wrong.
class CasePlay {
public:
    CasePlay(std::string_view file, const Case& of, Budget& budget) : file_(file), case_(of), budget_(budget) {}

    void run() {
        for (const Problem& problem : case_.problems)
            fail(problem.at, problem.message);
        if (!failures.empty() || !play(false)) return;
        play(true);
    }

    std::vector<TranscriptFailure> failures;
    std::optional<std::string> expected_failure;
    Rewriting rewriting;

private:
    // True where a second playing with restarts makes sense: the first went well, and the machine has a state to save.
    bool play(bool with_restarts) {
        std::optional<Problem> problem;
        Settings settings{case_, problem};
        const bool ordered = settings.on("ordered");
        if (const Setting* const expect = settings.find("expect_failure")) expected_failure = unquoted(expect->value);
        const std::unique_ptr<Player> player = make_player(settings);
        if (problem || !player) {
            if (problem) fail(problem->at, problem->message);
            return false;
        }
        for (const Step& step : case_.steps) {
            if (with_restarts && !restart(*player, step)) return false;
            if (!play_step(*player, step, ordered || player->ordered(), with_restarts)) return false;
        }
        return player->restartable() && failures.empty();
    }

    // False where the case cannot go on.
    bool play_step(Player& player, const Step& step, bool ordered, bool with_restarts) {
        std::optional<Problem> problem;
        const std::vector<Expected> expected = understand(step.expected, player.shapes(), problem);
        Reply reply{player.shapes(), budget_};
        if (!problem) player.play(step.input, reply);
        if (!problem) problem = reply.problem();
        if (!problem && !reply.spend(step.input.at, expected.size() * reply.lines().size() / 16))
            problem = reply.problem();
        if (problem) {
            fail(problem->at.line ? problem->at : step.input.at, problem->message);
            return false;
        }
        const Matching matching = match(expected, reply.lines(), ordered);
        if (matching.fits()) return true;
        const std::string diff = show(step, expected, reply.lines(), matching, ordered);
        const std::string what = matching.unmatched() ? "unmatched output" : "unexpected output";
        fail(step.input.at,
             what + (with_restarts ? " (with a checkpoint and a restore before every input)" : "") + diff);
        if (!with_restarts) rewriting.replace(step, expected, reply.lines(), matching, ordered);
        return failures.size() < failures_max;
    }

    bool restart(Player& player, const Step& step) {
        Reply reply{player.shapes(), budget_};
        player.restart(reply);
        if (reply.problem()) {
            fail(step.input.at, reply.problem()->message);
            return false;
        }
        for (const OutputLine& line : reply.lines()) {
            fail(step.input.at,
                 fmt::format("unexpected output of the watermark that is sent again after a restore\n  + {}",
                             visible(to_text(line, false))));
            return false;
        }
        return true;
    }

    std::string show(const Step& step, const std::vector<Expected>& expected, const std::vector<OutputLine>& actual,
                     const Matching& matching, bool ordered) const {
        std::string text = fmt::format("\n  > {}", visible(step.input.text));
        std::size_t shown = 0;
        const auto add = [&](char mark, const std::string& line) {
            if (++shown <= diff_lines_max) text += fmt::format("\n  {} {}", mark, visible(line));
        };
        for (std::size_t i = 0; i < expected.size(); ++i)
            add(matching.taken[i] ? ' ' : '-', expected[i].text);
        for (const std::size_t j : matching.left_over)
            add('+', to_text(actual[j], false));
        if (shown > diff_lines_max) text += fmt::format("\n  ... and {} more", shown - diff_lines_max);
        if (ordered && expected.size() > 1) text += "\n  (the order counts)";
        return text;
    }

    void fail(Position at, const std::string& what) {
        failures.push_back(
            {case_.name, at.line,
             fmt::format("{}:{}:{}: case {}: {}", file_, at.line, at.column, visible(case_.name), what)});
    }

    std::string_view file_;
    const Case& case_;
    Budget& budget_;
};

// The failures that count: none where the case was meant to fail and did.
std::vector<TranscriptFailure> judged(std::string_view file, const Case& of, CasePlay& play) {
    if (!play.expected_failure) return std::move(play.failures);
    for (const TranscriptFailure& failure : play.failures)
        if (failure.message.find(*play.expected_failure) != std::string::npos) return {};
    std::vector<TranscriptFailure> failures = std::move(play.failures);
    failures.push_back({of.name, of.at.line,
                        fmt::format("{}:{}:{}: case {}: it must fail with a message that contains \"{}\"", file,
                                    of.at.line, of.at.column, visible(of.name), visible(*play.expected_failure))});
    return failures;
}

}  // namespace

TranscriptResult play_transcript(std::string_view file_name, std::string_view text) {
    TranscriptResult result;
    result.rewritten = std::string{text};
    const std::string file = visible(file_name);
    if (text.size() > text_max) {
        result.failed = 1;
        result.failures.push_back({"", 1, fmt::format("{}:1:1: larger than 1 MiB", file)});
        return result;
    }
    const Document document = parse_document(text);
    for (const Problem& problem : document.problems)
        result.failures.push_back(
            {"", problem.at.line,
             fmt::format("{}:{}:{}: {}", file, problem.at.line, problem.at.column, problem.message)});
    if (!document.problems.empty()) ++result.failed;
    Budget budget;
    Rewriting rewriting;
    for (const Case& one : document.cases) {
        CasePlay play{file, one, budget};
        play.run();
        const bool meant_to_fail = play.expected_failure.has_value();
        std::vector<TranscriptFailure> failures = judged(file, one, play);
        ++(failures.empty() ? result.passed : result.failed);
        if (!failures.empty() && !meant_to_fail) rewriting.add(play.rewriting);
        result.failures.insert(result.failures.end(), std::make_move_iterator(failures.begin()),
                               std::make_move_iterator(failures.end()));
    }
    if (!rewriting.empty()) result.rewritten = rewriting.apply(text);
    return result;
}

std::string to_text(const TranscriptResult& result) {
    std::string text;
    for (const TranscriptFailure& failure : result.failures)
        text += failure.message + "\n";
    return text;
}

}  // namespace tidemark
