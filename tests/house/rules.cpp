#include "tests/house/rules.h"

#include <fmt/format.h>

namespace tidemark::house {

std::string to_string(const Finding& finding) {
    return fmt::format("{}:{}: {}: {}", finding.file, finding.line, finding.what, finding.why);
}

bool is_source(const std::string& file) { return file.ends_with(".h") || file.ends_with(".cpp"); }

bool is_below(const std::string& file, const std::string& folder) { return file.starts_with(folder + "/"); }

}  // namespace tidemark::house
