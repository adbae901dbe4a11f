#include "framework/model/step_cache.h"

#include "framework/compiler/executable.h"

namespace cornu {

namespace {

TensorStruct without_tensors(const TensorStruct& tensors) {
  return tensors.with(Tensors(tensors.size()));
}

bool same_structure(const TensorStruct& a, const TensorStruct& b) {
  return a.kind() == b.kind() && a.size() == b.size() && a.names() == b.names();
}

}  // namespace

StepLayout StepLayout::of(const Dataset& dataset) {
  return {without_tensors(dataset.x()), without_tensors(dataset.y()),
          without_tensors(dataset.sample_weight())};
}

bool operator==(const StepLayout& a, const StepLayout& b) {
  return same_structure(a.x, b.x) && same_structure(a.y, b.y) &&
         same_structure(a.sample_weight, b.sample_weight);
}

/// A step for one layout. What structure its results have is seen when it is traced first.
struct StepCache::Traced {
  Traced(const Step& step, const StepLayout& layout, const Ref<ArenaPool>& arenas)
      : layout(layout),
        function([this, step](const Tensors& in) { return trace(step, in); }, arenas) {}

  Tensors trace(const Step& step, const Tensors& in) {
    const auto x_end = in.begin() + static_cast<std::ptrdiff_t>(layout.x.size());
    const auto y_end = x_end + static_cast<std::ptrdiff_t>(layout.y.size());
    const TensorStruct made =
        step({layout.x.with({in.begin(), x_end}), layout.y.with({x_end, y_end}),
              layout.sample_weight.with({y_end, in.end()})});
    std::call_once(seen, [&] { outputs = without_tensors(made); });
    return made.flat();
  }

  const StepLayout layout;
  std::once_flag seen;
  TensorStruct outputs;
  TracedFunction function;
};

void StepCache::reset(Step step, bool eager) {
  step_ = std::move(step);
  eager_ = eager;
  traced_.clear();
}

void StepCache::forget() {
  const std::lock_guard lock(mutex_);
  traced_.clear();
}

std::shared_ptr<StepCache::Traced> StepCache::traced(const StepLayout& layout) {
  const std::lock_guard lock(mutex_);
  for (const auto& known : traced_)
    if (known->layout == layout) return known;
  return traced_.emplace_back(std::make_shared<Traced>(step_, layout, arenas_));
}

std::vector<Ref<Executable>> StepCache::executables() const {
  const std::lock_guard lock(mutex_);
  std::vector<Ref<Executable>> all;
  for (const auto& traced : traced_) {
    const std::vector<Ref<Executable>> found = traced->function.executables();
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

TensorStruct StepCache::operator()(const StepLayout& layout, const Batch& batch) {
  if (eager_)
    return step_({layout.x.with(batch.x), layout.y.with(batch.y),
                  layout.sample_weight.with(batch.sample_weight)});
  Tensors flat = batch.x;
  flat.insert(flat.end(), batch.y.begin(), batch.y.end());
  flat.insert(flat.end(), batch.sample_weight.begin(), batch.sample_weight.end());
  const std::shared_ptr<Traced> step = traced(layout);
  Tensors made = step->function(flat);
  return step->outputs.with(std::move(made));
}

}  // namespace cornu
