#include "sim/scene/scene.h"

#include <set>

namespace tidemark {
namespace {

constexpr LegendEntry entries[] = {
    {MarkKind::event_on_time, "on time", "taken before its window had answered"},
    {MarkKind::event_late, "late, accepted", "its window had answered; it answers again, with this event in it"},
    {MarkKind::event_dropped, "dropped", "too late for its window, or for the run that read its partition"},
    {MarkKind::event_side_output, "side output", "too late for its window; kept aside for a repair"},
    {MarkKind::event_lost, "lost", "this mode never counted it: a fault or a setting took it"},
    {MarkKind::event_elsewhere, "in a wrong window", "counted in another window than the one it happened in"},
    {MarkKind::event_duplicate, "duplicate", "a second or later copy of an event, where it arrived"},
    {MarkKind::event_filtered, "filtered", "the job does not ask for it"},
    {MarkKind::event_arrived, "in the log", "it has arrived; nobody has asked yet what becomes of it"},
    {MarkKind::event_in_flight, "in flight", "happened, and not yet in any answer's reach: nobody can tell its fate"},
    {MarkKind::crowd, "a crowd", "so many events, all on time, that they cannot be told apart"},
    {MarkKind::event_tail, "delay", "from where an event happened to where it was seen"},
    {MarkKind::ideal, "no delay", "where every event would lie if it were seen the instant it happens"},
    {MarkKind::watermark, "watermark", "the promise that nothing earlier will come, as the operator knew it"},
    {MarkKind::lateness_horizon, "lateness horizon",
     "the watermark less the allowed lateness: below it, all is refused"},
    {MarkKind::behind_watermark, "out of order", "behind the watermark, but its window is still open: counted on time"},
    {MarkKind::window_open, "open window", "from its first event until it closes: it holds state"},
    {MarkKind::window_closed, "answered window", "what lands here is late"},
    {MarkKind::purge, "purge", "the allowed lateness is used up, and the state is freed"},
    {MarkKind::firing_early, "early answer", "the window answers before the watermark has passed its end"},
    {MarkKind::firing_on_time, "answer", "the window answers: the watermark has passed its end"},
    {MarkKind::firing_late, "corrected answer", "the window answers again, for a late event"},
    {MarkKind::batch_cut, "cut", "a run reads its partition: what comes later is not in it"},
    {MarkKind::batch_published, "published", "a run's answer can be read"},
    {MarkKind::fault, "crash, restart", "something that runs went down, or came back"},
};

}  // namespace

std::vector<LegendEntry> legend(const Scene& scene) {
    std::set<MarkKind> there;
    for (const Mark& mark : scene.plane)
        there.insert(mark.kind);
    std::vector<LegendEntry> found;
    for (const LegendEntry& entry : entries)
        if (there.count(entry.kind) > 0) found.push_back(entry);
    return found;
}

}  // namespace tidemark
