#include "framework/runtime/process.h"

#include <ctime>

#include "framework/runtime/process_state.h"

namespace cornu {

ProcessState::ProcessState()
    : seed(static_cast<uint64_t>(std::time(nullptr)) * 0x9E3779B97F4A7C15u) {}

ProcessState& process_state() {
  static auto* state = new ProcessState;  // never destroyed: tensors of static storage outlive main
  return *state;
}

void set_memory_limit(size_t bytes) { process_state().memory_limit = bytes; }
size_t memory_limit() { return process_state().memory_limit; }
size_t memory_in_use() { return process_state().memory_in_use; }

void set_default_device(Device device) { process_state().default_device = device; }
Device default_device() { return process_state().default_device; }

void set_deterministic(bool deterministic) { process_state().deterministic = deterministic; }
bool deterministic_kernels() { return process_state().deterministic; }

void set_random_seed(uint64_t seed) {
  process_state().seed = seed;
  process_state().seeds_given = 0;
}

uint64_t next_seed() {
  // splitmix64 of a counter: neighbouring seeds give unrelated streams
  uint64_t z = process_state().seed + 0x9E3779B97F4A7C15u * ++process_state().seeds_given;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

RandomState random_state() { return {process_state().seed, process_state().seeds_given}; }

void set_random_state(const RandomState& state) {
  process_state().seed = state.seed;
  process_state().seeds_given = state.seeds_given;
}

}  // namespace cornu
