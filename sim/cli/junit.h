#pragma once

#include "sim/cli/scenario_test.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidemark {

struct JUnitCase {
    std::string name, class_name, file;
    std::uint32_t line{0};  // 0: none
    std::vector<std::pair<std::string, std::string>> properties;
    enum class Outcome { passed, skipped, failure, error } outcome{Outcome::passed};
    std::string type, message, text;  // of what did not pass
    std::optional<std::chrono::microseconds> took;
};
struct JUnitSuite {
    std::string name;
    std::vector<JUnitCase> cases;
    std::optional<std::chrono::microseconds> took;
};
// As JUnit XML.
std::string junit_xml(const std::vector<JUnitSuite>& suites);

// A test suite for each folder, a test case for each scenario and mode (and one, of class "scenario", for what concerns
// no mode). Without real time unless `timing`.
std::string junit_xml(const std::vector<TestResult>& results, bool timing);

}  // namespace tidemark
