// What an expectation compares with: values of the type that the query gives.
#include "sim/scenario/expected_value.h"

#include <algorithm>

namespace tidemark {
namespace {

Shape<ExpectedPane> pane_shape() {
    Section<ExpectedPane> pane{"expect.pane", "One firing of a window; what is left out is not compared."};
    pane.key("at", &ExpectedPane::at, clock_time(), "when it was in the serving table")
        .key("value", &ExpectedPane::value, whole_number({INT64_MIN, INT64_MAX}), "the answer")
        .key("kind", &ExpectedPane::kind,
             one_word_of<PaneTiming>({{"early", PaneTiming::early, "before the watermark had passed the window"},
                                      {"on_time", PaneTiming::on_time, "when it passed"},
                                      {"late", PaneTiming::late, "a correction after that"}}),
             "which firing it was");
    return pane;
}

// An instant as precisely as it is compared: "00:32" stays "00:32", and ".250" keeps its zero.
std::string clock_at(ProcessingTime at, ProcessingDuration precision, const Writer& writer) {
    std::string text = clock_text(at, writer.day0);
    const bool utc = text.back() == 'Z';
    if (utc) text.pop_back();
    if (precision == std::chrono::minutes{1}) text.resize(text.size() - 3);
    if (precision < std::chrono::seconds{1}) {
        if (text.find('.') == std::string::npos) text += '.';
        std::size_t written = text.size() - text.find('.') - 1, wanted = 0;
        for (ProcessingDuration unit = precision; unit < std::chrono::seconds{1}; unit *= 10)
            ++wanted;
        for (; written < wanted; ++written)
            text += '0';
    }
    return utc ? text + 'Z' : text;
}

std::string duration_at(ProcessingDuration value, ProcessingDuration precision) {
    const std::string unit = to_string(precision).substr(1);
    return fmt::format("{}{}", value.count() / precision.count(), unit);
}

}  // namespace

bool read_value(Reader& reader, const Node& node, ValueType type, Written& written) {
    const bool may_be_none = type == ValueType::answer || type == ValueType::window || type == ValueType::instant ||
                             type == ValueType::duration;
    if (may_be_none && node.is_scalar() && node.text == "none") {
        written.value = Nothing{};
        return true;
    }
    const auto read_as = [&](const auto& shape, auto value) {
        if (!shape.read(reader, node, value)) return false;
        written.value = std::move(value);
        return true;
    };
    switch (type) {
        case ValueType::answer:
            if (node.is_list()) {
                std::vector<std::int64_t> numbers;
                if (!list_of(whole_number({INT64_MIN, INT64_MAX}), 100'000, "a list of whole numbers")
                         .read(reader, node, numbers))
                    return false;
                std::string list = "[";
                for (std::size_t i = 0; i < numbers.size(); ++i)
                    list += (i > 0 ? "," : "") + std::to_string(numbers[i]);
                written.value = list + "]";
                return true;
            }
            if (node.is_scalar() && node.text.find('.') != std::string::npos)
                return read_as(decimal({-1'000'000'000'000'000'000}, {1'000'000'000'000'000'000}), Millionths{});
            return read_as(whole_number({INT64_MIN, INT64_MAX}), std::int64_t{});
        case ValueType::number:
            return read_as(whole_number({INT64_MIN, INT64_MAX}), std::int64_t{});
        case ValueType::share:
            return read_as(share(), Millionths{});
        case ValueType::decimal:
            return read_as(decimal({-1'000'000'000'000'000'000}, {1'000'000'000'000'000'000}), Millionths{});
        case ValueType::panes:
            return read_as(list_of(pane_shape(), 10'000, "a list of panes: {at, value, kind}"),
                           std::vector<ExpectedPane>{});
        case ValueType::events:
            if (node.is_scalar()) return read_as(whole_number({0, INT64_MAX}), std::int64_t{});
            return read_as(list_of(label(), 100'000, "a list of ids, or their number"), std::vector<std::string>{});
        case ValueType::word:
            return read_as(label(), std::string{});
        case ValueType::window:
            if (node.is_scalar()) written.precision = precision_of_clock(node.text);
            return read_as(event_clock_time(), EventTime{});
        case ValueType::instant:
            if (node.is_scalar()) written.precision = precision_of_clock(node.text);
            return read_as(clock_time(), ProcessingTime{});
        case ValueType::duration:
            if (node.is_scalar()) written.precision = precision_of_duration(node.text);
            return read_as(duration({-duration_most, duration_most}), ProcessingDuration{});
    }
    return false;
}

Node write_value(const Writer& writer, const Value& value, ValueType type, ProcessingDuration precision) {
    struct Visit {
        const Writer& writer;
        ValueType type;
        ProcessingDuration precision;
        Node operator()(Nothing) const { return Node::scalar("none", true); }
        Node operator()(std::int64_t number) const { return Node::scalar(std::to_string(number)); }
        Node operator()(Millionths m) const {
            if (type == ValueType::share) return Node::scalar(share_text(m));
            std::string text = decimal_text(m);
            if (type == ValueType::answer && text.find('.') == std::string::npos) text += ".0";
            return Node::scalar(text);
        }
        Node operator()(ProcessingTime at) const { return Node::scalar(clock_at(at, precision, writer), true); }
        Node operator()(EventTime at) const { return Node::scalar(clock_at(instant_of(at), precision, writer), true); }
        Node operator()(ProcessingDuration d) const { return Node::scalar(duration_at(d, precision)); }
        Node operator()(const std::string& word) const {
            if (type != ValueType::answer) return Node::scalar(word, true);
            Node list = Node::list({});  // "[1,2,3]"
            for (std::size_t from = 1; from + 1 < word.size();) {
                const std::size_t end = std::min(word.find(',', from), word.size() - 1);
                list.items.push_back(Node::scalar(word.substr(from, end - from)));
                from = end + 1;
            }
            return list;
        }
        Node operator()(const std::vector<std::string>& ids) const {
            Node list = Node::list({});
            for (const std::string& id : ids)
                list.items.push_back(Node::scalar(id, true));
            return list;
        }
        Node operator()(const std::vector<ExpectedPane>& panes) const {
            Node list = Node::list({});
            for (const ExpectedPane& pane : panes)
                list.items.push_back(pane_shape().write(writer, pane));
            return list;
        }
    };
    return std::visit(Visit{writer, type, precision}, value);
}

FormPointer value_form() {
    Form any;
    any.kind = Form::Kind::either;
    any.type = "a value of the query's type";
    Form word;
    word.type = "a value of the query's type";
    word.anything = true;
    Form list;
    list.kind = Form::Kind::list;
    list.type = "a list of ids, or of panes";
    Form element;
    element.kind = Form::Kind::either;
    element.options = {std::make_shared<const Form>(word), pane_shape().form};
    list.element = std::make_shared<const Form>(element);
    any.options = {std::make_shared<const Form>(word), std::make_shared<const Form>(list)};
    return std::make_shared<const Form>(std::move(any));
}
}  // namespace tidemark
