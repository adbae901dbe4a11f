#include "framework/ops/reduce.h"

#include <algorithm>

#include "framework/backends/cpu/simd/convert.h"
#include "framework/backends/cpu/simd/reduce_loops.h"
#include "framework/base/team.h"
#include "framework/ops/fused.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kPart = 32 << 10;  // elements that one thread reduces at a time
constexpr int64_t kTile = 1024;      // elements converted at a time
constexpr size_t kCell = 8;          // bytes of the widest element

/// Axes with their strides, walked in row-major order.
struct Axes {
  SmallVector<int64_t, 6> sizes, strides;
  int64_t count = 1;

  void add(int64_t size, int64_t stride) {
    sizes.insert(0, size);
    strides.insert(0, stride);
    count *= size;
  }
  int64_t offset(int64_t index) const {
    int64_t offset = 0;
    for (size_t axis = sizes.size(); axis-- > 0; index /= sizes[axis])
      offset += index % sizes[axis] * strides[axis];
    return offset;
  }
};

/// Reduces `rows` of `width` neighbouring elements for each of `blocks`. Either the rows are
/// reduced along themselves too, to one total for each block, or into one total for each column.
/// A block of many elements is cut into parts of fixed size, whose totals are reduced at the end.
class ReduceKernel final : public PreparedKernel {
 public:
  explicit ReduceKernel(const KernelArgs& args)
      : loops_(reduce_loops(args.def.name, compute_of(args))),
        size_(size_of(compute_of(args))),
        in_size_(size_of(args.in[0].dtype)),
        out_size_(size_of(args.out[0].dtype)),
        load_(args.in[0].dtype == compute_of(args) ? nullptr
                                                   : load_as(args.in[0].dtype, compute_of(args))),
        store_(store_as(compute_of(args), args.out[0].dtype)) {
    const Shape& shape = args.in[0].shape;
    const auto axes = args.as<ReduceOptions>().axis.normalized(args.def.name, shape.ndim());
    bool first = true, inner = true;  // the innermost axis; all axes so far of its kind
    int64_t stride = 1;
    for (int64_t axis = shape.ndim() - 1; axis >= 0; stride *= shape[axis--]) {
      if (shape[axis] == 1) continue;
      const bool reduced = std::binary_search(axes.begin(), axes.end(), axis);
      if (first) along_ = reduced;
      first = false;
      inner = inner && reduced == along_;
      if (inner)
        width_ *= shape[axis];
      else
        (reduced ? rows_ : blocks_).add(shape[axis], stride);
    }
    terms_ = rows_.count * (along_ ? width_ : 1);
    if (args.def.name == "mean") divisor_ = static_cast<double>(terms_);
    columns_ = along_ ? 1 : width_;
    cut_parts();
  }

  void run(Stream&, const Operands& operands) const override {
    if (parts_ > 1) return run_parts(operands);
    const int64_t tiles = (columns_ + kTile - 1) / kTile;
    const int64_t cost =
        std::max<int64_t>(1, rows_.count * std::min(width_, along_ ? width_ : kTile));
    parallel_for(blocks_.count * tiles, std::max<int64_t>(1, kPart / cost),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t unit = begin; unit < end; ++unit)
                     finish(operands, unit / tiles, unit % tiles * kTile);
                 });
  }

 private:
  static DType compute_of(const KernelArgs& args) {
    return program_of_row(0, args.in[0].dtype).compute;
  }

  void cut_parts() {
    part_rows_ = rows_.count;
    part_width_ = width_;
    const int64_t elements = rows_.count * width_;
    // Many blocks or columns share the work without being cut.
    if (elements > 2 * kPart && blocks_.count < 16 && columns_ < 4 * kTile) {
      if (along_ && rows_.count == 1)
        part_width_ = kPart;
      else
        part_rows_ =
            std::max<int64_t>(kPart / std::max<int64_t>(width_, 1), (rows_.count + 63) / 64);
    }
    if (elements == 0) return;
    row_parts_ = (rows_.count + part_rows_ - 1) / part_rows_;
    parts_ = row_parts_ * ((width_ + part_width_ - 1) / part_width_);
    if (parts_ > 1)
      workspace_bytes = static_cast<size_t>(blocks_.count * parts_ * columns_) * size_;
  }

  /// One part of one block into `totals`.
  void reduce(const Operands& operands, int64_t unit, void* totals) const {
    loops_.start(totals, static_cast<size_t>(columns_));
    const int64_t block = unit / parts_, part = unit % parts_;
    const int64_t first = part % row_parts_ * part_rows_, from = part / row_parts_ * part_width_;
    const int64_t last = std::min(rows_.count, first + part_rows_);
    const int64_t width = std::min(width_ - from, part_width_);
    const auto* x =
        operands.input<std::byte>(0) + static_cast<size_t>(blocks_.offset(block) + from) * in_size_;
    reduce_rows(x, first, last, width, totals);
  }

  void reduce_rows(const std::byte* x, int64_t first, int64_t last, int64_t width,
                   void* totals) const {
    // Rows of one axis lie evenly spaced: one call takes them all.
    const int64_t run_length = rows_.sizes.empty() ? 1 : rows_.sizes.back();
    const int64_t stride = rows_.sizes.empty() ? 0 : rows_.strides.back();
    for (int64_t row = first; row < last;) {
      const int64_t count = std::min(last - row, run_length - row % run_length);
      const std::byte* at = x + static_cast<size_t>(rows_.offset(row)) * in_size_;
      if (!load_ && !along_)
        loops_.columns(at, static_cast<size_t>(count), static_cast<size_t>(stride),
                       static_cast<size_t>(width), totals);
      else
        for (int64_t r = 0; r < count; ++r)
          reduce_row(at + static_cast<size_t>(r * stride) * in_size_, width, totals);
      row += count;
    }
  }

  void reduce_row(const std::byte* x, int64_t width, void* totals) const {
    if (!load_) return loops_.row(x, static_cast<size_t>(width), totals);
    alignas(64) std::byte tile[kTile * kCell];
    for (int64_t i = 0; i < width; i += kTile) {
      const auto count = static_cast<size_t>(std::min(kTile, width - i));
      load_(x + static_cast<size_t>(i) * in_size_, tile, count);
      if (along_)
        loops_.row(tile, count, totals);
      else
        loops_.columns(tile, 1, 0, count,
                       static_cast<std::byte*>(totals) + static_cast<size_t>(i) * size_);
    }
  }

  /// A tile of a block's totals, straight to the output.
  void finish(const Operands& operands, int64_t block, int64_t column) const {
    alignas(64) std::byte totals[kTile * kCell];
    const auto* x = operands.input<std::byte>(0) +
                    static_cast<size_t>(blocks_.offset(block) + column) * in_size_;
    const int64_t count = std::min(kTile, columns_ - column);
    loops_.start(totals, static_cast<size_t>(count));
    if (terms_ > 0) reduce_rows(x, 0, rows_.count, along_ ? width_ : count, totals);
    write(operands, block * columns_ + column, count, totals);
  }

  void run_parts(const Operands& operands) const {
    auto* partial = static_cast<std::byte*>(operands.workspace);
    const int64_t cost = std::max<int64_t>(1, part_rows_ * part_width_);
    parallel_for(blocks_.count * parts_, std::max<int64_t>(1, kPart / cost),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t unit = begin; unit < end; ++unit)
                     reduce(operands, unit, partial + static_cast<size_t>(unit * columns_) * size_);
                 });
    combine(operands, partial);
  }

  void combine(const Operands& operands, const std::byte* partial) const {
    alignas(64) std::byte totals[kTile * kCell];
    for (int64_t block = 0; block < blocks_.count; ++block)
      for (int64_t column = 0; column < columns_; column += kTile) {
        const int64_t count = std::min(kTile, columns_ - column);
        loops_.start(totals, static_cast<size_t>(count));
        loops_.columns(partial + static_cast<size_t>(block * parts_ * columns_ + column) * size_,
                       static_cast<size_t>(parts_), static_cast<size_t>(columns_),
                       static_cast<size_t>(count), totals);
        write(operands, block * columns_ + column, count, totals);
      }
  }

  void write(const Operands& operands, int64_t at, int64_t count, void* totals) const {
    if (divisor_ >= 0) loops_.divide(totals, static_cast<size_t>(count), divisor_);
    store_(totals, operands.output<std::byte>() + static_cast<size_t>(at) * out_size_,
           static_cast<size_t>(count));
  }

  const ReduceLoops& loops_;
  size_t size_, in_size_, out_size_;
  Convert load_, store_;
  Axes blocks_, rows_;
  bool along_ = false;
  int64_t width_ = 1, columns_ = 1, terms_ = 1;
  int64_t part_rows_ = 1, part_width_ = 1, row_parts_ = 1, parts_ = 1;
  double divisor_ = -1;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ReduceKernel>(args);
}

}  // namespace

extern constinit const Kernel reduce_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
