#include "framework/model/check_gradients.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <random>
#include <unordered_map>
#include <utility>

#include "framework/autodiff/tape.h"
#include "framework/base/error.h"
#include "framework/model/trainer.h"
#include "framework/ops/cast.h"

namespace cornu {

namespace {

/// Variables as they are but for one; what an evaluation assigns it keeps to itself.
class OtherValues final : public VariableAccess {
 public:
  explicit OtherValues(const Variable& variable = {}, const Tensor& value = {})
      : outer_(std::exchange(current(), this)) {
    if (variable.defined()) values_[&variable.state()] = value;
  }
  OtherValues(const OtherValues&) = delete;
  OtherValues& operator=(const OtherValues&) = delete;
  ~OtherValues() override { current() = outer_; }

  Tensor read(const Variable& variable) override {
    const auto known = values_.find(&variable.state());
    return known != values_.end() ? known->second : variable.state().snapshot();
  }
  void assign(const Variable& variable, const Tensor& value) override {
    values_[&variable.state()] = value;
  }

 private:
  VariableAccess* outer_;
  std::unordered_map<const Variable::State*, Tensor> values_;
};

using Numbers = std::vector<double>;

/// A weight with the gradient that the tape finds.
struct Checked {
  const Variable& weight;
  Numbers values, gradient;
};

/// Elements to move a weight by, and the slope that the gradient promises.
struct Direction {
  Numbers by;
  double slope = 0, size = 0;  // of the sum and of its terms
};

Direction direction_of(const Checked& checked, Numbers by) {
  Direction made{std::move(by)};
  for (size_t i = 0; i < made.by.size(); ++i) {
    made.slope += made.by[i] * checked.gradient[i];
    made.size += std::abs(made.by[i] * checked.gradient[i]);
  }
  return made;
}

/// Along the gradient; and two times some elements, large gradients and any, with changing signs:
/// a gradient whose elements are in the wrong places has the right length.
std::vector<Direction> directions_of(const Checked& checked) {
  constexpr size_t kElements = 16;
  const size_t size = checked.values.size();
  std::vector<Direction> all;
  const double largest =
      std::accumulate(checked.gradient.begin(), checked.gradient.end(), 0.0,
                      [](double most, double each) { return std::max(most, std::abs(each)); });
  if (largest > 0) {
    Numbers by = checked.gradient;
    for (double& each : by) each /= largest;
    all.push_back(direction_of(checked, std::move(by)));
  }
  std::vector<size_t> order(size);
  std::iota(order.begin(), order.end(), size_t{0});
  const size_t large = std::min(size, kElements);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(large), order.end(),
                    [&](size_t a, size_t b) {
                      return std::abs(checked.gradient[a]) > std::abs(checked.gradient[b]);
                    });
  std::mt19937 random;  // NOLINT(cert-msc51-cpp): the same directions each time
  const auto sign = [&] { return random() % 2 == 0 ? 1.0 : -1.0; };
  for (int round = 0; round < 2; ++round) {
    Numbers by(size);
    for (size_t i = 0; i < large; ++i) {
      by[order[i]] = sign();
      by[random() % size] = sign();
    }
    all.push_back(direction_of(checked, std::move(by)));
  }
  return all;
}

class Check {
 public:
  Check(const Model& model, const TensorStruct& x, const TensorStruct& y,
        const CheckGradientsOptions& options)
      : model_(model), batch_{x, y, options.sample_weight}, options_(options) {}

  void run() const {
    const Variables weights = model_.trainable_variables();
    const std::vector<Numbers> gradients = tape_gradients(weights);
    // From the loss back: the first that disagrees is nearest to what is wrong.
    for (size_t i = weights.size(); i-- > 0;) {
      if (weights[i].shape().elements() == 0) continue;
      const Checked checked{weights[i], weights[i].stored().to_vector<double>(), gradients[i]};
      for (const Direction& direction : directions_of(checked)) compare(checked, direction);
    }
  }

 private:
  Tensor loss() const {
    Tensors added;
    const TensorStruct outputs =
        model_.base().invoke(batch_.x, CallContext(options_.training, &added));
    return model_.trainer().compute_loss(outputs, batch_, added);
  }

  std::vector<Numbers> tape_gradients(const Variables& weights) const {
    const OtherValues same;
    GradientTape tape;
    const Tensors found = tape.gradient(loss(), weights);
    std::vector<Numbers> all;
    for (size_t i = 0; i < weights.size(); ++i)
      all.push_back(found[i].defined()
                        ? found[i].to_vector<double>()
                        : Numbers(static_cast<size_t>(weights[i].shape().elements())));
    return all;
  }

  double loss_at(const Checked& checked, const Numbers& by, double step) const {
    Numbers moved = checked.values;
    for (size_t i = 0; i < moved.size(); ++i) moved[i] += step * by[i];
    const Spec& spec = checked.weight.spec();
    const Tensor value = Tensor::from_host({DType::f64, spec.shape, spec.device}, moved.data());
    const OtherValues other(checked.weight, ops::cast(value, spec.dtype));
    return loss().item<double>();
  }

  /// Central differences, with steps from small, which rounding spoils, to large, which curvature
  /// does: the gradient is right where any of them says so.
  void compare(const Checked& checked, const Direction& direction) const {
    constexpr double kRounding = 1e-6;  // of the loss, in float32
    double square = 0;
    for (const double each : checked.values) square += each * each;
    const double usual = std::sqrt(square / static_cast<double>(checked.values.size()));
    std::optional<double> best;
    for (const double relative : {1e-1, 3e-2, 1e-2, 3e-3, 1e-3}) {
      const double step = relative * std::max(usual, 1e-2);
      const double up = loss_at(checked, direction.by, step);
      const double down = loss_at(checked, direction.by, -step);
      const double slope = (up - down) / (2 * step);
      const double noise = kRounding * std::max(std::abs(up), std::abs(down)) / step;
      const double size = std::max(direction.size, std::abs(slope));
      const double error = std::abs(slope - direction.slope);
      if (error <= options_.tolerance * size + noise) return;
      if (!best || error < std::abs(*best - direction.slope)) best = slope;
    }
    disagree(checked, direction, *best);
  }

  [[noreturn]] void disagree(const Checked& checked, const Direction& direction,
                             double slope) const {
    const std::vector<const LayerBase*> layers = model_.base().all_layers();
    const auto owner = std::find_if(layers.begin(), layers.end(), [&](const LayerBase* layer) {
      const Variables own = layer->own_weights();
      return std::find(own.begin(), own.end(), checked.weight) != own.end();
    });
    fail<ValueError>("check_gradients: ", quote(checked.weight.name()), " of ",
                     owner == layers.end() ? model_.base().describe() : (*owner)->describe(),
                     ": the gradient says that the loss changes by ", number_text(direction.slope),
                     " along a direction, it changes by ", number_text(slope),
                     ".\n  hint: what lies between this weight and the loss has a gradient that is "
                     "not its own.");
  }

  const Model& model_;
  StepInputs batch_;
  const CheckGradientsOptions& options_;
};

}  // namespace

void check_gradients(const Model& model, const TensorStruct& x, const TensorStruct& y,
                     const CheckGradientsOptions& options) {
  if (!model.compiled())
    fail<ValueError>("check_gradients: the model is not compiled.\n  hint: call compile() first.");
  model.base().invoke(x, CallContext(false));  // makes the weights
  Check(model, x, y, options).run();
}

}  // namespace cornu
