#pragma once

namespace tidemark {

// For the programs' main(): memory that is given back stays with the process, for the next batch or run to reuse. Else
// every large batch is fresh from the system, page by page, which takes as long as the work on it. Where the C library
// is not glibc, nothing changes.
void reuse_memory();

}  // namespace tidemark
