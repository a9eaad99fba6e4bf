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

struct Counts {
    std::size_t tests{0}, failures{0}, errors{0}, skipped{0};
};

std::string body_of(const TestFinding& finding, Counts& counts) {
    std::string text = finding.message + "\nagain: tidemark " + finding.again + "\n";
    if (!finding.why.empty()) text += "why: tidemark " + finding.why + "\n";
    const char* element = "failure";
    if (finding.status == TestStatus::error) element = "error";
    if (finding.status == TestStatus::inconclusive) {
        ++counts.skipped;
        return fmt::format("      <skipped message=\"{}\"/>\n", escaped(finding.message));
    }
    ++(finding.status == TestStatus::error ? counts.errors : counts.failures);
    return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", element, escaped(finding.name),
                       escaped(finding.message), escaped(text));
}

std::string properties_of(const TestResult& result, const std::string& mode) {
    std::string text = fmt::format("        <property name=\"seed\" value=\"{}\"/>\n", result.seed);
    for (const auto& [ingredient, digits] : result.fingerprints) {
        const bool of_mode = !mode.empty() && ingredient.rfind(mode + ".", 0) == 0;
        const bool of_all = mode.empty() && ingredient.find('.') == std::string::npos;
        if (of_mode || of_all)
            text += fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", escaped(ingredient), digits);
    }
    return "      <properties>\n" + text + "      </properties>\n";
}

std::string test_case(const TestResult& result, const std::string& mode, bool timing, Counts& counts) {
    ++counts.tests;
    std::string findings;
    std::uint32_t line = 0;
    for (const TestFinding& finding : result.findings) {
        if (finding.mode != mode) continue;
        if (line == 0) line = finding.where.line;
        // One result for a test case: what follows the first is in its text.
        if (findings.empty()) findings = body_of(finding, counts);
    }
    std::string head = fmt::format("    <testcase name=\"{}\" classname=\"{}\" file=\"{}\"",
                                   escaped(result.id.empty() ? result.file : result.id),
                                   escaped(mode.empty() ? "scenario" : mode), escaped(result.file));
    if (line > 0) head += fmt::format(" line=\"{}\"", line);
    if (timing && mode.empty()) head += fmt::format(" time=\"{}\"", seconds(result.took));
    std::string problems;
    for (const Diagnostic& problem : result.problems)
        problems += one_line(problem) + "\n";
    if (mode.empty() && !problems.empty()) {
        ++counts.errors;
        findings = fmt::format("      <error type=\"scenario\" message=\"{}\">{}</error>\n",
                               escaped(one_line(result.problems.front())), escaped(problems));
    }
    return head + ">\n" + properties_of(result, mode) + findings + "    </testcase>\n";
}

}  // namespace

std::string junit_xml(const std::vector<TestResult>& results, bool timing) {
    std::map<std::string, std::vector<const TestResult*>> folders;
    for (const TestResult& result : results) {
        std::string folder = std::filesystem::path(result.file).parent_path().string();
        folders[folder.empty() ? "." : folder].push_back(&result);
    }
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const auto& [folder, of_folder] : folders) {
        Counts counts;
        std::string cases;
        for (const TestResult* result : of_folder) {
            cases += test_case(*result, "", timing, counts);
            for (const std::string& mode : result->modes)
                cases += test_case(*result, mode, timing, counts);
        }
        text += fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n{}  </testsuite>\n",
            escaped(folder), counts.tests, counts.failures, counts.errors, counts.skipped, cases);
    }
    return text + "</testsuites>\n";
}

}  // namespace tidemark
