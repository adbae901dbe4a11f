#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "framework/tensor/device.h"
#include "framework/tensor/dtype.h"

namespace spdlog {
class logger;
}

namespace cornu {

class KernelCache;
struct UserClasses;

/// What layers compute in, and keep weights in, where they are told nothing.
struct DTypePair {
  DType compute = DType::f32;
  DType variable = DType::f32;
};

/// All state that belongs to the process and not to an object. Each part is atomic or guarded.
struct ProcessState {
  ProcessState();

  std::atomic<size_t> memory_limit{0};
  std::atomic<size_t> memory_in_use{0};
  std::atomic<Device> default_device{};
  std::atomic<bool> deterministic{true};
  std::atomic<DTypePair> dtype_policy{};
  std::atomic<uint64_t> seed;
  std::atomic<uint64_t> seeds_given{0};
  std::atomic<uint64_t> calls_recorded{0};  ///< On symbolic tensors.
  std::atomic<uint64_t> models_changed{0};  ///< Models that got or lost layers after they ran.

  std::mutex names_mutex;
  std::map<std::string, int> names;  ///< Automatic names given so far, by stem; guarded.

  std::mutex classes_mutex;
  UserClasses* classes = nullptr;  ///< What users registered in the catalogue; guarded.

  std::mutex messages_mutex;
  std::shared_ptr<spdlog::logger> logger;            ///< Null: spdlog's default; guarded.
  std::function<void(std::string_view)> print_sink;  ///< Null: standard output; guarded.
  std::set<std::string> warnings_given;              ///< By warn_once; guarded.

  std::mutex kernels_mutex;
  KernelCache* kernels = nullptr;  ///< Prepared kernels of eager calls; guarded.
};

ProcessState& process_state();

}  // namespace cornu
