#include "framework/model/fit_options.h"

#include <algorithm>

#include "framework/base/error.h"

namespace cornu {

ShuffleArg::ShuffleArg(std::string_view what) : value_(Shuffle::batches) {
  if (what != "batch")
    fail<ValueError>("shuffle must be true, false or \"batch\", not ", quote(what), ".");
}

int64_t batch_size_of(std::optional<int64_t> given, std::optional<int64_t> steps, int64_t samples) {
  if (given) return *given;
  if (steps && *steps > 0) return 1 + (samples - 1) / *steps;
  return 32;
}

void ValidationFreq::check() const {
  if (every_ < 1 && epochs_.empty())
    fail<ValueError>("fit: validation_freq must be at least 1, not ", every_, ".");
}

bool ValidationFreq::includes(int64_t epoch) const {
  if (epochs_.empty()) return (epoch + 1) % every_ == 0;
  return std::find(epochs_.begin(), epochs_.end(), epoch + 1) != epochs_.end();
}

}  // namespace cornu
