// The keys of `lesson`: what a reader is told, shown, asked and left to try.
#include "sim/scenario/keys.h"
#include "sim/scenario/paths.h"

namespace tidemark {
namespace {

// "end", or a clock time: sets two members of a step.
template <class S>
void add_play_until(Section<S>& section) {
    section.key(
        "play_until", clock_or_end_form(),
        [](Reader& reader, const Node& node, S& step) {
            if (node.is_scalar() && node.text == "end") {
                step.play_to_end = true;
                return true;
            }
            ProcessingTime at{};
            if (!clock_time().read(reader, node, at)) return false;
            step.play_until = at;
            return true;
        },
        [](const Writer& writer, const S& step) -> std::optional<Node> {
            if (step.play_to_end) return Node::scalar("end", true);
            if (!step.play_until) return std::nullopt;
            return clock_time().write(writer, *step.play_until);
        },
        "the run is played to this time; or end");
}

Shape<LessonShow> show_shape() {
    using Times = std::vector<ProcessingTime>;
    using Times2 = std::pair<ProcessingTime, ProcessingTime>;
    Shape<Times> times = list_of(clock_time(), 2, "two clock times: [from, until]");
    const Shape<Times2> range{times.form,
                              [times](Reader& reader, const Node& node, Times2& value) {
                                  Times both;
                                  if (!times.read(reader, node, both)) return false;
                                  if (both.size() != 2 || both[1] <= both[0]) {
                                      reader.wrong_value(node, "expected two clock times, the later one second",
                                                         "[\"23:50:00\", \"D+1 00:20:00\"]");
                                      return false;
                                  }
                                  value = {both[0], both[1]};
                                  return true;
                              },
                              [times](const Writer& writer, const Times2& value) {
                                  return times.write(writer, {value.first, value.second});
                              }};
    const auto modes = list_of(mode_name(), 100, "a list of modes");
    Section<LessonShow> show{"lesson.show", "What the picture shows."};
    show.key("modes", &LessonShow::modes, modes, "these modes")
        .otherwise("as before")
        .key("compare", &LessonShow::compare, modes, "these modes side by side")
        .otherwise("as before")
        .key("highlight", &LessonShow::highlight, list_of(name(), 20, "a list of parts of the picture"),
             "parts of the picture to stand out: watermark")
        .otherwise("none")
        .key("range", &LessonShow::range, range, "the time shown: [from, until]")
        .otherwise("as before")
        .key("plane", &LessonShow::plane,
             one_word_of<std::string>({{"events_only", "events_only", "events, without what a mode makes of them"}}),
             "how much of the plane is drawn")
        .otherwise("everything");
    return show;
}

Shape<LessonReveal> reveal_shape() {
    Section<LessonReveal> reveal{"lesson.reveal", "How the run answers a question."};
    add_play_until(reveal);
    reveal.key("select", &LessonReveal::select, label(), "the event to look at, by its id").otherwise("none");
    return reveal;
}

Section<LessonSay> say_keys() {
    Section<LessonSay> say{"lesson.say", "Something is told, and shown."};
    say.key("say", &LessonSay::text, text(), "what is told")
        .required()
        .key("show", &LessonSay::show, show_shape(), "what the picture shows")
        .otherwise("as before");
    add_play_until(say);
    return say;
}

Section<LessonAsk> ask_keys() {
    Section<LessonAsk> ask{"lesson.ask", "A question, to be answered before the run shows the answer."};
    ask.key("ask", &LessonAsk::text, text(), "the question")
        .required()
        .key("choices", &LessonAsk::choices, list_of(label(), 20, "a list of answers"), "the answers to choose from")
        .required()
        .key("answer", &LessonAsk::answer, query_shape(), "where the run says the right one")
        .required()
        .key("confidence", &LessonAsk::confidence, yes_or_no(), "whether to ask how sure the reader is")
        .key("reveal", &LessonAsk::reveal, reveal_shape(), "how the run answers")
        .otherwise("it does not move")
        .key("explain", &LessonAsk::explain, text(), "why it is so")
        .otherwise("nothing")
        .check([](Reader& reader, const Node& node, LessonAsk& a) {
            if (a.choices.size() < 2) reader.problem(node.find("choices")->span, "choices: at least two");
        });
    return ask;
}

Section<LessonTry> try_keys() {
    Section<LessonTry> attempt{"lesson.try", "Settings to change, and something to reach with them."};
    const Shape<std::string> knob{label().form,
                                  [](Reader& reader, const Node& node, std::string& path) {
                                      if (!label().read(reader, node, path)) return false;
                                      return check_path(reader, node, path);
                                  },
                                  label().write};
    const Shape<Expectation> goal = goal_keys();
    attempt.key("try", &LessonTry::text, text(), "what to try")
        .required()
        .key("knobs", &LessonTry::knobs, list_of(knob, 20, "a list of paths"),
             "the settings to change, by their paths: stream.watermark.delay")
        .required()
        .key("goal", &LessonTry::goal, goal, "what counts as reached")
        .key("watch", &LessonTry::watch, list_of(watched_query(), 20, "a list of queries"),
             "what it costs: queries to show beside it")
        .otherwise("nothing");
    return attempt;
}

// A step is told apart by its first word: say, ask or try.
Shape<LessonStep> step_shape() {
    using What = decltype(LessonStep::what);
    const std::vector<std::string> words{"say", "ask", "try"};
    const std::vector<Alternative<What>> ways{alternative<What>("say", say_keys()),
                                              alternative<What>("ask", ask_keys()),
                                              alternative<What>("try", try_keys())};
    Form form;
    form.kind = Form::Kind::either;
    form.type = "a step: say, ask or try";
    for (const auto& way : ways)
        form.options.push_back(way.form);
    auto shared = std::make_shared<const Form>(std::move(form));
    return {shared,
            [ways, words, shared](Reader& reader, const Node& node, LessonStep& step) {
                if (!node.is_mapping()) {
                    reader.wrong_kind(node, shared->type);
                    return false;
                }
                step.where = Reader::position(node.span);
                for (const auto& way : ways)
                    if (node.find(way.word) != nullptr) return way.read(reader, node, step.what, {});
                const Span at = node.entries.empty() ? node.span : node.entries.front().span;
                reader.problem(
                    at, "a step says something, asks something or lets something be tried",
                    node.entries.empty() ? "one of " + enumerate(words) : suggest(node.entries.front().key, words));
                return false;
            },
            [ways](const Writer& writer, const LessonStep& step) {
                Node node = Node::mapping();
                for (const auto& way : ways)
                    if (way.is(step.what)) way.write(writer, step.what, node);
                return node;
            }};
}

}  // namespace

Shape<Lesson> lesson_shape() {
    Section<Lesson> lesson{"lesson", "A scenario as a lesson: the same run, step by step."};
    lesson.key("number", &Lesson::number, whole<std::uint32_t>({0, 1000}), "its place among the lessons")
        .key("after", &Lesson::after, list_of(name(), 20, "a list of scenario ids"),
             "the lessons that come before, by the ids of their scenarios")
        .otherwise("none")
        .key("minutes", &Lesson::minutes, whole<std::uint32_t>({0, 600}), "how long it takes")
        .key("steps", &Lesson::steps, list_of(step_shape(), 200, "a list of steps"), "what happens, in order")
        .required()
        .key("takeaway", &Lesson::takeaway, text(), "what to remember")
        .otherwise("nothing");
    return lesson;
}

}  // namespace tidemark
