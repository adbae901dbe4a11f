#include "apps/cornu/kernel_profile.h"

#include <algorithm>
#include <numeric>

namespace cornu::program {

KernelProfile::KernelProfile(const Trainer& trainer) {
  for (const Ref<Executable>& each : trainer.training_steps())
    if (!executable_ || each->memory().bytes > executable_->memory().bytes) executable_ = each;
  if (!executable_) return;  // steps that run eagerly have no kernels of their own
  seconds_.resize(executable_->steps().size());
  executable_->observe(
      [](void* profile, size_t step, bool begins) {
        static_cast<KernelProfile*>(profile)->note(step, begins);
      },
      this);
}

KernelProfile::~KernelProfile() {
  if (executable_) executable_->observe(nullptr, nullptr);
}

void KernelProfile::note(size_t step, bool begins) {
  const auto now = std::chrono::steady_clock::now();
  if (!begins) seconds_[step] += std::chrono::duration<double>(now - begin_).count();
  if (begins && step == 0) ++runs_;
  begin_ = now;
}

double KernelProfile::arena_mb() const {
  return executable_ ? static_cast<double>(executable_->memory().bytes) / (1 << 20) : 0;
}

Json KernelProfile::json() const {
  Json rows = Json::array();
  if (runs_ == 0) return rows;
  const double total = std::accumulate(seconds_.begin(), seconds_.end(), 0.0);
  std::vector<size_t> order(seconds_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return seconds_[a] > seconds_[b]; });
  for (const size_t i : order) {
    const Executable::Step& step = executable_->steps()[i];
    rows.push_back(Json::object()
                       .set("op", step.node->def->name)
                       .set("kernel", step.kernel->name)
                       .set("layer", step.node->place.layers)
                       .set("us_per_step", seconds_[i] / static_cast<double>(runs_) * 1e6)
                       .set("share", total > 0 ? seconds_[i] / total : 0.0));
  }
  return rows;
}

}  // namespace cornu::program
