#include <gtest/gtest.h>

#include <cstdlib>

#include "framework/compiler/executable.h"
#include "framework/model/model.h"
#include "framework/model/trainer.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/runtime/process.h"
#include "layers/constraints/constraints.h"
#include "layers/layers.h"
#include "optimizers/sgd.h"
#include "tests/support/allocations.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

/// Keras's MNIST convnet.
Sequential convnet() {
  Sequential model({Input({28, 28, 1}), layers::Rescaling(1.0 / 255),
                    layers::Conv2D(32, 3, {.activation = "relu"}), layers::MaxPooling2D(2),
                    layers::Conv2D(64, 3, {.activation = "relu"}), layers::MaxPooling2D(2),
                    layers::Flatten(), layers::Dropout(0.5),
                    layers::Dense(10, {.activation = "softmax"})});
  model.compile(
      {.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  return model;
}

Tensor labels(int64_t count, int64_t classes) {
  std::vector<int64_t> values;
  for (int64_t i = 0; i < count; ++i) values.push_back(i * i % classes);
  return from_buffer(values.data(), {count}, DType::i64);
}

std::vector<const Node*> reorders(const Executable& step) {
  std::vector<const Node*> found;
  for (const Executable::Step& each : step.steps())
    if (each.node->is("reorder")) found.push_back(each.node);
  return found;
}

bool packed(const Variable& variable) { return static_cast<bool>(variable.state().storage.layout); }

/// The last pooling's result goes to a dense layer and its gradient comes back: there alone.
TEST(TrainingStep, ReordersActivationsAtItsEndsOnly) {
  const Sequential model = convnet();
  model.train_on_batch(arbitrary({128, 28, 28, 1}, DType::f32), labels(128, 10));
  const auto steps = model.trainer().training_steps();
  ASSERT_EQ(steps.size(), 1u);
  const std::vector<const Node*> found = reorders(*steps[0]);
  EXPECT_LE(found.size(), 2u);
  for (const Node* node : found) EXPECT_EQ(node->outputs[0].shape, (Shape{128, 5, 5, 64}));
}

TEST(TrainingStep, ItsArenaIsNearWhatMustBeInUseAtOnce) {
  const Sequential model = convnet();
  model.train_on_batch(arbitrary({128, 28, 28, 1}, DType::f32), labels(128, 10));
  const MemoryPlan& memory = model.trainer().training_steps()[0]->memory();
  EXPECT_GT(memory.liveness_bound, 0u);
  EXPECT_LE(static_cast<double>(memory.bytes), 1.1 * static_cast<double>(memory.liveness_bound));
}

/// Pooling before relu gives the same bits, and relu(x) need not be kept for the way back.
TEST(TrainingStep, IsTheSameWithReluAfterPooling) {
  const Tensor x = arbitrary({32, 28, 28, 1}, DType::f32) * 255.0, y = labels(32, 10);
  const auto train = [&] {
    set_random_seed(1);
    const Sequential model = convnet();
    for (int step = 0; step < 3; ++step) model.train_on_batch(x, y);
    return model;
  };
  const Sequential after = train();
  setenv("CORNU_DISABLE_PASSES", "relu_after_pool", 1);
  const Sequential before = train();
  unsetenv("CORNU_DISABLE_PASSES");
  for (size_t i = 0; i < before.weights().size(); ++i)
    EXPECT_EQ(after.get_weights()[i].to_vector<float>(),
              before.get_weights()[i].to_vector<float>());
  const auto bytes = [](const Model& model) {
    return model.trainer().training_steps()[0]->memory().liveness_bound;
  };
  EXPECT_LT(bytes(after), bytes(before));
}

TEST(TrainingStep, AllocatesNothing) {
  const Sequential model = convnet();
  const Tensor x = arbitrary({128, 28, 28, 1}, DType::f32), y = labels(128, 10);
  model.train_on_batch(x, y);
  const Ref<Executable> step = model.trainer().training_steps()[0];
  const Tensors batch = {x, y};
  step->run(batch);
  const CountAllocations counted;
  step->run(batch);
  EXPECT_EQ(counted.count(), 0);
  EXPECT_EQ(Tensors(batch).size(), 2u);
  EXPECT_EQ(counted.count(), 1);  // the counter counts
}

/// Dropout-free, with a constraint and an odd number of channels too.
Sequential small_convnet(bool eager) {
  Sequential model(
      {Input({12, 12, 3}),
       layers::Conv2D(16, 3, {.activation = "relu", .kernel_constraint = constraints::MaxNorm()}),
       layers::Conv2D(32, 3, {.padding = "same", .use_bias = false}), layers::BatchNormalization(),
       layers::ReLU(), layers::MaxPooling2D(2), layers::Conv2D(20, 3), layers::Flatten(),
       layers::Dense(4, {.activation = "softmax"})});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.02, .momentum = 0.9}),
                 .loss = "sparse_categorical_crossentropy",
                 .run_eagerly = eager});
  return model;
}

void expect_close(const Tensors& a, const Tensors& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_LT(largest_difference(a[i], b[i]), 1e-3) << i;
}

/// Probe: one packed weight across steps, a ragged last batch, predictions, saving, freezing, a
/// constraint. Whatever the plans do to its order in memory, everyone sees the same numbers.
TEST(PackedWeights, AreTheSameForEveryPlanAndReader) {
  const Tensor x = arbitrary({70, 12, 12, 3}, DType::f32), y = labels(70, 4);
  const FitOptions fit{.epochs = 2, .batch_size = 32, .verbose = 0, .shuffle = false};
  set_random_seed(3);
  Sequential eager = small_convnet(true), compiled = small_convnet(false);
  compiled.set_weights(eager.get_weights());
  const Tensor before = compiled.weights()[2].value();
  const std::vector<float> first = before.to_vector<float>();
  EXPECT_LT(largest_difference(compiled.predict(x), eager.predict(x)), 1e-4);

  const History a = eager.fit(x, y, fit), b = compiled.fit(x, y, fit);
  for (size_t epoch = 0; epoch < 2; ++epoch) EXPECT_NEAR(a["loss"][epoch], b["loss"][epoch], 1e-3);
  expect_close(compiled.get_weights(), eager.get_weights());
  EXPECT_EQ(before.to_vector<float>(), first);  // read before the steps
  EXPECT_EQ(compiled.trainer().training_steps().size(), 2u);
#if defined(__x86_64__)
  EXPECT_TRUE(packed(compiled.weights()[2]));
#endif
  EXPECT_LT(largest_difference(compiled.predict(x, {.batch_size = 7}), eager.predict(x)), 1e-3);

  Sequential copy = small_convnet(false);
  copy.set_weights(compiled.get_weights());
  EXPECT_LT(largest_difference(copy.predict(x), compiled.predict(x)), 1e-5);

  // Assigned from outside while it lies packed.
  const Tensor doubled = compiled.weights()[2].value() * 2.0;
  compiled.weights()[2].assign(doubled);
  eager.weights()[2].assign(eager.weights()[2].value() * 2.0);
  EXPECT_EQ(compiled.weights()[2].value().to_vector<float>(), doubled.to_vector<float>());
  EXPECT_LT(largest_difference(compiled.predict(x), eager.predict(x)), 1e-3);

  compiled.get_layer(1)->set_trainable(false);
  compiled.compile({.optimizer = "sgd", .loss = "sparse_categorical_crossentropy"});
  compiled.fit(x, y, fit);
  EXPECT_EQ(compiled.weights()[2].value().to_vector<float>(), doubled.to_vector<float>());
}

}  // namespace
}  // namespace cornu
