#include "framework/ops/pad.h"

#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/backends/reference/element.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

/// The whole result is filled, then x copied over it.
class PadKernel final : public PreparedKernel {
 public:
  explicit PadKernel(const KernelArgs& args)
      : size_(size_of(args.in[0].dtype)), count_(args.out[0].shape.elements()) {
    const auto& attrs = args.as<PadAttrs>();
    const Shape &x = args.in[0].shape, &y = args.out[0].shape;
    reference::store<double>(args.in[0].dtype, value_, 0, attrs.value);
    const SmallVector<int64_t, 6> from = row_major_strides(x), to = row_major_strides(y);
    std::vector<StridedCopy::Axis> axes;
    for (size_t axis = 0; axis < from.size(); ++axis) {
      start_ += attrs.low[axis] * to[axis] * static_cast<int64_t>(size_);
      const auto at = static_cast<int64_t>(axis);
      axes.push_back({x[at], from[axis], (attrs.interior[axis] + 1) * to[axis]});
    }
    copy_ = {std::move(axes), size_};
    fills_ = count_ != x.elements();
  }
  void run(Stream&, const Operands& operands) const override {
    auto* y = operands.output<std::byte>();
    if (fills_) {
      if (size_ == 1) fill<uint8_t>(y);
      if (size_ == 2) fill<uint16_t>(y);
      if (size_ == 4) fill<uint32_t>(y);
      if (size_ == 8) fill<uint64_t>(y);
    }
    copy_.run(operands.in[0], y + start_);
  }

 private:
  template <class T>
  void fill(void* y) const {
    T value;
    std::memcpy(&value, value_, sizeof(T));
    parallel_for(count_, (64 << 10) / static_cast<int64_t>(sizeof(T)),
                 [&](int64_t begin, int64_t end) {
                   std::fill(static_cast<T*>(y) + begin, static_cast<T*>(y) + end, value);
                 });
  }

  size_t size_;
  int64_t count_, start_ = 0;  // in bytes
  bool fills_;
  alignas(8) std::byte value_[8] = {};
  StridedCopy copy_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<PadKernel>(args);
}

}  // namespace

extern constinit const Kernel pad_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
