#include "optimizers/loss_scale.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class LossScaleOptimizer final : public Optimizer<LossScaleOptimizerOptions> {
 public:
  explicit LossScaleOptimizer(Config config) : Optimizer(std::move(config)) {
    if (!this->config().inner_optimizer)
      fail<ValueError>("LossScaleOptimizer: inner_optimizer is missing.");
    OptimizerBase::set_learning_rate(0);  // Keras's: the inner optimizer has the rate
    inner().drop_loss_scale();
    if (!(this->config().initial_scale > 0))
      fail<ValueError>("LossScaleOptimizer: initial_scale must be above 0, not ",
                       this->config().initial_scale, ".");
    if (this->config().dynamic_growth_steps < 1)
      fail<ValueError>("LossScaleOptimizer: dynamic_growth_steps must be at least 1, not ",
                       this->config().dynamic_growth_steps, ".");
    const VariableOptions own{.trainable = false, .autocast = false};
    VariableOptions counter = own, scale = own;
    counter.name = "step_counter";
    scale.name = "dynamic_scale";
    finite_steps_ = Variable(scalar(int64_t{0}, DType::i64), counter);
    scale_ = Variable(scalar(this->config().initial_scale, DType::f32), scale);
  }

  Update update(const Tensor&, const Tensor&, const Tensors&, const StepScalars&) const override {
    fail<InternalError>("LossScaleOptimizer updates through its inner optimizer");
  }

  void build(const Variables& trainable) override {
    Optimizer::build(trainable);
    inner().build(trainable);
  }

  void apply(const Tensors& gradients, const Variables& variables) override {
    if (!built()) build(variables);
    const Tensor scale = scale_.value(), count = finite_steps_.value();
    Tensor finite;
    Tensors unscaled;
    for (const Tensor& gradient : gradients) {
      unscaled.emplace_back();
      if (!gradient.defined()) continue;
      const Tensor each = ops::all(ops::isfinite(gradient));
      finite = finite.defined() ? ops::logical_and(finite, each) : each;
      unscaled.back() = ops::cast(gradient, DType::f32) / scale;
    }
    inner().apply_where(finite, unscaled, variables);
    if (!finite.defined()) return;
    const Tensor grows = ops::equal(count, config().dynamic_growth_steps - 1);
    scale_.assign(ops::where(finite, ops::where(grows, scale * 2.0, scale), scale * 0.5));
    finite_steps_.assign(
        ops::where(finite, ops::where(grows, zeros_like(count), count + 1), zeros_like(count)));
  }

  Tensor scale_loss(const Tensor& loss) const override {
    return loss * ops::cast(scale_.value(), loss.dtype());
  }

  Variables variables() const override {
    Variables all = Optimizer::variables();
    if (built()) all.insert(all.end(), {finite_steps_, scale_});
    const Variables theirs = inner().variables();
    all.insert(all.end(), theirs.begin(), theirs.end() - shared());
    return all;
  }
  /// Keras's files lack what the inner optimizer keeps once: nothing tracks it where it is made.
  Variables own_states() const override {
    const Variables theirs = inner().variables();
    return {theirs.end() - shared(), theirs.end()};
  }

  bool scales_loss() const override { return true; }
  Tensor learning_rate() const override { return inner().learning_rate(); }
  void set_learning_rate(double value) override { inner().set_learning_rate(value); }
  void finalize_variable_values(const Variables& variables) override {
    inner().finalize_variable_values(variables);
  }
  /// Its own arguments only: the base's are the inner optimizer's.
  Json get_config() const override {
    return Object::get_config().set("name", name());  // NOLINT(bugprone-parent-virtual-call)
  }

 private:
  std::ptrdiff_t shared() const {
    return inner().built() ? static_cast<std::ptrdiff_t>(inner().shared_slots().size()) : 0;
  }
  OptimizerBase& inner() const { return config().inner_optimizer.get(); }

  Variable finite_steps_, scale_;
};

}  // namespace

constinit const ClassDef loss_scale_optimizer =
    class_def<LossScaleOptimizer>("LossScaleOptimizer", "Scales the loss for float16.");

namespace optimizers {

LossScaleOptimizer::LossScaleOptimizer(OptimizerRef inner_optimizer,
                                       LossScaleOptimizerOptions options)
    : OptimizerRef([&] {
        options.inner_optimizer = std::move(inner_optimizer);
        return OptimizerRef(options);
      }()) {}

}  // namespace optimizers

}  // namespace cornu
