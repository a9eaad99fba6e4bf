#pragma once

#include "sim/cli/verb.h"

namespace tidemark {

Verb check_verb();
Verb compare_verb();
Verb draw_verb();
Verb explain_verb();
Verb gui_verb();
Verb help_verb();
Verb init_verb();
Verb learn_verb();
Verb list_verb();
Verb run_verb();
Verb schema_verb();
Verb sweep_verb();
Verb tell_verb();
Verb test_verb();
Verb transcript_verb();

}  // namespace tidemark
