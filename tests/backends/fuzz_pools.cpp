#include "framework/ops/def.h"
#include "framework/ops/pool_def.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

struct Windows {
  Shape x;
  PoolAttrs attrs;
};

/// One to three spatial axes; windows that overlap, touch or leave gaps; padding as given or
/// Keras's "same"; channels for whole vectors and others.
Windows windows(Dice& dice) {
  const int64_t axes = dice(1, 3);
  const bool same = dice(0, 3) == 0;
  Windows w{{dice(0, 15) ? dice(1, 3) : 0}, {}};
  for (int64_t i = 0; i < axes; ++i) {
    const int64_t size = axes == 1 && dice(0, 19) == 0 ? dice(250, 270) : dice(1, 4);
    w.attrs.pool_size.push_back(size);
    w.attrs.strides.push_back(dice(1, 4));
    if (!same)
      w.attrs.padding.insert(w.attrs.padding.end(), {dice(0, size - 1), dice(0, size - 1)});
    w.x.push_back(same ? dice(1, 9) : size + dice(0, 6));
  }
  w.x.push_back(dice(0, 2) ? dice(1, 40) : 16 * dice(1, 2));
  return w;
}

Shape pooled(const Windows& w) { return pooled_shape("max_pool", {DType::f32, w.x}, w.attrs); }

/// Which element of each window is the largest of arbitrary ones.
Tensor winners(Dice& dice, const Windows& w) {
  const ForceKernel reference("reference");
  return run_eagerly(max_pool_def, {numbers(dice, w.x, DType::f32)}, w.attrs, {}, 3)[1];
}

Sample max_pool(Dice& dice, DType dtype) {
  const Windows w = windows(dice);
  const auto elements = dice(0, 3) ? numbers : anything;
  return {.in = {elements(dice, w.x, dtype)}, .attrs = w.attrs, .most = 0};
}

Sample max_pool_gather(Dice& dice, DType dtype) {
  const Windows w = windows(dice);
  return {.in = {anything(dice, w.x, dtype), winners(dice, w)}, .attrs = w.attrs, .most = 0};
}

Sample max_pool_grad(Dice& dice, DType dtype) {
  const Windows w = windows(dice);
  return {.in = {numbers(dice, pooled(w), dtype), winners(dice, w)},
          .attrs = with_sizes(w.attrs, w.x),
          .terms = 4};
}

Sample average_pool(Dice& dice, DType dtype) {
  const Windows w = windows(dice);
  int64_t taps = 1;
  for (const int64_t size : w.attrs.pool_size) taps *= size;
  return {.in = {spoiled(dice, numbers(dice, w.x, dtype))}, .attrs = w.attrs, .terms = count(taps)};
}

Sample average_pool_grad(Dice& dice, DType dtype) {
  const Windows w = windows(dice);
  return {.in = {numbers(dice, pooled(w), dtype)}, .attrs = with_sizes(w.attrs, w.x), .terms = 27};
}

}  // namespace

std::vector<Generator> pool_calls() {
  return {{"average_pool", average_pool, 400},
          {"average_pool_grad", average_pool_grad, 400},
          {"max_pool", max_pool, 400},
          {"max_pool_gather", max_pool_gather, 400},
          {"max_pool_grad", max_pool_grad, 400}};
}

}  // namespace cornu::fuzz
