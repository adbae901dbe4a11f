#include <gtest/gtest.h>

#include <algorithm>

#include "framework/autodiff/tape.h"
#include "framework/ir/graph.h"
#include "framework/nn/dtype_policy.h"
#include "framework/ops/ops.h"
#include "framework/runtime/tracer.h"
#include "framework/trace/function.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

TEST(FunctionCall, InATraceIsOneNodeThatTheCompilerInlines) {
  Function inner([](Tensor x) { return ops::tanh(x) * 2.0; });
  Ref<Graph> graph;
  {
    GraphTracer tracer;
    graph = tracer.finish({inner(tracer.input("x", {DType::f32, {2}}))});
  }
  EXPECT_EQ(graph->text(),
            "graph(x: f32[2]) {\n"
            "  %0: f32[2] = call(x) @0\n"
            "  return %0\n}\n"
            "\n"
            "graph @0(x0: f32[2]) {\n"
            "  %0: f32[2] = tanh(x0)\n"
            "  %1: f32[] = constant [2.0]\n"
            "  %2: f32[2] = multiply(%0, %1)\n"
            "  return %2\n}\n");
  EXPECT_EQ(parse_graph(graph->text())->text(), graph->text());
  Function outer([&](Tensor x) { return inner(inner(x)) + 1.0; });
  EXPECT_EQ(outer.graph(constant({1.f, 2.f})).find("call("), std::string::npos);
  const Tensor x = constant({0.5f, -1.f});
  EXPECT_EQ(outer(x).to_vector<float>(),
            (ops::tanh(ops::tanh(x) * 2.0) * 2.0 + 1.0).to_vector<float>());
  EXPECT_EQ(inner.traces(), 1u);
}

TEST(FunctionCall, UnderATapeIsOneOpWithTheTracedGradient) {
  int runs = 0;
  const Variable w(constant({2.f, 3.f}), {.name = "w"});
  Function f([&](Tensor x) {
    ++runs;
    return ops::sum(ops::square(x * w));
  });
  struct Count final : Recorder {
    void on_op(const OpDef& def, TensorRefs, std::span<const Tensor>, const Attrs&,
               std::span<const Ref<Graph>>) override {
      ops.emplace_back(def.name);
    }
    void on_read(const Variable&, const Tensor&) override {}
    bool tracks(const Tensor&) const override { return false; }
    std::vector<std::string> ops;
  } count;
  for (int i = 0; i < 3; ++i) {
    const Tensor x = constant({1.f, static_cast<float>(i)});
    GradientTape tape;
    tape.watch(x);
    count.ops.clear();
    recorders().push_back(&count);
    const Tensor y = f(x);
    recorders().pop_back();
    EXPECT_EQ(count.ops, std::vector<std::string>{"call"});
    const Tensors d = tape.gradient(y, {x, w});
    EXPECT_EQ(d[0].to_vector<float>(), (std::vector<float>{8, 18.f * static_cast<float>(i)}));
    EXPECT_EQ(d[1].to_vector<float>(), (std::vector<float>{4, 6.f * static_cast<float>(i * i)}));
  }
  EXPECT_EQ(runs, 1);
}

TEST(FunctionCall, InATraceIsNotComputedAgainForItsGradient) {
  const Variable w(constant({{2.f, 3.f}, {1.f, 0.f}}), {.name = "w"});
  const auto body = [&](const Tensor& x) { return ops::tanh(ops::matmul(x, w) * 2.0 + 1.0); };
  Function inner([&](Tensor x) { return body(x); });
  const auto gradient = [&](const auto& f) {
    return [&](Tensor x) {
      GradientTape tape;
      const Tensor y = f(x);
      return std::pair<Tensor, Tensor>{y, tape.gradient(y, w)};
    };
  };
  Function called(gradient(inner)), plain(gradient(body));
  const Tensor x = constant({{1.f, -1.f}});
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(lines(called.graph(x)), lines(plain.graph(x))) << called.graph(x) << plain.graph(x);
  EXPECT_EQ(called(x).second.to_vector<float>(), plain(x).second.to_vector<float>());
}

TEST(FunctionCall, DropsTheSameElementsForwardsAndBackwards) {
  const SeedGenerator generator(11);
  Function drop([&](Tensor x) { return random::dropout(x, 0.5, {.seed = generator}); });
  const Tensor x = ones({64});
  for (int i = 0; i < 2; ++i) {
    GradientTape tape;
    tape.watch(x);
    const Tensor y = drop(x);
    EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), y.to_vector<float>());
  }
  EXPECT_EQ(generator.state().value().to_vector<int>()[1], 2);
}

TEST(FunctionCall, IsDifferentiatedTwice) {
  Function cube([](Tensor x) { return x * x * x; });
  const Tensor x = constant(2.f);
  GradientTape outer;
  outer.watch(x);
  Tensor first;
  {
    GradientTape inner;
    inner.watch(x);
    first = inner.gradient(cube(x), x);
  }
  EXPECT_EQ(first.item<float>(), 12);
  EXPECT_EQ(outer.gradient(first, x).item<float>(), 12);
}

TEST(FunctionCall, FollowsWhatTheFunctionClosesOver) {
  const Tensor c = constant(3.f);
  Function f([&](Tensor x) { return x * c; });
  const Tensor x = constant(2.f);
  {
    GradientTape tape;
    tape.watch(x);
    EXPECT_EQ(tape.gradient(f(x), x).item<float>(), 3);
  }
  GradientTape tape;  // now c matters too
  tape.watch(c);
  EXPECT_EQ(tape.gradient(f(x), c).item<float>(), 2);
}

TEST(FunctionCall, AssignsVariablesInATraceAndUnderATape) {
  const Variable calls(constant(0.f), {.name = "calls", .trainable = false});
  Function f([&](Tensor x) {
    calls.assign_add(constant(1.f));
    return x * calls.value();
  });
  Function twice([&](Tensor x) { return f(f(x)); });
  EXPECT_EQ(twice(constant(5.f)).item<float>(), 10);
  EXPECT_EQ(calls.value().item<float>(), 2);
  const Tensor x = constant(5.f);
  GradientTape tape;
  tape.watch(x);
  EXPECT_EQ(tape.gradient(f(x), x).item<float>(), 3);
  EXPECT_EQ(calls.value().item<float>(), 3);
}

TEST(FunctionCall, ASourceThatDoesNotMatterHasNoGradient) {
  const Variable w(constant(1.f), {.name = "w"}), unused(constant(1.f), {.name = "unused"});
  Function f([&](Tensor x) { return std::pair<Tensor, Tensor>{x * w, unused + 1.0}; });
  GradientTape tape;
  const auto [y, other] = f(constant(2.f));
  const Tensors d = tape.gradient(y, {w, unused});
  EXPECT_EQ(d[0].item<float>(), 2);
  EXPECT_FALSE(d[1].defined());
}

TEST(Function, KeepsMasksOfArgumentsAndResults) {
  const Tensor mask = ops::equal(constant({1, 0}), 1);
  Function f([](Tensor x) {
    const Tensor seen = ops::cast(x.mask(), DType::f32);
    return (x * seen).with_mask(ops::logical_not(x.mask()));
  });
  const Tensor x = constant({3.f, 4.f}).with_mask(mask);
  const Tensor y = f(x);
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{3, 0}));
  EXPECT_EQ(y.mask().to_vector<bool>(), (std::vector<bool>{false, true}));
  GradientTape tape;
  tape.watch(x);
  const Tensor z = f(x);
  EXPECT_EQ(z.mask().to_vector<bool>(), (std::vector<bool>{false, true}));
  EXPECT_EQ(tape.gradient(z, x).to_vector<float>(), (std::vector<float>{1, 0}));
}

TEST(Function, TracesAgainWhenTheTrainableSetChanges) {
  Variable w(constant(2.f), {.name = "w"});
  Function f([&](Tensor x) {
    GradientTape tape;
    const Tensor y = x * w;
    const Tensor d = tape.gradient(y, w);
    return d.defined() ? d : zeros_like(x);
  });
  EXPECT_EQ(f(constant(5.f)).item<float>(), 5);
  w.set_trainable(false);
  EXPECT_EQ(f(constant(5.f)).item<float>(), 0);
  w.set_trainable(true);
  EXPECT_EQ(f(constant(5.f)).item<float>(), 5);
  EXPECT_EQ(f.traces(), 2u);
}

TEST(Function, TracesAgainUnderAnotherDTypePolicy) {
  const Variable w(constant(2.f), {.name = "w"});
  Function f([&](Tensor x) {
    const AutocastScope compute(dtype_policy().compute_dtype());
    return ops::cast(x, dtype_policy().compute_dtype()) * w;
  });
  EXPECT_EQ(f(constant(1.f)).dtype(), DType::f32);
  set_dtype_policy("mixed_bfloat16");
  EXPECT_EQ(f(constant(1.f)).dtype(), DType::bf16);
  set_dtype_policy("float32");
  EXPECT_EQ(f(constant(1.f)).dtype(), DType::f32);
  EXPECT_EQ(f.traces(), 2u);
}

TEST(Function, CompilesForTheDeviceOfItsArguments) {
  Function f([](Tensor x) { return ops::tanh(x) + 1.0; });
  const Tensor x = constant({0.f, 1.f});
  const Tensor there = f(to_device(x, test_device()));
  EXPECT_EQ(there.device(), test_device());
  EXPECT_EQ(there.to_vector<float>(), f(x).to_vector<float>());
  EXPECT_EQ(f.traces(), 2u);
  const auto gradient = [&](const Tensor& at) {
    GradientTape tape;
    tape.watch(at);
    return tape.gradient(f(at), at);
  };
  EXPECT_EQ(gradient(to_device(x, test_device())).to_vector<float>(),
            gradient(x).to_vector<float>());
}

}  // namespace
}  // namespace cornu
