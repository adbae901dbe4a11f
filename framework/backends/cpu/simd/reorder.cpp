#include "framework/ops/reorder.h"

#include <cstring>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

/// Between dense and blocks of channels, in two copies: of the whole blocks and of the channels
/// left over, with zeros behind them.
class BlocksKernel final : public PreparedKernel {
 public:
  BlocksKernel(const Spec& x, const LayoutRef& blocks, bool packs) : size_(size_of(x.dtype)) {
    const int64_t block = channel_block(blocks), channels = x.shape[-1], images = x.shape[0];
    const int64_t pixels = x.shape.sub(1, x.shape.ndim() - 1).elements();
    const int64_t whole = channels / block, rest = channels % block;
    const int64_t image = (whole + (rest > 0)) * pixels * block;
    const auto copy = [&](int64_t count, int64_t lanes) {
      std::vector<StridedCopy::Axis> axes = {{images, pixels * channels, image},
                                             {count, block, pixels * block},
                                             {pixels, channels, block},
                                             {lanes, 1, 1}};
      if (!packs)
        for (StridedCopy::Axis& axis : axes) std::swap(axis.from, axis.to);
      return StridedCopy(std::move(axes), size_);
    };
    whole_ = copy(whole, block);
    rest_ = copy(rest > 0, rest);
    const auto bytes = static_cast<int64_t>(size_);
    from_ = whole * block * bytes;
    to_ = whole * pixels * block * bytes;
    if (!packs) std::swap(from_, to_);
    if (packs && rest > 0) zeros_ = {images, pixels * block * bytes, image * bytes, to_};
  }

  void run(Stream&, const Operands& operands) const override {
    const auto* from = operands.input<std::byte>(0);
    auto* to = operands.output<std::byte>();
    for (int64_t image = 0; image < zeros_.images; ++image)
      std::memset(to + image * zeros_.step + zeros_.first, 0, static_cast<size_t>(zeros_.bytes));
    whole_.run(from, to);
    rest_.run(from + from_, to + to_);
  }

 private:
  struct Zeros {
    int64_t images = 0, bytes = 0, step = 0, first = 0;  // bytes: of each image's last block
  };

  size_t size_;
  StridedCopy whole_, rest_;
  int64_t from_, to_;  // where the rest lies, in bytes
  Zeros zeros_;
};

/// Between any two layouts, through the dense order.
class ReorderKernel final : public PreparedKernel {
 public:
  ReorderKernel(const Spec& x, LayoutRef from, LayoutRef to)
      : size_(size_of(x.dtype)),
        bytes_(static_cast<int64_t>(bytes_of(x, from))),
        from_(std::move(from)),
        to_(std::move(to)) {
    if (from_ && to_) workspace_bytes = x.bytes();
  }

  void run(Stream&, const Operands& operands) const override {
    if (same_layout(from_, to_))
      return parallel_for(bytes_, 128 << 10, [&](int64_t begin, int64_t end) {
        std::memcpy(operands.output<std::byte>() + begin, operands.input<std::byte>(0) + begin,
                    static_cast<size_t>(end - begin));
      });
    if (!to_) return from_->unpack(operands.in[0], operands.out[0], size_);
    if (from_) from_->unpack(operands.in[0], operands.workspace, size_);
    to_->pack(from_ ? operands.workspace : operands.in[0], operands.out[0], size_);
  }

 private:
  size_t size_;
  int64_t bytes_;
  LayoutRef from_, to_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  const auto layout = [](const std::vector<LayoutRef>& list) {
    return list.empty() ? LayoutRef() : list[0];
  };
  const LayoutRef from = layout(layouts.in), to = layout(layouts.out);
  if (!from && channel_block(to)) return make_ref<BlocksKernel>(args.in[0], to, true);
  if (!to && channel_block(from)) return make_ref<BlocksKernel>(args.in[0], from, false);
  return make_ref<ReorderKernel>(args.in[0], from, to);
}

}  // namespace

extern constinit const Kernel reorder_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
