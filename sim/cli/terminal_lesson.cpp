#include "sim/cli/terminal_lesson.h"

#include "sim/cli/lines.h"
#include "sim/cli/progress.h"
#include "sim/cli/scenario_files.h"
#include "sim/cli/scenario_run.h"
#include "sim/cli/text.h"
#include "sim/cli/text_table.h"
#include "sim/lesson/attempt.h"
#include "sim/lesson/player.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/knob.h"
#include "sim/scenario/load.h"
#include "sim/world/fault_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>

namespace tidemark {
namespace {

using Phase = LessonPlayer::Phase;
using Confidence = LessonPlayer::Confidence;

constexpr std::size_t indent = 6;
constexpr std::size_t widest = 100;  // lines longer than that are hard to read

// What the learner wants after a prompt.
enum class Wish { stay, go_on, back, quit };

// The choice that is meant: by its number, or by what it says.
std::optional<std::size_t> choice_in(const std::string& line, const std::vector<std::string>& choices) {
    std::size_t number = 0;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error == std::errc{} && rest == line.data() + line.size() && number >= 1 && number <= choices.size())
        return number - 1;
    const auto said = std::find(choices.begin(), choices.end(), line);
    if (said == choices.end()) return std::nullopt;
    return static_cast<std::size_t>(said - choices.begin());
}

Confidence confidence_in(const std::string& line) {
    if (line == "s" || line == "sure") return Confidence::sure;
    if (line == "g" || line == "guess") return Confidence::guess;
    return Confidence::none;
}

// The knob that is meant: by its whole path, or by as much of its end as no other one has.
std::optional<std::string> knob_in(const std::string& word, const std::vector<std::string>& knobs) {
    std::optional<std::string> meant;
    for (const std::string& knob : knobs) {
        if (knob == word || "modes." + knob == word) return knob;
        if (!knob.ends_with("." + word)) continue;
        if (meant) return std::nullopt;
        meant = knob;
    }
    return meant;
}

// The lesson that goes on from this one, beside its file; empty where none does.
std::string next_lesson(const std::string& file, const std::string& id) {
    const std::size_t slash = file.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash);
    std::vector<std::string> missing;
    std::string next;
    std::uint32_t number = 0;
    for (const std::string& other : scenario_files({folder}, missing)) {
        const Loaded loaded = load_scenario_file(other);
        if (!loaded.scenario || !loaded.scenario->lesson) continue;
        const Lesson& lesson = *loaded.scenario->lesson;
        if (std::find(lesson.after.begin(), lesson.after.end(), id) == lesson.after.end()) continue;
        if (!next.empty() && lesson.number >= number) continue;
        next = slash == std::string::npos ? other.substr(other.rfind('/') + 1) : other;
        number = lesson.number;
    }
    return next;
}

class TerminalLesson {
public:
    TerminalLesson(Console& console, const std::string& file, LessonRun& run)
        : console_(console),
          out_(console.out),
          file_(file),
          run_(run),
          player_(*run.scenario, run.judgement()),
          lines_(console.out) {}

    void play() {
        title();
        while (player_.phase() != Phase::over) {
            const Wish wish = step();
            if (wish == Wish::quit) return stopped();
            if (wish == Wish::back) player_.back();
            else player_.next();
        }
        take_away();
    }

private:
    std::size_t width() const { return std::min(out_.width(), widest); }
    const Clock& clock() const { return run_.scenario->clock; }
    void told(std::string_view text) { out_.print(flowed(text, width(), indent)); }

    void title() {
        const Lesson& lesson = player_.lesson();
        std::string line = lesson.number > 0 ? fmt::format("Lesson {} · ", lesson.number) : "";
        line += out_.paint(Role::strong, run_.scenario->title);
        if (lesson.minutes > 0) line += fmt::format(" · {} min", lesson.minutes);
        out_.print(line + "\n");
        if (!run_.scenario->about.empty()) out_.print("\n" + flowed(run_.scenario->about, width(), 0));
    }

    // The step's number in the margin, its text beside it.
    void heading(std::string_view text) {
        const std::string number = fmt::format("{}/{}", player_.step() + 1, player_.steps());
        std::string paragraph = flowed(text, width(), indent);
        const std::size_t used = std::min(number.size() + 1, indent);
        paragraph.replace(0, used, out_.paint(Role::accent, number) + std::string(used - number.size(), ' '));
        out_.print("\n" + paragraph);
    }

    Wish step() {
        const LessonStep& now = *player_.current();
        if (const auto* say = std::get_if<LessonSay>(&now.what)) {
            heading(say->text);
            tell_stretch({});
            return pause();
        }
        if (const auto* ask = std::get_if<LessonAsk>(&now.what)) return this->ask(*ask);
        return attempt(std::get<LessonTry>(now.what));
    }

    // ---- prompts
    // A line that is no command of every prompt; none where it was one, or where nothing more comes: `wish` says which.
    std::optional<std::string> line_after(const std::string& prompt, const std::string& help, Wish& wish) {
        std::optional<std::string> line = lines_.ask(out_.paint(Role::faint, prompt) + " ");
        wish = Wish::stay;
        if (!line) {
            input_ended_ = true;
            wish = Wish::quit;
        } else if (*line == "quit" || *line == "q") {
            wish = Wish::quit;
        } else if (*line == "back") {
            if (player_.step() == 0) told("This is the first step.");
            else wish = Wish::back;
        } else if (*line == "?" || *line == "help") {
            told(help + " 'back' goes a step back, 'quit' ends the lesson.");
        } else {
            return line;
        }
        return std::nullopt;
    }

    // Enter, where somebody reads along.
    Wish pause() {
        if (!lines_.is_terminal()) return Wish::go_on;
        while (true) {
            Wish wish = Wish::stay;
            const auto line = line_after("\nEnter goes on:", "Enter goes on.", wish);
            if (wish != Wish::stay) return wish;
            if (line && line->empty()) return Wish::go_on;
            if (line) told("Enter goes on; 'back' and 'quit' do what they say.");
        }
    }

    // ---- questions
    Wish ask(const LessonAsk& ask) {
        heading(ask.text);
        out_.print("\n");
        for (std::size_t i = 0; i < ask.choices.size(); ++i) {
            const std::string number = padded_left(fmt::format("{}", i + 1), ask.choices.size() > 9 ? 2 : 1);
            out_.print(fmt::format("{}{}  {}\n", std::string(indent, ' '), number, ask.choices[i]));
        }
        if (player_.phase() == Phase::asking) out_.print("\n");
        while (player_.phase() == Phase::asking) {
            const Wish wish = predict(ask);
            if (wish != Wish::stay) return wish;
        }
        reveal(ask);
        return pause();
    }

    // One prompt's worth of a prediction: what, or how sure.
    Wish predict(const LessonAsk& ask) {
        Wish wish = Wish::stay;
        const std::string numbers = fmt::format("1 to {}", ask.choices.size());
        if (!player_.chosen()) {
            const std::string help =
                fmt::format("Say what you expect: {}. The run answers when you have said it.{}", numbers,
                            ask.confidence ? " '2 sure' or '2 guess' says how sure you are in the same line." : "");
            const auto line = line_after(fmt::format("Your prediction, {}:", numbers), help, wish);
            if (!line) return wish;
            // "3 sure"
            const std::size_t blank = line->rfind(' ');
            const Confidence felt =
                blank == std::string::npos ? Confidence::none : confidence_in(line->substr(blank + 1));
            const auto choice = choice_in(felt == Confidence::none ? *line : line->substr(0, blank), ask.choices);
            if (!choice) {
                told(*line == "skip" ? "A prediction first: a guess will do. 'quit' ends the lesson."
                                     : fmt::format("One of {}, please; ? helps.", numbers));
                return Wish::stay;
            }
            player_.choose(*choice);
            player_.feel(felt);
        } else {
            const auto line = line_after("How sure are you, guess or sure:", "g or guess, s or sure.", wish);
            if (!line) return wish;
            const Confidence felt = confidence_in(*line);
            if (felt == Confidence::none) told("guess or sure, please.");
            player_.feel(felt);
        }
        player_.lock_in();
        return Wish::stay;
    }

    void reveal(const LessonAsk& ask) {
        const LessonPlayer::Answered& answered = *player_.answered();
        const std::string said = ask.choices[answered.choice];
        std::string line = "The run says " + out_.paint(Role::strong, answered.run_says);
        if (answered.correct()) {
            line += fmt::format(": {}.", out_.paint(Role::good, "you were right"));
        } else {
            line += fmt::format(", {} {}.", out_.paint(Role::bad, "not"), said);
            if (answered.confidence == Confidence::sure) line += " And you were sure: remember this one.";
        }
        out_.print("\n");
        told(line);
        if (tell_stretch(ask.reveal.select) && !ask.explain.empty()) out_.print("\n");
        if (!ask.explain.empty()) told(ask.explain);
    }

    // ---- what the run did
    // What came into sight with this step: of each mode that is shown, since the step before. Few lines; where there are many,
    // what came late and the event which the step points at, or that event alone.
    // True where there was something to tell.
    bool tell_stretch(const std::string& pointed_at) {
        const ProcessingTime until = player_.play_until().value_or(*clock().until);
        const LessonShow show = player_.show();
        bool any = false;
        if (show.plane == "events_only") return any;
        for (const std::string& name : show.compare.empty() ? show.modes : show.compare) {
            const std::optional<std::size_t> mode = run_.judgement().find_mode(name);
            if (!mode) continue;
            ProcessingTime& seen = seen_.try_emplace(*mode, clock().from).first->second;
            if (until > seen && tell_mode(*mode, seen, until, pointed_at)) any = true;
            seen = std::max(seen, until);
        }
        return any;
    }

    bool tell_mode(std::size_t mode, ProcessingTime from, ProcessingTime until, const std::string& pointed_at) {
        constexpr std::size_t most = 10;
        const std::vector<std::string> before = run_.scenes->tell(mode, from);
        std::vector<std::string> lines = run_.scenes->tell(mode, until);
        const auto news = std::mismatch(before.begin(), before.end(), lines.begin(), lines.end()).second;
        lines.erase(lines.begin(), news);
        const auto keep = [&](const auto& wanted) {
            std::vector<std::string> kept;
            std::copy_if(lines.begin(), lines.end(), std::back_inserter(kept), wanted);
            return kept;
        };
        const auto pointed = [&](const std::string& line) {
            return !pointed_at.empty() && line.find(" " + pointed_at + " ") != std::string::npos;
        };
        if (lines.size() > most) {
            auto telling =
                keep([&](const std::string& line) { return pointed(line) || line.find(" late: ") != line.npos; });
            lines = telling.size() <= most ? std::move(telling) : keep(pointed);
            if (lines.size() > most) lines.resize(most);
        }
        if (lines.empty()) return false;
        out_.print("\n");
        told(out_.paint(Role::faint, run_.judgement().trace(mode).mode + ":"));
        for (const std::string& line : lines)
            out_.print(hanging(line));
        return true;
    }

    // "00:03:00 bo1 ..." with what follows the time under itself.
    std::string hanging(const std::string& line) const {
        const std::size_t blank = line.find(' ');
        const std::size_t margin = indent + (blank == std::string::npos ? 0 : blank + 1);
        std::string text = flowed(blank == std::string::npos ? line : line.substr(blank + 1), width(), margin);
        const std::string time = line.substr(0, blank == std::string::npos ? 0 : blank);
        return text.replace(indent, time.size(), out_.paint(Role::faint, time));
    }

    // ---- things to try
    Wish attempt(const LessonTry& attempt) {
        turned_.clear();
        heading(attempt.text);
        out_.print("\n");
        show_knobs(attempt);
        const Attempt untouched = attempt_of(run_.judgement(), attempt);
        show_outcome(untouched, nullptr);
        out_.print("\n");
        const std::string help = fmt::format(
            "Write a setting as in {}=..., and the run is done again with it; settings stay until 'reset'. 'skip' goes "
            "on without having reached the goal.",
            attempt.knobs.front());
        while (true) {
            Wish wish = Wish::stay;
            const auto line = line_after("A setting, or skip:", help, wish);
            if (wish != Wish::stay) return wish;
            if (!line) continue;
            if (*line == "skip") return Wish::go_on;
            if (line->empty()) {
                told("KEY=VALUE turns a knob, 'skip' goes on.");
                continue;
            }
            if (!turn(attempt, untouched, *line)) continue;
            if (player_.phase() == Phase::reached) return pause();
        }
    }

    void show_knobs(const LessonTry& attempt) {
        for (const std::string& path : attempt.knobs) {
            const std::optional<Knob> knob = knob_at(*run_.scenario, path);
            if (!knob) continue;
            told(fmt::format("{}={}", out_.paint(Role::strong, path), knob->value));
            out_.print(flowed(out_.paint(Role::faint, knob->sentence), width(), indent + 2));
        }
    }

    void print_indented(const TextTable& table) {
        for (const std::string& line : split_lines(table.render(out_)))
            out_.print(line.empty() ? "\n" : std::string(indent, ' ') + line + "\n");
    }

    // The run with one more setting. False where nothing came of it.
    bool turn(const LessonTry& attempt, const Attempt& untouched, const std::string& line) {
        if (line == "reset") {
            turned_.clear();
            told("As in the file again.");
            return false;
        }
        const auto setting = parse_setting(line);
        if (!setting) {
            told(fmt::format("A setting has an '=': {}=...", attempt.knobs.front()));
            return false;
        }
        const auto knob = knob_in(setting->path, attempt.knobs);
        if (!knob) {
            told(fmt::format("'{}' is no knob of this step: {}", setting->path, suggest(setting->path, attempt.knobs)));
            return false;
        }
        std::map<std::string, std::string> turned = turned_;
        turned[*knob] = setting->value;
        const auto scenario = loaded_with(turned);
        if (!scenario) return false;
        turned_ = std::move(turned);
        std::unique_ptr<LessonRun> run;
        {
            const Progress progress(console_.err, "running " + scenario->id, 0, !console_.quiet());
            run = run_for_lesson(scenario, modes_of(attempt, *scenario));
        }
        const bool reached = player_.grade(run->judgement());
        const Attempt outcome = attempt_of(run->judgement(), attempt);
        show_outcome(untouched, &outcome);
        if (!reached) out_.print("\n");
        return true;
    }

    // Null where a setting is wrong, or asks for a run that cannot be; that was said then.
    std::shared_ptr<const Scenario> loaded_with(const std::map<std::string, std::string>& settings) {
        RunRequest request;
        request.file = file_;
        for (const auto& [path, value] : settings)
            request.settings.push_back({path, value});
        LoadedScenario loaded = load_for(request);
        if (!loaded.scenario) {
            // He typed a setting, not a flag.
            for (Diagnostic& problem : loaded.problems)
                if (problem.file.starts_with("--set ")) problem.file.erase(0, 6);
            out_.print(render(loaded.problems, out_.colors() ? Colour::on : Colour::off));
            return nullptr;
        }
        if (const auto problem = refusal(*loaded.scenario, request)) {
            told(*problem);
            return nullptr;
        }
        return loaded.scenario;
    }

    // The knobs, what is watched and the goal: as the file says, and as they have become (null: nothing was turned yet).
    void show_outcome(const Attempt& before, const Attempt* now) {
        std::vector<Column> columns{{"", Align::left}, {now ? "before" : "", Align::left}};
        if (now) columns.push_back({"now", Align::left});
        TextTable table(std::move(columns));
        const auto add = [&](const std::string& what, const std::string& was, const std::string& is) {
            std::vector<TableCell> row{{what}, {was}};
            if (now) row.push_back({is, was == is ? Role::plain : Role::strong});
            table.add(std::move(row));
        };
        if (now) {
            for (const auto& [path, value] : turned_) {
                const std::optional<Knob> knob = knob_at(*run_.scenario, path);
                add(path, knob ? knob->value : "", value);
            }
        }
        for (std::size_t i = 0; i < before.watched.size(); ++i)
            add(before.watched[i].query, before.watched[i].value, now ? now->watched[i].value : "");
        if (!table.empty()) out_.print("\n");
        print_indented(table);
        const Attempt& last = now ? *now : before;
        if (last.wanted.empty()) return;
        out_.print("\n");
        const std::string got = last.why.empty() ? last.got : last.got + " " + last.why;
        told(last.reached ? fmt::format("{}: {}.", out_.paint(Role::good, "Goal reached"), last.wanted)
                          : fmt::format("Goal: {}. Now it is {}.", last.wanted, out_.paint(Role::warning, got)));
    }

    // ---- the end
    void stopped() {
        out_.print(fmt::format("\nStopped at step {} of {}{}.\n", player_.step() + 1, player_.steps(),
                               input_ended_ ? ": the input has ended" : ""));
    }

    void take_away() {
        if (!player_.lesson().takeaway.empty())
            out_.print("\n" + flowed(out_.paint(Role::strong, player_.lesson().takeaway), width(), 0));
        const auto& record = player_.record();
        const auto right = std::count_if(record.begin(), record.end(), [](const auto& a) { return a.correct(); });
        const auto fooled = std::count_if(record.begin(), record.end(), [](const auto& a) {
            return !a.correct() && a.confidence == Confidence::sure;
        });
        if (!record.empty()) {
            out_.print(fmt::format("\n{} of {} right{}.\n", right, counted(record.size(), "prediction"),
                                   fooled > 0 ? fmt::format("; sure and wrong: {}", fooled) : ""));
        }
        if (const std::string next = next_lesson(file_, run_.scenario->id); !next.empty())
            out_.print(fmt::format("\nNext: {}\n", console_.command("learn " + shell_word(next))));
    }

    Console& console_;
    Terminal& out_;
    std::string file_;
    LessonRun& run_;
    LessonPlayer player_;
    Lines lines_;
    std::map<std::string, std::string> turned_;   // the knobs of the step that is tried
    std::map<std::size_t, ProcessingTime> seen_;  // how far each mode's run was told
    bool input_ended_{false};
};

}  // namespace

std::unique_ptr<LessonRun> run_for_lesson(std::shared_ptr<const Scenario> scenario, std::vector<std::string> modes) {
    auto run = std::make_unique<LessonRun>();
    const Seed seed{scenario->seed};
    scenario = with_drawn_faults(std::move(scenario), seed);
    RunOptions options;
    options.modes = std::move(modes);
    run->simulation = tidemark::run(scenario, seed, draw_tape(*scenario, seed, options.level), options);
    run->scenario = std::move(scenario);
    run->scenes = std::make_unique<Scenes>(run->simulation);
    return run;
}

void play_lesson(Console& console, const std::string& file, LessonRun& run) {
    TerminalLesson{console, file, run}.play();
}

}  // namespace tidemark
