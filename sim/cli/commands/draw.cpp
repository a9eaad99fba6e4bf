#include "sim/cli/commands/all.h"
#include "sim/cli/output_files.h"
#include "sim/cli/picture_run.h"
#include "sim/scenario/values.h"
#include "sim/scene/svg.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

constexpr std::uint64_t width_least = 480, width_most = 8'000;

ExitCode run_draw(const Arguments& arguments, Console& console) {
    const std::string out = arguments.value("--out");
    if (out.empty()) return console.misused("--out says where the picture goes: --out subway.svg, or --out -");
    if (out != "-" && !out.ends_with(".svg"))
        return console.misused(fmt::format("pictures are SVG, so --out must end in .svg or be -, not '{}'", out),
                               out.ends_with(".png") ? "rsvg-convert x.svg -o x.png makes a PNG of one" : "");
    SvgOptions options;
    options.light = arguments.has("--light");
    if (arguments.has("--width")) {
        const auto width = unsigned_from(arguments.value("--width")).value;
        if (!width || *width < width_least || *width > width_most)
            return console.misused(fmt::format("--width must be a whole number of pixels from {} to {}, not '{}'",
                                               width_least, width_most, arguments.value("--width")));
        options.width = static_cast<std::uint32_t>(*width);
    }
    auto made = run_for_picture(arguments, console);
    if (const auto* code = std::get_if<ExitCode>(&made)) return *code;
    PictureRun& run = *std::get<std::unique_ptr<PictureRun>>(made);
    View view = run.scenes->whole(run.mode);
    const auto instant = [&](std::string_view option, ProcessingTime& at) -> std::optional<std::string> {
        if (!arguments.has(option)) return std::nullopt;
        const auto read = read_instant(option, arguments.value(option), run.scenario->clock);
        if (const auto* problem = std::get_if<std::string>(&read)) return *problem;
        at = std::get<ProcessingTime>(read);
        return std::nullopt;
    };
    const TimeRange whole = view.seen;
    for (const auto& problem :
         {instant("--at", view.now), instant("--from", view.seen.from), instant("--to", view.seen.until)})
        if (problem) return console.misused(*problem);
    if (view.seen.from >= view.seen.until) return console.misused("--from must be before --to");
    fit_to_svg(view, options);
    if (!(view.seen == whole)) run.scenes->fit_event_time(view);
    const std::string picture = paint_svg(run.scenes->at(view), run.simulation, options);
    if (const auto problem = write_file(out, picture)) return console.misused(*problem);
    return ExitCode::done;
}

}  // namespace

Verb draw_verb() {
    VerbSpec spec;
    spec.name = "draw";
    spec.summary = "a picture of an instant";
    spec.operands = "FILE";
    spec.operands_min = spec.operands_max = 1;
    spec.about =
        "Draws a run as it looked at an instant: processing time to the right, event time upwards, the watermark as a "
        "staircase, windows as boxes, every event where it was seen; below it what was in flight, in the log, in state "
        "and "
        "in the sink, and how far each mode's answer was from the truth. Nothing of it tells what comes later. The "
        "picture "
        "is an SVG file; in a browser its parts say what they are when pointed at.";
    spec.options = {
        {"--at", "T", "the instant; the end of the run where not given", false, {}},
        {"--mode", "M", "whose plane and lanes; the first mode's where not given", false, {}},
        {"--from", "T", "the left edge", false, {}},
        {"--to", "T", "the right edge", false, {}},
        {"--out", "F.svg", "the file to write; - is the standard output", false, {}},
        {"--width", "N", "pixels, 1200 where not given", false, {}},
        {"--light", "", "on white, for paper", false, {}},
        seed_option(),
        set_option(),
    };
    spec.examples = {
        {"draw scenarios/subway-2358.yaml --mode stream --at 00:06:00 --out subway.svg", "six minutes past midnight"},
        {"draw scenarios/subway-2358.yaml --mode batch --light --out -", "the end of the batch's run, for paper"}};
    return {std::move(spec), run_draw, {Format::human}};
}

}  // namespace tidemark
