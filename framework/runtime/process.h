#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "framework/base/team.h"
#include "framework/tensor/device.h"

namespace cornu {

/// The most bytes that tensors may take on the CPU; 0: no limit. Beyond it DeviceError is thrown.
void set_memory_limit(size_t bytes);
size_t memory_limit();
/// Bytes that live tensors hold on the CPU now.
size_t memory_in_use();

/// Where new tensors go.
void set_default_device(Device device);
Device default_device();

/// Whether only kernels that give the same bits each time may run. Default: yes.
void set_deterministic(bool deterministic);
bool deterministic_kernels();

/// Seeds everything random that has no seed of its own.
void set_random_seed(uint64_t seed);
/// The next seed for something that was given none.
uint64_t next_seed();

/// Where that stream of seeds stands.
struct RandomState {
  uint64_t seed = 0;
  uint64_t seeds_given = 0;
};
RandomState random_state();
void set_random_state(const RandomState& state);

}  // namespace cornu
