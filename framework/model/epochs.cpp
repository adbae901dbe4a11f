#include "framework/model/epochs.h"

#include <algorithm>
#include <utility>

#include "framework/base/error.h"
#include "framework/runtime/messages.h"

namespace cornu {

Epochs::Epochs(BatchReader& reader, std::optional<int64_t> steps, int64_t execution, uint64_t seed)
    : reader_(reader), steps_(steps), seed_(seed) {
  if (!steps) return;
  if (*steps < 1) fail<ValueError>("the number of steps must be at least 1, not ", *steps, ".");
  most_ = (*steps + execution - 1) / execution * execution;
}

void Epochs::begin() {
  if (std::exchange(midway_, false)) return;
  seen_ = 0;
  ended_ = false;
  if (steps_ && left_ > 0) return;
  reader_.start(static_cast<uint64_t>(passes_++));
  left_ = reader_.batches();
}

bool Epochs::next(Batch& batch) {
  ended_ = true;
  if (steps_ && seen_ == most_) return false;
  if (!reader_.next(batch)) {
    if (steps_ && seen_ < *steps_) warn("The data ended before steps_per_epoch batches.");
    return false;
  }
  ended_ = false;
  ++seen_;
  --left_;
  return true;
}

DataPosition Epochs::position() const {
  return {.batch = seen_, .passes = passes_, .left = left_, .seed = static_cast<int64_t>(seed_)};
}

void Epochs::go_to(const DataPosition& position) {
  const bool fits = position.batch >= 0 && position.passes >= 0 && position.left >= 0 &&
                    position.left <= std::max<int64_t>(0, reader_.batches()) &&
                    position.batch <= std::max(steps(), most_);
  if (!fits)
    fail<ValueError>("the backup was made of other data: it stands at batch ", position.batch,
                     " of an epoch of ", steps(), ", with ", position.left, " of ",
                     reader_.batches(), " batches left.");
  seed_ = static_cast<uint64_t>(position.seed);
  reader_.reseed(seed_);
  passes_ = position.passes;
  seen_ = position.batch;
  left_ = position.left;
  midway_ = seen_ > 0;
  if (passes_ == 0 || (left_ == 0 && !midway_)) return;  // begin() starts the next pass
  reader_.start(static_cast<uint64_t>(passes_ - 1));
  reader_.skip(reader_.batches() - left_);
}

}  // namespace cornu
