#include "framework/ops/batch_norm.h"

#include <algorithm>
#include <cmath>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/onednn/packed_layout.h"
#include "framework/backends/cpu/onednn/program.h"
#include "framework/base/team.h"

namespace cornu::cpu::onednn {

namespace {

bool is_forward(const KernelArgs& args) { return args.def.name == "batch_norm"; }
double epsilon_of(const KernelArgs& args) { return args.as<BatchNormOptions>().epsilon; }

/// x with channels last, of any rank, as images [n, channels, pixels, 1]; or in blocks.
Descriptor images(const Spec& x, const LayoutRef& layout) {
  if (layout) return activations(x, layout);
  const int64_t n = x.shape[0], channels = x.shape[-1],
                pixels = x.shape.sub(1, x.shape.ndim() - 1).elements();
  return Descriptor::strided(x.dtype, {n, channels, pixels, 1},
                             {pixels * channels, 1, channels, channels});
}

/// Input 4 of a gradient is the variance here, not its inverse root.
bool build(const KernelArgs& args, const Layouts& layouts, Program& program) {
  const Descriptor x = images(args.in[0], layout_of(layouts.in, 0));
  if (is_forward(args)) {
    const PrimitiveRef primitive = make_batch_norm(x, epsilon_of(args));
    if (!primitive) return false;
    program.add(primitive, {{Role::src, Place::in(0)},
                            {Role::scale, Place::in(1)},
                            {Role::shift, Place::in(2)},
                            {Role::dst, Place::out(0)},
                            {Role::mean, Place::out(1)},
                            {Role::variance, Place::out(2)}});
    return true;
  }
  const PrimitiveRef primitive = make_batch_norm_backward(x, x, epsilon_of(args));
  if (!primitive) return false;
  program.add(primitive, {{Role::src, Place::in(0)},
                          {Role::scale, Place::in(1)},
                          {Role::shift, Place::in(1)},
                          {Role::diff_dst, Place::in(2)},
                          {Role::mean, Place::in(3)},
                          {Role::variance, Place::in(4)},
                          {Role::diff_src, Place::out(0)},
                          {Role::diff_scale, Place::out(1)},
                          {Role::diff_shift, Place::out(2)}});
  return true;
}

/// oneDNN keeps the variance, the op one over the deviation: there and back for each channel.
class BatchNormKernel final : public PreparedKernel {
 public:
  BatchNormKernel(const KernelArgs& args, Ref<PreparedKernel> program)
      : program_(std::move(program)),
        forward_(is_forward(args)),
        epsilon_(static_cast<float>(epsilon_of(args))),
        channels_(args.in[1].shape.elements()),
        variance_(program_->workspace_bytes) {
    workspace_bytes = variance_ + static_cast<size_t>(channels_) * sizeof(float);
    may_alias = {{0, forward_ ? 0 : 2}};
  }

  void run(Stream& stream, const Operands& operands) const override {
    if (forward_) {
      program_->run(stream, operands);
      if (auto* inverse = operands.output<float>(3)) {
        const float* variance = operands.output<float>(2);
        for (int64_t c = 0; c < channels_; ++c) inverse[c] = 1 / std::sqrt(variance[c] + epsilon_);
      }
      return;
    }
    auto* variance =
        reinterpret_cast<float*>(static_cast<std::byte*>(operands.workspace) + variance_);
    const float* inverse = operands.input<float>(4);
    for (int64_t c = 0; c < channels_; ++c)
      variance[c] = std::max(0.f, 1 / (inverse[c] * inverse[c]) - epsilon_);
    const void* in[] = {operands.in[0], operands.in[1], operands.in[2], operands.in[3], variance};
    program_->run(stream, {in, operands.out, operands.workspace});
  }

 private:
  Ref<PreparedKernel> program_;
  bool forward_;
  float epsilon_;
  int64_t channels_;
  size_t variance_;  // where it lies in the workspace
};

Why declines(const KernelArgs& args) {
  const int64_t rank = args.in[0].shape.ndim();
  if (normalize_axis("batch_norm", args.as<BatchNormOptions>().axis, rank) != rank - 1 || rank < 2)
    return "the channels are not the last of several axes";
  return why_not(args, build);
}

/// Measured on AVX-512, nanoseconds for each element and thread, {forward, gradient}.
constexpr double kBlocked[] = {0.5, 0.67}, kChannelsLast[] = {0.76, 1.2};

std::vector<Layouts> offers(const KernelArgs& args) {
  const Spec& x = args.in[0];
  const bool forward = is_forward(args);
  const double work = static_cast<double>(x.shape.elements()) / num_threads();
  std::vector<Layouts> found;
  const int64_t block = preferred_block(), rank = x.shape.ndim();
  if (rank >= 3 && rank <= 5 && x.shape[-1] % block == 0) {
    const LayoutRef blocks = blocked_channels(x.shape, block);
    Layouts layouts;
    if (forward)
      layouts = {.in = {blocks, {}, {}}, .out = {blocks, {}, {}, {}}};
    else
      layouts = {.in = {blocks, {}, blocks, {}, {}}, .out = {blocks, {}, {}}};
    layouts.nanoseconds = work * kBlocked[!forward];
    Program program;
    if (build(args, layouts, program)) found.push_back(std::move(layouts));
  }
  found.push_back({.in = {}, .out = {}, .nanoseconds = work * kChannelsLast[!forward]});
  return found;
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  const double operations = 8 * static_cast<double>(args.in[0].shape.elements());
  return make_ref<BatchNormKernel>(args, prepare_program(args, layouts, operations, build));
}

}  // namespace

extern constinit const Kernel batch_norm_kernel{"onednn", declines, prepare, offers};

}  // namespace cornu::cpu::onednn
