#include <hwy/targets.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "framework/backends/cpu/eigen/loops.h"
#include "framework/backends/cpu/simd/broadcast.h"
#include "framework/base/error.h"
#include "framework/base/team.h"
#include "framework/ops/linalg_def.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::eigen {

namespace {

constexpr std::pair<std::string_view, Loop Loops::*> kOps[] = {
    {"cholesky", &Loops::cholesky},
    {"det", &Loops::det},
    {"eig", &Loops::eig},
    {"eigh", &Loops::eigh},
    {"lu_factor", &Loops::lu_factor},
    {"pinv", &Loops::pinv},
    {"qr", &Loops::qr},
    {"singular_values", &Loops::singular_values},
    {"slogdet", &Loops::slogdet},
    {"solve", &Loops::solve},
    {"solve_triangular", &Loops::solve_triangular},
    {"svd", &Loops::svd}};

const Loops& loops_of(DType dtype) {
  const bool wide = dtype == DType::f64;
#ifdef __x86_64__
  if (hwy::SupportedTargets() & HWY_AVX2) return wide ? avx2::f64_loops : avx2::f32_loops;
#endif
  return wide ? baseline::f64_loops : baseline::f32_loops;
}

Loop loop_of(std::string_view op, DType dtype) {
  for (const auto& [name, loop] : kOps)
    if (name == op) return loops_of(dtype).*loop;
  fail<InternalError>("no matrices in ", op);
}

/// Where each matrix of an operand lies for the matrices of the result, which it broadcasts to.
std::vector<int64_t> places(const Shape& operand, const Shape& batch) {
  if (batch.elements() == 0) return {};
  std::vector<int64_t> numbers(static_cast<size_t>(operand.elements())),
      places(static_cast<size_t>(batch.elements()));
  for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int64_t>(i);
  simd::Broadcast(operand, batch)
      .fill(numbers.data(), places.data(), 0, static_cast<int64_t>(places.size()), sizeof(int64_t));
  return places;
}

/// Each matrix of the batch is one thread's. Eigen allocates what it needs beside the operands.
class LinalgKernel final : public PreparedKernel {
 public:
  explicit LinalgKernel(const KernelArgs& args)
      : loop_(loop_of(args.def.name, args.in[0].dtype)), matrices_(args.in[0].shape) {
    const Shape &a = args.in[0].shape, &whole = args.in.size() > 1 ? args.out[0].shape : a;
    const Shape batch = whole.sub(0, whole.ndim() - 2);
    count_ = batch.elements();
    problem_ = {a[-2], a[-1], whole[-1], false, false, false, 0};
    if (args.def.attrs) {
      const LinalgAttrs& attrs = args.as<LinalgAttrs>();
      problem_.lower = attrs.lower, problem_.transposed = attrs.transposed;
      problem_.full = attrs.full, problem_.rcond = attrs.rcond;
      checked_ = attrs.checked;
    }
    if (args.def.name == "cholesky") refuse_ = fail_not_positive;
    if (args.def.name == "solve") refuse_ = fail_singular;
    for (const Spec& spec : args.in) {
      const Shape& shape = spec.shape;
      const int64_t size = shape[-2] * shape[-1] * static_cast<int64_t>(size_of(spec.dtype));
      in_.push_back({size, places(shape.sub(0, shape.ndim() - 2), batch)});
    }
    for (const Spec& spec : args.out)
      out_.push_back(spec.shape.elements() / std::max<int64_t>(1, count_) *
                     static_cast<int64_t>(size_of(spec.dtype)));
  }

  void run(Stream&, const Operands& operands) const override {
    constexpr int64_t kWork = 64 << 10;  // multiplications worth a thread
    const int64_t work = problem_.rows * problem_.columns * std::max(problem_.rows, problem_.right);
    std::atomic<int64_t> refused = count_;
    parallel_for(count_, std::max<int64_t>(1, kWork / std::max<int64_t>(1, work)),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t n = begin; n < end; ++n)
                     if (!one(operands, n)) note(refused, n);
                 });
    if (refused < count_ && checked_ && refuse_)
      refuse_(matrices_, in_[0].places[static_cast<size_t>(refused)]);
  }

 private:
  struct Input {
    int64_t bytes;  // of one matrix
    std::vector<int64_t> places;
  };

  bool one(const Operands& operands, int64_t n) const {
    const void* in[2] = {};
    void* out[4] = {};
    for (size_t i = 0; i < in_.size(); ++i)
      in[i] = operands.input<std::byte>(i) + in_[i].places[static_cast<size_t>(n)] * in_[i].bytes;
    for (size_t i = 0; i < out_.size(); ++i) out[i] = operands.output<std::byte>(i) + n * out_[i];
    return loop_(problem_, in, out);
  }

  /// The first of all, whichever thread is first.
  static void note(std::atomic<int64_t>& refused, int64_t n) {
    int64_t first = refused;
    while (n < first && !refused.compare_exchange_weak(first, n)) {
    }
  }

  Loop loop_;
  Shape matrices_;
  int64_t count_ = 0;
  Problem problem_{};
  bool checked_ = false;
  void (*refuse_)(const Shape& x, int64_t number) = nullptr;
  std::vector<Input> in_;
  std::vector<int64_t> out_;  // bytes of one matrix
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  if (dtype != DType::f32 && dtype != DType::f64) return concat("no matrices of ", dtype);
  for (const Spec& spec : args.in)
    if (spec.shape[-1] == 0 || spec.shape[-2] == 0) return "the matrices have no elements";
  return {};
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<LinalgKernel>(args);
}

}  // namespace

extern constinit const Kernel linalg_kernel{"eigen", declines, prepare};

}  // namespace cornu::cpu::eigen
