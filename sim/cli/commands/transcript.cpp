#include "sim/transcript/transcript.h"

#include "sim/cli/commands/all.h"
#include "sim/cli/json_result.h"
#include "sim/cli/output_files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <iterator>

namespace tidemark {
namespace {

std::optional<std::string> text_of(const std::string& path) {
    if (path != "-") return read_file(path);
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

ExitCode run_transcript(const Arguments& arguments, Console& console) {
    std::size_t passed = 0, failed = 0;
    ExitCode code = ExitCode::done;
    nlohmann::json failures = nlohmann::json::array();
    for (const std::string& path : arguments.operands) {
        const auto text = text_of(path);
        if (!text) {
            code = worst(code, console.misused(fmt::format("cannot read {}", path)));
            continue;
        }
        const TranscriptResult result = play_transcript(path, *text);
        passed += result.passed;
        failed += result.failed;
        if (!result.failures.empty()) code = worst(code, ExitCode::expectation_failed);
        if (console.json()) {
            for (const TranscriptFailure& failure : result.failures) {
                failures.push_back({{"file", path},
                                    {"case", failure.case_name},
                                    {"line", failure.line},
                                    {"message", failure.message}});
            }
        } else {
            console.out.print(to_text(result));
        }
        if (arguments.has("--rewrite") && result.rewritten != *text) {
            if (const auto problem = write_file(path, result.rewritten)) code = worst(code, console.misused(*problem));
        }
    }
    if (console.json()) {
        console.out.print(pretty({{"format", "tidemark.transcript/1"},
                                  {"passed", passed},
                                  {"failed", failed},
                                  {"failures", std::move(failures)}}));
    } else {
        console.out.print(fmt::format("{} passed, {} failed\n", passed, failed));
    }
    return code;
}

}  // namespace

Verb transcript_verb() {
    VerbSpec spec;
    spec.name = "transcript";
    spec.summary = "play conversations with the engine's parts, and check them";
    spec.operands = "FILE...";
    spec.operands_min = 1;
    spec.operands_max = 10'000;
    spec.about =
        "A transcript is a conversation with one part of the engine, a window operator for example: lines that "
        "begin with > go in, the lines below them must come out. Each step that goes otherwise is shown as a "
        "difference.";
    spec.options = {{"--rewrite", "", "write what really came into the files: then look at what changed", false, {}}};
    spec.examples = {{"transcript tests/transcripts/flink_windows.transcript", "one file"}};
    return {std::move(spec), run_transcript, {Format::human, Format::json}};
}

}  // namespace tidemark
