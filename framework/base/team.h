#pragma once

#include <cstdint>

namespace cornu {

/// Threads that the CPU's kernels may use together; default: $OMP_NUM_THREADS or the cores.
void set_num_threads(int count);
int num_threads();

/// The right to use the process's one team of threads (libgomp's, which oneDNN uses too). One
/// caller at a time has it, until its outermost lease ends; whoever asks meanwhile gets one thread:
/// its own. Leases of one thread nest. While it lives, libgomp's limit for this thread is
/// threads().
class TeamLease {
 public:
  TeamLease();
  ~TeamLease();
  TeamLease(const TeamLease&) = delete;
  TeamLease& operator=(const TeamLease&) = delete;

  int threads() const;
};

/// Denormal results and operands count as zero while it lives, on this thread and on the first
/// `threads` of its team: arithmetic on denormals is up to a hundred times slower.
class FlushDenormals {
 public:
  explicit FlushDenormals(int threads = 1);
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  int threads_;
  uint32_t saved_;
};

namespace detail {
using ChunkBody = void (*)(const void* body, int64_t begin, int64_t end);
void run_chunks(int64_t count, int64_t chunk, ChunkBody call, const void* body);
}  // namespace detail

/// Calls `body(begin, end)` for each chunk [0, chunk), [chunk, 2 chunk) … of [0, count), on the
/// team's threads where there are several chunks. The chunks depend on nothing but `count` and
/// `chunk`, so what is computed per chunk has the same bits at any number of threads. `body` must
/// not throw. Serial inside another parallel_for and while the team is somebody else's.
template <class Body>
void parallel_for(int64_t count, int64_t chunk, const Body& body) {
  if (count <= chunk) {
    if (count > 0) body(int64_t{0}, count);
    return;
  }
  detail::run_chunks(
      count, chunk,
      [](const void* f, int64_t begin, int64_t end) { (*static_cast<const Body*>(f))(begin, end); },
      &body);
}

}  // namespace cornu
