#pragma once

namespace tidemark {

// As CMakeLists.txt says it.
inline constexpr const char* version = TIDEMARK_VERSION;

}  // namespace tidemark
