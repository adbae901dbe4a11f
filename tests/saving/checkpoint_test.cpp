#include "framework/saving/checkpoint.h"

#include <gtest/gtest.h>

#include "framework/base/file.h"
#include "framework/model/model.h"
#include "framework/ops/ops.h"
#include "framework/trace/session.h"
#include "layers/dense.h"
#include "layers/dropout.h"
#include "optimizers/adam.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

using Floats = std::vector<float>;

Variable variable(const std::string& name, const Tensor& value) {
  return Variable(value, {.name = name});
}

TEST(Checkpoint, BringsBackATreeOfVariables) {
  const TemporaryFolder folder;
  const Variable step = variable("step", scalar(int64_t{3}, DType::i64)),
                 a = variable("a", constant({1.f, 2.f})), b = variable("b", constant({{3.f}}));
  SeedGenerator seed(7);
  Checkpoint inner;
  inner.add("list", Variables{a, b});
  Checkpoint checkpoint;
  checkpoint.add("step", step)
      .add("map", std::map<std::string, Variable>{{"left", a}, {"right", b}})
      .add("inner", inner)
      .add("seed", seed);
  checkpoint.save(folder / "c.h5");
  const Tensor key = seed.next();
  step.assign(scalar(int64_t{9}, DType::i64));
  a.assign(constant({0.f, 0.f}));
  b.assign(constant({{0.f}}));
  checkpoint.restore(folder / "c.h5");
  EXPECT_EQ(step.value().item<int64_t>(), 3);
  EXPECT_EQ(a.value().to_vector<float>(), (Floats{1, 2}));
  EXPECT_EQ(b.value().to_vector<float>(), (Floats{3}));
  EXPECT_EQ(seed.next().to_vector<uint32_t>(), key.to_vector<uint32_t>());
}

TEST(Checkpoint, GoesOnWithLayersAndTheirOptimizer) {
  const TemporaryFolder folder;
  const Tensor x = random::normal({4, 3}, {.seed = 1});
  LayerRef dense = layers::Dense(2);
  optimizers::Adam adam({.learning_rate = 0.1});
  const auto train = [&](int steps) {
    for (int i = 0; i < steps; ++i)
      adam.minimize([&] { return ops::sum(ops::square(dense(x))); },
                    dense.get().trainable_weights());
    return dense.get().weights()[0].value().to_vector<float>();
  };
  train(2);
  Checkpoint checkpoint;
  checkpoint.add("layer", dense).add("optimizer", adam);
  checkpoint.save(folder / "c.h5");
  const Floats expected = train(3);
  checkpoint.restore(folder / "c.h5");
  EXPECT_EQ(train(3), expected);
}

TEST(Checkpoint, HoldsASession) {
  const TemporaryFolder folder;
  const Variable count = variable("count", constant(0.f));
  Graph graph;
  Tensor by, next;
  {
    const auto scope = graph.as_default();
    by = placeholder(DType::f32, {.shape = {}});
    next = count.value() + by;
    count.assign(next);
  }
  Session session(graph);
  const auto add_two = [&] { return session.run(next, {{by, constant(2.f)}}).item<float>(); };
  EXPECT_EQ(add_two(), 2);
  Checkpoint checkpoint;
  checkpoint.add("session", session);
  checkpoint.save(folder / "c.h5");
  EXPECT_EQ(add_two(), 4);
  checkpoint.restore(folder / "c.h5");
  EXPECT_EQ(count.value().item<float>(), 2);
  EXPECT_EQ(add_two(), 4);
}

TEST(Checkpoint, ChangesNothingWhereItDoesNotFit) {
  const TemporaryFolder folder;
  const Variable a = variable("a", constant({1.f})), b = variable("b", constant({2.f}));
  Checkpoint both;
  both.add("pair", Variables{a, b});
  both.save(folder / "c.h5");
  a.assign(constant({5.f}));
  const std::string path = folder / "c.h5";
  const auto restoring = [&](const Checkpoint& checkpoint) {
    return error_of([&] { checkpoint.restore(path); });
  };
  Checkpoint one, more, other;
  one.add("pair", Variables{a});
  EXPECT_EQ(restoring(one), "FileError: \"" + path +
                                "\": \"pair/1\" has no place in \"pair\", which has 1 "
                                "variables.\n  hint: build it before it is restored.");
  more.add("pair", Variables{a, b}).add("third", b);
  EXPECT_EQ(restoring(more), "FileError: \"" + path +
                                 "\": the weight \"b\" of the checkpoint is missing.\n  hint: it "
                                 "belongs at \"third\"; is this another model's file?");
  other.add("pair", Variables{a, variable("c", constant({1.f, 2.f}))});
  EXPECT_EQ(restoring(other), "FileError: \"" + path +
                                  "\": the weight \"c\" of the checkpoint is [1] in the file, [2] "
                                  "in the model.");
  EXPECT_EQ(a.value().to_vector<float>(), Floats{5});
  EXPECT_EQ(error_of([&] { both.add("pair", a); }),
            "ValueError: Checkpoint: \"pair\" is there twice.");
  EXPECT_EQ(error_of([&] { both.add("a/b", a); }),
            "ValueError: Checkpoint: an object cannot be named \"a/b\".");
}

}  // namespace
}  // namespace cornu
