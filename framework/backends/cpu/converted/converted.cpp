#include "framework/backends/cpu/converted/converted.h"

#include <algorithm>

#include "framework/backends/cpu/kernels.h"
#include "framework/backends/cpu/simd/convert.h"
#include "framework/base/error.h"
#include "framework/base/team.h"

namespace cornu::cpu::converted {

namespace {

constexpr size_t kAlignment = 64;
constexpr int64_t kChunk = 32 << 10;
constexpr size_t kMostOperands = 8;

DType wide(DType dtype) {
  if (dtype == DType::f16 || dtype == DType::bf16) return DType::f32;
  return size_of(dtype) < 4 ? DType::i32 : dtype;
}

/// Operands of the first one's type are converted; indices, labels and statistics stay.
std::vector<Spec> widened(std::span<const Spec> specs, DType narrow) {
  std::vector<Spec> out(specs.begin(), specs.end());
  for (Spec& spec : out)
    if (spec.dtype == narrow) spec.dtype = wide(narrow);
  return out;
}

/// The kernel for converted operands, or null and why there is none.
const Kernel* kernel_for(const KernelArgs& args, Why& why) {
  why = concat("there is none for ", args.in[0].dtype, " either");
  for (const KernelRow& row : kernels()) {
    if (row.op != args.def.kernels() || row.kernel->prepare == prepare) continue;
    why = row.kernel->declines(args);
    if (why.empty()) return row.kernel;
  }
  return nullptr;
}

class ConvertedKernel final : public PreparedKernel {
 public:
  ConvertedKernel(const KernelArgs& args, Ref<PreparedKernel> inner)
      : inner_(std::move(inner)), narrow_(args.in[0].dtype) {
    workspace_bytes = aligned(inner_->workspace_bytes);
    const auto place = [&](std::span<const Spec> specs, std::vector<Converted>& list) {
      for (const Spec& spec : specs) {
        const bool converts = spec.dtype == narrow_;
        const int64_t count = spec.shape.elements();
        list.push_back({converts, count, workspace_bytes});
        if (converts)
          workspace_bytes += aligned(static_cast<size_t>(count) * size_of(wide(narrow_)));
      }
    };
    place(args.in, in_);
    place(args.out, out_);
    load_ = simd::load_as(narrow_, wide(narrow_));
    store_ = simd::store_as(wide(narrow_), narrow_);
    deterministic = inner_->deterministic;
    capturable = inner_->capturable;
  }

  void run(Stream& stream, const Operands& operands) const override {
    const void* in[kMostOperands] = {};
    void* out[kMostOperands] = {};
    auto* workspace = static_cast<std::byte*>(operands.workspace);
    for (size_t i = 0; i < in_.size(); ++i) {
      in[i] = operands.in[i];
      if (!in_[i].converts) continue;
      in[i] = workspace + in_[i].place;
      convert(load_, operands.in[i], size_of(narrow_), workspace + in_[i].place,
              size_of(wide(narrow_)), in_[i].count);
    }
    for (size_t i = 0; i < out_.size(); ++i)
      out[i] = out_[i].converts && operands.out[i] ? workspace + out_[i].place : operands.out[i];
    inner_->run(stream, {in, out, workspace});
    for (size_t i = 0; i < out_.size(); ++i)
      if (out_[i].converts && operands.out[i])
        convert(store_, out[i], size_of(wide(narrow_)), operands.out[i], size_of(narrow_),
                out_[i].count);
  }

 private:
  struct Converted {
    bool converts;
    int64_t count;
    size_t place;
  };

  static size_t aligned(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

  static void convert(simd::Convert function, const void* from, size_t from_size, void* to,
                      size_t to_size, int64_t count) {
    parallel_for(count, kChunk, [&](int64_t begin, int64_t end) {
      const auto at = static_cast<size_t>(begin);
      function(static_cast<const std::byte*>(from) + at * from_size,
               static_cast<std::byte*>(to) + at * to_size, static_cast<size_t>(end - begin));
    });
  }

  Ref<PreparedKernel> inner_;
  DType narrow_;
  std::vector<Converted> in_, out_;
  simd::Convert load_ = nullptr, store_ = nullptr;
};

/// Calls `f` with the arguments of the kernel inside.
template <class F>
auto with_widened(const KernelArgs& args, const F& f) {
  const std::vector<Spec> in = widened(args.in, args.in[0].dtype),
                          out = widened(args.out, args.in[0].dtype);
  KernelArgs inner{args.def, args.attrs, in, out, args.wanted, args.subgraphs, args.deterministic};
  return f(inner);
}

}  // namespace

Why declines(const KernelArgs& args) {
  if (wide(args.in[0].dtype) == args.in[0].dtype)
    return concat("it converts smaller types, not ", args.in[0].dtype);
  if (std::max(args.in.size(), args.out.size()) > kMostOperands) return "too many operands";
  return with_widened(args, [](const KernelArgs& inner) {
    Why why;
    kernel_for(inner, why);
    return why;
  });
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return with_widened(args, [&](const KernelArgs& inner) -> Ref<PreparedKernel> {
    Why why;
    const Kernel* kernel = kernel_for(inner, why);
    CORNU_CHECK(kernel, args.def.name, ": ", why);
    return make_ref<ConvertedKernel>(args, kernel->prepare(inner, {}));
  });
}

}  // namespace cornu::cpu::converted
