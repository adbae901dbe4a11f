#include "framework/data/permutation.h"

#include <Random123/philox.h>

#include <utility>

namespace cornu {

std::vector<int64_t> permutation(int64_t count, uint64_t seed, uint64_t epoch) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int64_t>(i);
  // Fisher and Yates; 64 random bits against a count leave a bias below count / 2^64.
  r123::Philox2x64 generator;
  for (uint64_t i = order.size(); i > 1; --i) {
    const uint64_t bits = generator({i, epoch}, {seed})[0];
    std::swap(order[i - 1], order[bits % i]);
  }
  return order;
}

}  // namespace cornu
