#include "framework/ops/conv.h"

#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/gemm_loops.h"
#include "framework/backends/cpu/simd/reduce_loops.h"
#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

enum class Direction : uint8_t { forward, backward_data, backward_weights };

constexpr int64_t kRows = GemmTile::kRows, kDepth = 256, kColumns = GemmTile::kColumns;
constexpr size_t kGathered = static_cast<size_t>(kRows * kDepth);

/// Along one spatial axis: which position of the tensor that is read each tap sees from each
/// position of the other one; -1: none.
std::vector<int64_t> seen_along(const ConvAxis& axis, bool data) {
  const Window& window = axis.window;
  std::vector<int64_t> seen;
  for (int64_t at = 0; at < (data ? axis.in : axis.out); ++at)
    for (int64_t tap = 0; tap < window.size; ++tap) {
      int64_t source = at * window.stride + tap * window.dilation - axis.before;
      if (data) {
        source = at + axis.before - tap * window.dilation;
        source = source >= 0 && source % window.stride == 0 ? source / window.stride : -1;
      }
      seen.push_back(source < (data ? axis.out : axis.in) ? std::max<int64_t>(source, -1) : -1);
    }
  return seen;
}

/// A convolution as products of matrices. What a position sees, all taps and channels of a group in
/// a row, is gathered from the tensor that is read: from x, or for the gradient of x from dy. The
/// rows times the kernel are the result; transposed, times dy, they are the kernel's gradient.
class ConvKernel final : public PreparedKernel {
 public:
  explicit ConvKernel(const KernelArgs& args)
      : direction_(args.def.name == "conv"                 ? Direction::forward
                   : args.def.name == "conv_backward_data" ? Direction::backward_data
                                                           : Direction::backward_weights),
        loops_(gemm_loops(args.in[0].dtype)),
        sum_(reduce_loops("sum", args.in[0].dtype)),
        size_(static_cast<int64_t>(size_of(args.in[0].dtype))),
        relu_(args.as<ConvAttrs>().activation == FusedActivation::relu),
        bias_(direction_ == Direction::forward && args.in.size() > 2),
        bias_gradient_(direction_ == Direction::backward_weights && args.wants(1)) {
    const bool data = direction_ == Direction::backward_data,
               weights = direction_ == Direction::backward_weights;
    const Shape &a = args.in[0].shape, &b = args.in[1].shape, &out = args.out[0].shape;
    const Shape &x = data ? out : a, &kernel = weights ? out : b, &y = data ? a : weights ? b : out;
    const ConvGeometry g = conv_geometry(args.as<ConvAttrs>(), x, kernel, y);
    groups_ = g.groups;
    read_ = (data ? g.out : g.in) / groups_;
    made_ = (data ? g.in : g.out) / groups_;
    positions_ = g.batch;
    for (const ConvAxis& axis : g.axes) {
      seen_.push_back(seen_along(axis, data));
      taps_ *= axis.window.size;
      tap_sizes_.push_back(axis.window.size);
      sizes_.push_back(data ? axis.in : axis.out);
      read_sizes_.push_back(data ? axis.out : axis.in);
      positions_ *= sizes_.back();
    }
    if (!data) return;
    // [taps, in, groups, out] → [groups, taps, out, in]
    const int64_t in = made_, outs = read_;
    turn_ = {{{taps_, in * groups_ * outs, outs * in},
              {in, groups_ * outs, 1},
              {groups_, outs, taps_ * outs * in},
              {outs, 1, in}},
             static_cast<size_t>(size_)};
    workspace_bytes = args.in[1].bytes();
  }

  void run(Stream&, const Operands& operands) const override {
    if (direction_ == Direction::backward_weights) {
      const int64_t tiles = (depth() + kRows - 1) / kRows;
      parallel_for(groups_ * tiles, 1, [&](int64_t begin, int64_t end) {
        for (int64_t unit = begin; unit < end; ++unit)
          make_weights(operands, unit / tiles, unit % tiles * kRows);
      });
      if (bias_gradient_) sum_bias(operands);
      return;
    }
    if (direction_ == Direction::backward_data) turn_.run(operands.in[1], operands.workspace);
    const int64_t tiles = (positions_ + kRows - 1) / kRows;
    parallel_for(groups_ * tiles, 1, [&](int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; ++unit)
        make_rows(operands, unit % groups_, unit / groups_ * kRows);
    });
  }

 private:
  int64_t depth() const { return taps_ * read_; }

  /// The rows of positions [first, first + rows), of each the elements [from, from + count) that
  /// its taps see in a group's channels, row by row.
  void gather(const std::byte* source, int64_t group, int64_t first, int64_t rows, int64_t from,
              int64_t count, std::byte* gathered) const {
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t k = from; k < from + count;) {
        const int64_t tap = k / read_, channel = k % read_;
        const int64_t run = std::min(read_ - channel, from + count - k);
        const int64_t position = seen_from(first + row, tap);
        const auto bytes = static_cast<size_t>(run * size_);
        if (position < 0)
          std::memset(gathered, 0, bytes);
        else
          std::memcpy(gathered, source + ((position * groups_ + group) * read_ + channel) * size_,
                      bytes);
        gathered += bytes;
        k += run;
      }
  }

  /// Which position of what is read a tap sees, counted over the batch too; -1: padding.
  int64_t seen_from(int64_t at, int64_t tap) const {
    int64_t source = 0, scale = 1;
    for (size_t axis = sizes_.size(); axis-- > 0;) {
      const int64_t here =
          seen_[axis]
               [static_cast<size_t>(at % sizes_[axis] * tap_sizes_[axis] + tap % tap_sizes_[axis])];
      if (here < 0) return -1;
      source += here * scale;
      scale *= read_sizes_[axis];
      at /= sizes_[axis];
      tap /= tap_sizes_[axis];
    }
    return source + at * scale;
  }

  /// Positions [first, first + kRows) of y, or of dx.
  void make_rows(const Operands& operands, int64_t group, int64_t first) const {
    alignas(64) double gathered[kGathered];
    auto* rows = reinterpret_cast<std::byte*>(gathered);
    const bool data = direction_ == Direction::backward_data;
    const int64_t width = groups_ * made_;
    const auto* kernel =
        data ? static_cast<const std::byte*>(operands.workspace) + group * depth() * made_ * size_
             : operands.input<std::byte>(1) + group * made_ * size_;
    GemmTile tile{};
    tile.b = {nullptr, data ? made_ : width, 1};
    tile.c_row = width;
    tile.rows = std::min(kRows, positions_ - first);
    for (int64_t from = 0; from < depth() || from == 0; from += kDepth) {
      tile.inner = std::min(kDepth, depth() - from);
      gather(operands.input<std::byte>(0), group, first, tile.rows, from, tile.inner, rows);
      tile.a = {rows, tile.inner, 1};
      tile.accumulate = from > 0;
      for (int64_t column = 0; column < made_; column += kColumns) {
        tile.columns = std::min(kColumns, made_ - column);
        tile.b.data = kernel + (from * tile.b.row + column) * size_;
        tile.c = operands.output<std::byte>() + (first * width + group * made_ + column) * size_;
        loops_.multiply(tile);
        if ((bias_ || relu_) && from + kDepth >= depth())
          loops_.finish(
              tile,
              bias_ ? operands.input<std::byte>(2) + (group * made_ + column) * size_ : nullptr,
              relu_);
      }
    }
  }

  /// Rows [first, first + kRows) of a group's gradient, of taps and channels.
  void make_weights(const Operands& operands, int64_t group, int64_t first) const {
    alignas(64) double gathered[kGathered];
    auto* rows = reinterpret_cast<std::byte*>(gathered);
    const int64_t width = groups_ * made_;
    GemmTile tile{};
    tile.b = {nullptr, width, 1};
    tile.c_row = width;
    tile.rows = std::min(kRows, depth() - first);
    for (int64_t from = 0; from < positions_ || from == 0; from += kDepth) {
      tile.inner = std::min(kDepth, positions_ - from);
      gather(operands.input<std::byte>(0), group, from, tile.inner, first, tile.rows, rows);
      tile.a = {rows, 1, tile.rows};
      tile.accumulate = from > 0;
      for (int64_t column = 0; column < made_; column += kColumns) {
        tile.columns = std::min(kColumns, made_ - column);
        const int64_t channel = group * made_ + column;
        tile.b.data = operands.input<std::byte>(1) + (from * width + channel) * size_;
        tile.c = operands.output<std::byte>() + (first * width + channel) * size_;
        loops_.multiply(tile);
      }
    }
  }

  void sum_bias(const Operands& operands) const {
    const auto width = static_cast<size_t>(groups_ * made_);
    sum_.start(operands.out[1], width);
    sum_.columns(operands.in[1], static_cast<size_t>(positions_), width, width, operands.out[1]);
  }

  Direction direction_;
  const GemmLoops& loops_;
  const ReduceLoops& sum_;
  int64_t size_;
  bool relu_, bias_, bias_gradient_;
  int64_t groups_ = 1, read_ = 0, made_ = 0;  // channels of one group
  int64_t positions_ = 0, taps_ = 1;
  std::vector<std::vector<int64_t>> seen_;
  std::vector<int64_t> tap_sizes_, sizes_, read_sizes_;
  StridedCopy turn_;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no products of ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ConvKernel>(args);
}

}  // namespace

extern constinit const Kernel conv_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
