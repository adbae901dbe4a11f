#include <cornu/cornu.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

/// The programs of the section "Extending": classes of the user's own.
namespace {

using namespace cornu;

struct ScaleConfig {
  double factor = 2;
  static void fields(auto& field, auto& config) {
    field("factor", config.factor, "Multiplies the learned gain.");
  }
};
class Scale : public Layer<ScaleConfig> {
 public:
  using Layer::Layer;
  void build(const Shape& input) override {
    gain_ = add_weight("gain", {input[-1]}, {.initializer = "ones"});
  }
  Tensor call(const Tensor& x, const CallContext&) override { return x * gain_ * config().factor; }

 private:
  Variable gain_;
};

struct GateConfig {
  static void fields(auto&, auto&) {}
};
/// Of two inputs makes two outputs: what the second lets through of the first, and the rest.
class Gate : public Layer<GateConfig> {
 public:
  using Layer::Layer;
  void build_many(const Shapes& inputs) override {
    kernel_ = add_weight("kernel", {inputs[1][-1], inputs[0][-1]}, {.initializer = "zeros"});
  }
  Tensors call_many(const Tensors& x, const CallContext&) override {
    const Tensor share = ops::sigmoid(ops::matmul(x[1], kernel_));
    return {x[0] * share, x[0] * (1 - share)};
  }

 private:
  Variable kernel_;
};

struct Lion2Config {
  LearningRate learning_rate = 0.01;
  double beta = 0.9;
  CORNU_OPTIMIZER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length.");
    field("beta", config.beta, "Share of the old average.");
    optimizer_fields(field, config);
  }
};
class Lion2 : public Optimizer<Lion2Config> {
 public:
  using Optimizer::Optimizer;
  std::vector<SlotDef> slots() const override { return {{"momentum"}}; }
  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const Tensor mean = slots[0] * config().beta + gradient * (1 - config().beta);
    return {weight - ops::sign(mean) * scalars.learning_rate, {mean}};
  }
};

struct AboveConfig {
  double limit = 0;
  CORNU_METRIC_OPTIONS("above");
  static void fields(auto& field, auto& config) {
    field("limit", config.limit, "What counts is above.");
    metric_fields(field, config);
  }
};
class Above : public Metric<AboveConfig, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor&, const Tensor& y_pred) const override {
    return ops::cast(y_pred > config().limit, DType::f32);
  }
};

class Autoencoder : public Model {
 public:
  Autoencoder() : encode_(layers::Dense(32)), decode_(layers::Dense(784)) {
    track(encode_, decode_);
  }
  Tensor call(const Tensor& x, const CallContext& context) override {
    return decode_(encode_(x, context), context);
  }

 private:
  LayerRef encode_, decode_;
};

/// Once, whichever test comes first.
void register_scale() {
  static const bool registered = (register_layer<Scale>("my>Scale"), true);
  static_cast<void>(registered);
}

TEST(Api, LayersOfTheUsers) {
  auto scale = layer<Scale>({.factor = 3}, {.name = "scale"});
  EXPECT_EQ(scale(ones({1, 2})).to_vector<float>(), (std::vector<float>{3, 3}));
  EXPECT_EQ(scale.as<Scale>().config().factor, 3);
  auto x = Input({2});
  auto y = layer<Scale>({.factor = 3}, {.name = "scale"})(x);
  EXPECT_EQ(Model(x, y).layers()[1].name(), "scale");
  register_scale();
  const Model again = model_from_json(Model(x, y).to_json());
  EXPECT_EQ(again(ones({1, 2})).to_vector<float>(), (std::vector<float>{3, 3}));
}

TEST(Api, LayersOfTheUsersWithSeveralInputsAndOutputs) {
  auto gate = layer<Gate>({}, {.name = "gate"});
  const auto [through, rest] = gate.many<2>({ones({1, 2}), ones({1, 3})});
  EXPECT_EQ(through.to_vector<float>(), (std::vector<float>{0.5, 0.5}));
  EXPECT_EQ(rest.to_vector<float>(), (std::vector<float>{0.5, 0.5}));
  const auto a = Input({2}), b = Input({3});
  const auto [kept, left] = gate.many<2>({a, b});
  const Model model({a, b}, {kept, left});
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x = ones({4, 2}), y = ones({4, 3});
  const History history =
      model.fit({x, y}, {ones({4, 2}), zeros({4, 2})}, {.epochs = 5, .verbose = 0});
  EXPECT_LT(history["loss"].back(), history["loss"].front());
}

TEST(Api, EverythingOfTheUsersGoesToFilesAndBack) {
  register_scale();
  register_optimizer<Lion2>("extending>Lion2");
  register_metric<Above>("extending>Above");
  const TemporaryFolder folder;
  set_random_seed(1);
  Sequential model({Input({4}), layer<Scale>({.factor = 3}), layers::Dense(1)});
  model.compile({.optimizer = optimizer<Lion2>({.learning_rate = 0.02}),
                 .loss = "mse",
                 .metrics = {metric<Above>({.limit = 0.25})}});
  const Tensor x = random::normal({32, 4}, {.seed = 7}),
               y = ops::sum(x, {.axis = 1, .keepdims = true});
  const FitOptions options{.epochs = 20, .verbose = 0, .shuffle = false};
  const History history = model.fit(x, y, options);
  EXPECT_LT(history["loss"].back(), 0.5 * history["loss"].front());
  EXPECT_GT(history["above"].back(), 0);
  model.save(folder / "m.keras");
  const Model again = load_model(folder / "m.keras");
  EXPECT_EQ(again.fit(x, y, options)["loss"], model.fit(x, y, options)["loss"]);
}

TEST(Api, LossesByFunction) {
  auto my_loss = losses::custom("mae_squared", [](Tensor y_true, Tensor y_pred) {
    return ops::mean(ops::square(ops::abs(y_true - y_pred)), {.axis = -1});
  });
  const Tensor x = random::normal({16, 784}, {.seed = 7});
  Autoencoder model;
  model.compile({.optimizer = "adam", .loss = my_loss});
  const History history = model.fit(x, x, {.epochs = 5, .verbose = 0});
  EXPECT_LT(history["loss"].back(), history["loss"].front());
}

}  // namespace
