#include <benchmark/benchmark.h>
#include <cornu/cornu.h>

/// What a call costs beside its arithmetic, all on tensors of ten elements.
namespace {

using namespace cornu;

Tensor ten() { return random::uniform({10}, {.seed = 1}); }

void eager_add(benchmark::State& state) {
  const Tensor x = ten(), y = ten();
  for (auto _ : state) benchmark::DoNotOptimize(x + y);
}
BENCHMARK(eager_add);

/// A hundred adds; on_tape less off_tape, by a hundred, is what a tape costs for each op.
Tensor hundred_adds(Tensor x, const Tensor& y) {
  for (int i = 0; i < 100; ++i) x = x + y;
  return x;
}

void hundred_adds_off_tape(benchmark::State& state) {
  const Tensor x = ten(), y = ten();
  for (auto _ : state) benchmark::DoNotOptimize(hundred_adds(x, y));
}
BENCHMARK(hundred_adds_off_tape);

void hundred_adds_on_tape(benchmark::State& state) {
  const Tensor x = ten(), y = ten();
  for (auto _ : state) {
    GradientTape tape;
    tape.watch(x);
    benchmark::DoNotOptimize(hundred_adds(x, y));
  }
}
BENCHMARK(hundred_adds_on_tape);

void hundred_adds_and_gradient(benchmark::State& state) {
  const Tensor x = ten(), y = ten();
  for (auto _ : state) {
    GradientTape tape;
    tape.watch(x);
    const Tensor z = hundred_adds(x, y);
    benchmark::DoNotOptimize(tape.gradient(z, x));
  }
}
BENCHMARK(hundred_adds_and_gradient);

void function_of_ten_ops(benchmark::State& state) {
  const Function f([](const Tensor& x) {
    Tensor y = x;
    for (int i = 0; i < 5; ++i) y = ops::tanh(y) * x;
    return ops::sum(y);
  });
  const Tensor x = ten();
  for (auto _ : state) benchmark::DoNotOptimize(f(x));
}
BENCHMARK(function_of_ten_ops);

void variable_assign_add(benchmark::State& state) {
  const Variable v(ten());
  const Tensor x = ten();
  for (auto _ : state) v.assign_add(x);
}
BENCHMARK(variable_assign_add);

}  // namespace
