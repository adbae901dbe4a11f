#include "framework/ops/where.h"

#include <gtest/gtest.h>

#include "framework/ops/creation.h"

namespace cornu {
namespace {

TEST(Where, TakesAnyValuesBesideABooleanCondition) {
  const Tensor condition = constant({true, false});
  const Tensor a = constant({1.f, 2.f}), b = constant({3.f, 4.f});
  EXPECT_EQ(ops::where(condition, a, b).to_vector<float>(), (std::vector<float>{1, 4}));
  EXPECT_EQ(ops::where(condition, a, 0).to_vector<float>(), (std::vector<float>{1, 0}));
  EXPECT_EQ(ops::where(constant(false), constant({1, 2}), constant({3, 4})).to_vector<int>(),
            (std::vector<int>{3, 4}));
}

}  // namespace
}  // namespace cornu
