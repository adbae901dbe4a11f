#pragma once

#include <mutex>
#include <vector>

#include "framework/tensor/buffer.h"

namespace cornu {

/// The working memory of the plans of a function, or of several: plans that do not run at the same
/// time use the same memory, which grows to what the largest needs.
class ArenaPool final : public RefCounted {
 public:
  /// A buffer of at least so many bytes, for one run.
  Ref<Buffer> take(Device device, size_t bytes);
  void put_back(Ref<Buffer> arena);

 private:
  std::mutex mutex_;
  std::vector<Ref<Buffer>> idle_;  // guarded
};

}  // namespace cornu
