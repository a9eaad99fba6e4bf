#pragma once

#include "engine/duration_text.h"
#include "sim/transcript/document.h"
#include "sim/transcript/value.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tidemark::transcript {

// What a word of output may say. A field without a name comes first and bare: `watermark 3s`.
struct FieldShape {
    std::string_view name;
    ValueType type;
    bool brief;  // a rewritten transcript shows it
};
struct OutputShape {
    std::string_view word;
    std::vector<FieldShape> fields;
};

// One line that a machine put out: a text for each field of its shape that it has.
struct OutputField {
    FieldShape shape;
    std::string text;
    std::string canonical;
};
struct OutputLine {
    std::string word;
    std::vector<OutputField> fields;
};
// `quoted` where the text would not be read back as one word.
std::string to_text(const OutputLine& line, bool brief);

// How much a file may ask for, all its cases together: what no honest transcript comes near to.
class Budget {
public:
    bool spend(std::uint64_t work) {
        left_ = work < left_ ? left_ - work : 0;
        return left_ > 0;
    }

private:
    std::uint64_t left_{250'000};
};

// What one input caused: lines, or the reason why it cannot be played. The first problem stands.
class Reply {
public:
    Reply(std::span<const OutputShape> shapes, Budget& budget) : shapes_(shapes), budget_(budget) {}

    // Begins a line; `field` adds to it.
    Reply& line(std::string_view word);
    Reply& field(std::string_view name, std::string text);
    Reply& value(std::string text) { return field("", std::move(text)); }
    void fail(Position at, std::string message) {
        if (!problem_) problem_ = Problem{at, std::move(message)};
    }
    // Accounts for work; false, and a problem, where it is too much.
    bool spend(Position at, std::uint64_t work);

    const std::vector<OutputLine>& lines() const { return lines_; }
    const std::optional<Problem>& problem() const { return problem_; }

private:
    std::span<const OutputShape> shapes_;
    Budget& budget_;
    const OutputShape* shape_{nullptr};
    std::vector<OutputLine> lines_;
    std::optional<Problem> problem_;
};

// Reads the arguments of one input; what is missing, unknown or malformed becomes a problem of the reply.
class Arguments {
public:
    Arguments(const Line& line, Reply& reply) : line_(line), reply_(reply), taken_(line.arguments.size(), false) {}
    ~Arguments() = default;
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    // Named ones, or the next bare one where the name is empty.
    const Argument* find(std::string_view name);
    const Argument* need(std::string_view name, const char* what);
    std::optional<EventTime> time(std::string_view name);
    std::optional<ProcessingTime> processing_time(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
    // Every argument has been taken; else a problem. True where there is none at all.
    bool complete();

private:
    const Line& line_;
    Reply& reply_;
    std::vector<bool> taken_;
};

// Reads the settings of one case, each once.
class Settings {
public:
    Settings(const Case& of, std::optional<Problem>& problem);

    const Setting* find(std::string_view key);
    std::string text(std::string_view key, std::string_view otherwise);
    bool on(std::string_view key);
    // The index of the value in `choices`, 0 where the setting is not given.
    std::size_t choice(std::string_view key, const std::vector<std::string_view>& choices);
    std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most);
    std::optional<EventDuration> duration(std::string_view key);
    void fail(Position at, std::string message) {
        if (!problem_) problem_ = Problem{at, std::move(message)};
    }
    void fail(const Setting& setting, std::string message) { fail(setting.value_at, std::move(message)); }
    // Every setting has been taken; else a problem.
    void complete();
    Position at() const { return case_.at; }

private:
    const Case& case_;
    std::optional<Problem>& problem_;
    std::vector<bool> taken_;
};

// One of the engine's machines, played by a transcript.
class Player {
public:
    virtual ~Player() = default;
    virtual std::span<const OutputShape> shapes() const = 0;
    virtual void play(const Line& input, Reply& reply) = 0;
    // Whether the outputs of one input have an order that counts even without `ordered on`.
    virtual bool ordered() const { return false; }
    // Saves the machine, makes a new one of it and tells it what a source would tell it again; what it puts out on that
    // is in the reply, and should be nothing. Only where it is `restartable`.
    virtual bool restartable() const { return false; }
    virtual void restart(Reply&) {}
};

std::unique_ptr<Player> make_window_player(Settings& settings);
std::unique_ptr<Player> make_assigner_player(Settings& settings);
std::unique_ptr<Player> make_valve_player(Settings& settings);
std::unique_ptr<Player> make_barrier_player(Settings& settings);
std::unique_ptr<Player> make_generator_player(Settings& settings);
std::unique_ptr<Player> make_two_phase_sink_player(Settings& settings);
std::unique_ptr<Player> make_micro_batch_player(Settings& settings);

}  // namespace tidemark::transcript
