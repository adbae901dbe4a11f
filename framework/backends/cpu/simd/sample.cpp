#include "framework/ops/sample.h"

#include <algorithm>

#include "framework/backends/cpu/simd/resample_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 2 << 10;  // points worth a thread
constexpr size_t kAxes = 4, kCorners = 1 << kAxes;
constexpr size_t kLongPoint = 4;  // elements of a point that pay for vectors

/// What one point is made of: elements that begin at `offsets`, and a share of what lies outside.
template <class T>
struct Corners {
  size_t offsets[kCorners];
  T weights[kCorners];
  size_t count;
  T outside;

  /// From all corners so far go on to their neighbours along an axis.
  void along(T at, int64_t size, int64_t stride, const SampleAttrs& attrs) {
    constexpr T kFar = static_cast<T>(1e15);  // an index is an int64
    at = at > -kFar ? (at < kFar ? at : kFar) : -kFar;
    auto lower = static_cast<int64_t>(at);
    if (static_cast<T>(lower) > at) --lower;
    const T share = at - static_cast<T>(lower);
    if (!attrs.linear) {
      const bool up = share > T{0.5} || (share == T{0.5} && (lower & 1) != 0);
      const int64_t place = folded_index(lower + (up ? 1 : 0), size, attrs.fill);
      for (size_t i = 0; i < count; ++i) offsets[i] += static_cast<size_t>(place * stride);
      if (place < 0) {
        add_outside(count, 1);
        count = 0;
      }
      return;
    }
    const int64_t first = folded_index(lower, size, attrs.fill);
    const int64_t second = folded_index(lower + 1, size, attrs.fill);
    const size_t before = count;
    if (second >= 0)
      for (size_t i = 0; i < before; ++i) {
        offsets[count] = offsets[i] + static_cast<size_t>(second * stride);
        weights[count++] = weights[i] * share;
      }
    else
      add_outside(before, share);
    if (first >= 0) {
      for (size_t i = 0; i < before; ++i) {
        offsets[i] += static_cast<size_t>(first * stride);
        weights[i] *= 1 - share;
      }
      return;
    }
    add_outside(before, 1 - share);
    std::copy(offsets + before, offsets + count, offsets);
    std::copy(weights + before, weights + count, weights);
    count -= before;
  }

 private:
  void add_outside(size_t corners, T share) {
    for (size_t i = 0; i < corners; ++i) outside += weights[i] * share;
  }
};

template <class T>
class SampleKernel final : public PreparedKernel {
 public:
  explicit SampleKernel(const KernelArgs& args)
      : attrs_(args.as<SampleAttrs>()),
        map_(attrs_, args.in[0].shape, args.in[1].shape),
        loops_(resample_loops(args.in[0].dtype)) {}

  void run(Stream&, const Operands& operands) const override {
    const auto inner = static_cast<size_t>(map_.inner);
    parallel_for(map_.outer * map_.points, kWork, [&](int64_t begin, int64_t end) {
      const T* x = operands.input<T>(0) + begin / map_.points * map_.elements * map_.inner;
      T* y = operands.output<T>() + static_cast<size_t>(begin) * inner;
      int64_t o = begin / map_.points, point = begin % map_.points;
      for (int64_t unit = begin; unit < end; ++unit, y += inner) {
        make_point(x, corners_at(operands.input<T>(1), o, point), y, inner);
        if (++point < map_.points) continue;
        point = 0;
        ++o;
        x += map_.elements * map_.inner;
      }
    });
  }

 private:
  Corners<T> corners_at(const T* coordinates, int64_t o, int64_t point) const {
    Corners<T> corners;
    corners.offsets[0] = 0;
    corners.weights[0] = 1;
    corners.count = 1;
    corners.outside = 0;
    const int64_t arrays = attrs_.batched ? map_.outer : 1, own = attrs_.batched ? o : 0;
    for (size_t axis = 0; axis < map_.sizes.size(); ++axis) {
      const int64_t array = static_cast<int64_t>(axis) * arrays + own;
      corners.along(coordinates[array * map_.points + point], map_.sizes[axis], map_.strides[axis],
                    attrs_);
    }
    return corners;
  }

  void make_point(const T* x, const Corners<T>& corners, T* y, size_t count) const {
    const T rest = corners.outside * static_cast<T>(attrs_.fill_value);
    if (count >= kLongPoint) {
      loops_.combine(x, corners.offsets, corners.weights, corners.count, count, y);
      if (corners.outside != 0)
        for (size_t i = 0; i < count; ++i) y[i] += rest;
      return;
    }
    for (size_t i = 0; i < count; ++i) {
      T sum = rest;
      for (size_t k = 0; k < corners.count; ++k)
        sum += corners.weights[k] * x[corners.offsets[k] + i];
      y[i] = sum;
    }
  }

  SampleAttrs attrs_;
  Sampling map_;
  const ResampleLoops& loops_;
};

Why declines(const KernelArgs& args) {
  const int64_t axes = args.in[1].shape[0];
  return axes <= static_cast<int64_t>(kAxes) ? "" : concat("coordinates of ", axes, " axes");
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  if (args.in[0].dtype == DType::f64) return make_ref<SampleKernel<double>>(args);
  return make_ref<SampleKernel<float>>(args);
}

}  // namespace

extern constinit const Kernel sample_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
