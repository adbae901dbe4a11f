#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "optimizers/adagrad.h"
#include "optimizers/adam.h"
#include "optimizers/adamax.h"
#include "optimizers/adamw.h"
#include "optimizers/lion.h"
#include "optimizers/nadam.h"
#include "optimizers/rmsprop.h"
#include "optimizers/sgd.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

using optimizers::Adagrad;
using optimizers::Adam;
using optimizers::Adamax;
using optimizers::AdamW;
using optimizers::Lion;
using optimizers::Nadam;
using optimizers::RMSprop;
using optimizers::SGD;

struct Weights {
  Variable w{constant({1.f, -2.f, 0.5f}), {.name = "w"}};
  Variable b{constant({0.25f}), {.name = "b"}};

  std::vector<float> values() const {
    std::vector<float> all = w.value().to_vector<float>();
    all.push_back(b.value().item<float>());
    return all;
  }
};

const std::vector<Tensors>& gradients() {
  static const std::vector<Tensors> steps = {{constant({0.5f, -1.f, 2.f}), constant({0.1f})},
                                             {constant({-0.25f, 3.f, 1.f}), constant({-0.2f})},
                                             {constant({1.5f, 0.5f, -0.75f}), constant({0.3f})}};
  return steps;
}

void expect_near(const std::vector<float>& got, const std::vector<float>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 2e-6f) << i;
}

/// Three steps of the same gradients, eagerly, in a traced function, which becomes so many
/// programs, and in a function that another calls, which is one; `expected` is Keras's.
void run_optimizer_case(const std::function<OptimizerRef()>& make,
                        const std::vector<float>& expected, size_t programs = 1) {
  Weights eager;
  const OptimizerRef optimizer = make();
  for (const Tensors& g : gradients()) optimizer.apply(g, {eager.w, eager.b});
  expect_near(eager.values(), expected);

  Weights traced;
  const OptimizerRef other = make();
  other->build({traced.w, traced.b});
  const TracedFunction step([&](const Tensors& g) -> Tensors {
    other.apply(g, {traced.w, traced.b});
    return {};
  });
  for (const Tensors& g : gradients()) step(g);
  expect_near(traced.values(), expected);
  EXPECT_EQ(step.traces(), programs);
  EXPECT_EQ(other->iteration().value().item<int>(), 3);

  Weights nested;
  const OptimizerRef third = make();
  third->build({nested.w, nested.b});
  const TracedFunction inner([&](const Tensors& g) -> Tensors {
    third.apply(g, {nested.w, nested.b});
    return {};
  });
  const TracedFunction outer([&](const Tensors& g) { return inner(g); });
  for (const Tensors& g : gradients()) outer(g);
  expect_near(nested.values(), expected);
  EXPECT_EQ(outer.traces(), 1u);
}

TEST(SGD, StepsAsKeras) {
  run_optimizer_case([] { return SGD({.learning_rate = 0.1}); },
                     {0.824999928f, -2.25f, 0.275000036f, 0.229999989f});
  run_optimizer_case([] { return SGD({.learning_rate = 0.1, .momentum = 0.9}); },
                     {0.762000024f, -2.34899998f, -0.15699999f, 0.23089999f});
  run_optimizer_case([] { return SGD({.learning_rate = 0.1, .momentum = 0.9, .nesterov = true}); },
                     {0.610800028f, -2.56410003f, -0.316299975f, 0.21281001f});
}

TEST(RMSprop, StepsAsKeras) {
  run_optimizer_case([] { return RMSprop({.learning_rate = 0.1}); },
                     {0.531738222f, -2.03752589f, 0.145699978f, -0.0395635366f});
  run_optimizer_case([] { return RMSprop({.learning_rate = 0.1, .momentum = 0.5}); },
                     {0.368288755f, -1.95111096f, -0.165191799f, -0.133866832f});
  run_optimizer_case(
      [] {
        return RMSprop(
            {.learning_rate = 0.1, .rho = 0.8, .momentum = 0.5, .epsilon = 1e-3, .centered = true});
      },
      {0.490573019f, -1.94438779f, -0.0470212325f, 0.016759038f});
}

TEST(Adam, StepsAsKeras) {
  run_optimizer_case([] { return Adam({.learning_rate = 0.1}); },
                     {0.806318343f, -1.99713302f, 0.258803755f, 0.152289599f});
  run_optimizer_case(
      [] { return Adam({.learning_rate = 0.1, .beta_1 = 0.8, .beta_2 = 0.7, .amsgrad = true}); },
      {0.815060735f, -1.99517727f, 0.26550138f, 0.154801756f});
}

TEST(Optimizer, DecaysBeforeTheUpdate) {
  run_optimizer_case([] { return SGD({.learning_rate = 0.1, .weight_decay = 0.5}); },
                     {0.68599999f, -1.95949996f, 0.228187501f, 0.194318742f});
}

TEST(Optimizer, DecaysNothingThatIsExcluded) {
  Weights weights;
  const OptimizerRef sgd = SGD({.learning_rate = 0.1, .weight_decay = 0.5});
  sgd->exclude_from_weight_decay({weights.w}, {"^b$"});
  for (const Tensors& g : gradients()) sgd.apply(g, {weights.w, weights.b});
  expect_near(weights.values(), {0.824999928f, -2.25f, 0.275000036f, 0.229999989f});
}

TEST(Optimizer, Clips) {
  run_optimizer_case([] { return SGD({.learning_rate = 0.1, .clipnorm = 1}); },
                     {0.900345027f, -2.07950091f, 0.424045563f, 0.229999989f});
  run_optimizer_case([] { return SGD({.learning_rate = 0.1, .global_clipnorm = 1}); },
                     {0.901582539f, -2.07894421f, 0.423574835f, 0.235035792f});
  run_optimizer_case([] { return SGD({.learning_rate = 0.1, .clipvalue = 0.4}); },
                     {0.944999933f, -2.03999996f, 0.460000008f, 0.229999989f});
}

TEST(Optimizer, MakesEveryGradientNanWhereTheGlobalNormIsInfinite) {
  Weights weights;
  const OptimizerRef sgd = SGD({.global_clipnorm = 1});
  sgd.apply({constant({1.f, INFINITY, 0.f}), constant({0.f})}, {weights.w, weights.b});
  for (const float value : weights.values()) EXPECT_TRUE(std::isnan(value));
}

TEST(Optimizer, DividesGradientsByTheLossScale) {
  const OptimizerRef sgd = SGD({.learning_rate = 0.1, .loss_scale_factor = 4});
  EXPECT_EQ(sgd->scale_loss(constant(2.f)).item<float>(), 8);
  run_optimizer_case([] { return SGD({.learning_rate = 0.1, .loss_scale_factor = 4}); },
                     {0.956250012f, -2.0625f, 0.443749994f, 0.245000005f});
}

TEST(Optimizer, AccumulatesGradients) {
  run_optimizer_case([] { return Adam({.learning_rate = 0.1, .gradient_accumulation_steps = 2}); },
                     {0.900003195f, -2.09999895f, 0.40000087f, 0.34999302f}, 2);
}

TEST(Optimizer, HasAProgramForEachPhaseOfItsSteps) {
  Weights weights;
  const OptimizerRef adam = Adam({.gradient_accumulation_steps = 2});
  adam->build({weights.w, weights.b});
  const TracedFunction step([&](const Tensors& g) -> Tensors {
    adam.apply(g, {weights.w, weights.b});
    return {};
  });
  const auto has = [&](const char* what) {
    return step.graph(gradients()[0]).find(what) != std::string::npos;
  };
  const auto moves_weights = [&] { return has("update \"w\""); };
  const auto saves_gradients = [&] { return has("update \"w_gradient_accumulator\""); };
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(moves_weights(), i % 2 == 1);
    EXPECT_TRUE(saves_gradients());
    EXPECT_FALSE(has("where"));
    step(gradients()[0]);
  }
  EXPECT_EQ(step.traces(), 2u);
}

TEST(Optimizer, StepsTwiceInOneProgram) {
  Weights once, twice;
  const OptimizerRef one = Adam({.gradient_accumulation_steps = 2});
  const OptimizerRef other = Adam({.gradient_accumulation_steps = 2});
  one->build({once.w, once.b});
  other->build({twice.w, twice.b});
  const TracedFunction step([&](const Tensors& g) -> Tensors {
    other.apply({g[0], g[1]}, {twice.w, twice.b});
    other.apply({g[2], g[3]}, {twice.w, twice.b});  // what it is cannot be known from outside
    return {};
  });
  const std::vector<Tensors>& g = gradients();
  for (int i = 0; i < 4; ++i) one.apply(g[i % 3], {once.w, once.b});
  step({g[0][0], g[0][1], g[1][0], g[1][1]});
  step({g[2][0], g[2][1], g[0][0], g[0][1]});
  expect_near(twice.values(), once.values());
  EXPECT_EQ(step.traces(), 1u);
}

TEST(Optimizer, AveragesWeights) {
  const auto make = [] {
    return SGD(
        {.learning_rate = 0.1, .use_ema = true, .ema_momentum = 0.5, .ema_overwrite_frequency = 2});
  };
  run_optimizer_case(make, {0.8125f, -2.0999999f, 0.324999988f, 0.219999999f}, 2);
}

TEST(Optimizer, EndsWithTheAverages) {
  Weights weights;
  const OptimizerRef sgd = SGD({.learning_rate = 0.1, .use_ema = true, .ema_momentum = 0.5});
  sgd.apply(gradients()[0], {weights.w, weights.b});
  sgd.apply(gradients()[1], {weights.w, weights.b});
  sgd->finalize_variable_values({weights.w, weights.b});
  // After the first step the average is the weight, 0.95; then half of it and half of 0.975.
  EXPECT_NEAR(weights.w.value().at<float>({0}), 0.9625f, 1e-6f);
}

TEST(Optimizer, OrdersItsVariablesAsKerasFiles) {
  Weights weights;
  const auto names = [&](const OptimizerRef& optimizer) {
    optimizer->build({weights.w, weights.b});
    std::string all;
    for (const Variable& variable : optimizer->variables()) all += variable.name() + " ";
    return all;
  };
  EXPECT_EQ(names(SGD()), "iteration learning_rate ");
  EXPECT_EQ(names(Adam({.amsgrad = true})),
            "iteration learning_rate w_momentum w_velocity b_momentum b_velocity w_velocity_hat "
            "b_velocity_hat ");
  EXPECT_EQ(names(RMSprop({.momentum = 0.5, .centered = true})),
            "iteration learning_rate w_velocity b_velocity w_momentum b_momentum "
            "w_average_gradient b_average_gradient ");
  EXPECT_EQ(names(SGD({.momentum = 0.5, .use_ema = true, .gradient_accumulation_steps = 2})),
            "iteration learning_rate w_average b_average w_gradient_accumulator "
            "b_gradient_accumulator w_momentum b_momentum ");
}

TEST(Optimizer, IsConfiguredByNameOptionsOrFile) {
  EXPECT_EQ(OptimizerRef("rmsprop")->get_config()["rho"].as_double(), 0.9);
  EXPECT_EQ(OptimizerRef("SGD")->get_config()["learning_rate"].dump(), "0.009999999776482582");
  const OptimizerRef adam = Adam({.learning_rate = 0.25, .beta_1 = 0.5, .clipnorm = 2});
  adam->set_learning_rate(0.5);
  const Json file = serialize(*adam.object());
  EXPECT_EQ(file["class_name"].as_string(), "Adam");
  EXPECT_EQ(file["config"]["name"].as_string(), "adam");
  EXPECT_EQ(file["config"]["learning_rate"].as_double(), 0.5);
  const OptimizerRef again = FieldTraits<OptimizerRef>::from_json(file, {});
  EXPECT_EQ(again->get_config(), adam->get_config());
}

TEST(Optimizer, RefusesWhatItCannotDo) {
  EXPECT_EQ(error_of([] { SGD({.clipnorm = 1, .clipvalue = 1}); }),
            "ValueError: optimizer: at most one of clipnorm, clipvalue and global_clipnorm may be "
            "given.");
  EXPECT_EQ(error_of([] { SGD({.momentum = 1.5}); }),
            "ValueError: SGD: momentum must be in [0, 1], not 1.5.");
  EXPECT_EQ(error_of([] { Lion({.beta_1 = 0}); }),
            "ValueError: Lion: beta_1 must be above 0 and at most 1, not 0.0.");
  EXPECT_EQ(error_of([] { Adagrad({.clipnorm = 0}); }),
            "ValueError: optimizer: clipnorm must be above 0.");
  EXPECT_EQ(error_of([] { Nadam({.use_ema = true, .ema_momentum = 1.5}); }),
            "ValueError: optimizer: ema_momentum must be in [0, 1], not 1.5.");
  EXPECT_EQ(error_of([] { Adamax({.use_ema = true, .ema_overwrite_frequency = 0}); }),
            "ValueError: optimizer: ema_overwrite_frequency must be at least 1, not 0.");
  EXPECT_EQ(error_of([] {
              FieldTraits<OptimizerRef>::from_json(
                  parse_json(R"({"class_name": "AdamW", "config": {"weight_decay": null}})", "run"),
                  {});
            }),
            "ConfigError: AdamW: \"weight_decay\" must be a number, not null.\n  at run:1:52 "
            "(/config/weight_decay)");
  EXPECT_EQ(error_of([] { Adam({.gradient_accumulation_steps = 1}); }),
            "ValueError: optimizer: gradient_accumulation_steps must be at least 2, not 1.");
  EXPECT_EQ(error_of([] { OptimizerRef("adm"); }).substr(0, 59),
            "ValueError: unknown optimizer \"adm\". Did you mean \"adam\"?");
  Weights weights, others;
  const SGD sgd;
  sgd.apply(gradients()[0], {weights.w, weights.b});
  EXPECT_EQ(error_of([&] {
              sgd.apply(gradients()[0], {others.w, others.b});
            }),
            "ValueError: the optimizer \"sgd\" does not know the variable \"w\": it was built for "
            "others.\n  hint: make a new optimizer, or compile again, when the trainable variables "
            "change.");
  EXPECT_EQ(error_of([&] {
              sgd.apply({{Tensor(), weights.w}});
            }),
            "ValueError: apply: no variable has a gradient.\n  hint: the loss must depend on "
            "them.");
}

TEST(Optimizer, IsNamedAsInKeras) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"adadelta", "Adadelta"}, {"adagrad", "Adagrad"}, {"adam", "Adam"},
      {"adamax", "Adamax"},     {"adamw", "AdamW"},     {"lion", "Lion"},
      {"nadam", "Nadam"},       {"rmsprop", "RMSprop"}, {"sgd", "SGD"}};
  for (const auto& [name, class_name] : names)
    EXPECT_EQ(OptimizerRef(name)->class_name(), class_name);
  EXPECT_EQ(AdamW({.learning_rate = 0.1, .weight_decay = 0.2, .beta_1 = 0.5})->name(), "adam_w");
}

TEST(Optimizer, MinimizesALoss) {
  const Variable x(constant(2.f), {.name = "x"});
  const Adam adam({.learning_rate = 0.5});
  const auto loss = [&] { return ops::square(x - 0.5f); };
  const float first = adam.minimize(loss, {x}).item<float>();
  for (int i = 0; i < 60; ++i) adam.minimize(loss, {x});
  EXPECT_EQ(first, 2.25f);
  EXPECT_NEAR(x.value().item<float>(), 0.5f, 0.05f);
}

}  // namespace
}  // namespace cornu
