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
        for (const auto& item : schema) expect_closed_and_described(item, path + "[]");
    if (!schema.is_object()) return;
    if (schema.contains("properties")) {
        EXPECT_TRUE(schema.contains("additionalProperties") && schema["additionalProperties"] == false) << path;
        for (const auto& [key, value] : schema["properties"].items()) {
            EXPECT_TRUE(value.contains("description") && value["description"].get<std::string>().size() > 5) << path << "." << key;
            expect_closed_and_described(value, path + "." + key);
        }
    }
    for (const char* inside : {"items", "oneOf", "anyOf", "additionalProperties"})
        if (schema.contains(inside)) expect_closed_and_described(schema[inside], path + "/" + inside);
}

TEST(Schema, DescribesEveryKeyAndAllowsNoOther) { expect_closed_and_described(nlohmann::json::parse(scenario_schema()), "$"); }

}  // namespace
}  // namespace tidemark
