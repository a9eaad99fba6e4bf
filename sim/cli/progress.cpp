#include "sim/cli/progress.h"

#include "sim/judge/clock_text.h"

#include <fmt/format.h>

namespace tidemark {

using std::chrono::milliseconds;

Progress::Progress(Terminal& terminal, std::string what, std::size_t total, bool wanted)
    : terminal_(terminal), what_(std::move(what)), total_(total), started_(std::chrono::steady_clock::now()) {
    if (!wanted || !terminal.is_terminal()) return;
    ticker_ = std::thread([this] {
        std::unique_lock lock(mutex_);
        auto pause = milliseconds(300);
        while (!wake_.wait_for(lock, pause, [this] { return ended_; })) {
            show();
            pause = milliseconds(100);
        }
        erase();
    });
}

Progress::~Progress() {
    if (!ticker_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    wake_.notify_one();
    ticker_.join();
}

void Progress::done(std::size_t so_far, std::string note) {
    const std::lock_guard lock(mutex_);
    so_far_ = so_far;
    note_ = std::move(note);
}

void Progress::show() {
    const auto passed = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started_).count();
    std::string line = fmt::format("{}  {}.{} s", what_, passed / 1000, passed / 100 % 10);
    if (total_ > 0) {
        const std::size_t bar = 24, filled = bar * so_far_ / total_;
        std::string drawn;
        for (std::size_t i = 0; i < bar; ++i)
            drawn += i < filled ? "█" : "░";
        line = fmt::format("{}  {} / {}  {}", what_, count_text(so_far_), count_text(total_), drawn);
        if (so_far_ > 0 && passed > 0) {
            const auto left = passed * static_cast<std::int64_t>(total_ - so_far_) / static_cast<std::int64_t>(so_far_);
            line += fmt::format("  {} /s  {} s left", count_text(so_far_ * 1000 / static_cast<std::size_t>(passed)),
                                (left + 999) / 1000);
        }
    }
    if (!note_.empty()) line += "  " + note_;
    terminal_.print("\r\x1b[K" + line);
    terminal_.flush();
    shown_ = true;
}

void Progress::erase() {
    if (!shown_) return;
    terminal_.print("\r\x1b[K");
    terminal_.flush();
}

}  // namespace tidemark
