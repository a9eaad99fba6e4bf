#include "sim/scenario/load.h"
#include "tests/sim/scenarios/shipped.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>
#include <sstream>

// A rule of the house: an option exists only if a scenario shows its effect.
namespace tidemark {
namespace {

using namespace testing_scenarios;

// The words of all shipped scenarios, comments left out.
std::set<std::string> words_written() {
    std::set<std::string> words;
    for (const std::string& file : shipped()) {
        std::ifstream in(file);
        for (std::string line; std::getline(in, line);) {
            if (const std::size_t comment = line.find('#'); comment != std::string::npos) line.resize(comment);
            std::string word;
            for (const char c : line + " ") {
                const bool letter =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
                if (letter) word += c;
                else if (!word.empty()) words.insert(std::exchange(word, {}));
            }
        }
    }
    return words;
}

// Every key of the format, and every word that a closed list offers.
void collect(const nlohmann::json& node, std::set<std::string>& words) {
    if (node.is_array())
        for (const auto& each : node)
            collect(each, words);
    if (!node.is_object()) return;
    if (const auto keys = node.find("properties"); keys != node.end() && keys->is_object())
        for (const auto& [key, form] : keys->items())
            words.insert(key);
    if (const auto list = node.find("enum"); list != node.end())
        for (const auto& word : *list)
            if (word.is_string()) words.insert(word.get<std::string>());
    if (const auto word = node.find("const"); word != node.end() && word->is_string())
        words.insert(word->get<std::string>());
    for (const auto& [key, each] : node.items())
        collect(each, words);
}

TEST(Options, AreEachShownByAScenario) {
    std::set<std::string> offered;
    collect(nlohmann::json::parse(scenario_schema()), offered);
    ASSERT_GT(offered.size(), 100U);
    const std::set<std::string> written = words_written();
    // Comparisons and defaults that are the same with another word, and laws that hold in every run whoever names them.
    const std::set<std::string> spared{"at_least", "at_most", "default", "format", "version", "replay_identical"};
    for (const std::string& word : offered) {
        EXPECT_TRUE(spared.count(word) || written.count(word)) << "no scenario shows '" << word << "'";
    }
}

}  // namespace
}  // namespace tidemark
