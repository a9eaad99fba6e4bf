#include "engine/invariant.h"

#include <string_view>

namespace tidemark::detail {

void invariant_failed(const char* condition, const char* file, int line, const std::string& message) {
    std::string_view path = file;  // from the project's root, so that no machine's paths appear in a message
    for (const char* layer : {"engine/", "sim/", "gui/", "tests/"})
        if (const auto at = path.rfind(layer); at != std::string_view::npos) {
            path.remove_prefix(at);
            break;
        }
    throw InvariantViolation(fmt::format("{} ({}:{}: {})", message, path, line, condition));
}

}  // namespace tidemark::detail
