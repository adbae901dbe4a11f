#include <gtest/gtest.h>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(OnednnMatmul, RandomShapesMatchTheReference) {
  Dice dice(3);
  int taken = 0;
  for (int i = 0; i < 200; ++i) {
    const DType dtype = i % 8 == 7 ? DType::bf16 : DType::f32;
    MatmulAttrs attrs{.transpose_a = dice.coin(), .transpose_b = dice.coin()};
    const int64_t rows = dice(1, 40), columns = dice(1, 40), inner = dice(1, 70);
    Shape a, b;
    for (int64_t axis = dice(0, 3); axis > 0; --axis) {
      const int64_t size = dice(1, 4);
      a.push_back(dice(0, 2) == 0 ? 1 : size);
      b.push_back(dice(0, 2) == 0 ? 1 : size);
    }
    while (b.ndim() > 0 && dice(0, 2) == 0) b.erase(0);
    a = a + (attrs.transpose_a ? Shape{inner, rows} : Shape{rows, inner});
    b = b + (attrs.transpose_b ? Shape{columns, inner} : Shape{inner, columns});
    Tensors in = {arbitrary(a, dtype), arbitrary(b, dtype, 1)};
    if (dice.coin()) in.push_back(arbitrary({columns}, dtype, 2));
    if (dice.coin()) attrs.activation = "relu";
    if (!why_declined("onednn", matmul_def, in, attrs).empty()) continue;
    ++taken;
    EXPECT_LT(kernel_error("onednn", matmul_def, in, attrs, static_cast<double>(inner)), 4)
        << a.text() << " x " << b.text() << " " << Attrs(attrs).text();
  }
  EXPECT_GE(taken, 175);  // all of f32
}

}  // namespace
}  // namespace cornu
