#include "framework/ops/foreach.h"

#include <algorithm>

#include "framework/backends/cpu/simd/program.h"
#include "framework/base/team.h"

namespace cornu::cpu::simd {

namespace {

constexpr size_t kMostOperands = 32;  // of one tensor: scalars, roles and results

std::vector<DType> register_types(const KernelArgs& args) {
  const ForeachAttrs& attrs = args.as<ForeachAttrs>();
  const auto scalars = static_cast<size_t>(attrs.scalars);
  const size_t tensors = attrs.tensors(args.in.size());
  std::vector<DType> types;
  for (size_t i = 0; i < scalars; ++i) types.push_back(args.in[i].dtype);
  for (size_t role = 0; tensors > 0 && role < static_cast<size_t>(attrs.roles); ++role)
    types.push_back(args.in[scalars + role * tensors].dtype);
  return types;
}

Why declines(const KernelArgs& args) {
  const ForeachAttrs& attrs = args.as<ForeachAttrs>();
  const std::vector<DType> types = register_types(args);
  if (types.size() + attrs.program.results.size() > kMostOperands)
    return "more operands for each tensor than places for them";
  const auto scalars = static_cast<size_t>(attrs.scalars);
  const size_t tensors = attrs.tensors(args.in.size());
  if (tensors == 0) return "there are no tensors";
  for (size_t i = scalars; i < args.in.size(); ++i)
    if (args.in[i].dtype != types[scalars + (i - scalars) / tensors])
      return "the tensors of a role differ in element type";
  return Program::declines(attrs.program, types);
}

Program program_of(const KernelArgs& args) {
  const ForeachAttrs& attrs = args.as<ForeachAttrs>();
  std::vector<Program::Input> inputs;
  for (const DType dtype : register_types(args))
    inputs.push_back({dtype, inputs.size() < static_cast<size_t>(attrs.scalars)
                                 ? Broadcast::scalar()
                                 : Broadcast()});
  return {attrs.program, std::move(inputs)};
}

/// The tensors count as one long row of elements, cut into chunks of one size. Tensors whose
/// operands all lie one after the other, as in an optimizer's arenas, are run as one.
class ForeachKernel final : public PreparedKernel {
 public:
  explicit ForeachKernel(const KernelArgs& args)
      : scalars_(static_cast<size_t>(args.as<ForeachAttrs>().scalars)),
        tensors_(args.as<ForeachAttrs>().tensors(args.in.size())),
        program_(program_of(args)) {
    for (const DType dtype : register_types(args)) in_sizes_.push_back(size_of(dtype));
    for (const DType dtype : args.as<ForeachAttrs>().program.dtypes)
      out_sizes_.push_back(size_of(dtype));
    for (size_t j = 0; j < tensors_; ++j)
      starts_.push_back(starts_.back() + args.in[scalars_ + j].shape.elements());
    for (size_t k = 0; k < out_sizes_.size(); ++k)
      for (size_t i = scalars_; i < in_sizes_.size(); ++i)
        if (program_.may_alias(k, i))
          for (size_t j = 0; j < tensors_; ++j)
            may_alias.emplace_back(static_cast<int>(k * tensors_ + j),
                                   static_cast<int>(scalars_ + (i - scalars_) * tensors_ + j));
  }

  void run(Stream&, const Operands& operands) const override {
    parallel_for(starts_.back(), program_.chunk(), [&](int64_t begin, int64_t end) {
      auto j = static_cast<size_t>(std::upper_bound(starts_.begin(), starts_.end(), begin) -
                                   starts_.begin() - 1);
      while (begin < end) {
        const size_t first = j++;
        while (j < tensors_ && starts_[j] < end && follows(operands, j)) ++j;
        const int64_t stop = std::min(end, starts_[j]);
        if (begin < stop) run_tensors(operands, first, begin, stop);
        begin = stop;
      }
    });
  }

 private:
  const std::byte* in(const Operands& operands, size_t i, size_t j) const {
    return operands.input<std::byte>(i < scalars_ ? i : scalars_ + (i - scalars_) * tensors_ + j);
  }
  std::byte* out(const Operands& operands, size_t k, size_t j) const {
    return operands.output<std::byte>(k * tensors_ + j);
  }

  /// Whether all operands of tensor j lie right behind those of the one before.
  bool follows(const Operands& operands, size_t j) const {
    const auto before = static_cast<size_t>(starts_[j] - starts_[j - 1]);
    for (size_t i = scalars_; i < in_sizes_.size(); ++i)
      if (in(operands, i, j) != in(operands, i, j - 1) + before * in_sizes_[i]) return false;
    for (size_t k = 0; k < out_sizes_.size(); ++k)
      if (out(operands, k, j) != out(operands, k, j - 1) + before * out_sizes_[k]) return false;
    return true;
  }

  /// The elements [begin, end) of the long row, which lie behind the start of tensor j.
  void run_tensors(const Operands& operands, size_t j, int64_t begin, int64_t end) const {
    const void* inputs[kMostOperands];
    void* outputs[kMostOperands];
    for (size_t i = 0; i < in_sizes_.size(); ++i) inputs[i] = in(operands, i, j);
    for (size_t k = 0; k < out_sizes_.size(); ++k) outputs[k] = out(operands, k, j);
    program_.run(inputs, outputs, begin - starts_[j], end - starts_[j]);
  }

  size_t scalars_, tensors_;
  Program program_;
  std::vector<size_t> in_sizes_, out_sizes_;
  std::vector<int64_t> starts_ = {0};  // of each tensor in the long row, then its end
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ForeachKernel>(args);
}

}  // namespace

extern constinit const Kernel foreach_kernel{
    .name = "simd", .declines = declines, .prepare = prepare, .any_layout = true};

}  // namespace cornu::cpu::simd
