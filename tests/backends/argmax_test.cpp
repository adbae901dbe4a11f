#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"

namespace cornu {
namespace {

TEST(SimdArgmax, TheFirstNaNWins) {
  for (const DType dtype : {DType::f16, DType::f32, DType::f64})
    for (const int64_t nan_at : {0, 5, 70, 199}) {
      std::vector<float> values(200, 1.f);
      values[3] = 9.f;
      for (int64_t i = nan_at; i < 200; i += 40) values[static_cast<size_t>(i)] = NAN;
      const Tensor x = ops::cast(from_buffer(values.data(), {200}, DType::f32), dtype);
      for (const OpDef* def : {&argmax_def, &argmin_def}) {
        const ForceKernel forced("simd");
        EXPECT_EQ(apply_one(*def, {x}, ArgmaxOptions{}).item<int32_t>(), nan_at) << def->name;
      }
    }
}

}  // namespace
}  // namespace cornu
