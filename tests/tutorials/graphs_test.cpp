#include <gtest/gtest.h>

#include <cornu/cornu.h>

#include <fstream>
#include <sstream>

#include "framework/compiler/executable.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

/// What introductions show of graphs, derivatives, and programs that are compiled and saved.
namespace {

using namespace cornu;

using Floats = std::vector<float>;

TEST(Graphs, AreBuiltFirstAndRunLater) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.name = "p"});
  const Tensor f = ops::power(p, 2);
  EXPECT_TRUE(f.is_traced());
  EXPECT_EQ(f.text(), "Tensor(shape=<unknown>, dtype=float32)");
  Session session(graph);
  EXPECT_EQ(session.compiled(), 0u);
  EXPECT_EQ(session.run(f, {{p, constant({2., 3., 5.})}}).to_vector<float>(), (Floats{4, 9, 25}));
  EXPECT_EQ(error_of([&] { session.run(f); }),
            "ValueError: Session::run: the placeholder \"p\", f32[...], is not fed.");
}

TEST(Graphs, AreNotNeededWhereEverythingRunsAtOnce) {
  EXPECT_EQ(ops::power(constant({2., 3., 5.}), 2).to_vector<float>(), (Floats{4, 9, 25}));
}

/// ((a b) + d) / f at 2, 3, 4, 5: 2, with the derivatives b/f, a/f, 1/f, -(ab + d)/f².
class ChainRule : public testing::Test {
 protected:
  static Tensor g(const Tensors& x) { return (x[0] * x[1] + x[2]) / x[3]; }

  void expect_right(const Tensor& value, const Tensors& derivatives) const {
    EXPECT_EQ(value.item<float>(), 2);
    ASSERT_EQ(derivatives.size(), expected_.size());
    for (size_t i = 0; i < expected_.size(); ++i)
      EXPECT_FLOAT_EQ(derivatives[i].item<float>(), expected_[i]) << i;
  }

  Tensors at_ = {constant(2.), constant(3.), constant(4.), constant(5.)};
  Floats expected_ = {0.6f, 0.4f, 0.2f, -0.4f};
};

TEST_F(ChainRule, OnATape) {
  GradientTape tape;
  for (const Tensor& each : at_) tape.watch(each);
  const Tensor value = g(at_);
  expect_right(value, tape.gradient(value, at_));
}

TEST_F(ChainRule, InAGraphThatPrintsBothHalves) {
  Graph graph;
  const auto scope = graph.as_default();
  Tensors inputs;
  Feeds feeds;
  for (const char* name : {"a", "b", "d", "f"}) {
    feeds.emplace_back(placeholder(DType::f32, {.shape = {}, .name = name}), at_[inputs.size()]);
    inputs.push_back(feeds.back().first);
  }
  const Tensor value = g(inputs);
  const std::string forward = graph.text();
  EXPECT_EQ(forward,
            "graph(a: f32[], b: f32[], d: f32[], f: f32[]) {\n"
            "  %0: f32[] = multiply(a, b)\n"
            "  %1: f32[] = add(%0, d)\n"
            "  %2: f32[] = true_divide(%1, f)\n"
            "  return\n}\n");
  const Tensors derivatives = gradients(value, {inputs[0], inputs[1], inputs[2], inputs[3]});
  const std::string both = graph.text();
  EXPECT_TRUE(both.starts_with(forward.substr(0, forward.find("  return"))));
  for (const char* node : {"  %4: f32[] = true_divide(%3, f)", "  %7: f32[] = negative(%6)",
                           "  %8: f32[] = multiply(%4, b)", "  %9: f32[] = multiply(%4, a)"})
    EXPECT_NE(both.find(node), std::string::npos) << node;
  Session session(graph);
  expect_right(session.run(value, feeds), session.run(derivatives, feeds));
}

TEST_F(ChainRule, ForwardsFromEachInput) {
  Tensors derivatives;
  for (size_t i = 0; i < 4; ++i) {
    Tensors direction(4, constant(0.));
    direction[i] = constant(1.);
    derivatives.push_back(jvp(g, at_, direction).second);
  }
  expect_right(g(at_), derivatives);
  ForwardAccumulator all({at_[0], at_[1], at_[2], at_[3]},
                         {constant(1.), constant(1.), constant(1.), constant(1.)});
  EXPECT_FLOAT_EQ(all.jvp(g(at_)).item<float>(), 0.8f);
}

TEST(Derivatives, OnATape) {
  const Tensor c = constant(2.0f);
  GradientTape tape;
  tape.watch(c);
  const Tensor f = 4 * c;
  EXPECT_EQ(tape.gradient(f, c).text(), "Tensor(4.0, shape=(), dtype=float32)");
}

TEST(Derivatives, ForwardAndReverseModeAgree) {
  const auto f = [](const Tensor& x) { return ops::stack({x[0] * x[1], x[1] * x[2] * x[2]}); };
  const Tensor x = constant({1., 2., 3.});
  const Tensor rows = jacobian(f, x);
  EXPECT_EQ(rows.to_vector<float>(), (Floats{2, 1, 0, 0, 9, 12}));
  const auto [y, pullback] = vjp(f, x);
  EXPECT_EQ(y.to_vector<float>(), (Floats{2, 18}));
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(pullback(ops::one_hot(constant(i), {.num_classes = 2})).to_vector<float>(),
              rows[i].to_vector<float>());
  const Tensor columns = ops::transpose(rows);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(jvp(f, x, ops::one_hot(constant(i), {.num_classes = 3})).second.to_vector<float>(),
              columns[i].to_vector<float>());
  const auto sum = [&](const Tensor& t) { return ops::sum(f(t)); };
  const Tensor second = hessian(sum, x);
  EXPECT_EQ(second.to_vector<float>(), (Floats{0, 1, 0, 1, 0, 6, 0, 6, 4}));
  EXPECT_EQ(hvp(sum, x, ones({3})).to_vector<float>(),
            ops::sum(second, {.axis = 1}).to_vector<float>());
}

TEST(Programs, AreFusedPlannedAndMeasured) {
  const TracedFunction f([](const Tensors& in) {
    const Tensor z = ops::matmul(in[0], in[1]);
    return Tensors{ops::tanh(z * 0.5 + 1.0) * ops::exp(-z * z), ops::sum(z)};
  });
  const Tensors in = {ones({4, 8}), ones({8, 4})};
  const std::string text = f.graph(in);
  EXPECT_NE(text.find(" = fused("), std::string::npos);
  for (const char* op : {"tanh(", "exp(", "multiply(", "negative("})
    EXPECT_EQ(text.find(op), std::string::npos) << op << " has a node of its own";

  const Ref<Executable> program = f.executables()[0];
  std::vector<std::string> planned;
  for (const Executable::Step& step : program->steps()) {
    EXPECT_STRNE(step.kernel->name, "");
    planned.emplace_back(step.node->def->name);
  }
  std::sort(planned.begin(), planned.end());
  EXPECT_EQ(planned, (std::vector<std::string>{"fused", "matmul", "sum"}));
  EXPECT_GT(program->memory().bytes, 0u);

  std::vector<int> measured(planned.size());
  program->observe(
      [](void* runs, size_t step, bool begins) {
        if (begins) ++(*static_cast<std::vector<int>*>(runs))[step];
      },
      &measured);
  f(in);
  f(in);
  program->observe(nullptr, nullptr);
  EXPECT_EQ(measured, (std::vector<int>{2, 2, 2}));
}

/// A line that is fitted in lazy mode.
struct Fit {
  Fit() {
    const auto scope = graph.as_default();
    x = placeholder(DType::f32, {.shape = {unknown}, .name = "x"});
    y = placeholder(DType::f32, {.shape = {unknown}, .name = "y"});
    loss = adam.minimize([&] { return losses::mean_squared_error(y, w * x + b); }, {w, b});
    graph.outputs = {value_of(loss)};
  }
  float step() { return session.run(loss, {{x, x_train}, {y, y_train}}).item<float>(); }

  static inline const Tensor x_train = constant({0., 1., 2., 3.});
  static inline const Tensor y_train = constant({1., 3., 5., 7.});
  Graph graph;
  Variable w{constant(0.), {.name = "w"}}, b{constant(0.), {.name = "b"}};
  optimizers::Adam adam{{.learning_rate = 0.1}};
  Tensor x, y, loss;
  Session session{graph};
};

TEST(Saving, VariablesAloneGiveTheSameNextStep) {
  const TemporaryFolder folder;
  Fit fit;
  for (int i = 0; i < 5; ++i) fit.step();
  Checkpoint checkpoint;
  checkpoint.add("session", fit.session);
  checkpoint.save(folder / "line.h5");
  const float next = fit.step();
  checkpoint.restore(folder / "line.h5");
  EXPECT_EQ(fit.step(), next);
  Fit other;
  Checkpoint().add("session", other.session).restore(folder / "line.h5");
  EXPECT_EQ(other.step(), next);
}

TEST(Saving, AWholeSessionGivesTheSameNextStep) {
  const TemporaryFolder folder;
  float next = 0;
  {
    Fit fit;
    for (int i = 0; i < 5; ++i) fit.step();
    std::ofstream(folder / "line.graph") << fit.graph.text();
    Checkpoint().add("session", fit.session).save(folder / "line.h5");
    next = fit.step();
  }
  std::ostringstream text;
  text << std::ifstream(folder / "line.graph").rdbuf();
  const Ref<Graph> graph = parse_graph(text.str());
  Session session(*graph);
  Checkpoint().add("session", session).restore(folder / "line.h5");
  const auto input = [&](size_t i) { return graph->tensor(graph->inputs[i]->out()); };
  const Tensor loss = graph->tensor(graph->outputs[0]);
  EXPECT_EQ(session.run(loss, {{input(0), Fit::x_train}, {input(1), Fit::y_train}}).item<float>(),
            next);
}

TEST(Saving, AModelGivesTheSameNextStep) {
  const TemporaryFolder folder;
  set_random_seed(1);
  const Sequential model({Input({1}), layers::Dense(4, {.activation = "tanh"}), layers::Dense(1)});
  model.compile({.optimizer = "adam", .loss = "mse"});
  const Tensor x = ops::reshape(Fit::x_train, {.newshape = {4, 1}});
  const Tensor y = ops::reshape(Fit::y_train, {.newshape = {4, 1}});
  for (int i = 0; i < 5; ++i) model.train_on_batch(x, y);
  model.save(folder / "line.keras");
  const Model again = load_model(folder / "line.keras");
  for (int i = 0; i < 2; ++i)  // the loss of the second depends on what the first learned
    EXPECT_EQ(again.train_on_batch(x, y)["loss"], model.train_on_batch(x, y)["loss"]);
}

}  // namespace
