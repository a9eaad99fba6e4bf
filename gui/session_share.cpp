#include "gui/link.h"
#include "gui/session.h"
#include "sim/judge/clock_text.h"
#include "sim/scene/svg.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

// What a session gives away: a link to what stands on the screen, and its picture.
namespace tidemark::gui {
namespace {

namespace fs = std::filesystem;

// "subway-2358-stream-D+1-00-06-00.svg": no blank and no colon, which some file systems refuse.
std::string picture_name(const Session& session) {
    const LoadedRun& run = *session.run();
    std::string name = fmt::format("{}-{}-{}", run.scenario().id, run.simulation().modes[session.view().mode].mode,
                                   clock_text(session.view().now, run.scenario().clock));
    for (char& c : name)
        if (c == ':' || c == ' ' || c == '/') c = '-';
    return name;
}

}  // namespace

void Session::copy_text(std::string text, std::string said) {
    to_copy = std::move(text);
    notice = std::move(said);
}

void Session::copy_link() {
    if (!run_) return;
    const std::string command = command_of(link_to(*this));
    copy_text(command, "copied: " + command);
}

void Session::export_picture() {
    if (!run_) return;
    SvgOptions options;
    options.light = looks.light;
    View view = view_;
    view.columns = run_->scenes().whole(view.mode).columns;
    view.rows = run_->scenes().whole(view.mode).rows;
    fit_to_svg(view, options);
    const std::string svg = paint_svg(run_->scenes().at(view), run_->simulation(), options);
    const fs::path folder = export_folder.empty() ? fs::path{"."} : fs::path{export_folder};
    const std::string name = picture_name(*this);
    std::error_code problem;
    fs::path path = folder / (name + ".svg");
    for (int copy = 2; fs::exists(path, problem) && copy < 1'000; ++copy)
        path = folder / fmt::format("{}-{}.svg", name, copy);
    std::ofstream file(path, std::ios::binary);
    file << svg;
    file.close();
    const fs::path whole = fs::absolute(path, problem).lexically_normal();
    notice = file.fail() ? fmt::format("{} could not be written", whole.string())
                         : fmt::format("the picture is in {}", whole.string());
}

}  // namespace tidemark::gui
