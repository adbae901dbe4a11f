#include <cmath>
#include <cstring>

#include "benchmarks/ops/measured.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/foreach.h"

namespace cornu {
namespace {

void copy(benchmark::State& state) {
  const auto count = static_cast<size_t>(state.range(0));
  std::vector<float> from(count, 1.f), to(count);
  for (auto _ : state) {
    std::memcpy(to.data(), from.data(), count * sizeof(float));
    benchmark::ClobberMemory();
  }
  state.counters["GB/s"] = benchmark::Counter(static_cast<double>(count) * 8 / 1e9,
                                              benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(copy)->Arg(10)->Arg(100 << 10)->Arg(4 << 20);

void binary(benchmark::State& state, const char* op) {
  const Spec x = floats({state.range(0)});
  measure(state, Measured(op, {x, x}), static_cast<double>(x.bytes()) * 3);
}
BENCHMARK_CAPTURE(binary, add, "add")->Arg(10)->Arg(100 << 10)->Arg(4 << 20);
BENCHMARK_CAPTURE(binary, power, "power")->Arg(100 << 10);

void unary(benchmark::State& state, const char* op) {
  const Spec x = floats({state.range(0)});
  measure(state, Measured(op, {x}), static_cast<double>(x.bytes()) * 2);
}
BENCHMARK_CAPTURE(unary, relu, "relu")->Arg(100 << 10)->Arg(4 << 20);
BENCHMARK_CAPTURE(unary, exp, "exp")->Arg(100 << 10);
BENCHMARK_CAPTURE(unary, tanh, "tanh")->Arg(100 << 10);
BENCHMARK_CAPTURE(unary, sigmoid, "sigmoid")->Arg(100 << 10);
BENCHMARK_CAPTURE(unary, erf, "erf")->Arg(100 << 10);

void bias(benchmark::State& state) {
  const Spec x = floats({128, state.range(0)});
  measure(state, Measured("add", {x, floats({state.range(0)})}),
          static_cast<double>(x.bytes()) * 2);
}
BENCHMARK(bias)->Arg(10)->Arg(512)->Arg(4096);

/// Adam as an optimizer emits it: m, v and the weight of one arena, in place.
void adam(benchmark::State& state) {
  enum : int64_t { rate, beta1, beta2, rest1, rest2, epsilon, weight, gradient, m, v, inputs };
  ForeachAttrs attrs{.scalars = 6, .roles = 4};
  FusedProgram& program = attrs.program;
  const auto op = [&](int row, int64_t a, int64_t b = 0) { return program.add(inputs, row, a, b); };
  const int64_t new_m = op(row_add, op(row_multiply, beta1, m), op(row_multiply, rest1, gradient));
  const int64_t new_v =
      op(row_add, op(row_multiply, beta2, v), op(row_multiply, rest2, op(row_square, gradient)));
  const int64_t step =
      op(row_true_divide, op(row_multiply, rate, new_m), op(row_add, op(row_sqrt, new_v), epsilon));
  program.results = {op(row_subtract, weight, step), new_m, new_v};
  program.dtypes = {DType::f32, DType::f32, DType::f32};
  std::vector<Spec> in(6, floats({}));
  const Spec arena = floats({state.range(0)});
  in.insert(in.end(), 4, arena);
  Measured work("foreach", in, attrs);
  work.write_output_over_input(0, weight);
  work.write_output_over_input(1, m);
  work.write_output_over_input(2, v);
  measure(state, work, static_cast<double>(arena.bytes()) * 7);
}
BENCHMARK(adam)->Arg(35 << 10)->Arg(670'000)->Arg(4 << 20);

/// The same by hand, one loop, which the compiler vectorizes for the baseline: the bar to pass.
void adam_by_hand(benchmark::State& state) {
  const auto count = static_cast<size_t>(state.range(0));
  std::vector<float> w(count, .5f), g(count, .5f), m(count, .5f), v(count, .5f);
  for (auto _ : state) {
    for (size_t i = 0; i < count; ++i) {
      m[i] = 0.9f * m[i] + 0.1f * g[i];
      v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
      w[i] -= 0.001f * m[i] / (std::sqrt(v[i]) + 1e-7f);
    }
    benchmark::ClobberMemory();
  }
  state.counters["GB/s"] = benchmark::Counter(static_cast<double>(count) * 28 / 1e9,
                                              benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(adam_by_hand)->Arg(35 << 10)->Arg(670'000)->Arg(4 << 20);

}  // namespace
}  // namespace cornu
