#include "engine/windowing/trigger.h"

#include "engine/duration_text.h"
#include "engine/windowing/triggers/machine.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace tidemark {

Trigger::Trigger() : machine_(make_default_trigger()) {}

Trigger::Trigger(std::shared_ptr<const TriggerMachine> machine) : machine_(std::move(machine)) {}

bool operator==(const Trigger& a, const Trigger& b) {
    return a.machine_ == b.machine_ || a.machine_->text() == b.machine_->text();
}

std::string to_string(const Trigger& trigger) { return trigger.machine().text(); }

namespace {

constexpr std::size_t depth_max = 16;
constexpr std::size_t triggers_max = 64;
constexpr const char* known =
    "default, event_time, processing_time, count, continuous_event_time, end_of_stream, purging, after_watermark, "
    "after_count, after_processing_time, repeatedly, after_any, after_all, after_each, or_finally, never";

// Reads one text from left to right. The first mistake stops it: every function then returns null or nothing.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::variant<Trigger, TriggerError> parse() {
        SharedTrigger trigger = parse_trigger();
        skip_blanks();
        if (!error_ && position_ < text_.size()) fail(position_, "the trigger ends before this");
        if (error_) return *error_;
        return Trigger{std::move(trigger)};
    }

private:
    SharedTrigger parse_trigger() {
        skip_blanks();
        const std::size_t start = position_;
        if (++triggers_ > triggers_max) return fail(start, fmt::format("more than {} triggers", triggers_max));
        if (++depth_ > depth_max) return fail(start, fmt::format("triggers nested deeper than {}", depth_max));
        SharedTrigger trigger = parse_named(start, read_name());
        --depth_;
        return error_ ? nullptr : trigger;
    }

    SharedTrigger parse_named(std::size_t start, std::string_view name) {
        if (name.empty()) return fail(start, "expected the name of a trigger");
        if (name == "default") return make_default_trigger();
        if (name == "event_time") return make_event_time();
        if (name == "processing_time") return make_processing_time();
        if (name == "end_of_stream") return make_end_of_stream();
        if (name == "never") return make_never();
        if (name == "count") return with_count(make_count);
        if (name == "after_count") return with_count(make_after_count);
        if (name == "continuous_event_time") return parse_continuous();
        if (name == "after_processing_time") return parse_after_processing_time();
        if (name == "purging") return with_one(make_purging);
        if (name == "repeatedly") return with_one(make_repeatedly);
        if (name == "after_any") return with_several(make_after_any);
        if (name == "after_all") return with_several(make_after_all);
        if (name == "after_each") return with_several(make_after_each);
        if (name == "or_finally") return parse_or_finally(start);
        if (name == "after_watermark") return parse_after_watermark();
        return fail(start, fmt::format("unknown trigger '{}' (known: {})", name, known));
    }

    template <class Make>
    SharedTrigger with_count(Make make) {
        if (!expect('(')) return nullptr;
        skip_blanks();
        const std::size_t start = position_;
        const std::string_view word = read_word();
        std::int64_t count = 0;
        const auto [rest, bad] = std::from_chars(word.data(), word.data() + word.size(), count);
        if (bad != std::errc{} || rest != word.data() + word.size() || count < 1)
            return fail(start, "expected a number of records, 1 or more");
        return expect(')') ? make(count) : nullptr;
    }

    SharedTrigger parse_continuous() {
        if (!expect('(')) return nullptr;
        skip_blanks();
        const std::size_t start = position_;
        const std::optional<EventDuration> interval = parse_event_duration(read_word());
        if (!interval || interval->count() < 1)
            return fail(start, "expected an interval of at least 1ms, such as 30s (us, ms, s, m, h, d)");
        return expect(')') ? make_continuous_event_time(*interval) : nullptr;
    }

    SharedTrigger parse_after_processing_time() {
        if (!expect('(')) return nullptr;
        skip_blanks();
        const std::size_t start = position_;
        const std::optional<ProcessingDuration> delay = parse_duration(read_word());
        if (!delay || delay->count() < 0)
            return fail(start, "expected a delay of 0s or more, such as 30s (us, ms, s, m, h, d)");
        return expect(')') ? make_after_processing_time(*delay) : nullptr;
    }

    template <class Make>
    SharedTrigger with_one(Make make) {
        if (!expect('(')) return nullptr;
        SharedTrigger inner = parse_trigger();
        return inner && expect(')') ? make(std::move(inner)) : nullptr;
    }

    std::vector<SharedTrigger> parse_list() {
        std::vector<SharedTrigger> triggers;
        if (!expect('(')) return {};
        do {
            SharedTrigger next = parse_trigger();
            if (!next) return {};
            triggers.push_back(std::move(next));
        } while (accept(','));
        if (!expect(')')) return {};
        return triggers;
    }

    template <class Make>
    SharedTrigger with_several(Make make) {
        std::vector<SharedTrigger> triggers = parse_list();
        return triggers.empty() ? nullptr : make(std::move(triggers));
    }

    SharedTrigger parse_or_finally(std::size_t start) {
        std::vector<SharedTrigger> triggers = parse_list();
        if (error_) return nullptr;
        if (triggers.size() != 2) return fail(start, "or_finally takes two triggers");
        return make_or_finally(std::move(triggers[0]), std::move(triggers[1]));
    }

    SharedTrigger parse_after_watermark() {
        SharedTrigger early, late;
        if (!accept('(')) return make_after_watermark(nullptr, nullptr);
        do {
            skip_blanks();
            const std::size_t start = position_;
            const std::string_view name = read_name();
            SharedTrigger* const slot = name == "early" ? &early : name == "late" ? &late : nullptr;
            if (!slot) return fail(start, "expected early= or late=");
            if (*slot) return fail(start, fmt::format("{}= is given twice", name));
            if (!expect('=')) return nullptr;
            *slot = parse_trigger();
            if (!*slot) return nullptr;
        } while (accept(','));
        return expect(')') ? make_after_watermark(std::move(early), std::move(late)) : nullptr;
    }

    void skip_blanks() {
        while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t'))
            ++position_;
    }
    template <class Belongs>
    std::string_view read_while(Belongs belongs) {
        skip_blanks();
        const std::size_t start = position_;
        while (position_ < text_.size() && belongs(text_[position_]))
            ++position_;
        return text_.substr(start, position_ - start);
    }
    std::string_view read_name() {
        return read_while([](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    }
    std::string_view read_word() {
        return read_while([](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    }
    bool accept(char wanted) {
        skip_blanks();
        if (position_ >= text_.size() || text_[position_] != wanted) return false;
        ++position_;
        return true;
    }
    bool expect(char wanted) {
        if (error_) return false;
        if (accept(wanted)) return true;
        fail(position_, fmt::format("expected '{}'", wanted));
        return false;
    }
    SharedTrigger fail(std::size_t position, std::string message) {
        if (!error_) error_ = TriggerError{position, std::move(message)};
        return nullptr;
    }

    std::string_view text_;
    std::size_t position_{0};
    std::size_t depth_{0}, triggers_{0};
    std::optional<TriggerError> error_;
};

}  // namespace

std::variant<Trigger, TriggerError> parse_trigger(std::string_view text) { return Parser{text}.parse(); }

}  // namespace tidemark
