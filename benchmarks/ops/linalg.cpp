#include "benchmarks/ops/measured.h"
#include "framework/ops/linalg_def.h"

namespace cornu {
namespace {

constexpr uint64_t kFactor = 6364136223846793005u, kSummand = 1442695040888963407u;

/// Symmetric, with a heavy diagonal, and without structure else: every op takes it.
template <class T>
void fill(T* x, int64_t count, int64_t n) {
  uint64_t state = 1;
  for (int64_t matrix = 0; matrix < count; ++matrix, x += n * n)
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t j = 0; j < i; ++j) {
        state = state * kFactor + kSummand;
        x[i * n + j] = x[j * n + i] = static_cast<T>(static_cast<double>(state >> 40) / (1 << 24));
      }
      x[i * n + i] = static_cast<T>(n);
    }
}

/// Matrices a second, each [n, n].
void linalg(benchmark::State& state, const char* op, DType dtype, int64_t count, int64_t n) {
  const Spec x{dtype, {count, n, n}, {}};
  std::vector<Spec> in = {x};
  if (std::string_view(op).starts_with("solve")) in.push_back(x);
  Measured work(op, in, find_op(op)->attrs ? Attrs(LinalgAttrs{}) : Attrs(), "eigen");
  if (dtype == DType::f64)
    fill(work.input<double>(0), count, n);
  else
    fill(work.input<float>(0), count, n);
  for (auto _ : state) work();
  state.counters["matrices/s"] =
      benchmark::Counter(static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate);
}

#define CORNU_MEASURE(op)                                           \
  BENCHMARK_CAPTURE(linalg, op##_f32_512, #op, DType::f32, 1, 512); \
  BENCHMARK_CAPTURE(linalg, op##_f64_512, #op, DType::f64, 1, 512); \
  BENCHMARK_CAPTURE(linalg, op##_f32_8, #op, DType::f32, 1000, 8)
CORNU_MEASURE(cholesky);
CORNU_MEASURE(det);
CORNU_MEASURE(eig);
CORNU_MEASURE(eigh);
CORNU_MEASURE(lu_factor);
CORNU_MEASURE(pinv);
CORNU_MEASURE(qr);
CORNU_MEASURE(singular_values);
CORNU_MEASURE(solve);
CORNU_MEASURE(solve_triangular);
CORNU_MEASURE(svd);

}  // namespace
}  // namespace cornu
