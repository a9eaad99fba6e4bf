#include "sim/cli/program.h"
#include "sim/reused_memory.h"

int main(int count, char** words) {
    tidemark::reuse_memory();
    return tidemark::run_program(count, words);
}
