#include <gtest/gtest.h>

#include <cornu/cornu.h>

#include <sstream>

/// What introductions show of tensors and of operations on them.
namespace {

using namespace cornu;

std::string printed(const auto& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TEST(Tensors, HaveAnyRank) {
  const std::pair<Tensor, Shape> shaped[] = {{constant(5), {}},
                                             {constant({2, 5, 3}), {3}},
                                             {constant({{1, 2, 7}, {3, 5, 4}}), {2, 3}},
                                             {constant({{{1, 2, 3}}, {{7, 8, 9}}}), {2, 1, 3}}};
  for (int64_t rank = 0; rank < 4; ++rank) {
    const auto& [tensor, shape] = shaped[rank];
    EXPECT_EQ(tensor.ndim(), rank);
    EXPECT_EQ(tensor.shape(), shape);
  }
  Shape long_shape;
  for (int64_t rank = 0; rank < 20; ++rank) long_shape.push_back(rank % 7 == 0 ? 2 : 1);
  const Tensor deep = ones(long_shape);
  EXPECT_EQ(deep.ndim(), 20);
  EXPECT_EQ((deep + deep).shape(), long_shape);
  EXPECT_EQ(ops::sum(deep).item<float>(), 8);
}

TEST(Tensors, ArePrintedWithValuesShapeAndDtype) {
  EXPECT_EQ(printed(constant(3, {2, 3})), "Tensor([[3 3 3] [3 3 3]], shape=(2, 3), dtype=int32)");
  EXPECT_EQ(printed(constant({{{1, 2, 3}}, {{7, 8, 9}}})),
            "Tensor([[[1 2 3]] [[7 8 9]]], shape=(2, 1, 3), dtype=int32)");
  EXPECT_EQ(printed(constant({10., 100., 0.1, 1e-5, 1200.})),
            "Tensor([10. 100. 0.1 1e-05 1200.], shape=(5,), dtype=float32)");
}

TEST(Tensors, VariablesPrintAndChange) {
  const Variable v(constant({1., 2., 3., 4., 5., 6.}), {.name = "v"});
  EXPECT_EQ(printed(v),
            "Variable(name=\"v\", Tensor([1. 2. 3. 4. 5. 6.], shape=(6,), dtype=float32))");
  v.assign_add(ones({6}));
  EXPECT_EQ(v.value().to_vector<float>(), (std::vector<float>{2, 3, 4, 5, 6, 7}));
  v.assign_sub(constant({0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(v.value().to_vector<float>(), (std::vector<float>{2, 2, 2, 2, 2, 2}));
  v.assign(constant(3., {6}));
  EXPECT_EQ(printed(v),
            "Variable(name=\"v\", Tensor([3. 3. 3. 3. 3. 3.], shape=(6,), dtype=float32))");
}

TEST(Tensors, VariablesPersistAcrossRunsOfAGraph) {
  const Variable v(constant({1., 2.}), {.name = "v"});
  Graph graph;
  const auto scope = graph.as_default();
  v.assign_add(constant({1., 10.}));
  const Tensor now = v.value();
  Session session(graph), other(graph);
  EXPECT_EQ(session.run(now).to_vector<float>(), (std::vector<float>{2, 12}));
  EXPECT_EQ(session.run(now).to_vector<float>(), (std::vector<float>{3, 22}));
  EXPECT_EQ(other.run(now).to_vector<float>(), (std::vector<float>{4, 32}));
}

TEST(Tensors, AddUpInInt32) {
  EXPECT_EQ(printed(constant({1}) + constant({2})), "Tensor([3], shape=(1,), dtype=int32)");
  EXPECT_EQ(printed(ops::add(constant({1, 2}), constant({3, 4}))),
            "Tensor([4 6], shape=(2,), dtype=int32)");
  EXPECT_EQ(printed(constant({{1, 2}, {3, 4}}) + constant({{5, 6}, {7, 8}})),
            "Tensor([[6 8] [10 12]], shape=(2, 2), dtype=int32)");
}

TEST(Tensors, AGraphGainsOneNodeForEachOperation) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor a = placeholder(DType::i32, {.name = "a"}), b = placeholder(DType::i32),
               c = placeholder(DType::i32, {.shape = {2}});
  const size_t before = graph.nodes().size();
  const Tensor first = a + b;
  EXPECT_EQ(graph.nodes().size(), before + 1);
  const Tensor second = ops::add(first, c);
  EXPECT_EQ(graph.nodes().size(), before + 2);
  Session session(graph);
  EXPECT_EQ(printed(session.run(
                second, {{a, constant({1, 2})}, {b, constant({3, 4})}, {c, constant({5, 6})}})),
            "Tensor([9 12], shape=(2,), dtype=int32)");
}

TEST(Tensors, Multiply) {
  EXPECT_EQ(printed(ops::multiply(ones({1}), ones({1}))),
            "Tensor([1.], shape=(1,), dtype=float32)");
  EXPECT_EQ(printed(ops::matmul(ones({4, 2}), ones({2, 4}))),
            "Tensor([[2. 2. 2. 2.] [2. 2. 2. 2.] [2. 2. 2. 2.] [2. 2. 2. 2.]], shape=(4, 4), "
            "dtype=float32)");
}

TEST(Tensors, RandomOnesKeepTheirValuesInAnotherShape) {
  const auto draw = [](const Shape& shape) {
    return random::uniform(shape, {.minval = 0, .maxval = 255, .dtype = DType::i32});
  };
  set_random_seed(5);
  const Tensor table = draw({2, 2}), block = draw({2, 2, 3});
  EXPECT_EQ(table.dtype(), DType::i32);
  for (const Tensor& each : {table, block})
    for (const int value : each.to_vector<int>()) EXPECT_TRUE(value >= 0 && value < 255);
  const Tensor column = ops::reshape(table, {.newshape = {4, 1}});
  EXPECT_EQ(column.shape(), (Shape{4, 1}));
  EXPECT_EQ(column.to_vector<int>(), table.to_vector<int>());
  const Tensor rows = ops::reshape(block, {.newshape = {4, 3}});
  EXPECT_EQ(rows.shape(), (Shape{4, 3}));
  EXPECT_EQ(rows.to_vector<int>(), block.to_vector<int>());
  EXPECT_NE(draw({2, 2}).to_vector<int>(), table.to_vector<int>());
  set_random_seed(5);
  EXPECT_EQ(draw({2, 2}).to_vector<int>(), table.to_vector<int>());
  EXPECT_EQ(draw({2, 2, 3}).to_vector<int>(), block.to_vector<int>());
}

TEST(Tensors, ColumnsAreCastToFloat32Exactly) {
  const std::vector<double> read = {2.5, 5.1, -3.25, 1e-3};
  const Tensor column = constant(read);
  EXPECT_EQ(column.dtype(), DType::f64);
  const Tensor cast = ops::cast(column, DType::f32);
  EXPECT_EQ(cast.dtype(), DType::f32);
  EXPECT_EQ(cast.to_vector<float>(), (std::vector<float>{2.5f, 5.1f, -3.25f, 1e-3f}));
  const Tensor whole = ops::cast(constant({21, 47, -16777215}), DType::f32);
  EXPECT_EQ(whole.to_vector<float>(), (std::vector<float>{21, 47, -16777215}));
}

// The numbers are Keras's.
TEST(Tensors, LossesSayHowWrongAPredictionIs) {
  const Tensor truth = constant({{0., 1.}, {0., 0.}}), guess = constant({{.5, .5}, {3., -1.}});
  EXPECT_EQ(losses::mean_squared_error(truth, guess).to_vector<float>(),
            (std::vector<float>{0.25, 5}));
  EXPECT_EQ(losses::mean_absolute_error(truth, guess).to_vector<float>(),
            (std::vector<float>{0.5, 2}));
  EXPECT_EQ(losses::huber(truth, guess).to_vector<float>(), (std::vector<float>{0.125, 1.5}));
  EXPECT_EQ(losses::MeanSquaredError()(truth, guess).item<float>(), 2.625);
  EXPECT_EQ(losses::MeanAbsoluteError()(truth, guess).item<float>(), 1.25);
  EXPECT_EQ(losses::Huber()(truth, guess).item<float>(), 0.8125);
}

}  // namespace
