#pragma once

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "framework/runtime/backend.h"

namespace cornu {

/// A kernel prepared for an op on operands that lie ready: what a compiled step runs.
class Measured {
 public:
  Measured(const char* op, std::vector<Spec> in, Attrs attrs = {}, const char* kernel = "simd",
           uint64_t wanted = ~uint64_t{0})
      : in_(std::move(in)), attrs_(std::move(attrs)), def_(*find_op(op)) {
    out_ = def_.infer({def_, in_, attrs_, {}});
    const ForceKernel forced(kernel);
    kernel_ = prepare_kernel({def_, attrs_, in_, out_, wanted}, {});
    for (const Spec& spec : in_) in_data_.push_back(reserve(spec.bytes()));
    for (const Spec& spec : out_) out_data_.push_back(reserve(spec.bytes()));
    workspace_ = reserve(kernel_->workspace_bytes);
  }

  void operator()() const {
    kernel_->run(backend_of({}).stream(0), {in_data_.data(), out_data_.data(), workspace_});
  }
  /// Results over operands, as memory planning lays them.
  void write_output_over_input(size_t output, size_t input) {
    out_data_[output] = const_cast<void*>(in_data_[input]);
  }
  /// An input's elements, to be filled in: 1/2 suits no index.
  template <class T>
  T* input(size_t i) {
    return static_cast<T*>(const_cast<void*>(in_data_[i]));
  }

 private:
  /// Every float in it is 1/2, every integer small enough to index a window.
  void* reserve(size_t bytes) {
    const size_t words = bytes / sizeof(float) + 16;
    auto& block = blocks_.emplace_back(new float[words]);
    for (size_t i = 0; i < words; ++i) block[i] = 0.5f;
    return block.get();
  }

  std::vector<Spec> in_, out_;
  Attrs attrs_;
  const OpDef& def_;
  Ref<PreparedKernel> kernel_;
  std::vector<std::unique_ptr<float[]>> blocks_;
  std::vector<const void*> in_data_;
  std::vector<void*> out_data_;
  void* workspace_ = nullptr;
};

inline Spec floats(const Shape& shape) { return {DType::f32, shape, {}}; }

/// Runs it in the benchmark's loop, as so many operations each time.
inline void measure_operations(benchmark::State& state, const Measured& work, double operations) {
  for (auto _ : state) work();
  state.counters["GFLOP/s"] =
      benchmark::Counter(operations / 1e9, benchmark::Counter::kIsIterationInvariantRate);
}

/// Runs it in the benchmark's loop; `bytes` are read and written each time.
inline void measure(benchmark::State& state, const Measured& work, double bytes) {
  for (auto _ : state) work();
  state.counters["GB/s"] =
      benchmark::Counter(bytes / 1e9, benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace cornu
