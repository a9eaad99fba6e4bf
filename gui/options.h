#pragma once

#include "gui/link.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::gui {

// What the window is started with.
struct Options {
    std::string file;    // empty: the subway scenario, with its first thirty seconds
    std::string folder;  // of the shipped scenarios
    bool first{false};   // as if the window had never been open
    std::optional<std::string> at, mode, select, layout;
    std::optional<std::uint64_t> seed;  // of a link
    std::vector<Setting> settings;
    std::string screenshot;  // a PNG; then the program ends
    int width{1600}, height{1000};
    bool sized{false};
    double scale{1};
    bool light{false};
    bool bench{false};
    bool help{false};
};

// Reads the words of the command line. A mistake is a sentence.
struct ReadOptions {
    Options options;
    std::string mistake;
};
ReadOptions read_options(const std::vector<std::string>& words);
// Takes over what a link says. A mistake is a sentence.
std::string take_link(const Link& link, Options& options);
std::string usage();

}  // namespace tidemark::gui
