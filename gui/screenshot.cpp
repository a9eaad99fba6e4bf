#include "gui/screenshot.h"

#include <cstdio>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#include <stb_image_write.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace tidemark::gui {

bool write_png(const std::string& path, const Window::Pixels& pixels) {
    const std::string partial = path + ".partial";
    if (stbi_write_png(partial.c_str(), pixels.width, pixels.height, 3, pixels.rgb.data(), pixels.width * 3) == 0)
        return false;
    return std::rename(partial.c_str(), path.c_str()) == 0;
}

}  // namespace tidemark::gui
