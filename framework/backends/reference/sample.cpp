#include "framework/ops/sample.h"

#include <cmath>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// The value next to coordinates `at`, of which the first `axis` axes are settled: `from` is where
/// x's element lies by them; -1: outside.
double value_at(const SampleAttrs& attrs, const Sampling& s, const std::vector<double>& at,
                size_t axis, int64_t from, DType dtype, const void* x) {
  if (axis == at.size()) return from < 0 ? attrs.fill_value : load<double>(dtype, x, from);
  const auto next = [&](double index) {
    const int64_t place = folded_index(static_cast<int64_t>(index), s.sizes[axis], attrs.fill);
    const int64_t to = from < 0 || place < 0 ? -1 : from + place * s.strides[axis];
    return value_at(attrs, s, at, axis + 1, to, dtype, x);
  };
  if (!attrs.linear) return next(std::nearbyint(at[axis]));
  const double lower = std::floor(at[axis]), share = at[axis] - lower;
  return (1 - share) * next(lower) + share * next(lower + 1);
}

void run(const KernelArgs& args, const Operands& operands) {
  const SampleAttrs& attrs = args.as<SampleAttrs>();
  const DType dtype = args.in[0].dtype;
  const Sampling s(attrs, args.in[0].shape, args.in[1].shape);
  const int64_t arrays = attrs.batched ? s.outer : 1;
  std::vector<double> at(s.sizes.size());
  for (int64_t o = 0; o < s.outer; ++o)
    for (int64_t point = 0; point < s.points; ++point)
      for (int64_t i = 0; i < s.inner; ++i) {
        for (size_t axis = 0; axis < at.size(); ++axis) {
          const int64_t array = static_cast<int64_t>(axis) * arrays + (attrs.batched ? o : 0);
          const double given = load<double>(dtype, operands.in[1], array * s.points + point);
          at[axis] = std::fmin(std::fmax(given, -1e15), 1e15);  // an index is an int64
        }
        store<double>(
            dtype, operands.out[0], (o * s.points + point) * s.inner + i,
            value_at(attrs, s, at, 0, o * s.elements * s.inner + i, dtype, operands.in[0]));
      }
}

}  // namespace

extern constinit const Kernel sample_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
