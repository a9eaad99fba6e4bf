#pragma once

#include "gui/window.h"

#include <string>

namespace tidemark::gui {

// Writes a PNG: to a temporary name beside it, which then takes the final one. False where it cannot be written.
bool write_png(const std::string& path, const Window::Pixels& pixels);

}  // namespace tidemark::gui
