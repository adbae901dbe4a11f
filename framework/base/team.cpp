#include "framework/base/team.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "framework/base/address_space.h"
#include "framework/base/error.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

// libgomp's own entry points, called as compiled pragmas call them: so every compiler shares
// oneDNN's team, where clang's pragmas would start a second one.
extern "C" {
void GOMP_parallel(void (*body)(void*), void* data, unsigned threads, unsigned flags);
int omp_get_max_threads();
int omp_get_num_threads();
int omp_get_thread_num();
void omp_set_num_threads(int count);
}

namespace cornu {

namespace {

int default_threads() {
  if (const char* text = std::getenv("OMP_NUM_THREADS")) {
    int count = 0;
    std::from_chars(text, text + std::strlen(text), count);
    constexpr int kMost = 1024;
    if (count > kMost) omp_set_num_threads(kMost);  // libgomp would try, and crash
    if (count > 0) return std::min(count, kMost);
  }
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

std::atomic<int>& configured_threads() {
  static std::atomic<int> count{default_threads()};
  return count;
}

std::atomic_flag team_taken = ATOMIC_FLAG_INIT;

/// Whether libgomp can start a team of so many, or has: it ends the process where it cannot.
bool can_start(int threads) {
  static std::atomic<int> started{1};
  if (threads <= started.load(std::memory_order_relaxed)) return true;
  constexpr size_t kStack = size_t{10} << 20;  // of a thread, with what goes with it
  if (!has_address_space(static_cast<size_t>(threads) * kStack)) return false;
  started = threads;
  return true;
}

/// What the calling thread may use now.
struct Lease {
  int depth = 0;
  int threads = 1;
  int limit_before = 1;  // libgomp's, the host's
  bool holds_team = false;
};
thread_local Lease lease;
/// Inside a chunk: nothing started from here runs in parallel.
thread_local bool inside_chunk = false;

#if defined(__x86_64__)
constexpr uint32_t kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
uint32_t float_control() { return _mm_getcsr(); }
void set_float_control(uint32_t control) { _mm_setcsr(control); }
#else
constexpr uint32_t kFlushToZero = 0, kDenormalsAreZero = 0;
uint32_t float_control() { return 0; }
void set_float_control(uint32_t) {}
#endif

/// Sets the team's threads up as the calling one is.
void spread_float_control(int threads) {
  if (threads < 2) return;
  uint32_t control = float_control();
  GOMP_parallel([](void* value) { set_float_control(*static_cast<const uint32_t*>(value)); },
                &control, static_cast<unsigned>(threads), 0);
}

}  // namespace

void set_num_threads(int count) {
  if (count < 1) fail<ValueError>("set_num_threads: ", count, " threads; at least 1 is needed.");
  configured_threads() = count;
}
int num_threads() { return configured_threads(); }

TeamLease::TeamLease() {
  if (lease.depth++ > 0 || inside_chunk) return;
  lease.threads = num_threads();
  lease.holds_team = lease.threads > 1 && !team_taken.test_and_set(std::memory_order_acquire);
  if (lease.holds_team && !can_start(lease.threads)) {
    team_taken.clear(std::memory_order_release);
    lease.holds_team = false;
  }
  if (!lease.holds_team) lease.threads = 1;
  lease.limit_before = omp_get_max_threads();
  omp_set_num_threads(lease.threads);
}

TeamLease::~TeamLease() {
  if (--lease.depth > 0 || inside_chunk) return;
  omp_set_num_threads(lease.limit_before);
  if (lease.holds_team) team_taken.clear(std::memory_order_release);
  lease.holds_team = false;
  lease.threads = 1;
}

int TeamLease::threads() const { return inside_chunk ? 1 : lease.threads; }

FlushDenormals::FlushDenormals(int threads) : threads_(threads), saved_(float_control()) {
  set_float_control(saved_ | kFlushToZero | kDenormalsAreZero);
  spread_float_control(threads_);
}

FlushDenormals::~FlushDenormals() {
  set_float_control(saved_);
  spread_float_control(threads_);
}

namespace detail {

namespace {

struct Work {
  int64_t count, chunk, chunks;
  int threads;
  uint32_t float_control;
  ChunkBody call;
  const void* body;

  /// Thread `t` takes neighbouring chunks: what it writes lies together.
  void run(int64_t t) const {
    const int64_t last = (t + 1) * chunks / threads;
    for (int64_t c = t * chunks / threads; c < last; ++c)
      call(body, c * chunk, std::min(count, (c + 1) * chunk));
  }
};

}  // namespace

void run_chunks(int64_t count, int64_t chunk, ChunkBody call, const void* body) {
  const TeamLease team;
  const int64_t chunks = (count + chunk - 1) / chunk;
  Work work{
      count,           chunk, chunks, static_cast<int>(std::min<int64_t>(team.threads(), chunks)),
      float_control(), call,  body};
  if (work.threads < 2) {
    work.run(0);
    return;
  }
  GOMP_parallel(
      [](void* data) {
        const Work& shared = *static_cast<const Work*>(data);
        const uint32_t saved = float_control();
        set_float_control(shared.float_control);
        inside_chunk = true;
        // libgomp may give fewer threads than asked for
        for (int t = omp_get_thread_num(); t < shared.threads; t += omp_get_num_threads())
          shared.run(t);
        inside_chunk = false;
        set_float_control(saved);
      },
      &work, static_cast<unsigned>(work.threads), 0);
}

}  // namespace detail

}  // namespace cornu
