// Loading a large model beside reading its file's bytes: the floor that nothing can go below.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "framework/base/file.h"
#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/saving/model_file.h"
#include "layers/dense.h"

namespace {

using namespace cornu;

/// A file of 100 MB, made once.
const std::string& large_file() {
  static const std::string path = [] {
    std::string made = std::filesystem::temp_directory_path() / "cornu_load_benchmark.keras";
    Sequential({Input({5000}), layers::Dense(5000, {.kernel_initializer = "ones"})}).save(made);
    std::atexit([] { std::filesystem::remove(large_file()); });
    return made;
  }();
  return path;
}

void ReadBytes(benchmark::State& state) {
  const std::string& path = large_file();
  for (auto _ : state) benchmark::DoNotOptimize(read_file(path));
}

void LoadModel(benchmark::State& state) {
  const std::string& path = large_file();
  for (auto _ : state) benchmark::DoNotOptimize(load_model(path));
}

BENCHMARK(ReadBytes)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(LoadModel)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
