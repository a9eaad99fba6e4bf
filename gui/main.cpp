#include "gui/bench.h"
#include "gui/last_time.h"
#include "gui/link.h"
#include "gui/options.h"
#include "gui/screenshot.h"
#include "gui/window.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

namespace tidemark::gui {
namespace {

constexpr int bad_usage = 2, internal_error = 70;  // as `tidemark help exit-codes` lists them

int complain(const std::string& message) {
    fmt::print(stderr, "tidemark gui: {}\n", message);
    return bad_usage;
}

// The shipped scenarios: beside the sources, or where the program was installed; else in this folder.
std::string scenario_folder() {
    std::error_code problem;
    if (std::filesystem::is_directory("scenarios", problem)) return "scenarios";
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
    for (std::filesystem::path above = program.parent_path(); above.has_relative_path(); above = above.parent_path()) {
        if (std::filesystem::exists(above / "scenarios" / "subway-2358.yaml", problem))
            return (above / "scenarios").string();
        if (std::filesystem::exists(above / "share/tidemark/scenarios/subway-2358.yaml", problem))
            return (above / "share/tidemark/scenarios").string();
    }
    return "scenarios";
}

// What the options ask to see. A mistake is a sentence.
std::string look_as_asked(Session& session, const Options& options) {
    if (session.run() == nullptr) return {};
    if (options.layout) {
        const std::string& layout = *options.layout;
        session.arrangement = layout == "lesson"    ? Arrangement::lesson
                              : layout == "compare" ? Arrangement::compare
                              : layout == "lecture" ? Arrangement::lecture
                                                    : Arrangement::engineer;
    }
    if (options.mode) {
        bool found = false;
        for (std::size_t i = 0; i < session.run()->modes(); ++i)
            if (session.run()->simulation().modes[i].mode == *options.mode) {
                session.look_at(i);
                found = true;
            }
        if (!found) return fmt::format("this scenario has no mode '{}'", *options.mode);
    }
    if (options.at) {
        const Parsed<ProcessingTime> at = instant_from(*options.at, session.run()->scenario().clock);
        if (!at.value) return fmt::format("--at: {}{}{}", at.why, at.hint.empty() ? "" : "; ", at.hint);
        session.show_instant(*at.value);
    }
    if (options.select) session.select(*options.select);
    return {};
}

// What is not said otherwise is as when the window was closed last. A file that is gone is forgotten.
void look_as_last_time(Options& options, const std::string& path) {
    const std::optional<LastTime> last = read_last_time(path);
    if (!last) return;
    const ReadLink read = read_link(last->link);
    std::error_code problem;
    if (!read.mistake.empty() || !std::filesystem::exists(read.link.file, problem)) return;
    if (!take_link(read.link, options).empty()) {
        options.file.clear();
        return;
    }
    options.light = options.light || last->light;
    if (options.scale == 1) options.scale = last->scale;
}

// Beside the scenarios: in the sources, and where the program is installed.
std::string honesty_page(const std::string& folder) {
    for (const char* path : {"/../docs/honesty.md", "/../honesty.md"}) {
        std::ifstream file(folder + path, std::ios::binary);
        if (file) return {std::istreambuf_iterator<char>(file), {}};
    }
    return {};
}

int run(const std::vector<std::string>& words) {
    ReadOptions read = read_options(words);
    if (!read.mistake.empty()) return complain(read.mistake + "\n" + usage());
    Options& options = read.options;
    if (options.help) {
        fmt::print("{}", usage());
        return 0;
    }
    options.folder = scenario_folder();
    const bool seen = options.screenshot.empty() && !options.bench;
    const std::optional<std::string> kept = seen ? last_time_path() : std::nullopt;
    if (kept && options.file.empty() && !options.first) look_as_last_time(options, *kept);
    const bool first_time = options.file.empty();
    if (first_time) options.file = options.folder + "/subway-2358.yaml";

    std::string why;
    const auto window = Window::open(options.width, options.height, seen, why);
    if (window == nullptr) {
        return complain(
            fmt::format("{}.\nThe same run without a window:\n  tidemark tell {}\n  tidemark draw {} --out picture.svg",
                        why, options.file, options.file));
    }
    Session session(Window::wake);
    session.looks.light = options.light;
    session.looks.user_scale = options.scale;
    session.shelf = scenarios_in(options.folder);
    session.honesty = honesty_page(options.folder);
    session.open(options.file, options.settings, options.seed);
    session.finish();
    if (const std::string mistake = look_as_asked(session, options); !mistake.empty()) return complain(mistake);
    if (first_time && !options.at && !options.bench) session.begin_opening();
    if (options.bench) {
        if (session.run() == nullptr)
            return complain(fmt::format("{} cannot be run: tidemark check {}", options.file, options.file));
        fmt::print("{}", bench(*window, session));
        return 0;
    }
    if (!options.screenshot.empty()) {
        window->resize(options.width, options.height);
        for (int i = 0; i < 4; ++i)
            window->draw(session, true);
        if (!write_png(options.screenshot, window->photograph(session)))
            return complain(fmt::format("{} could not be written", options.screenshot));
        return session.has_problem() ? bad_usage : 0;
    }
    window->run(session);
    if (kept && session.run() != nullptr) {
        Link link = link_to(session);
        std::error_code problem;
        link.file = std::filesystem::absolute(link.file, problem).lexically_normal().string();
        write_last_time(*kept, {to_text(link), session.looks.light, session.looks.user_scale});
    }
    return 0;
}

}  // namespace
}  // namespace tidemark::gui

int main(int count, char** words) {
    try {
        return tidemark::gui::run({words + 1, words + count});
    } catch (const std::exception& problem) {
        fmt::print(stderr, "tidemark gui: internal error: {}\n  This is a mistake of Tidemark. Please report it.\n",
                   problem.what());
        return tidemark::gui::internal_error;
    }
}
