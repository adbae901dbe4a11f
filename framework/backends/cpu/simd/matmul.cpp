#include "framework/ops/matmul.h"

#include <algorithm>

#include "framework/backends/cpu/simd/broadcast.h"
#include "framework/backends/cpu/simd/gemm_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

/// Unsigned integers multiply as signed ones of their size.
DType compute_of(DType dtype) {
  if (dtype == DType::u32) return DType::i32;
  return dtype == DType::u64 ? DType::i64 : dtype;
}

/// Where each matrix of an operand's batch lies, in matrices.
std::vector<int64_t> places(const Shape& operand, const Shape& batch) {
  std::vector<int64_t> numbers(static_cast<size_t>(operand.elements())),
      places(static_cast<size_t>(batch.elements()));
  for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int64_t>(i);
  Broadcast(operand, batch)
      .fill(numbers.data(), places.data(), 0, static_cast<int64_t>(places.size()), sizeof(int64_t));
  return places;
}

class MatmulKernel final : public PreparedKernel {
 public:
  explicit MatmulKernel(const KernelArgs& args)
      : loops_(gemm_loops(compute_of(args.out[0].dtype))),
        size_(static_cast<int64_t>(size_of(args.out[0].dtype))),
        ta_(args.as<MatmulAttrs>().transpose_a),
        tb_(args.as<MatmulAttrs>().transpose_b),
        relu_(args.as<MatmulAttrs>().activation == FusedActivation::relu &&
              !is_unsigned_integer(args.out[0].dtype)),
        bias_(args.in.size() > 2) {
    const Shape &a = args.in[0].shape, &b = args.in[1].shape, &y = args.out[0].shape;
    rows_ = y[-2];
    columns_ = y[-1];
    inner_ = a[ta_ ? -2 : -1];
    const auto batch = [](const Shape& shape) { return shape.sub(0, shape.ndim() - 2); };
    if (y.elements() == 0) return;
    a_places_ = places(batch(a), batch(y));
    b_places_ = places(batch(b), batch(y));
  }

  void run(Stream&, const Operands& operands) const override {
    const int64_t row_tiles = (rows_ + GemmTile::kRows - 1) / GemmTile::kRows,
                  column_tiles = (columns_ + GemmTile::kColumns - 1) / GemmTile::kColumns;
    const int64_t tiles = row_tiles * column_tiles;
    const int64_t work = std::min(rows_, GemmTile::kRows) * std::min(columns_, GemmTile::kColumns) *
                         std::max<int64_t>(1, inner_);
    constexpr int64_t kWork = 128 << 10;  // multiplications worth a thread
    parallel_for(
        static_cast<int64_t>(a_places_.size()) * tiles,
        std::max<int64_t>(1, kWork / std::max<int64_t>(1, work)), [&](int64_t begin, int64_t end) {
          for (int64_t unit = begin; unit < end; ++unit)
            multiply(operands, unit / tiles, unit / column_tiles % row_tiles, unit % column_tiles);
        });
  }

 private:
  void multiply(const Operands& operands, int64_t n, int64_t row_tile, int64_t column_tile) const {
    const int64_t row = row_tile * GemmTile::kRows, column = column_tile * GemmTile::kColumns;
    const auto at = static_cast<size_t>(n);
    const auto view = [&](size_t operand, int64_t place, bool swapped, int64_t height,
                          int64_t width, int64_t first_row, int64_t first_column) {
      MatrixView m{operands.input<std::byte>(operand), swapped ? 1 : width, swapped ? height : 1};
      m.data = static_cast<const std::byte*>(m.data) +
               (place * height * width + first_row * m.row + first_column * m.column) * size_;
      return m;
    };
    GemmTile tile{};
    tile.a = view(0, a_places_[at], ta_, rows_, inner_, row, 0);
    tile.b = view(1, b_places_[at], tb_, inner_, columns_, 0, column);
    tile.c = operands.output<std::byte>() + ((n * rows_ + row) * columns_ + column) * size_;
    tile.c_row = columns_;
    tile.rows = std::min(GemmTile::kRows, rows_ - row);
    tile.columns = std::min(GemmTile::kColumns, columns_ - column);
    tile.inner = inner_;
    loops_.multiply(tile);
    if (bias_ || relu_)
      loops_.finish(tile, bias_ ? operands.input<std::byte>(2) + column * size_ : nullptr, relu_);
  }

  const GemmLoops& loops_;
  int64_t size_;
  bool ta_, tb_, relu_, bias_;
  int64_t rows_ = 0, columns_ = 0, inner_ = 0;
  std::vector<int64_t> a_places_, b_places_;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.out[0].dtype;
  return size_of(dtype) < 4 ? concat("no products of ", dtype) : "";
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<MatmulKernel>(args);
}

}  // namespace

extern constinit const Kernel matmul_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
