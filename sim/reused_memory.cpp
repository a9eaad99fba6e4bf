#include "sim/reused_memory.h"

#include <climits>
#include <cstdlib>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace tidemark {

void reuse_memory() {
#if defined(__GLIBC__)
    constexpr int mapped_from = 32 << 20;  // bytes; the most that glibc takes
    mallopt(M_MMAP_THRESHOLD, mapped_from);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

}  // namespace tidemark
