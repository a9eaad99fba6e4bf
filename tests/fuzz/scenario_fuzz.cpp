// No text makes the loader crash, hang or exhaust memory; and what it accepts, it can write down and read again.
#include "sim/scenario/load.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace tidemark;

// The scenario; after a byte 0x1e, the file that it may name; after another, settings, one a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string parts[3];
    std::size_t part = 0;
    for (std::size_t i = 0; i < size; ++i)
        if (data[i] == 0x1e && part < 2) ++part;
        else parts[part] += static_cast<char>(data[i]);
    const FileReader files = [&parts](const std::string&) { return FileText{parts[1], {}}; };
    std::vector<Setting> settings;
    for (std::size_t from = 0; from < parts[2].size() && settings.size() < 10;) {
        const std::size_t end = std::min(parts[2].find('\n', from), parts[2].size());
        if (auto setting = parse_setting(parts[2].substr(from, end - from))) settings.push_back(std::move(*setting));
        from = end + 1;
    }
    const Loaded loaded = load_scenario_text("fuzz.yaml", parts[0], settings, files);
    if (render(loaded.problems).empty() != loaded.problems.empty()) std::abort();
    if (loaded.scenario.has_value() != loaded.problems.empty()) std::abort();
    if (!loaded.scenario) return 0;
    const std::string once = resolved(*loaded.scenario);
    if (once.size() > 512 * 1024) return 0;  // what every default makes of it may be over the limit for a file
    const Loaded again = load_scenario_text("resolved.yaml", once, {}, files);
    if (!again.scenario || resolved(*again.scenario) != once) {
        std::fprintf(stderr, "does not resolve to itself:\n%s%s", once.c_str(), render(again.problems).c_str());
        if (again.scenario) std::fprintf(stderr, "but to:\n%s", resolved(*again.scenario).c_str());
        std::abort();
    }
    return 0;
}
