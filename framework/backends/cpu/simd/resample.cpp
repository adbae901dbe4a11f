#include "framework/ops/resample.h"

#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/resample_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

ResampleTerms::ResampleTerms(const ResampleTable& table, int64_t stride, DType dtype)
    : starts(table.starts), bytes(size_of(dtype)) {
  for (const int64_t place : table.places) offsets.push_back(static_cast<size_t>(place * stride));
  for (size_t row = 0; row < rows(); ++row) most = std::max(most, starts[row + 1] - starts[row]);
  weights.resize(table.weights.size() * bytes);
  for (size_t k = 0; k < table.weights.size(); ++k) {
    const auto narrow = static_cast<float>(table.weights[k]);
    const void* weight =
        dtype == DType::f64 ? static_cast<const void*>(&table.weights[k]) : &narrow;
    std::memcpy(weights.data() + k * bytes, weight, bytes);
  }
}

namespace {

constexpr size_t kLongPixel = 32;   // channels that pay for finding each pixel's terms
constexpr int64_t kWork = 8 << 10;  // elements worth a thread
constexpr int64_t kMostChunks = 64;

/// x as [outer, rows, columns, inner]. Each row of the result is a weighted sum of a few rows of x,
/// a line, whose columns are then summed likewise.
class ResampleKernel final : public PreparedKernel {
 public:
  explicit ResampleKernel(const KernelArgs& args)
      : ResampleKernel(args,
                       Resampling(args.as<ResampleAttrs>(), args.in[0].shape, args.out[0].shape)) {}

  void run(Stream&, const Operands& operands) const override {
    parallel_for(units_, chunk_, [&](int64_t begin, int64_t end) {
      std::byte* line = static_cast<std::byte*>(operands.workspace) + begin / chunk_ * line_bytes_;
      for (int64_t unit = begin; unit < end; ++unit) {
        const auto row = static_cast<size_t>(unit % to_rows_);
        const std::byte* image = operands.input<std::byte>(0) + unit / to_rows_ * image_bytes_;
        make_row(image, row, line, operands.output<std::byte>() + unit * row_bytes_);
      }
    });
  }

 private:
  ResampleKernel(const KernelArgs& args, const Resampling& map)
      : loops_(resample_loops(args.in[0].dtype)),
        rows_(map.to_rows, map.columns * map.inner, args.in[0].dtype),
        columns_(map.to_columns, map.inner, args.in[0].dtype),
        whole_lines_(map.to_columns.is_identity(map.columns)),
        inner_(static_cast<size_t>(map.inner)),
        line_(static_cast<size_t>(map.columns * map.inner)),
        to_rows_(map.to_rows.rows()),
        units_(map.outer * to_rows_) {
    const auto bytes = static_cast<int64_t>(size_of(args.in[0].dtype));
    line_bytes_ = whole_lines_ ? 0 : static_cast<int64_t>(line_) * bytes;
    row_bytes_ = map.to_columns.rows() * map.inner * bytes;
    image_bytes_ = map.rows * static_cast<int64_t>(line_) * bytes;
    chunk_ = std::max({int64_t{1}, kWork * bytes / std::max<int64_t>(1, row_bytes_),
                       (units_ + kMostChunks - 1) / kMostChunks});
    workspace_bytes = static_cast<size_t>((units_ + chunk_ - 1) / chunk_ * line_bytes_);
    for (size_t row = 0; row < rows_.rows(); ++row)
      copied_.push_back(map.to_rows.terms(static_cast<int64_t>(row)) == 1 &&
                        map.to_rows.weights[rows_.starts[row]] == 1);
  }

  void make_row(const std::byte* image, size_t row, std::byte* line, std::byte* y) const {
    const size_t first = rows_.starts[row], terms = rows_.starts[row + 1] - first;
    const size_t* offsets = rows_.offsets.data() + first;
    const void* weights = rows_.weight(first);
    if (whole_lines_) return loops_.combine(image, offsets, weights, terms, line_, y);
    if (inner_ >= kLongPixel && terms * columns_.most <= ResampleLoops::kCells)
      return loops_.cells(image, offsets, weights, terms, columns_, inner_, y);
    const void* made = line;
    if (copied_[row])
      made = image + *offsets * rows_.bytes;
    else
      loops_.combine(image, offsets, weights, terms, line_, line);
    loops_.columns(made, columns_, inner_, line_, y);
  }

  const ResampleLoops& loops_;
  ResampleTerms rows_, columns_;
  std::vector<char> copied_;  // rows that are one of x's
  bool whole_lines_;          // columns stay as they are
  size_t inner_, line_;       // elements of a column, of a row of x
  int64_t to_rows_, units_, chunk_ = 1;
  int64_t line_bytes_ = 0, row_bytes_ = 0, image_bytes_ = 0;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ResampleKernel>(args);
}

}  // namespace

extern constinit const Kernel resample_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
