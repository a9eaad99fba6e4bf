// What is drawn from the table of keys: the JSON Schema that editors use, and the reference page. Both are committed;
// REWRITE=1 writes them anew.
#include "sim/scenario/load.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tidemark {
namespace {

const std::filesystem::path root{TIDEMARK_SOURCE_DIR};

void expect_committed(const std::filesystem::path& path, const std::string& text) {
    if (std::getenv("REWRITE") != nullptr) std::ofstream{path} << text;
    std::ifstream file{path};
    const std::string committed{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_TRUE(committed == text) << path << " is not what the table of keys gives: REWRITE=1 writes it anew";
}

TEST(Schema, IsTheCommittedOne) { expect_committed(root / "scenarios" / "scenario.schema.json", scenario_schema()); }

TEST(Reference, IsTheCommittedOne) { expect_committed(root / "docs" / "scenario-reference.md", scenario_reference()); }

void expect_closed_and_described(const nlohmann::json& schema, const std::string& path) {
    if (schema.is_array())
        for (const auto& item : schema)
            expect_closed_and_described(item, path + "[]");
    if (!schema.is_object()) return;
    if (schema.contains("properties")) {
        EXPECT_TRUE(schema.contains("additionalProperties") && schema["additionalProperties"] == false) << path;
        for (const auto& [key, value] : schema["properties"].items()) {
            EXPECT_TRUE(value.contains("description") && value["description"].get<std::string>().size() > 5)
                << path << "." << key;
            expect_closed_and_described(value, path + "." + key);
        }
    }
    for (const char* inside : {"items", "oneOf", "anyOf", "additionalProperties"})
        if (schema.contains(inside)) expect_closed_and_described(schema[inside], path + "/" + inside);
}

TEST(Schema, DescribesEveryKeyAndAllowsNoOther) {
    expect_closed_and_described(nlohmann::json::parse(scenario_schema()), "$");
}

TEST(Schema, AgreesWithAnIndependentValidatorOnTheShippedScenarios) {
    // YAML 1.2, as editors read it: no dates and no numbers to the base of 60.
    const std::string program = R"(
import json, re, sys
try:
    import yaml, jsonschema
except ImportError:
    print("skipped: python3-yaml and python3-jsonschema are not installed"); sys.exit(77)
class Loader(yaml.SafeLoader): pass
Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
        ("tag:yaml.org,2002:bool", r"^(true|false|True|False|TRUE|FALSE)$", "tTfF"),
        ("tag:yaml.org,2002:null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
        ("tag:yaml.org,2002:float", r"^[-+]?[0-9]*\.[0-9]+$", "-+.0123456789")]:
    Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))
validator = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))
jsonschema.Draft7Validator.check_schema(validator.schema)
bad = 0
for path in sys.argv[3:]:
    good = not list(validator.iter_errors(yaml.load(open(path), Loader)))
    if good != (sys.argv[2] == "good"):
        bad += 1
        print(path, [e.message[:300] for e in validator.iter_errors(yaml.load(open(path), Loader))][:3])
sys.exit(1 if bad else 0)
)";
    const auto folder = std::filesystem::temp_directory_path() / "tidemark_schema_test";
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "validate.py"} << program;
    std::string good, bad;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "scenarios"))
        if (entry.path().extension() == ".yaml") {
            good += " '" + entry.path().string() + "'";
            const Loaded loaded = load_scenario_file(entry.path().string());
            EXPECT_TRUE(loaded.scenario) << render(loaded.problems);
            if (!loaded.scenario) continue;
            const auto path = folder / ("resolved-" + entry.path().filename().string());
            std::ofstream{path} << resolved(*loaded.scenario);
            good += " '" + path.string() + "'";
        }
    const std::vector<std::string> spoilt{
        "  kind: stream\n    alowed_lateness: 1s", "  kind: stream\n    allowed_lateness: 1 s", "  time: event",
        "  kind: stream\n    watermark: {kind: bounded}", "  kind: batch\n    trigger: 5m"};
    for (std::size_t i = 0; i < spoilt.size(); ++i) {
        const auto path = folder / ("bad" + std::to_string(i) + ".yaml");
        std::ofstream{path} << "tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource: [{user: a, events: [{at: "
                               "\"12:00:00\"}]}]\nmodes:\n  m:\n  "
                            << spoilt[i] << "\n";
        EXPECT_FALSE(load_scenario_file(path.string()).scenario);
        bad += " '" + path.string() + "'";
    }
    const std::string run = "python3 '" + (folder / "validate.py").string() + "' '" +
                            (root / "scenarios" / "scenario.schema.json").string() + "' ";
    const int accepted = std::system((run + "good" + good).c_str());
    if (accepted == 77 * 256 || accepted == 127 * 256)
        GTEST_SKIP() << "no python3 with yaml and jsonschema: the schema was not validated independently";
    EXPECT_EQ(accepted, 0) << "the schema refuses what the loader accepts";
    EXPECT_EQ(std::system((run + "bad" + bad).c_str()), 0) << "the schema accepts what the loader refuses";
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tidemark
