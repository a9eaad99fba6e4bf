#pragma once

#include "sim/cli/scenario_test.h"

#include <string>
#include <vector>

namespace tidemark {

// As JUnit XML: a test suite for each folder, a test case for each scenario and mode (and one, of class "scenario", for
// what concerns no mode). Without real time unless `timing`.
std::string junit_xml(const std::vector<TestResult>& results, bool timing);

}  // namespace tidemark
