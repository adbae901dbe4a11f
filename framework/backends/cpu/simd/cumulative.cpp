#include <algorithm>

#include "framework/backends/cpu/simd/convert.h"
#include "framework/backends/cpu/simd/cumulative_loops.h"
#include "framework/backends/reference/along_axis.h"
#include "framework/base/team.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/fused.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kTile = 512;       // elements or columns at a time
constexpr int64_t kWork = 32 << 10;  // elements worth a thread
constexpr size_t kCell = 8;          // bytes of the widest element

/// Lines along the last axis go piece by piece, others tile by tile side by side. Elements that are
/// narrower than what they are summed in are converted piece by piece.
class CumulativeKernel final : public PreparedKernel {
 public:
  explicit CumulativeKernel(const KernelArgs& args)
      : along_(args.def.name, args.out[0].shape, args.as<CumulativeAttrs>().axis),
        reverse_(args.as<CumulativeAttrs>().reverse),
        inputs_(args.in.size()),
        size_(size_of(args.in[0].dtype)),
        loops_(cumulative_loops(args.def.name, compute_of(args))) {
    if (compute_of(args) != args.in[0].dtype) {
      load_ = load_as(args.in[0].dtype, compute_of(args));
      store_ = store_as(compute_of(args), args.in[0].dtype);
    }
    tiles_ = (along_.inner + kTile - 1) / kTile;
    units_ = along_.inner <= 1 ? along_.lines : along_.lines / along_.inner * tiles_;
    for (size_t i = 0; i < inputs_; ++i) may_alias.emplace_back(0, static_cast<int>(i));
  }

  void run(Stream&, const Operands& operands) const override {
    const int64_t cost = std::max<int64_t>(1, along_.size * std::min<int64_t>(along_.inner, kTile));
    parallel_for(units_, std::max<int64_t>(1, kWork / cost), [&](int64_t begin, int64_t end) {
      if (along_.inner == 1 && !load_ && !reverse_) return lines(operands, begin, end);
      for (int64_t unit = begin; unit < end; ++unit)
        along_.inner == 1 ? line(operands, unit) : tile(operands, unit / tiles_, unit % tiles_);
    });
  }

 private:
  struct alignas(64) Piece {
    std::byte bytes[kTile * kCell];
  };

  static DType compute_of(const KernelArgs& args) {
    return program_of_row(0, args.in[0].dtype).compute;
  }
  const std::byte* input(const Operands& operands, size_t i, int64_t at) const {
    return operands.input<std::byte>(i) + static_cast<size_t>(at) * size_;
  }
  /// Operand i's elements from `at` on, as the loops take them.
  const void* elements(const Operands& operands, size_t i, int64_t at, int64_t count,
                       Piece* room) const {
    if (i >= inputs_) return nullptr;
    const std::byte* x = input(operands, i, at);
    if (!load_) return x;
    load_(x, room->bytes, static_cast<size_t>(count));
    return room->bytes;
  }

  void lines(const Operands& operands, int64_t begin, int64_t end) const {
    const int64_t start = begin * along_.size;
    loops_.lines(input(operands, 0, start), inputs_ > 1 ? input(operands, 1, start) : nullptr,
                 operands.output<std::byte>() + static_cast<size_t>(start) * size_,
                 static_cast<size_t>(along_.size), static_cast<size_t>(end - begin));
  }
  void line(const Operands& operands, int64_t line) const {
    const int64_t start = along_.start(line);
    alignas(8) std::byte total[kCell];
    loops_.start(total, 1);
    auto* y = operands.output<std::byte>() + static_cast<size_t>(start) * size_;
    Piece room[2];
    for (int64_t done = 0; done < along_.size; done += kTile) {
      const int64_t count = std::min(kTile, along_.size - done);
      const int64_t at = reverse_ ? along_.size - done - count : done;
      const void *x = elements(operands, 0, start + at, count, &room[0]),
                 *b = elements(operands, 1, start + at, count, &room[1]);
      if (reverse_) x = turned(x, count, &room[0]), b = b ? turned(b, count, &room[1]) : b;
      loops_.along(x, b, room[0].bytes, static_cast<size_t>(count), total);
      if (reverse_) turned(room[0].bytes, count, &room[0]);
      give(room[0], y + static_cast<size_t>(at) * size_, count);
    }
  }
  /// The elements in reversed order.
  const void* turned(const void* x, int64_t count, Piece* room) const {
    if (x != room->bytes)
      std::copy_n(static_cast<const std::byte*>(x), static_cast<size_t>(count) * loops_.element,
                  room->bytes);
    if (loops_.element == 4)
      std::reverse(reinterpret_cast<uint32_t*>(room->bytes),
                   reinterpret_cast<uint32_t*>(room->bytes) + count);
    else
      std::reverse(reinterpret_cast<uint64_t*>(room->bytes),
                   reinterpret_cast<uint64_t*>(room->bytes) + count);
    return room->bytes;
  }
  void give(const Piece& piece, std::byte* y, int64_t count) const {
    if (store_)
      store_(piece.bytes, y, static_cast<size_t>(count));
    else
      std::copy_n(piece.bytes, static_cast<size_t>(count) * size_, y);
  }

  void tile(const Operands& operands, int64_t block, int64_t tile) const {
    const int64_t column = tile * kTile, count = std::min(kTile, along_.inner - column);
    Piece totals, room[2];
    loops_.start(totals.bytes, static_cast<size_t>(count));
    for (int64_t step = 0; step < along_.size; ++step) {
      const int64_t row = block * along_.size + (reverse_ ? along_.size - 1 - step : step);
      const int64_t at = row * along_.inner + column;
      auto* y = operands.output<std::byte>() + static_cast<size_t>(at) * size_;
      const void *x = elements(operands, 0, at, count, &room[0]),
                 *b = elements(operands, 1, at, count, &room[1]);
      loops_.across(x, b, store_ ? room[0].bytes : y, static_cast<size_t>(count), totals.bytes);
      if (store_) give(room[0], y, count);
    }
  }

  reference::AlongAxis along_;
  bool reverse_;
  size_t inputs_, size_;
  const CumulativeLoops& loops_;
  Convert load_ = nullptr, store_ = nullptr;
  int64_t tiles_ = 1, units_ = 1;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<CumulativeKernel>(args);
}

}  // namespace

extern constinit const Kernel cumulative_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
