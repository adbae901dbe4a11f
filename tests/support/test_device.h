#pragma once

#include "framework/tensor/device.h"

namespace cornu {

/// A device for tests that keeps the core honest: its memory is really closed to the host (a read
/// is a segmentation fault), fresh and freed memory is poisoned with NaN, and its stream is lazy:
/// nothing runs until somebody waits. Its kernels are the CPU's.
Device test_device();

/// How many pieces of work its stream has run.
size_t test_device_work();

/// New tensors go to the test device while it lives.
class OnTestDevice {
 public:
  OnTestDevice();
  ~OnTestDevice();

 private:
  Device previous_;
};

}  // namespace cornu
