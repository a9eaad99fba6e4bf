#include "sim/cli/program.h"

int main(int count, char** words) { return tidemark::run_program(count, words); }
