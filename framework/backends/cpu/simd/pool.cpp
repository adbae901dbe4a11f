#include "framework/ops/pool.h"

#include <algorithm>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/simd/pool_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

using Axis = PoolGeometry::Axis;

/// Along one axis, for each element made, what it is made of. Outputs are made of the inputs under
/// their window; gradients of inputs are made of the outputs whose windows cover them.
std::vector<PoolSpan> spans_of(const Axis& axis, bool forward) {
  std::vector<PoolSpan> spans;
  for (int64_t i = 0; i < (forward ? axis.out : axis.in); ++i) {
    if (forward) {
      const int64_t from = i * axis.stride - axis.before, first = std::max<int64_t>(from, 0);
      spans.push_back({first, std::min(from + axis.size, axis.in), first - from});
    } else {
      const int64_t at = i + axis.before;
      const int64_t first = std::max<int64_t>(0, (at - axis.size + axis.stride) / axis.stride);
      spans.push_back({first, std::max(first, std::min(at / axis.stride + 1, axis.out)),
                       at - first * axis.stride});
    }
  }
  return spans;
}

/// How many real elements each output's window has along one axis.
std::vector<double> real_elements(const Axis& axis) {
  std::vector<double> counts;
  for (const PoolSpan& span : spans_of(axis, true))
    counts.push_back(static_cast<double>(span.last - span.first));
  return counts;
}

class PoolKernel final : public PreparedKernel {
 public:
  PoolKernel(const KernelArgs& args, const Layouts& layouts)
      : forward_(pools_forward(args.def.name)),
        average_(args.def.name.starts_with("average")),
        gather_(args.def.name == "max_pool_gather"),
        indexed_(args.def.name == "max_pool" && args.wants(1)),
        geometry_(
            pool_geometry(args.as<PoolAttrs>(), forward_ ? args.in[0].shape : args.out[0].shape)),
        size_(static_cast<int64_t>(size_of(args.in[0].dtype))) {
    const PoolLoops& loops = pool_loops(args.in[0].dtype);
    loop_ = average_                           ? loops.averaged
            : gather_                          ? loops.gathered
            : args.def.name == "max_pool_grad" ? loops.returned
                                               : loops.largest;
    // Blocks of channels lie behind each other like the images of a batch.
    if (const int64_t block = layouts.in.empty() ? 0 : channel_block(layouts.in[0])) {
      geometry_.batch *= (geometry_.channels + block - 1) / block;
      geometry_.channels = block;
    }
    for (size_t a = 0; a < 3; ++a) {
      spans_[a] = spans_of(geometry_.axes[a], forward_);
      real_[a] = real_elements(geometry_.axes[a]);
      shares_[a].reserve(real_[a].size());
      for (const double count : real_[a]) shares_[a].push_back(1 / count);
    }
  }

  void run(Stream&, const Operands& operands) const override {
    const auto& [d, h, w] = geometry_.axes;
    const int64_t depth = forward_ ? d.out : d.in, height = forward_ ? h.out : h.in;
    const int64_t width = (forward_ ? w.out : w.in) * geometry_.channels;
    const int64_t lines = geometry_.batch * depth * height;
    const int64_t chunk = std::max<int64_t>(1, (16 << 10) / std::max<int64_t>(1, width));
    parallel_for(lines, chunk, [&](int64_t begin, int64_t end) {
      for (int64_t line = begin; line < end; ++line)
        make_line(operands, line / (depth * height), line / height % depth, line % height, line);
    });
  }

 private:
  void make_line(const Operands& operands, int64_t n, int64_t z, int64_t y, int64_t line) const {
    const auto& [d, h, w] = geometry_.axes;
    const int64_t channels = geometry_.channels;
    const int64_t made_width = (forward_ ? w.out : w.in) * channels,
                  read_width = (forward_ ? w.in : w.out) * channels;
    const int64_t read_depth = forward_ ? d.in : d.out, read_height = forward_ ? h.in : h.out;
    PoolLine out;
    out.spans = spans_[2].data();
    out.count = forward_ ? w.out : w.in;
    out.channels = channels;
    out.tap_step = forward_ ? 1 : -w.stride;
    out.made = operands.output<std::byte>() + line * made_width * size_;
    if (indexed_) out.index = operands.output<uint8_t>(1) + line * made_width;
    if (gather_) out.index = const_cast<uint8_t*>(operands.input<uint8_t>(1)) + line * made_width;
    const PoolSpan &in_depth = spans_[0][static_cast<size_t>(z)],
                   &in_height = spans_[1][static_cast<size_t>(y)];
    for (int64_t a = in_depth.first; a < in_depth.last; ++a)
      for (int64_t b = in_height.first; b < in_height.last; ++b) {
        const int64_t at = ((n * read_depth + a) * read_height + b) * read_width;
        const size_t l = out.line_count++;
        out.lines[l] = operands.input<std::byte>(0) + at * size_;
        if (!forward_ && !average_) out.winners[l] = operands.input<uint8_t>(1) + at;
        const int64_t step_d = a - in_depth.first, step_h = b - in_height.first;
        const int64_t tap_d = in_depth.tap + (forward_ ? step_d : -step_d * d.stride),
                      tap_h = in_height.tap + (forward_ ? step_h : -step_h * h.stride);
        out.taps[l] = (tap_d * h.size + tap_h) * w.size;
        if (average_)
          out.shares[l] =
              forward_ ? 1
                       : shares_[0][static_cast<size_t>(a)] * shares_[1][static_cast<size_t>(b)];
      }
    // Means are divided by the number of elements, gradients multiplied by its inverse.
    double counts[kMostAveraged];
    if (average_ && forward_) {
      const double count = real_[0][static_cast<size_t>(z)] * real_[1][static_cast<size_t>(y)];
      for (int64_t first = 0; first < w.out; first += kMostAveraged) {
        PoolLine part = out;
        part.count = std::min<int64_t>(kMostAveraged, w.out - first);
        for (int64_t i = 0; i < part.count; ++i)
          counts[i] = count * real_[2][static_cast<size_t>(first + i)];
        part.made_shares = counts;
        part.spans += first;
        part.made = static_cast<std::byte*>(out.made) + first * channels * size_;
        loop_(part);
      }
      return;
    }
    if (average_) out.span_shares = shares_[2].data();
    loop_(out);
  }

  static constexpr int64_t kMostAveraged = 256;

  bool forward_, average_, gather_, indexed_;
  PoolGeometry geometry_;
  int64_t size_;
  void (*loop_)(const PoolLine&) = nullptr;
  std::vector<PoolSpan> spans_[3];
  std::vector<double> real_[3], shares_[3];
};

Why declines(const KernelArgs& args) {
  const auto& size = args.as<PoolAttrs>().pool_size;
  const bool narrow = args.in.size() < 2 || args.in[1].dtype == DType::u8;
  const bool made_narrow = args.out.size() < 2 || args.out[1].dtype == DType::u8;
  if (!narrow || !made_narrow) return "the window has more than 256 elements";
  int64_t lines = 1;
  for (size_t i = 0; i + 1 < size.size(); ++i) lines *= size[i];
  if (lines > static_cast<int64_t>(PoolLine::kMostLines)) return "the window has too many lines";
  return {};
}

/// Channels in blocks, or dense: all operands alike.
std::vector<Layouts> offers(const KernelArgs& args) {
  const int64_t block = preferred_block();
  if (args.in[0].shape[-1] % block != 0) return {{}};
  Layouts blocked;
  for (const Spec& spec : args.in) blocked.in.push_back(blocked_channels(spec.shape, block));
  for (const Spec& spec : args.out) blocked.out.push_back(blocked_channels(spec.shape, block));
  return {std::move(blocked), {}};
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return make_ref<PoolKernel>(args, layouts);
}

}  // namespace

extern constinit const Kernel pool_kernel{
    .name = "simd", .declines = declines, .prepare = prepare, .offers = offers};

}  // namespace cornu::cpu::simd
