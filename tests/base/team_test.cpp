#include "framework/base/team.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>
#include <vector>

#include "framework/base/error.h"

namespace cornu {
namespace {

/// Two threads while it lives.
struct TwoThreads {
  int before = num_threads();
  TwoThreads() { set_num_threads(2); }
  ~TwoThreads() { set_num_threads(before); }
};

TEST(ParallelFor, VisitsEachChunkOnce) {
  for (const int threads : {1, 2, 3}) {
    const TwoThreads guard;
    set_num_threads(threads);
    std::vector<int> visits(1003, 0);
    std::atomic<int> chunks = 0;
    parallel_for(1003, 100, [&](int64_t begin, int64_t end) {
      EXPECT_EQ(begin % 100, 0);
      EXPECT_LE(end - begin, 100);
      ++chunks;
      for (int64_t i = begin; i < end; ++i) ++visits[static_cast<size_t>(i)];
    });
    EXPECT_EQ(chunks, 11);
    EXPECT_EQ(visits, std::vector<int>(1003, 1));
  }
}

TEST(ParallelFor, OfNothingDoesNothing) {
  parallel_for(0, 10, [](int64_t, int64_t) { FAIL(); });
}

TEST(ParallelFor, IsSerialInsideAnother) {
  const TwoThreads guard;
  std::atomic<int> sum = 0;
  parallel_for(4, 1, [&](int64_t, int64_t) {
    const std::thread::id here = std::this_thread::get_id();
    parallel_for(8, 1, [&](int64_t, int64_t) {
      EXPECT_EQ(std::this_thread::get_id(), here);
      ++sum;
    });
  });
  EXPECT_EQ(sum, 32);
}

TEST(TeamLease, GivesOneThreadWhileSomebodyElseHasTheTeam) {
  const TwoThreads guard;
  const TeamLease mine;
  EXPECT_EQ(mine.threads(), 2);
  std::thread([] {
    const TeamLease other;
    EXPECT_EQ(other.threads(), 1);
  }).join();
  const TeamLease nested;
  EXPECT_EQ(nested.threads(), 2);
}

TEST(FlushDenormals, HoldsInTheWorkersAndEnds) {
  const TwoThreads guard;
  volatile float tiny = std::numeric_limits<float>::denorm_min();
  {
    const FlushDenormals flush;
    EXPECT_EQ(tiny * 1.f, 0.f);
    parallel_for(2, 1, [&](int64_t, int64_t) { EXPECT_EQ(tiny * 1.f, 0.f); });
  }
  EXPECT_GT(tiny * 1.f, 0.f);
  parallel_for(2, 1, [&](int64_t, int64_t) { EXPECT_GT(tiny * 1.f, 0.f); });
}

TEST(SetNumThreads, RefusesNone) {
  try {
    set_num_threads(0);
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(), "ValueError: set_num_threads: 0 threads; at least 1 is needed.");
  }
}

}  // namespace
}  // namespace cornu
