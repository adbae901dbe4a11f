#include <gtest/gtest.h>

#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/creation.h"
#include "framework/runtime/process.h"
#include "layers/layers.h"
#include "tests/support/gradient_check.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

/// The net of configs/digits_cnn.json.
Sequential digits_cnn() {
  Sequential model({Input({8, 8, 1}), layers::Rescaling(1.0 / 16),
                    layers::Conv2D(32, 3, {.padding = "same", .activation = "relu"}),
                    layers::Conv2D(64, 3, {.padding = "same", .activation = "relu"}),
                    layers::MaxPooling2D(2), layers::Dropout(0.25), layers::Flatten(),
                    layers::Dense(128, {.activation = "relu"}), layers::Dropout(0.5),
                    layers::Dense(10, {.activation = "softmax"})});
  model.compile(
      {.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  return model;
}

/// Probe: nothing in a whole training step reads the device's memory from the host. Its kernels are
/// the CPU's, so the numbers are too.
TEST(TestDevice, TrainsDigitsCnnAsTheCpuDoes) {
  const Tensor x = arbitrary({32, 8, 8, 1}, DType::f32);
  std::vector<int64_t> classes(32);
  for (size_t i = 0; i < classes.size(); ++i) classes[i] = static_cast<int64_t>(i * i % 10);
  set_random_seed(5);
  Sequential on_cpu = digits_cnn();
  const Tensors start = on_cpu.get_weights();
  const Logs expected = on_cpu.train_on_batch(x, from_buffer(classes.data(), {32}, DType::i64));

  std::vector<std::vector<float>> values;
  for (const Tensor& weight : start) values.push_back(weight.to_vector<float>());
  const OnTestDevice scope;
  set_random_seed(5);
  Sequential model = digits_cnn();
  Tensors same;
  for (size_t i = 0; i < start.size(); ++i)
    same.push_back(from_buffer(values[i].data(), start[i].shape(), DType::f32));
  model.set_weights(same);
  const std::vector<float> pixels = x.to_vector<float>();
  const Logs logs = model.train_on_batch(from_buffer(pixels.data(), x.shape(), DType::f32),
                                         from_buffer(classes.data(), {32}, DType::i64));
  EXPECT_NEAR(logs["loss"], expected["loss"], 1e-5);
  const Tensors after = model.get_weights(), wanted = on_cpu.get_weights();
  for (size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].device(), test_device());
    const std::vector<float> got = after[i].to_vector<float>(), want = wanted[i].to_vector<float>();
    for (size_t j = 0; j < got.size(); ++j) ASSERT_NEAR(got[j], want[j], 1e-5) << i << ' ' << j;
  }
}

}  // namespace
}  // namespace cornu
