#include "sim/cli/commands/all.h"
#include "sim/scenario/load.h"

namespace tidemark {
namespace {

ExitCode run_schema(const Arguments& arguments, Console& console) {
    console.out.print(arguments.has("--reference") ? scenario_reference() : scenario_schema());
    return ExitCode::done;
}

}  // namespace

Verb schema_verb() {
    VerbSpec spec;
    spec.name = "schema";
    spec.summary = "JSON Schema of scenario files, for editors";
    spec.about =
        "Prints the JSON Schema (draft 7) of scenario files. An editor that knows YAML schemas completes keys by it "
        "and underlines mistakes: begin a scenario with `# yaml-language-server: $schema=scenario.schema.json`.";
    spec.options = {{"--reference", "", "every key and what it means, as Markdown", false, {}}};
    spec.examples = {{"schema > scenario.schema.json", "beside your scenarios"}};
    return {std::move(spec), run_schema, {Format::human, Format::json}};
}

}  // namespace tidemark
