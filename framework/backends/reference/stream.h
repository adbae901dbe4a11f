#pragma once

#include <Random123/philox.h>

#include <cstdint>

namespace cornu::reference {

/// The words of a key's stream, as framework/ops/random_def.h defines them.
class WordStream {
 public:
  explicit WordStream(const uint32_t* key) : key_{{key[0], key[1]}} {}

  /// The four words at a counter; `attempt` tells draws of one element apart.
  r123::Philox4x32::ctr_type block(int64_t counter, uint32_t attempt = 0) const {
    const auto at = static_cast<uint64_t>(counter);
    return r123::Philox4x32()(
        {{static_cast<uint32_t>(at), static_cast<uint32_t>(at >> 32), attempt, 0}}, key_);
  }
  uint32_t word(int64_t i) const { return block(i / 4)[static_cast<size_t>(i % 4)]; }

 private:
  r123::Philox4x32::key_type key_;
};

}  // namespace cornu::reference
