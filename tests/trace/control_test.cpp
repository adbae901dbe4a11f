#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/runtime/tracer.h"
#include "framework/trace/function.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

/// y_t = tanh(w x_t + h_{t-1}), h_t = y_t
ops::ScanStep cell(const Tensors& carries, const Tensors& in, const Tensor& w) {
  const Tensor h = ops::tanh(in[0] * w + carries[0]);
  return {{h}, {h * 2.0}};
}

const Tensor kSequence = constant({{0.1f, 0.2f}, {0.3f, -0.4f}, {0.5f, 0.6f}});

TEST(Scan, EqualsTheLoop) {
  const Tensor w = constant({0.5f, -1.5f}), h0 = constant({0.f, 0.1f});
  const ops::ScanStep out = ops::scan(
      [&](const Tensors& c, const Tensors& x) { return cell(c, x, w); }, {h0}, {kSequence});
  Tensor h = h0;
  std::vector<float> stacked;
  for (int64_t t = 0; t < 3; ++t) {
    const Tensor x = constant({kSequence.at<float>({t, 0}), kSequence.at<float>({t, 1})});
    h = cell({h}, {x}, w).carries[0];
    for (const float value : (h * 2.0).to_vector<float>()) stacked.push_back(value);
  }
  EXPECT_EQ(out.carries[0].to_vector<float>(), h.to_vector<float>());
  EXPECT_EQ(out.results[0].to_vector<float>(), stacked);
}

TEST(Scan, ItsGradientEqualsTheDifferences) {
  const auto wide = [](const Tensor& x) { return ops::cast(x, DType::f64); };
  const Variable w(wide(constant({0.5f, -1.5f})), {.name = "w"});
  const auto loss = [&](const Tensor& sequence, const Tensor& h0) {
    const ops::ScanStep out = ops::scan(
        [&](const Tensors& c, const Tensors& x) { return cell(c, x, Operand(w).tensor()); }, {h0},
        {sequence});
    return ops::sum(ops::square(out.results[0])) + ops::sum(out.carries[0]);
  };
  const Tensor x = wide(kSequence), h0 = wide(constant({0.f, 0.1f}));
  GradientTape tape;
  tape.watch(x);
  tape.watch(h0);
  const Tensors d = tape.gradient(loss(x, h0), {w, x, h0});
  const Tensor uw = wide(constant({1.f, 2.f})), uh = wide(constant({1.f, 1.f})),
               ux = wide(constant({{1.f, 0.f}, {0.f, 1.f}, {1.f, 1.f}}));
  const double eps = 1e-5;
  const auto along = [&](double step) {
    const Tensor before = w.value();
    w.assign(before + step * uw);
    const auto value = loss(x + step * ux, h0 + step * uh).item<double>();
    w.assign(before);
    return value;
  };
  const double directional =
      (ops::sum(d[0] * uw) + ops::sum(d[1] * ux) + ops::sum(d[2] * uh)).item<double>();
  EXPECT_NEAR(directional, (along(eps) - along(-eps)) / (2 * eps), 1e-8);
}

TEST(Scan, InATraceGivesTheSameGradient) {
  const Variable w(constant({0.5f, -1.5f}), {.name = "w"});
  const auto gradient = [&](const Tensor& sequence) {
    GradientTape tape;
    const ops::ScanStep out = ops::scan(
        [&](const Tensors& c, const Tensors& x) { return cell(c, x, Operand(w).tensor()); },
        {constant({0.f, 0.1f})}, {sequence});
    return tape.gradient(ops::sum(out.results[0]), w);
  };
  Function compiled([&](Tensor sequence) { return gradient(sequence); });
  EXPECT_EQ(compiled(kSequence).to_vector<float>(), gradient(kSequence).to_vector<float>());
}

TEST(Scan, CarriesTheVariablesThatItAssigns) {
  const Variable count(constant(0.f), {.name = "count"});
  const auto run = [&](const Tensor& sequence) {
    return ops::scan(
               [&](const Tensors& c, const Tensors& x) {
                 count.assign_add(constant(1.f));
                 return ops::ScanStep{{c[0] + ops::sum(x[0]) * count.value()}, {}};
               },
               {constant(0.f)}, {sequence})
        .carries[0];
  };
  const float expected = 1 * 0.3f + 2 * -0.1f + 3 * 1.1f;
  EXPECT_NEAR(run(kSequence).item<float>(), expected, 1e-6);
  EXPECT_EQ(count.value().item<float>(), 3);
  Function compiled(run);
  count.assign(constant(0.f));
  EXPECT_NEAR(compiled(kSequence).item<float>(), expected, 1e-6);
  EXPECT_EQ(count.value().item<float>(), 3);
}

TEST(Scan, TakesGradientsOnlyOfWhatIsWanted) {
  const Variable w(constant({0.5f, -1.5f}), {.name = "w"});
  Ref<Graph> graph;
  {
    GraphTracer tracer;
    const Tensor x = tracer.input("x", {DType::f32, {3, 2}});
    GradientTape tape;
    const ops::ScanStep out = ops::scan(
        [&](const Tensors& c, const Tensors& in) { return cell(c, in, Operand(w).tensor()); },
        {constant({0.f, 0.1f})}, {x});
    graph = tracer.finish({tape.gradient(ops::sum(out.results[0]), w)});
  }
  const Node* backward = nullptr;
  for (const auto& node : graph->nodes())
    if (node->is("scan")) backward = node.get();
  ASSERT_NE(backward, nullptr);
  EXPECT_EQ(backward->as<ScanAttrs>().results, 0);  // none for x
}

TEST(Scan, SavesCarriesBeyondItsSixtyFourthOutput) {
  constexpr size_t kCarries = 40;
  const Tensor x = constant({1.f, 2.f, 3.f});
  Tensors initial;
  for (size_t i = 0; i < kCarries; ++i) initial.push_back(constant(static_cast<float>(i)));
  GradientTape tape;
  tape.watch(x);
  const ops::ScanStep out = ops::scan(
      [](const Tensors& c, const Tensors& in) {
        ops::ScanStep step;
        for (const Tensor& carry : c) step.carries.push_back(ops::tanh(carry) * in[0]);
        step.results = {c[0], c[1], c[2]};
        return step;
      },
      initial, {x});
  Tensor total = out.carries[0];
  for (size_t i = 1; i < kCarries; ++i) total = total + out.carries[i];
  const std::vector<float> got = tape.gradient(total, x).to_vector<float>();
  double h1 = 0, h2 = 0, h3 = 0;  // by hand, for each carry c: h = tanh(…) x
  for (size_t i = 0; i < kCarries; ++i) {
    const double a = std::tanh(static_cast<double>(i)), b = std::tanh(a * 1), c = std::tanh(b * 2);
    const double db = 1 - b * b, dc = 1 - c * c;
    h3 += c;
    h2 += 3 * dc * b;
    h1 += 3 * dc * 2 * db * a;
  }
  EXPECT_NEAR(got[0], h1, 1e-4);
  EXPECT_NEAR(got[1], h2, 1e-4);
  EXPECT_NEAR(got[2], h3, 1e-4);
}

TEST(Cond, InATraceRunsOneBranchAndItsState) {
  const Variable calls(constant(0.f), {.name = "calls"});
  Function f([&](Tensor x) {
    return ops::cond(
        ops::sum(x) > 0.0,
        [&] {
          calls.assign_add(constant(1.f));
          return Tensors{x * 2.0};
        },
        [&] { return Tensors{-x}; })[0];
  });
  EXPECT_EQ(f(constant({1.f, 2.f})).to_vector<float>(), (std::vector<float>{2, 4}));
  EXPECT_EQ(f(constant({-1.f, -2.f})).to_vector<float>(), (std::vector<float>{1, 2}));
  EXPECT_EQ(calls.value().item<float>(), 1);
}

TEST(Cond, InATraceHasAGradient) {
  Function f([&](Tensor x) {
    GradientTape tape;
    tape.watch(x);
    const Tensor y = ops::cond(
        ops::sum(x) > 0.0, [&] { return Tensors{x * x}; }, [&] { return Tensors{x * 3.0}; })[0];
    return tape.gradient(y, x);
  });
  EXPECT_EQ(f(constant({1.f, 2.f})).to_vector<float>(), (std::vector<float>{2, 4}));
  EXPECT_EQ(f(constant({-1.f, -2.f})).to_vector<float>(), (std::vector<float>{3, 3}));
}

TEST(WhileLoop, InATraceRunsWhileItHoldsAndCarriesState) {
  const Variable steps(constant(0), {.name = "steps", .trainable = false});
  const auto run = [&](const Tensor& x) {
    return ops::while_loop([](const Tensors& v) { return v[0] < 100.0; },
                           [&](const Tensors& v) {
                             steps.assign_add(constant(1));
                             return Tensors{v[0] * 2.0};
                           },
                           {x})[0];
  };
  EXPECT_EQ(run(constant(3.f)).item<float>(), 192);
  EXPECT_EQ(steps.value().item<int>(), 6);
  Function compiled(run);
  EXPECT_EQ(compiled(constant(3.f)).item<float>(), 192);
  EXPECT_EQ(compiled(constant(200.f)).item<float>(), 200);
  EXPECT_EQ(steps.value().item<int>(), 12);
}

TEST(Scan, GradientsReachWhatItsBodyMakesOfTensorsOutside) {
  const Tensor w = constant(3.f), x = constant(1.f);
  GradientTape tape;
  tape.watch(w);
  const auto step = [&](const Tensors& carries, const Tensors&) {
    return ops::ScanStep{{carries[0] * ops::square(w)}, {}};  // the square: of no value of the body
  };
  const Tensor y = ops::scan(step, {x}, {}, {.length = 2}).carries[0];
  EXPECT_EQ(y.item<float>(), 81);
  EXPECT_EQ(tape.gradient(y, w).item<float>(), 4 * 27);
}

TEST(Scan, GradientsReachTensorsOutsideOfScansWithinScans) {
  const Tensor w = constant(3.f), x = constant(1.f);
  GradientTape tape;
  tape.watch(w);
  const auto inner = [&](const Tensors& carries, const Tensors&) {
    return ops::ScanStep{{carries[0] * (w * 1)}, {}};
  };
  const auto outer = [&](const Tensors& carries, const Tensors&) {
    return ops::ScanStep{ops::scan(inner, carries, {}, {.length = 2}).carries, {}};
  };
  const Tensor y = ops::scan(outer, {x}, {}, {.length = 2}).carries[0];
  EXPECT_EQ(tape.gradient(y, w).item<float>(), 4 * 27);
}

TEST(Scan, HasGradientsOfTheSecondOrder) {
  const TensorFunction f = [](const Tensors& in) {
    const auto step = [](const Tensors& c, const Tensors& x) {
      const Tensor next = ops::sin(c[0]) * x[0];
      return ops::ScanStep{{next}, {next * next}};
    };
    const ops::ScanStep out = ops::scan(step, {in[0]}, {in[1]});
    return out.carries[0] + ops::sum(out.results[0], {.axis = 0});
  };
  const Tensors x = {arbitrary({2}), arbitrary({4, 2}, DType::f64, 1)};
  EXPECT_LT(gradient_error(f, x), 1e-8);
  EXPECT_LT(hessian_error(f, x), 1e-8);
}

}  // namespace
}  // namespace cornu
