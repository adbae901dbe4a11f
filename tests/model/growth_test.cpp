// Memory does not grow with steps, or with files that are written and read.
#include <gtest/gtest.h>
#include <malloc.h>

#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/runtime/process.h"
#include "framework/saving/model_file.h"
#include "layers/layers.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

/// Bytes that the heap and tensors hold. Sanitizers, which keep freed memory, report none.
size_t memory_held() { return mallinfo2().uordblks + mallinfo2().hblkhd + memory_in_use(); }

Sequential small_model() {
  Sequential model({Input({8, 8, 1}), layers::Conv2D(4, 3, {.activation = "relu"}),
                    layers::BatchNormalization(), layers::Flatten(), layers::Dropout(0.2),
                    layers::Dense(3, {.activation = "softmax"})});
  model.compile(
      {.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  return model;
}

TEST(Growth, NoneInAThousandSteps) {
  const Sequential model = small_model();
  const Tensor x = random::uniform({20, 8, 8, 1}), y = zeros({20}, DType::i32);
  const auto epochs = [&](int64_t count) {
    model.fit(x, y, {.epochs = count, .batch_size = 2, .verbose = 0});
    model.predict(x);
  };
  epochs(5);
  const size_t before = memory_held();
  epochs(100);  // ten steps each
  EXPECT_LE(memory_held(), before + 16384);
}

TEST(Growth, NoneInTwoHundredFiles) {
  const TemporaryFolder folder;
  const Sequential model = small_model();
  const auto rounds = [&](int count) {
    for (int i = 0; i < count; ++i) {
      model.save(folder / "m.keras");
      load_model(folder / "m.keras").predict(zeros({1, 8, 8, 1}));
    }
  };
  rounds(5);
  const size_t before = memory_held();
  rounds(200);
  EXPECT_LE(memory_held(), before + 65536);
}

}  // namespace
}  // namespace cornu
