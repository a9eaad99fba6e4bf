#include "sim/world/costs.h"

#include <chrono>

namespace tidemark {

using namespace std::chrono_literals;

namespace {

constexpr std::array<CostSource, 8> sources{{
    {"record", "1us",
     "published rates of about 1 to 1.5 million records a second and core (Hazelcast Jet 1.4 M, Flink 1.5 M)"},
    {"message", "1ms",
     "a hop between two machines of one data centre, with a short buffer (Flink flushes at the latest every 100 ms)"},
    {"store_request", "5ms",
     "a produce or fetch request to a replicated log, or a write to a serving database, near by"},
    {"bytes_per_second", "100MB/s", "one stream to an object store or over a 1 Gbit/s link"},
    {"job_start", "10s", "getting containers for a batch job and starting its driver"},
    {"batch_start", "100ms", "Spark's own figure for the latency of a micro-batch: about 100 ms at best"},
    {"checkpoint_base", "100ms", "writing a small object to an object store"},
    {"restart", "5s", "noticing a lost process by heartbeats and starting it elsewhere"},
}};

}  // namespace

Costs default_costs() {
    Costs costs;
    costs.record = 1us;
    costs.message = 1ms;
    costs.store_request = 5ms;
    costs.bytes_per_second = 100'000'000;
    costs.job_start = 10s;
    costs.batch_start = 100ms;
    costs.checkpoint_base = 100ms;
    costs.restart = 5s;
    return costs;
}

const std::array<CostSource, 8>& cost_sources() { return sources; }

}  // namespace tidemark
