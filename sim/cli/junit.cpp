#include "sim/cli/junit.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

namespace tidemark {
namespace {

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\n':
                result += "&#10;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') result += c;  // XML 1.0 has no other controls
        }
    }
    return result;
}

std::string seconds(std::chrono::microseconds took) {
    return fmt::format("{}.{:03}", took.count() / 1'000'000, took.count() / 1'000 % 1'000);
}

std::string_view element_of(JUnitCase::Outcome outcome) {
    switch (outcome) {
        case JUnitCase::Outcome::failure:
            return "failure";
        case JUnitCase::Outcome::error:
            return "error";
        case JUnitCase::Outcome::skipped:
            return "skipped";
        case JUnitCase::Outcome::passed:
            break;
    }
    return {};
}

std::string body_of(const JUnitCase& one) {
    if (one.outcome == JUnitCase::Outcome::passed) return {};
    if (one.outcome == JUnitCase::Outcome::skipped)
        return fmt::format("      <skipped message=\"{}\"/>\n", escaped(one.message));
    const std::string type = escaped(one.type);
    const std::string message = one.message.empty() ? "" : fmt::format(" message=\"{}\"", escaped(one.message));
    return fmt::format("      <{0} type=\"{1}\"{2}>{3}</{0}>\n", element_of(one.outcome), type, message,
                       escaped(one.text));
}

std::string text_of(const JUnitCase& one) {
    std::string text = fmt::format("    <testcase name=\"{}\" classname=\"{}\" file=\"{}\"", escaped(one.name),
                                   escaped(one.class_name), escaped(one.file));
    if (one.line > 0) text += fmt::format(" line=\"{}\"", one.line);
    if (one.took) text += fmt::format(" time=\"{}\"", seconds(*one.took));
    if (one.properties.empty() && one.outcome == JUnitCase::Outcome::passed) return text + "/>\n";
    text += ">\n";
    if (!one.properties.empty()) {
        text += "      <properties>\n";
        for (const auto& [name, value] : one.properties)
            text += fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", escaped(name), escaped(value));
        text += "      </properties>\n";
    }
    return text + body_of(one) + "    </testcase>\n";
}

// The scenario's case for one mode, or for what concerns none.
JUnitCase case_of(const TestResult& result, const std::string& mode, bool timing) {
    JUnitCase one;
    one.name = result.id.empty() ? result.file : result.id;
    one.class_name = mode.empty() ? "scenario" : mode;
    one.file = result.file;
    if (timing && mode.empty()) one.took = result.took;
    one.properties.emplace_back("seed", fmt::format("{}", result.seed));
    for (const auto& [ingredient, digits] : result.fingerprints) {
        const bool of_mode = !mode.empty() && ingredient.rfind(mode + ".", 0) == 0;
        const bool of_all = mode.empty() && ingredient.find('.') == std::string::npos;
        if (of_mode || of_all) one.properties.emplace_back(ingredient, digits);
    }
    for (const TestFinding& finding : result.findings) {
        if (finding.mode != mode) continue;
        if (one.line == 0) one.line = finding.where.line;
        if (one.outcome != JUnitCase::Outcome::passed) continue;  // one result for a test case: the first
        one.outcome = finding.status == TestStatus::error          ? JUnitCase::Outcome::error
                      : finding.status == TestStatus::inconclusive ? JUnitCase::Outcome::skipped
                                                                   : JUnitCase::Outcome::failure;
        one.type = finding.name;
        one.message = finding.message;
        one.text = finding.message + "\nagain: tidemark " + finding.again + "\n";
        if (!finding.why.empty()) one.text += "why: tidemark " + finding.why + "\n";
    }
    if (mode.empty() && !result.problems.empty()) {
        one.outcome = JUnitCase::Outcome::error;
        one.type = "scenario";
        one.message = one_line(result.problems.front());
        one.text.clear();
        for (const Diagnostic& problem : result.problems)
            one.text += one_line(problem) + "\n";
    }
    return one;
}

}  // namespace

std::string junit_xml(const std::vector<JUnitSuite>& suites) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const JUnitSuite& suite : suites) {
        std::string cases;
        std::size_t failures = 0, errors = 0, skipped = 0;
        for (const JUnitCase& one : suite.cases) {
            failures += one.outcome == JUnitCase::Outcome::failure ? 1 : 0;
            errors += one.outcome == JUnitCase::Outcome::error ? 1 : 0;
            skipped += one.outcome == JUnitCase::Outcome::skipped ? 1 : 0;
            cases += text_of(one);
        }
        text += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
                            escaped(suite.name), suite.cases.size(), failures, errors, skipped);
        if (suite.took) text += fmt::format(" time=\"{}\"", seconds(*suite.took));
        text += ">\n" + cases + "  </testsuite>\n";
    }
    return text + "</testsuites>\n";
}

std::string junit_xml(const std::vector<TestResult>& results, bool timing) {
    std::map<std::string, std::vector<JUnitCase>> folders;
    for (const TestResult& result : results) {
        const std::string folder = std::filesystem::path(result.file).parent_path().string();
        std::vector<JUnitCase>& cases = folders[folder.empty() ? "." : folder];
        cases.push_back(case_of(result, "", timing));
        for (const std::string& mode : result.modes)
            cases.push_back(case_of(result, mode, timing));
    }
    std::vector<JUnitSuite> suites;
    for (auto& [folder, cases] : folders)
        suites.push_back({folder, std::move(cases), std::nullopt});
    return junit_xml(suites);
}

}  // namespace tidemark
