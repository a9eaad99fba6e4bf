#include "sim/cli/commands/all.h"

namespace tidemark {

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> all{
        init_verb(),  check_verb(),   run_verb(),    compare_verb(),    test_verb(),
        sweep_verb(), explain_verb(), draw_verb(),   tell_verb(),       learn_verb(),
        gui_verb(),   list_verb(),    schema_verb(), transcript_verb(), help_verb(),
    };
    return all;
}

}  // namespace tidemark
